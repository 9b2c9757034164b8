// What is refused of what a page asks of a project has the text that its page in docs/errors shows.

import { toEventLine, type SpooledEvent, type SpoolEvent } from '@throughline/store'
import { filePersister } from '@throughline/tracking/applications'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { toIssueRecord } from '../answers/issue-record.ts'
import { Refusal } from '../answers/problem-answer.ts'
import type { IssueRecord } from '../api/index.ts'
import { configOf, scratchProject, serveProject } from '../fixtures/scratch-project.ts'
import type { ScratchServer } from '../fixtures/scratch-server.ts'
import { createStartedRuns } from '../started-runs/index.ts'

const RUN = '01a1fd97-aa6b-7cab-86cd-05665f1552d1'

/** A run whose secret input the record left out. */
function runWithSecret(): readonly SpooledEvent[] {
  const request = { flow: 'shop', outputs: ['total'], inputs: ['price=3'], config: [], hidden: ['apiKey'] }
  const event: SpoolEvent = {
    v: 1,
    writer: '1'.repeat(32),
    seq: 1,
    atMs: Date.UTC(2026, 10, 20, 9),
    run: RUN,
    type: 'run.started',
    kind: 'dataflow',
    project: 'shop',
    subject: 'shop',
    outputs: ['total'],
    nodes: ['total'],
    tags: {},
    trigger: { kind: 'command', request },
    versions: {},
    inputs: {},
    process: { host: 'elsewhere', pid: 1, started: '1' },
  }
  return [{ event, line: toEventLine(event) }]
}

/** An application that has done nothing yet. */
async function keepApplication(dir: string, app: string): Promise<void> {
  const opened = {
    type: 'opened',
    atMs: 1,
    runId: RUN,
    machine: 'till',
    schema: 1,
    state: {},
    next: 'add',
    sequence: 0,
  } as const
  await filePersister({ dir: join(dir, '.throughline') }).append(app, 0, [opened])
}

const asked = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const SITUATIONS: Readonly<Record<string, (server: ScratchServer) => ReturnType<ScratchServer['ask']>>> = {
  'server/unknown-flow': ({ ask }) => ask('/api/flows/shp'),
  'server/unknown-node': ({ ask }) => ask('/api/flows/shop/nodes/totl'),
  'server/unknown-machine': ({ ask }) => ask('/api/machines/till'),
  'server/unknown-application': ({ ask }) => ask('/api/applications/table%206'),
  'server/unknown-application-step': ({ ask }) => ask('/api/applications/table%207/state?at=9'),
  'server/foreign-file': ({ ask }) => ask('/api/runs', asked({ flow: 'shop', inputs: ['price=@../prices.json'] })),
  'server/left-out': ({ ask }) => ask('/api/runs', asked({ flow: 'shop', inputs: ['price=3'], of: RUN })),
  'server/cannot-cancel': ({ ask }) => ask(`/api/runs/${RUN}/cancel`, asked({})),
}

test('refusals read as their pages', async () => {
  const dir = scratchProject()
  await keepApplication(dir, 'table 7')
  const server = await serveProject(dir, runWithSecret())
  for (const [code, provoke] of Object.entries(SITUATIONS)) {
    const { json } = await provoke(server)
    const [issue] = json.issues as readonly IssueRecord[]
    expect(issue!.text).toReadAsThePageOf(code)
  }
  expect(server.failures).toEqual([])
})

test('a damaged journal is shown as far as it can be read', async () => {
  const dir = scratchProject()
  const persister = filePersister({ dir: join(dir, '.throughline') })
  await keepApplication(dir, 'table 7')
  const done = {
    type: 'committed',
    sequence: 1,
    action: 'add',
    attempt: 1,
    atMs: 2,
    durationMs: 1,
    next: 'add',
  } as const
  await persister.append('table 7', 1, [{ ...done, patch: { set: { sum: 1 } } }])
  await persister.append('table 7', 2, [{ ...done, sequence: 2, patch: { set: { sum: 2 } } }])
  const folder = join(dir, '.throughline/applications')
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  const text = readFileSync(join(folder, file), 'utf8')
  writeFileSync(join(folder, file), text.replace('"sum":2', '"sum":3'))
  const { ask, failures } = await serveProject(dir)
  const { json: page } = await ask('/api/applications/table%207')
  expect(page).toMatchObject({
    application: { sequence: 1 },
    state: { sum: 1 },
    damage: { code: 'applications/damaged' },
  })
  const { json: steps } = await ask('/api/applications/table%207/steps')
  expect(steps).toMatchObject({
    steps: [{ status: 'opened' }, { sequence: 1 }],
    damage: { code: 'applications/damaged' },
  })
  expect((await ask('/api/applications')).json).toMatchObject({ unreadable: [{ app: 'table 7', place: 'files' }] })
  expect(failures).toEqual([])
})

test('a project that records nothing, and one that names another record, are said', async () => {
  const dir = scratchProject({ 'throughline.config.ts': configOf(', tracking: false') })
  const server = await serveProject(dir)
  const { json } = await server.ask('/api/runs', asked({ flow: 'shop' }))
  expect(json.issues[0].text).toReadAsThePageOf('server/not-recorded')
  writeFileSync(join(dir, 'throughline.config.ts'), configOf().replace('store.db', 'other.db'))
  let issues: readonly IssueRecord[] = []
  while (issues.length === 0) {
    await sleep(50)
    issues = (await server.ask('/api/definitions')).json.issues
  }
  expect(issues[0]!.text).toReadAsThePageOf('server/other-record')
})

test('more runs than may go on at a time are not started', async () => {
  const runs = createStartedRuns({ config: join(scratchProject(), 'throughline.config.ts'), most: 0 })
  const error = await runs
    .start({ flow: 'shop', outputs: [], inputs: [], config: [] })
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Refusal)
  expect(toIssueRecord((error as Refusal).issues[0]!).text).toReadAsThePageOf('server/too-many-runs')
})
