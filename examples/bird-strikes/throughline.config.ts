import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as airports from './src/airports.ts'
import * as regions from './src/regions.ts'
import * as strikes from './src/strikes.ts'

export default defineProject({
  name: 'bird-strikes',
  flows: { strikes: dataflow(strikes, regions, airports) },
  cache: true,
})
