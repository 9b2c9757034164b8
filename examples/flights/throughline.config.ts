import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as airports from './src/airports.ts'
import * as data from './src/data.ts'
import * as days from './src/days.ts'
import * as hours from './src/hours.ts'
import * as report from './src/report.ts'

export default defineProject({
  name: 'flights',
  flows: { flights: dataflow(data, airports, days, hours, report) },
  cache: true,
})
