// Runs the property tests with their full counts and writes what came of it to `results/campaign.json`.
//
// usage: npm run campaign -- [cases]     default 10,000 for each property; fewer are not written down

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly duration?: number
    }[]
  }[]
}

const fullCases = 10_000
const cases = Number(process.argv[2] ?? fullCases)
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'throughline-campaign-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
// The tests are told as well; their end is waited for.
process.once('SIGINT', () => process.exit(130))
const reportFile = join(folder, 'report.json')

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const filters = [
  'run',
  '.prop.test.ts',
  '--testTimeout=3600000',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
]
const env = { ...process.env, THROUGHLINE_CASES: String(cases) }
const { status } = spawnSync(process.execPath, [vitest, ...filters], { cwd: root, env, stdio: 'inherit' })

if (!existsSync(reportFile)) {
  console.error('No property test ran. They are the files packages/*/src/**/*.prop.test.ts.')
  process.exit(1)
}
const { testResults } = JSON.parse(readFileSync(reportFile, 'utf8')) as Report
const properties = testResults.flatMap((file) =>
  file.assertionResults.map(({ title, status: outcome, duration = 0 }) => ({
    file: file.name.slice(root.length + 1).replaceAll('\\', '/'),
    title,
    outcome,
    seconds: Math.round(duration) / 1000,
  })),
)
const passed = properties.filter(({ outcome }) => outcome === 'passed').length
if (cases >= fullCases) {
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
  const result = { measuredAt: new Date().toISOString(), node: process.version, cases, properties }
  writeFileSync(join(import.meta.dirname, 'results', 'campaign.json'), `${JSON.stringify(result, null, 2)}\n`)
}
console.log(`${passed} passed, ${properties.length - passed} failed`)
process.exitCode = status === 0 && passed > 0 && passed === properties.length ? 0 : 1
