// Runs the little flow in every way and writes down what came of it, as plain data that can be compared.

import { dataflow, hasIssue, isThroughlineError, retry, type NodeError } from 'throughline'
import { deepFreeze, logger, progress } from 'throughline/hooks'
import { fakeClock, layered, recordingHook, runNode, untypedFlow } from 'throughline/testing'
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
    observed: await observe(),
    tested: await testNodes(),
  }
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
