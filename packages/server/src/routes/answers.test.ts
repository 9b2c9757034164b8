// Every answer has the shape that the document of the API says, on a record with everything in it.

import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { newUrl, type DatabaseKind } from '../../../tracking/src/record/fixtures/databases.ts'
import { richHistory, runId, Writer } from '../../../tracking/src/record/fixtures/history.ts'
import type { ApiRoutes } from '../api/index.ts'
import { scratchServer, type ScratchServer } from '../fixtures/scratch-server.ts'
import { answerShapes } from '../openapi/answer-shapes.ts'

const [first, second, third] = [runId(1), runId(2), runId(3)]

const routes: readonly (readonly [keyof ApiRoutes, ...paths: string[]])[] = [
  ['GET /api/home', '/api/home'],
  ['GET /api/definitions', '/api/definitions'],
  ['GET /api/runs', '/api/runs', '/api/runs?limit=1', '/api/runs?q=status:failed'],
  ['GET /api/runs/completion', '/api/runs/completion?q=st', '/api/runs/completion?q=flow:'],
  ['GET /api/runs/chart', '/api/runs/chart'],
  ['GET /api/runs/:run', `/api/runs/${first}`, `/api/runs/${second}`, `/api/runs/${third}`],
  ['GET /api/runs/:run/graph', `/api/runs/${first}/graph`, `/api/runs/${third}/graph`],
  ['GET /api/runs/:run/states', `/api/runs/${first}/states`],
  [
    'GET /api/runs/:run/steps',
    `/api/runs/${first}/steps`,
    `/api/runs/${first}/steps?order=duration&limit=2&items=false`,
  ],
  [
    'GET /api/runs/:run/steps/:node',
    `/api/runs/${first}/steps/births`,
    `/api/runs/${first}/steps/rate?item=["b"]`,
    `/api/runs/${second}/steps/births`,
    `/api/runs/${second}/steps/rate`,
  ],
  ['GET /api/runs/:run/logs', `/api/runs/${first}/logs`, `/api/runs/${first}/logs?text=ITEM&limit=2&node=rate`],
  ['GET /api/runs/:run/said', `/api/runs/${first}/said`],
  ['GET /api/runs/:run/lineage/:node', `/api/runs/${second}/lineage/births`, `/api/runs/${first}/lineage/rate`],
  ['GET /api/runs/:run/comparison', `/api/runs/${second}/comparison?with=${first}`],
  [
    'GET /api/runs/:run/why/:node',
    `/api/runs/${second}/why/births?against=${first}`,
    `/api/runs/${second}/why/rate?against=${first}`,
  ],
  ['GET /api/versions/:version', '/api/versions/code1:1', '/api/versions/code1:2?node=rate'],
  ['GET /api/versions/difference', '/api/versions/difference?node=births&before=code1:1&after=code1:3'],
  ['GET /api/flows/:flow/nodes/:node/history', '/api/flows/daily/nodes/births/history'],
]

/** With versions as they are described today. */
function history(): ReturnType<typeof richHistory> {
  const writer = new Writer('c'.repeat(32))
  const packages = ['mathjs@1.2.3', '@scope/name@2.0.0']
  const piece = { kind: 'function', name: 'rate', file: 'src/rate.ts', line: 3, hash: 'a'.repeat(64) }
  writer.node('code1:2', 'rate', { doc: 'Births by population', type: 'number', packages, pieces: [piece] })
  writer.node('code1:3', 'births', { source: 'export const births = 2' })
  const dependencies = [{ name: 'births', optional: false }]
  const nodes = [
    { name: 'rate', kind: 'function', exportPath: 'rate', dependencies, tags: {} },
    {
      name: 'births',
      kind: 'source',
      exportPath: 'births',
      dependencies: [{ name: 'days', optional: true }],
      tags: {},
    },
  ]
  const body = {
    nodes,
    inputs: [{ name: 'days', optional: true }],
    config: [{ key: 'region', values: ['eu'], nodes: [] }],
  }
  writer.say(undefined, { type: 'version', kind: 'graph', id: `graph1:${'a'.repeat(64)}`, body })
  const older = richHistory().filter(({ event }) => event['kind'] !== 'graph' && event['id'] !== 'code1:2')
  return [...older, ...writer.events]
}

