// Runs the benchmarks: tables, `results/*.json`, and a pass or fail line for every promise.
//
// usage: npm run bench -- [--quick] [execution | building | hooks | memory | memoization | loading | types | columns | fan-out | facts | check | analyze | spool | tracking | summaries | record | machine | layout | graph-view | pages | io | sql]...

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isKept, printVerdicts, writeResults, type Section, type Verdict } from './report.ts'
import { measureAnalyze } from './sections/analyze.ts'
import { measureBuilding } from './sections/building.ts'
import { measureCheck } from './sections/check.ts'
import { measureColumns } from './sections/columns.ts'
import { measureExecution } from './sections/execution.ts'
import { measureFacts } from './sections/facts.ts'
import { measureFanOut } from './sections/fan-out.ts'
import { measureGraphView } from './sections/graph-view.ts'
import { measureHooks } from './sections/hooks.ts'
import { measureIo } from './sections/io.ts'
import { measureLayout } from './sections/layout.ts'
import { measureLoading } from './sections/loading.ts'
import { measureMachine } from './sections/machine.ts'
import { measureMemoization } from './sections/memoization.ts'
import { measureMemory } from './sections/memory.ts'
import { measurePages } from './sections/pages.ts'
import { measureSpool } from './sections/spool.ts'
import { measureSql } from './sections/sql.ts'
import { measureTracking } from './sections/tracking.ts'
import { measureSummaries } from './sections/summaries.ts'
import { measureRecord } from './sections/record.ts'
import { measureTypes } from './sections/type-cost.ts'

const sections: Readonly<Record<string, (options: { quick: boolean }) => Promise<Section>>> = {
  loading: measureLoading,
  building: measureBuilding,
  hooks: measureHooks,
  memory: measureMemory,
  memoization: measureMemoization,
  types: measureTypes,
  execution: measureExecution,
  columns: measureColumns,
  'fan-out': measureFanOut,
  facts: measureFacts,
  check: measureCheck,
  analyze: measureAnalyze,
  record: measureRecord,
  machine: measureMachine,
  layout: measureLayout,
  'graph-view': measureGraphView,
  pages: measurePages,
  spool: measureSpool,
  tracking: measureTracking,
  summaries: measureSummaries,
  io: measureIo,
  sql: measureSql,
}

const quick = process.argv.includes('--quick')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = wanted.filter((name) => !(name in sections))
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(' or ')}. There are: ${Object.keys(sections).join(', ')}.`)
  process.exit(2)
}

if (!['xstate', 'elkjs'].every((peer) => existsSync(join(import.meta.dirname, 'node_modules', peer)))) {
  console.log('Installing the libraries to compare with, from the lock file in bench/ ...')
  execFileSync('npm', ['ci', '--silent'], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
}

const verdicts: Verdict[] = []
for (const [name, measure] of Object.entries(sections)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const section = await measure({ quick })
  printVerdicts(section.verdicts)
  verdicts.push(...section.verdicts)
  if (!quick) writeResults(section)
}

console.log('\nEvery promise:')
printVerdicts(verdicts)
const kept = verdicts.filter(isKept).length
console.log(`${kept} passed, ${verdicts.length - kept} failed`)
process.exitCode = kept === verdicts.length ? 0 : 1
