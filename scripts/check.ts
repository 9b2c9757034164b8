// The cheap gates, in order; prints one line for each and ends with "N passed, N failed".

import { fileURLToPath } from 'node:url'
import { budgets } from './check-budgets.ts'
import { commandGate, type Gate } from './gate.ts'
import { documentLinks } from './gates/document-links.ts'
import { fileSize } from './gates/file-size.ts'
import { licences } from './gates/licences.ts'
import { lockFile } from './gates/lock-file.ts'
import { pinnedVersions } from './gates/pinned-versions.ts'
import { privateTraces } from './gates/private-traces.ts'
import { publishedPackages } from './gates/published-packages.ts'
import { roomImports } from './gates/room-imports.ts'

// By its path: several versions of TypeScript are installed, and each would like to be called `tsc`.
const compiler = ['node', 'node_modules/typescript/bin/tsc'] as const

const gates: readonly Gate[] = [
  commandGate('format', 'npm run format', ['oxfmt', '--check']),
  commandGate('lint', 'correct the code; npx oxlint --fix does what is safe', [
    'oxlint',
    '--deny-warnings',
    '--format',
    'unix',
  ]),
  commandGate(
    'types',
    'correct the types; the first lines name the place',
    [...compiler, '-b', '--pretty', 'false'],
    [...compiler, '-p', 'tsconfig.tests.json', '--pretty', 'false'],
    [...compiler, '-p', 'packages/ui', '--pretty', 'false'],
  ),
  roomImports,
  commandGate('dead code', 'delete what nobody uses, or use it', ['knip', '--no-progress', '--no-config-hints']),
  publishedPackages,
  licences,
  pinnedVersions,
  lockFile,
  privateTraces,
  fileSize,
  documentLinks,
  budgets,
]

const root = fileURLToPath(new URL('..', import.meta.url))
const wanted = process.argv.slice(2)
const shownProblems = 40
let failed = 0
let passed = 0

for (const gate of gates) {
  if (wanted.length > 0 && !wanted.some((name) => gate.name.startsWith(name))) continue
  const startedAtMs = performance.now()
  const problems = await gate.problems(root).catch((error: unknown) => [`the gate itself failed: ${String(error)}`])
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
  if (problems.length === 0) {
    passed++
    console.log(`ok    ${gate.name} (${seconds} s)`)
    continue
  }
  failed++
  console.log(`FAIL  ${gate.name} (${seconds} s)  cure: ${gate.cure}`)
  for (const problem of problems.slice(0, shownProblems)) console.log(`        ${problem}`)
  if (problems.length > shownProblems) console.log(`        ... and ${problems.length - shownProblems} more lines`)
}

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
