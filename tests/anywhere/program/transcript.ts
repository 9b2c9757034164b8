// Runs the little flow in every way and writes down what came of it, as plain data that can be compared.

import { checked, dataflow, hasIssue, isThroughlineError, retry, type NodeError } from 'throughline'
import { each, tee } from 'throughline/fan-out'
import { column, compareValues, inRange, unique } from 'throughline/checks'
import { deepFreeze, logger, progress } from 'throughline/hooks'
import { fakeClock, layered, recordingHook, runNode, untypedFlow } from 'throughline/testing'
import { runApplications } from './applications.ts'
import * as nodes from './nodes.ts'

export async function writeTranscript(): Promise<unknown> {
  const flow = dataflow(nodes)
  const day = { day: 3 }
  const stop = new AbortController()
  const stopping = flow.with({
    hooks: [
      {
        onStepStart: ({ node }) => {
          if (node === 'endless') stop.abort(new Error('enough'))
        },
      },
    ],
  })

  return {
    nodes: flow.nodes.map(
      ({ name, dependencies }) =>
        `${name}(${dependencies.map((one) => one.name + (one.optional ? '?' : '')).join(', ')})`,
    ),
    plain: await flow.execute(['report'], { inputs: day }),
    optional: await flow.execute(['report', 'rate'], { inputs: { day: 3, currency: 'USD', note: 'checked' } }),
    override: await flow.override({ orders: [10, 20], rate: 3 }).execute(['revenue', 'shiftedBySeven']),
    oneAtATime: await flow.execute(['report'], { inputs: day, concurrency: 1 }),
    failure: await failureOf(flow.execute(['afterBroken'], { inputs: day })),
    settled: await flow.settle(['afterBroken', 'revenue'], { inputs: day }).then(({ values, failures, skipped }) => ({
      values,
      failures: failures.map((failure) => failure.node),
      skipped,
    })),
    aborted: await failureOf(stopping.execute(['afterEndless'], { inputs: day, signal: stop.signal })),
    missing: await flow
      .loose()
      .execute(['report'])
      .then(
        () => 'no error',
        (error: unknown) => hasIssue(error, 'graph/missing-input'),
      ),
    checked: await checkValues(),
    observed: await observe(),
    tested: await testNodes(),
    fannedOut: await fanOut(),
    streamed: await stream(),
    applications: await runApplications(),
  }
}

/** With built-in checks, one of which fails, and a comparison. */
async function checkValues(): Promise<unknown> {
  const rates = checked(
    () => ({ currency: ['EUR', 'USD'], rate: [1, 1.1] }),
    [column('currency', unique()), column('rate', inRange(0, 1))],
  )
  const differences = compareValues(new Map([['a', [1, NaN]]]), new Map([['a', Float64Array.of(1.5, NaN)]]))
  const found = await dataflow({ rates })
    .execute(['rates'])
    .then(
      () => 'no error',
      (error: NodeError) => error.issues.at(-1)?.details,
    )
  return { found, differences }
}

/** With the hooks that ship. */
async function observe(): Promise<unknown> {
  const recorder = recordingHook()
  const records: string[] = []
  let drawn = ''
  const hooks = [
    recorder,
    logger({ to: ({ level, event }) => records.push(`${level} ${event}`) }),
    progress((text) => (drawn += text), { live: true }),
    deepFreeze(),
  ]
  await dataflow(nodes)
    .with({ hooks })
    .settle(['broken'], { inputs: { day: 3 } })
  return { order: recorder.order, records, isDrawn: drawn.includes('0/2') }
}

/** A call and a flow for each item, in order and bounded, and a failure with its item. */
async function fanOut(): Promise<unknown> {
  let running = 0
  let most = 0
  const late = async ({ day }: { day: number }): Promise<string> => {
    most = Math.max(most, ++running)
    await new Promise<void>((resolve) => setTimeout(resolve, day % 3))
    running--
    return `day ${day}`
  }
  const days = dataflow({
    days: () => [1, 2, 3, 4, 5],
    named: each({ day: 'days' }, late, { concurrency: 2 }),
    revenues: each({ day: 'days' }, dataflow(nodes), { output: 'revenue' }),
    broken: each({ day: 'days' }, dataflow(nodes), { output: 'broken', key: ({ day }) => `day ${day}` }),
  })
  const values = await days.execute(['named', 'revenues'])
  const [failure] = (await days.settle(['broken'])).failures
  return { values, most, item: failure?.item?.key, cause: String((failure?.cause as Error | undefined)?.cause) }
}

/** An endless stream through a fan-out, to one reader that goes on and one that leaves. */
async function stream(): Promise<unknown> {
  let isClosed = false
  const flow = dataflow({
    async *numbers() {
      try {
        for (let number = 0; ; number++) yield number
      } finally {
        isClosed = true
      }
    },
    squares: tee(each({ number: 'numbers' }, async ({ number }: { number: number }) => number ** 2, { stream: true })),
    first: async ({ squares }: { squares: AsyncIterable<number> }) => {
      for await (const square of squares) if (square > 10) return square
      return undefined
    },
    sum: async ({ squares }: { squares: AsyncIterable<number> }) => {
      let sum = 0
      for await (const square of squares) if ((sum += square) > 1_000) return sum
      return undefined
    },
  })
  const values = await flow.execute(['first', 'sum'])
  for (let turn = 0; turn < 10 && !isClosed; turn++) await new Promise<void>((resolve) => setTimeout(resolve, 1))
  return { values, isClosed }
}

/** With the testing entry, in a time of its own. */
async function testNodes(): Promise<unknown> {
  const clock = fakeClock()
  clock.install()
  try {
    const flaky = async ({ url }: { url: string }, { attempt }: { attempt: number }): Promise<string> => {
      await new Promise<void>((resolve) => setTimeout(resolve, 500))
      if (attempt < 3) throw new Error('not yet')
      return `${url} at ${new Date().toISOString()}`
    }
    const page = await clock.until(runNode(retry(flaky, { maxAttempts: 3, backoffMs: 1_000 }), { url: 'a' }))
    const { module, inputs, expected } = layered(50, { async: 'some' })
    const values = await untypedFlow(module).execute(Object.keys(expected), { inputs })
    return { page, isExpected: JSON.stringify(values) === JSON.stringify(expected), elapsedMs: clock.elapsedMs }
  } finally {
    clock.uninstall()
  }
}

async function failureOf(running: Promise<unknown>): Promise<unknown> {
  try {
    return { value: await running }
  } catch (error) {
    if (!isThroughlineError(error)) return { foreign: String(error) }
    const { code, node, path, cause } = error as NodeError
    return { code, node, path, cause: String(cause) }
  }
}
