// The description of what is served: OpenAPI 3.1.

import type { AnyMachine } from '../definition/machine.ts'
import { COMPONENTS, problemsOf, schemaRef } from './openapi-components.ts'
import { embedded, inputSchemaOf, jsonSchemaOf, type JsonSchema } from './json-schema.ts'
import { MOST_LISTED, STATUSES } from './read-filter.ts'
import type { Operation } from './routes.ts'
import type { AnyServedMachine, AnyServeOptions } from './serve-options.ts'

type Json = Readonly<Record<string, unknown>>

/** The same for the same machines: it can be kept beside the code and compared. */
export function openApi({ machines, basePath = '', title = 'Applications', version = '1' }: AnyServeOptions): Json {
  const paths = Object.entries(machines).flatMap(([name, served]) => pathsOf(name, served, basePath))
  return {
    openapi: '3.1.0',
    info: { title, version },
    paths: { [`${basePath}/openapi.json`]: { get: DESCRIBE }, ...Object.fromEntries(paths) },
    components: COMPONENTS,
  }
}

const DESCRIBE = {
  operationId: 'describe',
  summary: 'This description.',
  responses: { '200': answer('An OpenAPI document.', { type: 'object' }), ...problemsOf('403') },
}

function pathsOf(
  name: string,
  { machine, edits = false, state }: AnyServedMachine,
  basePath: string,
): [string, Json][] {
  const all = `${basePath}/${encodeURIComponent(name)}`
  const one = `${all}/{id}`
  const operation = (what: Operation, summary: string, rest: Json): Json => ({
    operationId: `${name}.${what}`,
    tags: [name],
    summary,
    ...rest,
  })
  const application = schemaRef('Application')
  const takesState = typeof state === 'function'
  const running = runFields(name, machine)
  const payload = payloadSchema(name, machine)
  return [
    [
      all,
      {
        get: operation('list', 'Applications, newest change first.', {
          parameters: LIST_PARAMETERS,
          responses: { '200': answer('A page of applications.', schemaRef('Page')), ...problemsOf('403', '422') },
        }),
        post: operation('create', 'Makes an application. It does not run yet.', {
          requestBody: body({ id: ID, tags: TAGS, ...(takesState && { state: {} }) }),
          responses: {
            '201': { ...answer('The application.', application), headers: LOCATION },
            ...problemsOf('400', '403', '409', '413', '415', '422', '423'),
          },
        }),
      },
    ],
    [
      one,
      {
        parameters: [ID_PARAMETER],
        get: operation('read', 'Where an application stands.', {
          responses: { '200': answer('The application.', application), ...problemsOf('403', '404') },
        }),
        delete: operation('delete', 'Takes an application away with its history.', {
          responses: { '204': { description: 'It is gone.' }, ...problemsOf('403', '404', '423') },
        }),
      },
    ],
    ...(['step', 'run'] as const).map((what): [string, Json] => [
      `${one}/${what}`,
      {
        parameters: [ID_PARAMETER],
        post: operation(what, what === 'step' ? 'Does one step.' : 'Does steps until something says stop.', {
          requestBody: body(what === 'step' ? { inputs: running['inputs'] } : running),
          responses: RUN_RESPONSES,
        }),
      },
    ]),
    [
      `${one}/resume`,
      {
        parameters: [ID_PARAMETER],
        post: operation('resume', 'Answers what an application waits for, and runs on.', {
          requestBody: body({ payload, ...running }, ['payload']),
          responses: RUN_RESPONSES,
        }),
      },
    ],
    [
      `${one}/form`,
      {
        parameters: [ID_PARAMETER],
        get: operation('form', 'What an application waits for: an answer, or inputs.', {
          responses: {
            '200': answer('The form.', schemaRef('Form')),
            '204': { description: 'It waits for nothing.' },
            ...problemsOf('403', '404'),
          },
        }),
      },
    ],
    [
      `${one}/history/{key}`,
      {
        parameters: [ID_PARAMETER, KEY_PARAMETER],
        get: operation('history', 'The values that a key of the state has had.', {
          responses: { '200': answer('Changes in their order.', schemaRef('History')), ...problemsOf('403', '404') },
        }),
      },
    ],
    [
      `${one}/fork`,
      {
        parameters: [ID_PARAMETER],
        post: operation('fork', 'A new application that goes on where this one was.', {
          requestBody: body({
            id: ID,
            at: { type: 'integer', minimum: 0, description: 'After the step of this number; the last one by default.' },
            tags: TAGS,
            ...(edits && { state: { type: 'object' }, next: { type: 'string', enum: Object.keys(machine.actions) } }),
          }),
          responses: {
            '201': { ...answer('The application.', application), headers: LOCATION },
            ...problemsOf('400', '403', '404', '409', '413', '415', '422'),
          },
        }),
      },
    ],
    [
      `${one}/cancel`,
      {
        parameters: [ID_PARAMETER],
        post: operation('cancel', 'Ends an application for good. A run that goes is stopped.', {
          requestBody: body({ reason: { type: 'string' } }),
          responses: {
            '200': answer('The application.', application),
            ...problemsOf('400', '403', '404', '413', '415', '422', '423'),
          },
        }),
      },
    ],
  ]
}

