// One step of a run, what was said in the run, and the graph that it was made of.

import { z } from 'zod'
import { codeOf } from '@throughline/tracking/compare'
import {
  annotationsOf,
  artifactsOf,
  attemptsOf,
  attributesOf,
  checksOf,
  logPage,
  metricsOf,
  nodeVersion,
  readersOf,
  stepBefore,
  stepOf,
  type RunDetails,
  type SaidAt,
  type Step,
  type StepPlace,
} from '@throughline/tracking/queries'
import { refuse } from '../answers/problem-answer.ts'
import type { StepPageAnswer } from '../api/index.ts'
import type { Api } from '../http/api.ts'
import { itemField, limitField, placeField, sequenceField, textField } from '../http/query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { knownRun } from './add-run.ts'
import { cacheReason } from './cache-reason.ts'
import { recordedGraph } from './recorded-graph.ts'

const stepPlace = z.object({ item: itemField, sequence: sequenceField })

/** Logs that a page of a step shows at first. */
const mostLogs = 500

export function addSteps(api: Api, parts: ServerParts): void {
  const { record } = parts

  api.add('GET /api/runs/:run/graph', {
    summary: 'The graph that a run was made of.',
    answer: async ({ path: { run } }) => recordedGraph(record, await knownRun(parts, run)),
  })

  api.add('GET /api/runs/:run/steps/:node', {
    summary: 'One step, with all that was said in it and the code that it ran.',
    query: stepPlace,
    answer: async ({ path: { run, node }, query: { item, sequence } }) => {
      const details = await knownRun(parts, run)
      const place = { node, ...(item && { item }), ...(sequence !== undefined && { sequence }) }
      return toPage(parts, details, await knownStep(parts, details, place))
    },
  })

  api.add('GET /api/runs/:run/logs', {
    summary: 'What was logged in a run, the oldest first.',
    query: z.object({
      node: textField.describe('Only in this node.'),
      text: textField.describe('A part of the message.'),
      cursor: placeField('number', 'string', 'number'),
      limit: limitField(2_000, 500),
    }),
    answer: async ({ path: { run }, query: { node, text, cursor, limit } }) => {
      await knownRun(parts, run)
      const filter = { run, limit, ...(node !== undefined && { node }), ...(text !== undefined && { text }) }
      return logPage(record, { ...filter, ...(cursor !== undefined && { cursor }) })
    },
  })

  api.add('GET /api/runs/:run/said', {
    summary: 'Metrics, checks, artifacts, annotations and attributes of a run and its steps.',
    answer: async ({ path: { run } }) => {
      await knownRun(parts, run)
      const [metrics, checks, artifacts, annotations, attributes] = await Promise.all([
        metricsOf(record, { run }),
        checksOf(record, { run }),
        artifactsOf(record, { run }),
        annotationsOf(record, { run }),
        attributesOf(record, { run }),
      ])
      return { metrics, checks, artifacts, annotations, attributes }
    },
  })
}

/** @throws {server/unknown-step} */
async function knownStep({ record }: ServerParts, run: RunDetails, place: StepPlace): Promise<Step> {
  const step = await stepOf(record, run.id, place)
  return step ?? refuse('server/unknown-step', { node: place.node, run: run.id, known: run.nodes })
}

async function toPage({ record }: ServerParts, run: RunDetails, step: Step): Promise<StepPageAnswer> {
  const { node, code: id } = step
  const said = { run: run.id, node }
  const isHere = isSaidIn(step)
  const [attempts, code, reaches, logs, metrics, checks, artifacts, attributes, readBy, before] = await Promise.all([
    attemptsOf(record, step),
    id === undefined ? undefined : nodeVersion(record, id, node),
    id === undefined ? [] : reachedBy(record, id, node),
    logPage(record, { ...said, step, limit: mostLogs }),
    metricsOf(record, said),
    checksOf(record, said),
    artifactsOf(record, said),
    attributesOf(record, said),
    readersOf(record, run.id, node),
    stepBefore(record, step, run.project),
  ])
  const output = await lookOf(record, step)
  const { source, file, line, doc } = code ?? {}
  return {
    step: { ...step, ...(output && { output }) },
    attempts,
    ...(id !== undefined && {
      code: {
        id,
        ...(source !== undefined && { source }),
        ...(file !== undefined && { file }),
        ...(line !== undefined && { line }),
        ...(doc !== undefined && { doc }),
        // Its own declaration is among them.
        reaches: reaches.filter(({ text }) => source === undefined || !text.includes(source)),
      },
    }),
    logs: logs.logs,
    metrics: metrics.filter(isHere),
    checks: checks.filter(isHere),
    artifacts: artifacts.filter(isHere),
    attributes: attributes.filter(isHere),
    readBy,
    ...(run.kind === 'dataflow' && { cache: cacheReason(step, before) }),
  }
}

type Reached = NonNullable<StepPageAnswer['code']>['reaches']

async function reachedBy(record: ServerParts['record'], version: string, node: string): Promise<Reached> {
  const { pieces = [] } = (await codeOf(record, new Map([[node, version]]))).get(node) ?? {}
  return pieces.flatMap(({ name, file, line, text }) => (text === undefined ? [] : [{ name, file, line, text }]))
}

/** A value from an earlier run is told by its version alone: how it looks was told when it was made. */
async function lookOf(
  record: ServerParts['record'],
  { node, item, sequence, output, from }: Step,
): Promise<Step['output']> {
  if (!from || output?.summary || output?.version === undefined) return output
  const place = { node, ...(item && { item }), ...(sequence !== undefined && { sequence }) }
  const made = await stepOf(record, from.run, place)
  return made?.output?.version === output.version ? made.output : output
}

type Place = Pick<SaidAt, 'item' | 'sequence'>

function isSaidIn(step: Place): (said: Place) => boolean {
  const keyOf = ({ item, sequence }: Place): string => JSON.stringify([item, sequence])
  const key = keyOf(step)
  return (said) => keyOf(said) === key
}
