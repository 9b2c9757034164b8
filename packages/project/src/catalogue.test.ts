// Every issue of this room, provoked as a user would, has the text that its page in docs/errors shows.

import { dirname, join } from 'node:path'
import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { copyFixtures, makeScratch } from '../fixtures/copy-fixtures.ts'
import { loadProject } from './load-project.ts'
import { findConfig, findConfigAt } from './find-config.ts'
import type { Request } from './isolate/messages.ts'
import type { PlainIssue } from './isolate/problem.ts'
import { startProjectProcess } from './isolate/start-project-process.ts'
import { projectIssue } from './issues.ts'
import { codeFrame } from './source/code-frame.ts'

const fixtures = copyFixtures()
const empty = makeScratch()

type Found = readonly (Issue | PlainIssue)[]

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof projectIssue.codes)[number], () => Found | Promise<Found>>> = {
  'project/no-config': () => thrown(() => findConfig(empty)),
  'project/no-such-path': () => thrown(() => findConfigAt('projcet')),
  'project/nothing-exported': () => load('no-project'),
  'project/name-missing': () => load('bad-definition'),
  'project/flows-missing': () => load('no-flows'),
  'project/flow-name': () => load('bad-definition'),
  'project/not-a-flow': () => load('bad-definition'),
  'project/machine-name': () => load('bad-definition'),
  'project/not-a-machine': () => load('bad-definition'),
  'project/unknown-machine': async () => {
    const { machine } = await loadProject(join(fixtures, 'process', 'throughline.config.ts'))
    return thrown(() => machine('chta'))
  },
  'project/unknown-option': () => load('bad-definition'),
  'project/store-url': () => load('bad-definition'),
  'project/cache': () => load('bad-definition'),
  'project/codecs': () => load('bad-definition'),
  'project/tracking': () => load('bad-definition'),
  'project/unknown-flow': () => run({ flow: 'man' }),
  'project/syntax': () => load('syntax-error'),
  'project/unsupported-syntax': () => load('decorators'),
  'project/module-not-found': () => load('missing-module'),
  'project/export-not-found': () => load('exported-type'),
  'project/import-failed': () => load('throws'),
  'project/never-loaded': () => load('never-loads'),
  'project/never-finished': () => run({ outputs: ['stuck'] }),
  'project/process-ended': () => run({ outputs: ['leaving'] }),
  'project/uncaught-error': () => run({ outputs: ['stray'] }),
  'project/check-warned': () => run({ outputs: ['share'] }),
  'project/input-form': () => run({ inputs: ['numbers'] }),
  'project/input-twice': () => run({ inputs: ['extra=1', 'extra=2'] }),
  'project/input-file-missing': () => run({ inputs: ['extra=@extra.json'] }),
  'project/input-file-unreadable': () => run({ inputs: ['extra=@broken.json'] }),
}

function thrown(call: () => unknown): Found {
  try {
    call()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}

const loads = new Map<string, Promise<Found>>()

function load(fixture: string): Promise<Found> {
  const known = loads.get(fixture) ?? ask(fixture, { kind: 'describe' })
  loads.set(fixture, known)
  return known
}

async function run(part: { flow?: string; outputs?: string[]; inputs?: string[] }): Promise<Found> {
  const directory = join(fixtures, 'process')
  return await ask('process', {
    kind: 'run',
    flow: 'main',
    outputs: ['sum'],
    inputs: [],
    config: [],
    directory,
    results: 'views',
    ...part,
  })
}

async function ask(fixture: string, request: Request): Promise<Found> {
  const child = startProjectProcess(join(fixtures, fixture, 'throughline.config.ts'), request)
  const { answer } = await child.finished
  return [...(answer.problem?.issues ?? []), ...(answer.kind === 'run' ? answer.warnings : [])]
}

function render(issue: Issue | PlainIssue): string {
  const frame = (at: NonNullable<Issue['at']>): string => codeFrame(at, { directory: dirname(at.module) })
  return renderIssue(issue as Issue, { frame })
    .replaceAll(empty, 'projects/births')
    .replaceAll(`${fixtures}/process/`, '')
}

describe('the error catalogue of projects', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(projectIssue.codes).toHavePagesIn('project')
  })

  it.concurrent.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = (await situation()).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = render(issue!)
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
