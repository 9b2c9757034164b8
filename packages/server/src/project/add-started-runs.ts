// Addresses that start runs of the project and stop them.

import { getRun } from '@throughline/tracking/queries'
import type { RunRecord } from '@throughline/tracking/record'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Refusal } from '../answers/problem-answer.ts'
import type { StartRun } from '../api/index.ts'
import type { ProjectDefinitions } from '../definitions/project-definitions.ts'
import type { Api } from '../http/api.ts'
import { serverIssue } from '../issues.ts'
import { requestOf, type StartedRuns } from '../started-runs/index.ts'

interface StartParts {
  readonly runs: StartedRuns
  readonly definitions: ProjectDefinitions
  readonly record: RunRecord
  /** The configuration file, absolute. */
  readonly config: string
}

const names = (what: string) => z.array(z.string().max(4_000)).max(10_000).default([]).describe(what)
const assignments = (what: string) => z.array(z.string().max(500_000)).max(1_000).default([]).describe(what)

const startRun = z.strictObject({
  flow: z.string().min(1).max(200).describe('Name of the flow.'),
  outputs: names('What is computed. Default: the nodes that no other node reads; then nothing is written.'),
  inputs: assignments('As the command takes them: `name=value`, `name=@file` with a file of the project.'),
  config: assignments('As the command takes them: `key=value`.'),
  of: z.string().max(100).exactOptional().describe('The run that it repeats.'),
})

export function addStartedRuns(api: Api, { runs, definitions, record, config }: StartParts): void {
  api.add('POST /api/runs', {
    summary: 'Starts a run, in a process of its own, and answers when it has begun.',
    body: startRun,
    answer: async ({ body }) => {
      if (definitions.project?.isRecorded === false)
        throw new Refusal([serverIssue('server/not-recorded', { file: basename(config) })], 422)
      if (body.of !== undefined) await checkGiven(record, body.of, body)
      const run = await runs.start(body)
      await untilRecorded(record, run)
      return { run }
    },
  })

  api.add('POST /api/runs/:run/cancel', {
    summary: 'Asks a run that was started here to stop; asked again, it is ended at once.',
    status: 202,
    answer: ({ path: { run } }) => {
      if (!runs.cancel(run)) throw new Refusal([serverIssue('server/cannot-cancel', { run })], 409)
      return undefined
    },
  })
}

/** What the record left out has to be given, lest another run be taken for the same. */
async function checkGiven(record: RunRecord, of: string, { inputs, config }: StartRun): Promise<void> {
  const found = await getRun(record, of)
  if (!found) throw new Refusal([serverIssue('server/unknown-run', { run: of })], 404)
  const { hidden = [] } = requestOf(found.triggerFacts) ?? {}
  const given = new Set([...inputs, ...config].map((text) => text.slice(0, text.indexOf('='))))
  const left = hidden.filter((name) => !given.has(name))
  if (left.length > 0) throw new Refusal([serverIssue('server/left-out', { run: of, names: left })], 422)
}

/** Whoever asks for it next shall find it; what a shipper cannot bring in this time comes later. */
async function untilRecorded(record: RunRecord, run: string): Promise<void> {
  for (let asked = 0; asked < 40; asked++) {
    if (await getRun(record, run)) return
    await sleep(50)
  }
}
