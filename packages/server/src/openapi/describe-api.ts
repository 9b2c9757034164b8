// The API as an OpenAPI document, made from the routes and from the shapes of their answers.

import { z } from 'zod'
import type { DescribedRoute } from '../http/api.ts'
import { answerShapes } from './answer-shapes.ts'
import { names } from './named.ts'

type Json = Readonly<Record<string, unknown>>

/** OpenAPI 3.1, of which the schemas are JSON Schema 2020-12. */
export interface ApiDocument {
  readonly openapi: '3.1.0'
  readonly info: Json
  readonly security: readonly Json[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json }
}

export interface Operation {
  readonly summary: string
  readonly tags: readonly string[]
  readonly security?: readonly Json[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Json
  readonly responses: Readonly<Record<string, Json & { readonly description?: string }>>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: Json
}

/** Of a name in the registry. */
const toUri = (id: string): string => `#/components/schemas/${id}`

export function describeApi(routes: readonly DescribedRoute[], version: string): ApiDocument {
  const described = [...routes.map(toPath), ...otherPaths]
  const paths: Record<string, Record<string, Operation>> = {}
  for (const [path, method, operation] of described) paths[path] = { ...paths[path], [method]: operation }
  const { schemas } = z.toJSONSchema(names, { uri: toUri, unrepresentable: 'any', override: open })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version,
      description:
        'What the pages ask, for scripts too. Numbers that JSON does not have, bigints, dates, bytes, maps and sets are tagged: `{ "$number": "NaN" }`, `{ "$bigint": "12" }`, `{ "$date": 0 }`, `{ "$bytes": "..." }`, `{ "$map": [] }`, `{ "$set": [] }`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: {
        ...Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutHead(schema)])),
        Problem: problem,
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'throughline-<port>' },
      },
    },
  }
}

const problem: Json = {
  type: 'object',
  description: 'RFC 9457, with the issues behind it.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    issues: { type: 'array', items: { $ref: toUri('Issue') } },
  },
  required: ['type', 'title', 'status', 'issues'],
}

const problemAnswer: Json = {
  description: 'It could not be done: why.',
  content: { 'application/problem+json': { schema: { $ref: toUri('Problem') } } },
}

function toPath({ name, summary, query, body, status }: DescribedRoute): readonly [string, string, Operation] {
  const [method, path] = name.split(' ') as [string, string]
  const parameters = [...pathParameters(path), ...(query ? queryParameters(query) : [])]
  const answer = status === 202 ? {} : { content: json(toJson(answerShapes[name], 'output')) }
  const operation: Operation = {
    summary,
    tags: [path.split('/')[2]!],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: json(toJson(body, 'input')) } }),
    responses: { [status]: { description: summary, ...answer }, default: problemAnswer },
  }
  return [path.replaceAll(/:([a-z]+)/g, '{$1}'), method.toLowerCase(), operation]
}

function pathParameters(path: string): Parameter[] {
  return Array.from(path.matchAll(/:([a-z]+)/g), ([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(query: z.ZodObject): Parameter[] {
  const { properties = {}, required = [] } = toJson(query, 'input') as {
    readonly properties?: Readonly<Record<string, Json>>
    readonly required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema,
  }))
}

/** What has a name of its own is referred to by it. */
function toJson(schema: z.ZodType, io: 'input' | 'output'): Json {
  const id = names.get(schema)?.id
  if (id !== undefined) return { $ref: toUri(id) }
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    metadata: names,
    reused: 'inline',
    override: open,
  })
  const { $defs: _defs, ...rest } = withoutHead(made)
  return referring(rest) as Json
}

/** Definitions beside a schema are those of the document. */
function referring(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referring)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) =>
      key === '$ref' && typeof one === 'string' ? [key, one.replace('#/$defs/', toUri(''))] : [key, referring(one)],
    ),
  )
}

/**
 * An answer may have more fields one day: whoever reads it passes over what it does not know. What is said of a field is in
 * a registry of its own.
 */
function open({ zodSchema, jsonSchema }: Overridden): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  const description = z.globalRegistry.get(zodSchema)?.description
  if (description !== undefined) jsonSchema.description = description
}

interface Overridden {
  readonly zodSchema: z.core.$ZodType
  readonly jsonSchema: z.core.JSONSchema.BaseSchema
}

function withoutHead({ $schema: _schema, $id: _id, ...schema }: Json): Json {
  return schema
}

function json(schema: Json): Json {
  return { 'application/json': { schema } }
}

const runPath: Parameter = { name: 'run', in: 'path', required: true, schema: { type: 'string' } }
const events = (description: string): Json => ({
  description,
  content: { 'text/event-stream': { schema: { type: 'string' } } },
})

/** What answers with something else than JSON. */
const otherPaths: readonly (readonly [string, string, Operation])[] = [
  [
    '/api/session',
    'post',
    {
      summary: 'Exchanges a token for a cookie.',
      tags: ['session'],
      security: [],
      requestBody: {
        required: true,
        content: json({ type: 'object', properties: { token: { type: 'string' } }, required: ['token'] }),
      },
      responses: { 204: { description: 'The cookie is set.' }, default: problemAnswer },
    },
  ],
  [
    '/api/session',
    'get',
    {
      summary: 'Whether the server knows who asks.',
      tags: ['session'],
      responses: { 204: { description: 'It does.' }, default: problemAnswer },
    },
  ],
  [
    '/api/live',
    'get',
    {
      summary: 'Which runs, applications and definitions changed, as server-sent events.',
      tags: ['live'],
      responses: { 200: events('Events `runs`, `applications`, `definitions`.'), default: problemAnswer },
    },
  ],
  [
    '/api/runs/{run}/live',
    'get',
    {
      summary: 'What is new in one run, as server-sent events, until it has ended.',
      tags: ['live'],
      parameters: [
        runPath,
        {
          name: 'cursor',
          in: 'query',
          required: false,
          description: 'Of the states of the run; without it all states come first.',
          schema: { type: 'string' },
        },
        { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
      ],
      responses: { 200: events('Events `states`, `logs`, `metrics`, `run`, `end`.'), default: problemAnswer },
    },
  ],
  [
    '/api/blobs/{blob}',
    'get',
    {
      summary: 'Bytes that a run kept, to be saved.',
      tags: ['blobs'],
      parameters: [{ name: 'blob', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } }],
      responses: {
        200: { description: 'The bytes.', content: { 'application/octet-stream': {} } },
        default: problemAnswer,
      },
    },
  ],
]
