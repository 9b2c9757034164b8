// Applications, step by step.

import { z } from 'zod'
import type { ApplicationFacts } from '@throughline/machine'
import type { ApplicationError, ApplicationStep, KeptApplication } from '../api/index.ts'
import { anything, count, maybeCount, maybeText, named, opaque, text, texts, textsByName } from './named.ts'

type Parent = NonNullable<ApplicationFacts['parent']>

export const keptApplication: z.ZodType<KeptApplication> = named<KeptApplication>(
  'Application',
  z.strictObject({
    app: text,
    machine: text,
    runId: text,
    sequence: count,
    last: z.string().nullable(),
    next: z.string().nullable(),
    status: text as unknown as z.ZodType<ApplicationFacts['status']>,
    startedAtMs: count,
    changedAtMs: count,
    parent: opaque<Parent>('The application that it was forked from, or started by.').exactOptional(),
    tags: textsByName,
    place: text.describe('Where it is kept: `files`, `store`.'),
  }),
)

const applicationError: z.ZodType<ApplicationError> = named<ApplicationError>(
  'ApplicationError',
  z.strictObject({
    name: text,
    message: text,
    stack: maybeText,
    codes: texts.exactOptional(),
    get cause() {
      return applicationError.exactOptional()
    },
  }),
)

export const applicationStep: z.ZodType<ApplicationStep> = named<ApplicationStep>(
  'ApplicationStep',
  z.strictObject({
    sequence: count,
    action: text,
    status: z.enum(['opened', 'succeeded', 'failed', 'running', 'suspended', 'edited', 'cancelled', 'migrated']),
    attempts: count,
    atMs: count,
    durationMs: maybeCount,
    inputs: anything,
    changes: z.array(z.strictObject({ key: text, before: anything, after: anything, from: maybeCount })),
    error: applicationError.exactOptional(),
    logs: z.array(z.strictObject({ atMs: count, message: text, fields: anything })).exactOptional(),
    metrics: z.array(z.strictObject({ name: text, value: count, step: maybeCount })).exactOptional(),
    spans: z
      .array(
        z.strictObject({
          name: text,
          parent: maybeCount.describe('Index in this list.'),
          startedAtMs: count,
          durationMs: count,
          fields: anything,
          error: maybeText,
        }),
      )
      .exactOptional(),
  }),
)
