// Runs the property tests with their full counts and writes what came of it to `results/campaign.json`.
//
// usage: npm run campaign -- [cases] [part of a path ...]     default 10,000 for each property; fewer are not written down
//
// All of it takes more than an hour on two cores. With parts of paths only those files run, and what is known of the others
// stays as it was written down.

import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

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

interface Property {
  readonly file: string
  readonly title: string
  readonly outcome: string
  readonly seconds: number
  readonly measuredAt: string
  readonly node: string
  /** For each property; those that start processes take fewer. */
  readonly cases: number
}

interface Results {
  readonly properties: readonly Property[]
}

const fullCases = 10_000
const [given, ...parts] = process.argv.slice(2)
const cases = Number(given ?? fullCases)
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'throughline-campaign-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
// The tests are told as well; their end is waited for.
process.once('SIGINT', () => process.exit(130))
const reportFile = join(folder, 'report.json')

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const filters = [
  'run',
  ...(parts.length === 0
    ? ['.prop.test.ts']
    : propertyFiles().filter((file) => parts.some((part) => file.includes(part)))),
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
const about = { measuredAt: new Date().toISOString(), node: process.version, cases }
const properties = testResults.flatMap((file) =>
  file.assertionResults.map(({ title, status: outcome, duration = 0 }): Property => {
    const name = file.name.slice(root.length + 1).replaceAll('\\', '/')
    return { file: name, title, outcome, seconds: Math.round(duration) / 1000, ...about }
  }),
)
const passed = properties.filter(({ outcome }) => outcome === 'passed').length
if (cases >= fullCases) {
  const results = join(import.meta.dirname, 'results', 'campaign.json')
  const before = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Results).properties : []
  const ran = new Set(properties.map(({ file }) => file))
  const kept = before.filter(({ file }) => !ran.has(file) && existsSync(join(root, file)))
  const all = [...kept, ...properties].sort((a, b) => order(a.file, b.file) || order(a.title, b.title))
  mkdirSync(dirname(results), { recursive: true })
  writeFileSync(results, `${JSON.stringify({ properties: all } satisfies Results, null, 2)}\n`)
}
console.log(`${passed} passed, ${properties.length - passed} failed`)
process.exitCode = status === 0 && passed > 0 && passed === properties.length ? 0 : 1

function propertyFiles(): string[] {
  return ['packages', 'tests'].flatMap((folder) =>
    globSync(`${folder}/**/*.prop.test.ts`, { cwd: root, exclude: (name) => name === 'node_modules' }),
  )
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
