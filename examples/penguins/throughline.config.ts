import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as evaluation from './src/evaluation.ts'
import * as learning from './src/learning.ts'
import * as penguins from './src/penguins.ts'
import * as split from './src/split.ts'
import * as stability from './src/stability.ts'

export default defineProject({
  name: 'penguins',
  flows: {
    penguins: dataflow(penguins, split, learning, evaluation),
    stability: dataflow(penguins, stability),
  },
})
