// The parts of the description that all machines share.

import type { JsonSchema } from './json-schema.ts'
import { STATUSES } from './read-filter.ts'

type Json = Readonly<Record<string, unknown>>

const TEXT = { type: 'string' }
const COUNT = { type: 'integer', minimum: 0 }
const NAME_OR_NULL = { type: ['string', 'null'] }
const POSITION = { sequence: COUNT, last: NAME_OR_NULL, next: NAME_OR_NULL }
const FORM_OR_NULL = { anyOf: [schemaRef('Form'), { type: 'null' }] }
const TIME_MS = { type: 'number', description: 'Milliseconds since 1970.' }
const ABOUT = {
  id: TEXT,
  url: TEXT,
  machine: TEXT,
  runId: TEXT,
  status: { type: 'string', enum: STATUSES },
  ...POSITION,
}

const SCHEMAS = {
  Application: object({ ...ABOUT, state: { type: 'object' }, awaiting: FORM_OR_NULL }),
  Listed: object(
    { ...ABOUT, startedAtMs: TIME_MS, changedAtMs: TIME_MS, tags: { type: 'object' }, parent: { type: 'object' } },
    ['parent'],
  ),
  Page: object({ applications: { type: 'array', items: schemaRef('Listed') }, after: TEXT }, ['after']),
  Form: object(
    {
      kind: { type: 'string', enum: ['answer', 'inputs'] },
      action: TEXT,
      prompt: {},
      expiresAtMs: TIME_MS,
      schema: { type: 'object', description: 'JSON Schema of the answer, or of the inputs.' },
      required: { type: 'array', items: TEXT },
      optional: { type: 'array', items: TEXT },
    },
    ['prompt', 'expiresAtMs', 'schema', 'required', 'optional'],
  ),
  Outcome: object(
    {
      id: TEXT,
      status: {
        type: 'string',
        enum: ['completed', 'halted', 'suspended', 'stuck', 'failed', 'cancelled', 'limit'],
      },
      by: { type: 'string', enum: ['before', 'after', 'when', 'inputs'] },
      action: TEXT,
      error: { type: 'object' },
      steps: COUNT,
      ...POSITION,
      state: { type: 'object' },
      awaiting: FORM_OR_NULL,
    },
    ['by', 'action', 'error'],
  ),
  History: object({
    id: TEXT,
    key: TEXT,
    changes: {
      type: 'array',
      items: object({ sequence: COUNT, action: NAME_OR_NULL, atMs: TIME_MS, value: {} }, ['value']),
    },
  }),
  Problem: object(
    {
      type: TEXT,
      title: TEXT,
      status: { type: 'integer' },
      detail: TEXT,
      code: TEXT,
      issues: {
        type: 'array',
        items: object({ code: TEXT, title: TEXT, details: { type: 'array', items: TEXT } }, ['details']),
      },
    },
    ['detail'],
  ),
}

const PROBLEMS: Readonly<Record<string, string>> = {
  '400': 'The body is not JSON.',
  '403': 'It is not allowed.',
  '404': 'There is no such application or step.',
  '409': 'The application does not stand where this is possible.',
  '413': 'The body is too large.',
  '415': 'The body is not of the type application/json.',
  '422': 'The body says what is not possible, or what it gives does not fit.',
  '423': 'Another process runs the application.',
}

export const COMPONENTS: Json = {
  schemas: SCHEMAS,
  responses: Object.fromEntries(
    Object.entries(PROBLEMS).map(([status, description]) => [
      `Problem${status}`,
      { description, content: { 'application/problem+json': { schema: schemaRef('Problem') } } },
    ]),
  ),
}

export function problemsOf(...statuses: readonly string[]): Json {
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]))
}

export function schemaRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

function object(properties: Json, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required }
}
