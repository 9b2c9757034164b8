// A program that is shipped as a bundle: runs a flow of a project, and says what it knows of the code of its nodes.

import { loadBuiltVersions } from '@throughline/analyze/built'
import { dataflow } from 'throughline'
import * as calendar from '../../../examples/births-forecast/src/calendar.ts'
import * as features from '../../../examples/births-forecast/src/features.ts'
import * as forecast from '../../../examples/births-forecast/src/forecast.ts'
import * as training from '../../../examples/births-forecast/src/training.ts'

const manifest = process.argv[2] ?? ''
const warnings: string[] = []
const versions = await loadBuiltVersions({
  manifest,
  warn: ({ code, facts }) => warnings.push(JSON.stringify({ code, facts })),
})
const flow = dataflow(calendar, features, training, forecast)
const known = flow.nodes.map(({ name }) => [name, versions.codeVersionOf('forecast', name).version ?? null] as const)
console.log(JSON.stringify({ isVerified: versions.isVerified, warnings, versions: Object.fromEntries(known) }))
