import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as marketing from './src/marketing.ts'
import * as weeks from './src/weeks.ts'

export default defineProject({
  name: 'my-project',
  flows: { marketing: dataflow(weeks, marketing) },
  // A run takes from earlier runs what has not changed.
  cache: true,
})
