import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as calendar from './src/calendar.ts'
import * as features from './src/features.ts'
import * as forecast from './src/forecast.ts'
import * as training from './src/training.ts'

export default defineProject({
  name: 'births',
  flows: { forecast: dataflow(calendar, features, training, forecast) },
  cache: true,
})
