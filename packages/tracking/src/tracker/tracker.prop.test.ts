// Random flows: the events tell exactly which nodes ran, with which inputs, in which order.
//
// THROUGHLINE_CASES sets the number of cases, THROUGHLINE_SEED the seed.

import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check'
import { dataVersionOf } from '@throughline/store'
import type { Hooks } from 'throughline'
import { randomGraph } from 'throughline/testing'
import { expect, it } from 'vitest'
import type { Event } from '../events/event.ts'
import { tracked } from './fixtures/tracked.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 60)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)
const budget = { leastMs: Infinity, advanceMs: Infinity, inputsMs: Infinity }

interface Witnessed {
  readonly node: string
  readonly what: 'started' | 'succeeded' | 'failed' | 'skipped' | 'cached'
  readonly inputs?: Readonly<Record<string, string>>
  readonly value?: string
}

const flows = record({
  graph: integer({ min: 0, max: 1e6 }),
  size: integer({ min: 1, max: 25 }),
  kind: constantFrom('all' as const, 'none' as const, 'some' as const),
  failing: integer({ min: -10, max: 24 }),
  goesOn: constantFrom(true, false),
})

it('random flows: the events tell which nodes ran, with which inputs, in which order', async () => {
  await assert(
    asyncProperty(flows, async ({ graph, size, kind, failing, goesOn }) => {
      const { module, inputs, outputs } = randomGraph(graph, { size, async: kind })
      const seen: Witnessed[] = []
      const failingNode = `n${failing}`
      const witness: Hooks = {
        onStepStart: ({ node, inputs: read }) => {
          const versions = Object.entries(read).map(([name, value]) => [name, dataVersionOf(value)])
          seen.push({ node, what: 'started', inputs: Object.fromEntries(versions) as Record<string, string> })
        },
        onStepEnd: (end) => {
          const value = end.status === 'succeeded' ? { value: dataVersionOf(end.value) } : {}
          seen.push({ node: end.node, what: end.status, ...value })
        },
        around: ({ node }, next) => {
          if (node === failingNode) throw new Error('chance')
          return next()
        },
      }
      const run = tracked(module, { budget, capture: 'schema' })
      const flow = run.flow.with({ hooks: [witness] })
      const ran = goesOn ? flow.settle(outputs, { inputs }) : flow.execute(outputs, { inputs })
      const status = await ran.then(
        (ended) => (goesOn && (ended as { failures: unknown[] }).failures.length > 0 ? 'failed' : 'succeeded'),
        () => 'failed',
      )
      expect(run.events.flatMap(toWitnessed)).toEqual(seen)
      expect(run.of('run.ended').map((end) => end.status)).toEqual([status])
      const { nodes, inputs: given } = run.of('run.started')[0]!
      const known = new Set([...nodes, ...Object.keys(given)])
      for (const step of run.of('step.started'))
        for (const { from } of Object.values(step.inputs)) expect(known).toContain(from)
    }),
    { numRuns, seed },
  )
})

function toWitnessed(event: Event): Witnessed[] {
  if (event.type === 'step.started') {
    const versions = Object.entries(event.inputs).map(([name, { version }]) => [name, version])
    return [{ node: event.node, what: 'started', inputs: Object.fromEntries(versions) as Record<string, string> }]
  }
  if (event.type !== 'step.ended') return []
  const { node, status: what, output } = event
  return [{ node, what, ...(output?.version !== undefined && { value: output.version }) }]
}
