import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as databases from './src/databases.ts'
import * as features from './src/features.ts'
import * as weather from './src/weather.ts'

const server = process.env['DATABASE_URL'] !== undefined

export default defineProject({
  name: 'feature-table',
  flows: { features: dataflow(weather, features, databases).configure({ server }) },
})