describe('every answer', () => {
  it.each<DatabaseKind>(['sqlite', 'postgres'])('has the shape that is said of it, on %s', async (kind) => {
    const { ask, failures } = await scratchServer(history(), { record: await newUrl(kind) })
    for (const [route, ...paths] of routes)
      for (const path of paths) {
        const { status, json } = await ask(encodeURI(path).replaceAll('%25', '%'))
        expect([path, status]).toEqual([path, 200])
        expect([path, wrongIn(answerShapes[route], json)]).toEqual([path, []])
      }
    expect(failures).toEqual([])
  })

  it.each<DatabaseKind>(['sqlite', 'postgres'])(
    'to what cannot be meant is no failure of the server, on %s',
    async (kind) => {
      const { ask, failures } = await scratchServer(history(), { record: await newUrl(kind) })
      const odd = [
        'x',
        '[]',
        '["a"]',
        '[1,2,3]',
        '{}',
        '["a","b","c"]',
        '%00',
        '%F0%9F%92%A9',
        '-1',
        '1e99',
        "'; DROP TABLE run --",
      ]
      const paths = [
        ...odd.flatMap((text) => [
          `/api/runs?cursor=${text}`,
          `/api/runs?q=${text}`,
          `/api/runs?q=since:${text}`,
          `/api/runs?q=tag:a=${text}`,
          `/api/runs?limit=${text}`,
          `/api/runs/completion?q=flow:${text}&at=${text}`,
          `/api/runs/${text}`,
          `/api/runs/${text}/live`,
          `/api/runs/${first}/steps?cursor=${text}&order=duration`,
          `/api/runs/${first}/steps/rate?item=${text}&sequence=${text}`,
          `/api/runs/${first}/steps/${text}`,
          `/api/runs/${first}/logs?cursor=${text}`,
          `/api/runs/${first}/logs?node=${text}&text=${text}`,
          `/api/runs/${first}/lineage/rate?item=${text}`,
          `/api/runs/${first}/comparison?with=${text}`,
          `/api/runs/${first}/why/${text}?against=${second}`,
          `/api/flows/daily/nodes/births/history?cursor=${text}`,
          `/api/versions/${text}?node=${text}`,
          `/api/versions/difference?node=${text}&before=${text}&after=${text}`,
          `/api/blobs/${text}`,
        ]),
        `/api/runs?q=${'>9'.repeat(400)}s`,
        `/api/runs?q=since:${'9'.repeat(400)}d`,
      ]
      for (const path of paths) {
        const { status } = await ask(path.replaceAll(' ', '%20'))
        expect([path, status < 500]).toEqual([path, true])
      }
      expect(failures).toEqual([])
    },
  )

  it('is described in a document without loose ends', async () => {
    const { ask } = await scratchServer()
    const { json: document } = await ask('/api/openapi.json')
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(described).toEqual(expect.arrayContaining(routes.map(([route]) => route)))
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!)
    const missing = refs.filter(
      (ref) => !Object.hasOwn(document.components.schemas, ref.replace('#/components/schemas/', '')),
    )
    expect(refs.length).toBeGreaterThan(20)
    expect(missing).toEqual([])
    const { text, status } = await ask('/api/docs')
    expect(status).toBe(200)
    for (const route of described) expect(text).toContain(route.split(' ')[1]!.replaceAll(/:(\w+)/g, '{$1}'))
    expect(text).not.toMatch(/<script|<style|style=|undefined|\[object/)
  })
})

/** Values that JSON does not have are tagged, in an object where a number is said to be. */
function wrongIn(shape: z.ZodType, json: unknown): readonly unknown[] {
  const read = shape.safeParse(JSON.parse(JSON.stringify(json), untag))
  return read.success ? [] : read.error.issues
}

function untag(_: string, value: unknown): unknown {
  const isTagged = typeof value === 'object' && value !== null && Object.hasOwn(value, '$number')
  return isTagged ? 0 : value
}

describe('one step', () => {
  const page = async ({ ask }: ScratchServer, path: string) => (await ask(path)).json

  it('comes with its attempts, its code, who read it, and why it was computed', async () => {
    const server = await scratchServer(history())
    expect(await page(server, `/api/runs/${first}/steps/births`)).toMatchObject({
      step: { node: 'births', attempt: 2 },
      attempts: [
        { attempt: 1, status: 'failed', error: { message: expect.stringContaining('network') } },
        { attempt: 2, status: 'succeeded' },
      ],
      code: { id: 'code1:1', source: 'export const births = 1', doc: 'Births of a day.' },
      readBy: ['rate'],
      cache: { isHit: false, reason: 'No earlier run in the record gave a value for it.' },
    })
    const cached = await page(server, `/api/runs/${second}/steps/births`)
    expect(cached.cache).toEqual({ isHit: true, reason: expect.stringContaining(first) })
  })

  it('of an item has what was said in that item alone', async () => {
    const server = await scratchServer(history())
    const { step, logs } = await page(server, `/api/runs/${first}/steps/rate?item=${encodeURIComponent('["b"]')}`)
    expect(step.item).toEqual(['b'])
    expect(logs).toMatchObject([{ message: expect.stringContaining('item b') }])
    expect((await page(server, `/api/runs/${first}/steps/rate`)).logs).toEqual([])
  })

  it('may have any name', async () => {
    const names = ['a/b.c', 'ü ö?#', '../..', '%2f', 'constructor', '<script>']
    const writer = new Writer('w')
    writer.start(first)
    for (const node of names) writer.finish(first, node)
    const server = await scratchServer(writer.events)
    for (const node of names) {
      const path = `/api/runs/${first}/steps/${encodeURIComponent(node)}`
      expect((await page(server, path)).step).toMatchObject({ node })
    }
  })
})

describe('why a value was computed', () => {
  it('is what differs from the run before', async () => {
    const writer = new Writer('w')
    const inputs = (version: string) => ({ days: { from: 'days', version } })
    const runs = [
      { code: 'code1:1', inputs: inputs('data1:a') },
      { code: 'code1:2', inputs: inputs('data1:a') },
      { code: 'code1:2', inputs: inputs('data1:b') },
      { code: 'code1:2', inputs: inputs('data1:b') },
      { code: 'code1:2', inputs: { weeks: { from: 'weeks', version: 'data1:c' } } },
    ]
    for (const [index, step] of runs.entries()) {
      writer.start(runId(index))
      writer.begin(runId(index), 'rate', step)
      writer.finish(runId(index), 'rate', { code: step.code })
    }
    const server = await scratchServer(writer.events)
    const reasons = await Promise.all(
      runs.map(
        async (_, index) => (await server.ask(`/api/runs/${runId(index)}/steps/rate`)).json.cache.reason as string,
      ),
    )
    expect(reasons).toEqual([
      'No earlier run in the record gave a value for it.',
      `Since the run ${runId(0)}: its code changed.`,
      `Since the run ${runId(1)}: the value of "days" changed.`,
      expect.stringContaining('Nothing that the record knows changed'),
      `Since the run ${runId(3)}: it reads "days" no more; it reads "weeks" now.`,
    ])
  })
})
