// The description holds together, and describes what is answered.

import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { forState, memoryPersister, suspend } from '../index.ts'
import { serveApplications } from './index.ts'
import { serveChat } from './fixtures/serve-chat.ts'

type Json = Record<string, any>

async function descriptionOf(): Promise<Json> {
  const { call } = serveChat({ basePath: '/api', title: 'Chats', version: '2.1' })
  return (await call('GET', '/api/openapi.json')).body as Json
}

function resolve(document: Json, reference: string): Json | undefined {
  return reference
    .slice(2)
    .split('/')
    .reduce(
      (at: Json | undefined, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')] as Json | undefined,
      document,
    )
}

/** Every object in it. */
function* objectsIn(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Json
  for (const inner of Object.values(value)) yield* objectsIn(inner)
}

describe('the description', () => {
  it('has what OpenAPI 3.1 asks for', async () => {
    const document = await descriptionOf()
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Chats', version: '2.1' } })
    const methods = new Set(['get', 'post', 'delete'])
    const ids: string[] = []
    for (const [path, item] of Object.entries(document['paths'] as Json)) {
      expect(path).toMatch(/^\/api\//)
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const given = ((item as Json)['parameters'] ?? []) as Json[]
      expect(given.map((one) => one['name'])).toEqual(names)
      for (const one of given) expect(one).toMatchObject({ in: 'path', required: true, schema: expect.any(Object) })
      for (const [method, operation] of Object.entries(item as Json)) {
        if (method === 'parameters') continue
        expect(methods).toContain(method)
        const { operationId, summary, responses, requestBody } = operation as Json
        ids.push(operationId as string)
        expect(summary).toMatch(/\.$/)
        for (const [status, response] of Object.entries(responses as Json)) {
          expect(status).toMatch(/^\d{3}$/)
          const found = '$ref' in response ? resolve(document, response['$ref'] as string) : (response as Json)
          expect(found).toMatchObject({ description: expect.any(String) })
        }
        const taken = (requestBody as Json | undefined)?.['content']['application/json'].schema.type as unknown
        expect(taken).toBe(method === 'post' ? 'object' : undefined)
      }
    }
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.sort()).toEqual(
      ['cancel', 'create', 'delete', 'fork', 'form', 'history', 'list', 'read', 'resume', 'run', 'step']
        .map((one) => `chat.${one}`)
        .concat('describe')
        .sort(),
    )
  })

  it('refers to nothing that is not there', async () => {
    const document = await descriptionOf()
    const references = [...objectsIn(document)].flatMap((one) => (typeof one['$ref'] === 'string' ? [one['$ref']] : []))
    expect(references.length).toBeGreaterThan(20)
    for (const reference of references) expect(resolve(document, reference)).toBeDefined()
  })

  it('has schemas that hold of what is answered', async () => {
    const document = await descriptionOf()
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
    ajv.addVocabulary(['components'])
    ajv.addSchema({ $id: 'doc', components: document['components'] })
    const expectToFit = (name: string, value: unknown): void => {
      const fits = ajv.compile({ $ref: `doc#/components/schemas/${name}` })
      fits(value)
      expect(fits.errors ?? []).toEqual([])
    }
    const { call } = serveChat()
    expectToFit('Application', (await call('POST', '/chat', { id: 'a' })).body)
    expectToFit('Form', (await call('GET', '/chat/a/form')).body)
    expectToFit('Outcome', (await call('POST', '/chat/a/run', { inputs: { ask: { text: 'x' } } })).body)
    expectToFit('Form', (await call('GET', '/chat/a/form')).body)
    expectToFit('Page', (await call('GET', '/chat?limit=1')).body)
    expectToFit('History', (await call('GET', '/chat/a/history/prompt')).body)
    expectToFit('Problem', (await call('GET', '/chat/none')).body)
    expectToFit('Problem', (await call('POST', '/chat/a/resume', { payload: 1 })).body)
  })

  it('has the inputs and the answer of each action', async () => {
    const document = await descriptionOf()
    const { properties } =
      document['paths']['/api/chat/{id}/resume'].post.requestBody.content['application/json'].schema
    expect(properties.payload).toEqual({
      title: 'approve',
      type: 'object',
      properties: { ok: { type: 'boolean' }, by: { type: 'string' } },
      required: ['ok'],
    })
    expect(properties.inputs.properties).toMatchObject({
      ask: { required: ['text'] },
      rate: { properties: { stars: { type: 'integer' } } },
    })
    expect(properties.after.items.enum).toEqual(['ask', 'answer', 'approve', 'rate', '@human'])
  })

  it('keeps schemas that refer to themselves whole, and does without those that cannot be given', async () => {
    const { action, machine } = forState<{ a: number }>()
    const node: z.ZodType = z.object({ get next() { return node.optional() } }) // prettier-ignore
    const opaque = {
      '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value: value as { a: number } }) },
    } as const
    const tree = action({ awaits: node as z.ZodType<{}> }, () => suspend())
    const other = action({ writes: ['a'], awaits: opaque, inputs: z.object({ at: z.date(), n: z.number() }) }, () =>
      suspend(),
    )
    const odd = machine({ tree, other: other.bind({ n: 1 }) })
      .from('tree')
      .to('other')
      .named('odd')
    const serve = serveApplications({
      machines: { 'odd one': { machine: odd, entry: 'tree' } },
      persister: memoryPersister(),
    })
    const document = (await (await serve(new Request('http://localhost/openapi.json'))).json()) as Json
    const { schema } = document['paths']['/odd%20one/{id}/resume'].post.requestBody.content['application/json']
    expect(schema.properties.payload.anyOf).toMatchObject([
      { $id: 'urn:throughline:odd%20one:tree:answer', title: 'tree' },
      { title: 'other' },
    ])
    expect(new Ajv2020({ strict: false }).compile(schema)({ payload: { next: { next: {} } } })).toBe(true)
    expect(schema.properties.inputs.properties).toEqual({
      other: { type: 'object', properties: { at: {} }, required: ['at'] },
    })
  })
})
