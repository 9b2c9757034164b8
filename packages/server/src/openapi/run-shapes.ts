// Runs, steps and what was said in them.

import { z } from 'zod'
import type {
  Annotation,
  Artifact,
  Attribute,
  CheckOutcome,
  LogLine,
  MetricPoint,
  RunDetails,
  RunSummary,
  Step,
  StepPageAnswer,
  StepState,
} from '../api/index.ts'
import type { ErrorFacts, ValueFacts } from '@throughline/tracking'
import { anything, count, maybeCount, maybeText, named, text, texts, textsByName } from './named.ts'

const atMs = count.describe('Milliseconds since 1970.')
const runStatus = z.enum(['running', 'succeeded', 'failed', 'aborted', 'abandoned'])
const stepStatus = z.enum(['running', 'retrying', 'succeeded', 'failed', 'cached', 'skipped'])
const typedValue = z.strictObject({ type: text, schemaVersion: count, value: z.unknown() })

export const errorFacts: z.ZodType<ErrorFacts> = named<ErrorFacts>(
  'ErrorFacts',
  z.strictObject({
    name: text,
    message: text,
    stack: maybeText,
    codes: texts.exactOptional(),
    get cause(): z.ZodExactOptional<z.ZodType<ErrorFacts>> {
      return errorFacts.exactOptional()
    },
  }),
)

export const valueFacts: z.ZodType<ValueFacts> = named<ValueFacts>(
  'ValueFacts',
  z.strictObject({
    version: maybeText.describe('Data version; absent when the value cannot be fingerprinted.'),
    type: text,
    summary: typedValue.exactOptional(),
    blob: maybeText,
  }),
)

const counts = z.strictObject({ computed: count, cached: count, failed: count, skipped: count })
const stepId = z.strictObject({ node: text, item: texts.exactOptional(), sequence: maybeCount })

const summary = {
  id: text,
  project: text,
  flow: text,
  kind: text,
  status: runStatus,
  startedAtMs: atMs,
  endedAtMs: atMs.exactOptional(),
  durationMs: maybeCount,
  actor: maybeText,
  trigger: maybeText,
  parent: maybeText,
  root: maybeText,
  counts: counts.exactOptional(),
  tags: textsByName,
}

export const runSummary: z.ZodType<RunSummary> = named<RunSummary>('RunSummary', z.strictObject(summary))

const versions = z.strictObject({
  graph: maybeText,
  config: maybeText,
  git: maybeText,
  lock: maybeText,
  runtime: maybeText,
})

export const runDetails: z.ZodType<RunDetails> = named<RunDetails>(
  'RunDetails',
  z.strictObject({
    ...summary,
    outputs: texts,
    nodes: texts,
    inputs: z.record(text, valueFacts),
    triggerFacts: z.record(text, z.unknown()),
    parentStep: stepId.exactOptional(),
    versions,
    process: z.strictObject({ host: text, pid: count, started: text }).exactOptional(),
    lastSeenMs: atMs,
    error: errorFacts.exactOptional(),
    dropped: z.record(text, count),
  }),
)

const progress = z.strictObject({ done: count, total: maybeCount })
const stepInputs = z.record(text, z.strictObject({ from: text, version: maybeText }))

export const step: z.ZodType<Step> = named<Step>(
  'Step',
  z.strictObject({
    run: text,
    node: text,
    item: texts.exactOptional(),
    sequence: maybeCount,
    status: stepStatus,
    attempt: count,
    startedAtMs: atMs.exactOptional(),
    endedAtMs: atMs.exactOptional(),
    durationMs: maybeCount,
    code: maybeText,
    inputs: stepInputs,
    output: valueFacts.exactOptional(),
    error: errorFacts.exactOptional(),
    from: z.strictObject({ run: text, atMs }).exactOptional(),
    progress: progress.exactOptional(),
  }),
)

export const stepState: z.ZodType<StepState> = named<StepState>(
  'StepState',
  z.strictObject({
    node: text,
    item: texts.exactOptional(),
    sequence: maybeCount,
    status: z.enum([...stepStatus.options, 'abandoned']),
    attempt: count,
    startedAtMs: atMs.exactOptional(),
    durationMs: maybeCount,
    progress: progress.exactOptional(),
  }),
)

const said = { run: text, node: text, item: texts.exactOptional(), sequence: maybeCount }
const saidAt = { ...said, atMs, from: maybeText }
const fields = z.record(text, z.unknown()).exactOptional()

export const logLine: z.ZodType<LogLine> = named<LogLine>(
  'LogLine',
  z.strictObject({ ...saidAt, message: text, fields }),
)
export const metricPoint: z.ZodType<MetricPoint> = named<MetricPoint>(
  'MetricPoint',
  z.strictObject({ ...saidAt, name: text, value: count, step: maybeCount }),
)
export const checkOutcome: z.ZodType<CheckOutcome> = named<CheckOutcome>(
  'CheckOutcome',
  z.strictObject({
    ...saidAt,
    check: text,
    passed: z.boolean(),
    severity: maybeText,
    message: maybeText,
    facts: fields,
  }),
)
export const artifact: z.ZodType<Artifact> = named<Artifact>(
  'Artifact',
  z.strictObject({ ...saidAt, name: text, blob: text, sizeBytes: maybeCount, mediaType: maybeText }),
)
export const annotation: z.ZodType<Annotation> = named<Annotation>(
  'Annotation',
  z.strictObject({ ...saidAt, author: maybeText, text }),
)
export const attribute: z.ZodType<Attribute> = named<Attribute>(
  'Attribute',
  z.strictObject({ ...said, name: text, attribute: typedValue }),
)

export const attempt: z.ZodType<StepPageAnswer['attempts'][number]> = z.strictObject({
  attempt: count,
  status: text,
  startedAtMs: atMs.exactOptional(),
  endedAtMs: atMs.exactOptional(),
  delayMs: maybeCount,
  error: anything,
})