const ID = { type: 'string', description: 'Any text of at most 256 bytes; made when it is left out.' }
const TAGS = { type: 'object', additionalProperties: { type: 'string' } }
const ID_PARAMETER = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'URL-encoded. An id that is "." or "..", or that begins with "~", has a "~" before it.',
  schema: { type: 'string' },
}
const KEY_PARAMETER = { name: 'key', in: 'path', required: true, schema: { type: 'string' } }
const LOCATION = { location: { description: 'Where the application is.', schema: { type: 'string' } } }
const LIST_PARAMETERS = [
  { name: 'status', in: 'query', schema: { type: 'string', enum: STATUSES } },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: MOST_LISTED } },
  { name: 'after', in: 'query', description: '`after` of the page before.', schema: { type: 'string' } },
  { name: 'parent', in: 'query', description: 'Forks and children of this application.', schema: { type: 'string' } },
]
const RUN_RESPONSES = {
  '200': {
    description: 'The outcome; or the events, when the client accepts them.',
    content: {
      'application/json': { schema: schemaRef('Outcome') },
      'text/event-stream': { schema: { type: 'string' } },
    },
  },
  ...problemsOf('400', '403', '404', '409', '413', '415', '422', '423'),
}

/** What a run may be told, with the inputs of each action. */
function runFields(name: string, { actions }: AnyMachine): Readonly<Record<string, JsonSchema>> {
  const inputs = Object.entries(actions).flatMap(([action, one]) => {
    const schema = inputSchemaOf(one)
    return schema
      ? [[action, embedded(schema, `${encodeURIComponent(name)}:${encodeURIComponent(action)}:inputs`)]]
      : []
  })
  const tags = [...new Set(Object.values(actions).flatMap((one) => one.tags))]
  const names = { type: 'array', items: { enum: [...Object.keys(actions), ...tags.map((tag) => `@${tag}`)] } }
  return {
    inputs: {
      type: 'object',
      description: 'By action.',
      properties: Object.fromEntries(inputs) as Json,
      additionalProperties: { type: 'object' },
    },
    before: { ...names, description: 'Stops before one of these.' },
    after: { ...names, description: 'Stops after one of these.' },
    maxSteps: { type: 'integer', minimum: 1 },
  }
}

/** Of one of the actions that wait for an answer. */
function payloadSchema(name: string, { actions }: AnyMachine): JsonSchema {
  const awaited = Object.entries(actions).flatMap(([action, { spec }]) => {
    if (!spec.awaits) return []
    const schema = jsonSchemaOf(spec.awaits)
    const id = `${encodeURIComponent(name)}:${encodeURIComponent(action)}:answer`
    return [{ ...(schema ? embedded(schema, id) : {}), title: action }]
  })
  return awaited.length > 1 ? { anyOf: awaited } : (awaited[0] ?? {})
}

function answer(description: string, schema: JsonSchema): Json {
  return { description, content: { 'application/json': { schema } } }
}

function body(properties: Json, required: readonly string[] = []): Json {
  const schema = { type: 'object', properties, additionalProperties: false, ...(required.length > 0 && { required }) }
  return { required: required.length > 0, content: { 'application/json': { schema } } }
}
