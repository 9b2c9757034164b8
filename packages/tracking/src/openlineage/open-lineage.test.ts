import { dataflow, node, type Issue } from 'throughline'
import { expect, test } from 'vitest'
import { refusedFields } from './fixtures/conformance.ts'
import { openLineage } from './open-lineage.ts'
import type { OpenLineageEvent } from './run-event.ts'

const shop = {
  prices: ({ price }: { price: number }): { item: string; net: number }[] => [
    { item: 'a', net: price },
    { item: 'b', net: price * 2 },
  ],
  total: ({ prices }: { prices: { net: number }[] }): number => prices.reduce((sum, { net }) => sum + net, 0),
}

async function told(
  call: (hooks: ReturnType<typeof openLineage>) => Promise<unknown>,
  options: Partial<Parameters<typeof openLineage>[0]> = {},
): Promise<OpenLineageEvent[]> {
  const events: OpenLineageEvent[] = []
  await using hook = openLineage({
    project: 'shop',
    actor: 'ada',
    emit: (event) => void events.push(event),
    ...options,
  })
  await call(hook).catch(() => {})
  return events
}

const names = (events: readonly OpenLineageEvent[]): string[] =>
  events.map(({ eventType, job }) => `${eventType} ${job.name}`)

test('a run and its steps are told as they begin and end, in the form that is published', async () => {
  const events = await told((hook) =>
    dataflow(shop)
      .with({ name: 'sales', hooks: [hook] })
      .execute(['total'], { inputs: { price: 3 }, tags: { kind: 'trial' } }),
  )
  expect(names(events)).toEqual([
    'START sales',
    'START sales.prices',
    'COMPLETE sales.prices',
    'START sales.total',
    'COMPLETE sales.total',
    'COMPLETE sales',
  ])
  expect(events.flatMap(refusedFields)).toEqual([])
})

test('each run has one start and one end, and steps say which run they are a part of', async () => {
  const events = await told((hook) =>
    dataflow(shop)
      .with({ name: 'sales', hooks: [hook] })
      .execute(['total'], { inputs: { price: 3 } }),
  )
  const runs = Map.groupBy(events, ({ run }) => run.runId)
  expect([...runs.values()].map((list) => list.map(({ eventType }) => eventType))).toEqual(
    Array.from({ length: 3 }, () => ['START', 'COMPLETE']),
  )
  const [whole, step] = events as [OpenLineageEvent, OpenLineageEvent]
  expect(step.run.facets?.['parent']).toMatchObject({ run: { runId: whole.run.runId }, job: { name: 'sales' } })
})

test('values are datasets with their version, their columns and their rows', async () => {
  const events = await told((hook) =>
    dataflow(shop)
      .with({ name: 'sales', hooks: [hook] })
      .execute(['total'], { inputs: { price: 3 } }),
  )
  const made = events.find(({ eventType, job }) => eventType === 'COMPLETE' && job.name === 'sales.prices')!
  const [output] = made.outputs
  expect([output?.namespace, output?.name]).toEqual(['throughline://shop', 'sales.prices'])
  expect(output?.facets?.['schema']).toMatchObject({
    fields: [
      { name: 'item', type: 'text' },
      { name: 'net', type: 'numeric' },
    ],
  })
  expect(output?.facets?.['version']).toMatchObject({ datasetVersion: expect.stringMatching(/^data1:/) })
  expect(output?.outputFacets?.['outputStatistics']).toMatchObject({ rowCount: 2 })
  const reader = events.find(({ eventType, job }) => eventType === 'START' && job.name === 'sales.total')!
  expect(reader.inputs).toEqual([{ namespace: output!.namespace, name: output!.name, facets: output!.facets }])
})

test('failures are told with their message, and what was skipped is not told', async () => {
  const broken = {
    bad: (): number => {
      throw new RangeError('too far')
    },
    after: ({ bad }: { bad: number }): number => bad,
  }
  const events = await told((hook) =>
    dataflow(broken)
      .with({ name: 'f', hooks: [hook] })
      .execute(['after']),
  )
  expect(names(events)).toEqual(['START f', 'START f.bad', 'FAIL f.bad', 'FAIL f'])
  expect(events[2]?.run.facets?.['errorMessage']).toMatchObject({ message: 'RangeError: too far' })
  expect(events.flatMap(refusedFields)).toEqual([])
})

test('with steps: false only runs are told, under a namespace of their own', async () => {
  const events = await told(
    (hook) =>
      dataflow(shop)
        .with({ hooks: [hook] })
        .execute(['total'], { inputs: { price: 3 } }),
    { steps: false, namespace: 'sales', producer: 'https://example.org/shop' },
  )
  expect(events.map(({ eventType, job, producer }) => [eventType, job.namespace, job.name, producer])).toEqual([
    ['START', 'sales', 'flow', 'https://example.org/shop'],
    ['COMPLETE', 'sales', 'flow', 'https://example.org/shop'],
  ])
})

test('a receiver that fails changes nothing of the run, and is told once', async () => {
  const issues: Issue[] = []
  for (const emit of [
    () => {
      throw new Error('no route')
    },
    () => Promise.reject(new Error('no route')),
  ]) {
    const hook = openLineage({ project: 'shop', emit, onIssue: (issue) => void issues.push(issue) })
    const flow = dataflow({ one: node([], () => 1) }).with({ hooks: [hook] })
    expect(await flow.execute(['one'])).toEqual({ one: 1 })
    await hook.settled()
  }
  expect(issues.map(({ code, facts }) => [code, facts['reason']])).toEqual([
    ['openlineage/not-sent', 'no route'],
    ['openlineage/not-sent', 'no route'],
  ])
})

test('what the schema would refuse is found', () => {
  expect(refusedFields({})).toEqual(['eventTime', 'producer', 'schemaURL', 'run', 'job'])
  const facets = { parent: { _producer: 'https://example.org', _schemaURL: 'https://example.org/x' } }
  expect(refusedFields({ run: { runId: '01a1fd97-aa6b-7cab-86cd-05665f1552d1', facets } })).toContain('run')
})
