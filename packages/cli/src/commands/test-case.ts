// throughline test-case: a recorded step of an application becomes a fixture and a test.

import { codecNames, formatFixture, stepFixture, type StepFixture } from '@throughline/machine/testing'
import { existsSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { withApplications, type ApplicationFlags, type OpenedApplications } from '../applications/open-applications.ts'
import { cliIssue } from '../issues.ts'
import { writeFile } from '../write-file.ts'
import { reportIssues, type Context } from './context.ts'

export interface TestCaseFlags extends ApplicationFlags {
  /** Path of the two files without their endings. */
  readonly out?: string
  readonly machine?: string
  readonly runner?: string
  readonly attempt?: string
  readonly force: boolean
}

const RUNNERS = ['vitest', 'node'] as const
type Runner = (typeof RUNNERS)[number]

export async function testCase(this: Context, flags: TestCaseFlags, app: string, step: string): Promise<void> {
  const { runner = 'vitest', attempt } = flags
  const wrong = [
    ...(isCount(step) ? [] : [cliIssue('cli/count', { option: 'The step', given: step })]),
    ...(attempt === undefined || isCount(attempt)
      ? []
      : [cliIssue('cli/count', { option: '--attempt', given: attempt })]),
    ...(isRunner(runner) ? [] : [cliIssue('cli/choice', { option: '--runner', given: runner, known: RUNNERS })]),
  ]
  if (wrong.length > 0) return reportIssues(this, wrong)
  await withApplications(this, flags, 'read', async (opened) => {
    const choice = attempt === undefined ? {} : { attempt: Number(attempt) }
    const fixture = await stepFixture(await opened.keeperOf(app), app, Number(step), choice)
    const machine = machineOf(this, opened, fixture, flags.machine)
    if (machine === undefined) return
    const unnamed = codecNames(fixture).filter((name) => !opened.codecs.includes(name))
    if (unnamed.length > 0) {
      const issues = unnamed.map((name) => cliIssue('cli/unnamed-codec', { name, known: opened.codecs }))
      reportIssues(this, issues, 1)
      return
    }
    const base = resolve(this.directory, baseOf(flags.out, fixture, machine))
    const files = { fixture: `${base}.fixture.json`, test: `${base}.test.ts` }
    const shown = (file: string): string => relative(this.directory, file)
    const taken = Object.values(files).find((file) => existsSync(file))
    if (taken !== undefined && !flags.force) {
      reportIssues(this, [cliIssue('cli/file-exists', { path: shown(taken) })])
      return
    }
    writeFile(this, shown(files.fixture), formatFixture(fixture))
    const config = importPath(relative(dirname(base), opened.config))
    const names = { fixture: basename(files.fixture), config, machine, hasCodecs: opened.codecs.length > 0 }
    writeFile(this, shown(files.test), testText(runner as Runner, fixture, names))
  })
}

/** The name in the project of the machine that the step was recorded with; `undefined` after a report. */
function machineOf(
  context: Context,
  { machines }: OpenedApplications,
  { machine: recorded }: StepFixture,
  wanted: string | undefined,
): string | undefined {
  const found =
    wanted === undefined
      ? machines.find(({ recordedAs }) => recordedAs === recorded)
      : machines.find(({ name }) => name === wanted)
  if (found) return found.name
  const known = machines.map(({ name }) => name)
  reportIssues(context, [
    cliIssue('cli/no-machine', { ...(wanted !== undefined && { given: wanted }), recorded, known }),
  ])
  return undefined
}

function baseOf(out: string | undefined, { action, sequence }: StepFixture, machine: string): string {
  if (out !== undefined) return out.replace(/(\.test)?\.ts$|(\.fixture)?\.json$/, '')
  return `${machine}-${action}-${sequence}`.replace(/[^\p{L}\p{N}._-]+/gu, '-')
}

function importPath(path: string): string {
  const slashed = path.replaceAll('\\', '/')
  return slashed.startsWith('.') ? slashed : `./${slashed}`
}

const HEADS: Readonly<Record<Runner, readonly string[]>> = {
  vitest: ["import { readFileSync } from 'node:fs'", "import { expect, test } from 'vitest'"],
  node: [
    "import assert from 'node:assert/strict'",
    "import { readFileSync } from 'node:fs'",
    "import { test } from 'node:test'",
  ],
}
const ASSERTIONS: Readonly<Record<Runner, string>> = {
  vitest: 'expect(differences).toEqual([])',
  node: 'assert.deepEqual(differences, [])',
}

interface Names {
  /** File of the fixture. */
  readonly fixture: string
  /** As the test imports it. */
  readonly config: string
  /** In the project. */
  readonly machine: string
  readonly hasCodecs: boolean
}

function testText(
  runner: Runner,
  { app, sequence, action }: StepFixture,
  { fixture, config, machine, hasCodecs }: Names,
): string {
  const access = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(machine) ? `.${machine}` : `[${quoted(machine)}]`
  const options = hasCodecs ? ', { codecs: project.codecs }' : ''
  return [
    "import { parseFixture, replay } from '@throughline/machine/testing'",
    ...HEADS[runner],
    `import project from ${quoted(config)}`,
    '',
    `const fixture = parseFixture(readFileSync(new URL(${quoted(`./${fixture}`)}, import.meta.url), 'utf8'))`,
    '',
    `test(${quoted(`${action}, step ${sequence} of ${app}`)}, async () => {`,
    `  const { differences } = await replay(fixture, project.machines${access}${options})`,
    `  ${ASSERTIONS[runner]}`,
    '})',
    '',
  ].join('\n')
}

/** As a literal of TypeScript. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}

function isCount(text: string): boolean {
  return /^[1-9]\d*$/.test(text)
}

function isRunner(text: string): text is Runner {
  return (RUNNERS as readonly string[]).includes(text)
}
