// Where values come from, what differs between runs, and why.

import { z } from 'zod'
import type { DifferenceExplained, RunComparison } from '@throughline/tracking/compare'
import type { Lineage } from '@throughline/tracking/queries'
import { nodeVersion } from './definition-shapes.ts'
import { anything, count, maybeCount, maybeText, named, opaque, text, texts, textsByName } from './named.ts'
import { errorFacts, runDetails, step, valueFacts } from './run-shapes.ts'

type RunHead = RunComparison['before']
type ValueDifference = DifferenceExplained['output']
type Surroundings = RunComparison['surroundings']
type PackageChange = Surroundings['packages'][number]
type PieceChange = DifferenceExplained['changes'][number]['change']

const sameness = z.enum(['same', 'different', 'unknown'])
const difference = {
  is: sameness,
  before: valueFacts.exactOptional(),
  after: valueFacts.exactOptional(),
  summaries: opaque<NonNullable<ValueDifference['summaries']>>(
    'How the summaries differ, field by field.',
  ).exactOptional(),
}
const valueDifference = named<ValueDifference>('ValueDifference', z.strictObject(difference))

const runHead = named<RunHead>(
  'RunHead',
  z.strictObject({
    id: text,
    project: text,
    subject: text,
    status: text,
    startedAtMs: count,
    endedAtMs: maybeCount,
    durationMs: maybeCount,
    counts: z.strictObject({ computed: count, cached: count, failed: count, skipped: count }).exactOptional(),
    outputs: texts,
    nodes: texts,
    tags: textsByName,
    actor: maybeText,
    trigger: z.looseObject({ kind: text }),
    parent: z
      .strictObject({
        run: text,
        step: z.strictObject({ node: text, item: texts.exactOptional(), sequence: maybeCount }),
      })
      .exactOptional(),
    versions: z.strictObject({
      graph: maybeText,
      config: maybeText,
      git: maybeText,
      lock: maybeText,
      runtime: maybeText,
    }),
    inputs: z.record(text, valueFacts),
    error: errorFacts.exactOptional(),
  }),
)

const gitFacts = z.strictObject({ commit: text, branch: maybeText, isDirty: z.boolean() })
const packageChange = named<PackageChange>('PackageChange', z.strictObject({ name: text, before: texts, after: texts }))
const changeOf = { before: maybeText, after: maybeText }

const surroundings = named<Surroundings>(
  'Surroundings',
  z.strictObject({
    config: z.array(z.strictObject({ key: text, before: anything, after: anything })),
    packages: z.array(packageChange),
    runtime: z.array(z.strictObject({ name: text, ...changeOf })),
    git: z.strictObject({ before: gitFacts, after: gitFacts }).exactOptional(),
  }),
)

const durations = z.strictObject({ before: maybeCount, after: maybeCount })

export const runComparison: z.ZodType<RunComparison> = named<RunComparison>(
  'RunComparison',
  z.strictObject({
    before: runHead,
    after: runHead,
    inputs: z.array(z.strictObject({ name: text, ...difference })),
    surroundings,
    nodes: z.array(
      z.strictObject({
        node: text,
        presence: z.enum(['both', 'added', 'removed']),
        status: z.strictObject(changeOf),
        durationMs: durations,
        code: sameness,
        output: valueDifference,
      }),
    ),
    metrics: z.array(z.strictObject({ node: text, name: text, before: maybeCount, after: maybeCount })),
  }),
)

const codePlace = z.strictObject({ file: text, line: count, text: maybeText })
const pieceChange = named<PieceChange>(
  'PieceChange',
  z.strictObject({ kind: text, name: text, before: codePlace.exactOptional(), after: codePlace.exactOptional() }),
)
const cause = { path: texts, output: valueDifference }

export const differenceExplained: z.ZodType<DifferenceExplained> = named<DifferenceExplained>(
  'DifferenceExplained',
  z.strictObject({
    node: text,
    before: runHead,
    after: runHead,
    output: valueDifference,
    status: z.strictObject(changeOf),
    causes: z.array(
      z.union([
        z.strictObject({
          kind: z.literal('code'),
          changes: z.array(count),
          own: z.array(count),
          packages: z.array(packageChange),
          ...cause,
        }),
        z.strictObject({ kind: z.literal('input'), ...cause }),
        z.strictObject({ kind: z.literal('graph'), readsNow: texts, readNoMore: texts, ...cause }),
        z.strictObject({ kind: z.literal('outside'), impure: texts, ...cause }),
        z.strictObject({ kind: z.literal('missing'), in: z.enum(['before', 'after']), status: maybeText, ...cause }),
        z.strictObject({ kind: z.literal('unknown'), ...cause }),
      ]),
    ),
    changes: z.array(z.strictObject({ change: pieceChange, nodes: texts })),
    surroundings,
    outputs: z.array(z.strictObject({ node: text, ...difference })),
  }),
)

export const lineage: z.ZodType<Lineage> = named<Lineage>(
  'Lineage',
  z.strictObject({
    steps: z.array(
      z.strictObject({
        step,
        code: nodeVersion.exactOptional(),
        reads: z.array(
          z.strictObject({ name: text, from: text, version: maybeText, step: maybeCount, otherVersion: maybeText }),
        ),
        isCut: z.boolean(),
      }),
    ),
    inputs: z.array(z.strictObject({ run: text, name: text, facts: valueFacts })),
    runs: z.array(runDetails),
  }),
)
