// Random flows agree with a naive recursive evaluator: values, failures, aborts, limits, and what the hooks are told.
//
// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import { assert, asyncProperty } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isThroughlineError, NodeError, RunAborted, type Hooks, type StepEnd, type UntypedFlow } from '../index.ts'
import {
  build,
  digest,
  evaluate,
  KEYS,
  reachable,
  situation,
  type Model,
  type Outcome,
  type Situation,
  type Trace,
  valueOf,
} from './fixtures/random-flow.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 300)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

interface Prepared {
  readonly flow: UntypedFlow
  readonly model: Model
  readonly trace: Trace
  readonly outputs: readonly string[]
  /** The nodes that have to run. */
  readonly planned: ReadonlySet<string>
  /** Names of the inputs that will be given. */
  readonly provided: readonly string[]
  /** What is wrong with the run, as `code name`. */
  readonly issues: readonly string[]
}

function prepare(one: Situation): Prepared {
  const trace: Trace = {
    calls: new Map(),
    active: 0,
    mostActive: 0,
    started: 0,
    startedAfterAbort: 0,
    abortAt: one.abortAt,
    controller: new AbortController(),
    errors: new Map(),
  }
  const { flow: written, model } = build(one.genes, one.chosen, trace)
  const entries = KEYS.map((key, index) => [key, one.chosen[index]] as const)
  const config = entries.filter(
    ([key, value]) => value !== undefined && written.config.some((info) => info.key === key),
  )
  let flow = config.length > 0 ? written.configure(Object.fromEntries(config)) : written
  const names = [...model.nodes.keys()]
  const all = [...names, ...flow.inputs.map((input) => input.name)]
  for (const pick of one.overridden) {
    const name = all[pick % all.length]!
    if (!flow.inputs.some((input) => input.name === name) && !model.nodes.has(name)) continue
    const value = valueOf(digest('given', { name }), model.nodes.get(name)?.[0]?.fields)
    flow = flow.override(recordOf([[name, value]]))
    model.given.set(name, value)
  }
  const outputs = one.outputs.map((pick) => names.at(-1 - (pick % names.length))!)
  const { nodes, inputs } = reachable(model, outputs, 'read nothing')
  const provided = [...inputs.keys()].filter((name) => !one.withheld.includes(name))
  const undecided = [...nodes].filter((name) => model.nodes.get(name)!.length > 1)
  const missing = [...inputs].filter(([name, isRequired]) => isRequired && !provided.includes(name))
  const issues = [
    ...undecided.map((name) => `graph/undecided-variant ${name}`),
    ...missing.map(([name]) => `graph/missing-input ${name}`),
  ].sort()
  expect(flow.required(outputs)).toEqual([...reachable(model, outputs, 'read all').inputs.keys()].sort())
  return { flow, model, trace, outputs, planned: nodes, provided, issues }
}

function valuesFor(names: readonly string[], salt: number): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, digest(`${salt}`, { name })]))
}

function issuesOf(error: unknown): string[] {
  if (!isThroughlineError(error)) throw error
  return error.issues.map((issue) => `${issue.code} ${String(issue.facts['node'] ?? issue.facts['name'])}`).sort()
}

const recordOf = (entries: Iterable<readonly [string, unknown]>): Record<string, unknown> => Object.fromEntries(entries)

/** Checks what hooks are told, and in which order. */
class Witness implements Hooks {
  readonly ends = new Map<string, StepEnd['status']>()
  readonly planned: string[] = []
  over: { status: string; counts: Record<string, number> } | undefined
  readonly wrong: string[] = []
  readonly #running = new Set<string>()
  readonly #isMiddleware: boolean

  constructor(isMiddleware: boolean) {
    this.#isMiddleware = isMiddleware
    if (!isMiddleware) Object.defineProperty(this, 'around', { value: undefined })
  }

  onRunStart({ nodes }: { nodes: readonly string[] }): void {
    this.planned.push(...nodes)
  }

  onStepStart({ node: name }: { node: string }): void {
    if (this.#running.has(name) || this.ends.has(name) || this.over) this.wrong.push(`start of ${name}`)
    this.#running.add(name)
  }

  async around({ node: name }: { node: string }, next: () => Promise<unknown>): Promise<unknown> {
    if (!this.#running.has(name) || !this.#isMiddleware) this.wrong.push(`around ${name}`)
    return next()
  }

  onStepEnd({ node: name, status }: StepEnd): void {
    if (this.#running.delete(name) === (status === 'skipped') || this.over) this.wrong.push(`end of ${name}`)
    this.ends.set(name, status)
  }

  onRunEnd(event: { status: string; counts: object }): void {
    if (this.over || this.#running.size > 0) this.wrong.push('end of the run')
    this.over = { status: event.status, counts: { ...event.counts } }
  }

  check(planned: Iterable<string>, status: string): void {
    const count = (what: StepEnd['status']): number => [...this.ends.values()].filter((one) => one === what).length
    const counts = { computed: count('succeeded'), cached: 0, failed: count('failed'), skipped: count('skipped') }
    expect(this.wrong).toEqual([])
    expect(this.planned.toSorted()).toEqual([...planned].sort())
    expect([...this.ends.keys()].sort()).toEqual([...planned].sort())
    expect(this.over).toEqual({ status, counts })
  }
}

async function runAsAsked(
  flow: UntypedFlow,
  how: string,
  outputs: readonly string[],
  options: object,
): Promise<unknown> {
  if (how === 'settle') return flow.settle(outputs, options)
  if (how === 'execute') return flow.execute(outputs, options)
  const seen = new Map<string, unknown>()
  const run = flow.iterate(outputs, options)
  for (;;) {
    const next = await run.next()
    if (next.done) {
      expect(next.value).toEqual(recordOf(seen))
      return next.value
    }
    expect(seen.has(next.value.node)).toBe(false)
    seen.set(next.value.node, next.value.value)
  }
}

async function checkSituation(one: Situation): Promise<void> {
  const { flow: plain, model, trace, outputs, planned, provided, issues } = prepare(one)
  const witness = new Witness(one.hooks === 'middleware')
  const flow = one.hooks === 'none' ? plain : plain.with({ hooks: [witness] })
  const inputs = valuesFor(provided, 1)
  expect(
    flow
      .validate(outputs, { inputs })
      .map((issue) => `${issue.code} ${String(issue.facts['node'] ?? issue.facts['name'])}`)
      .sort(),
  ).toEqual(issues)
  const { signal } = trace.controller
  const options = {
    inputs,
    ...(one.concurrency !== undefined && { concurrency: one.concurrency }),
    ...(one.abortAt !== undefined && { signal }),
  }
  const ended = await (async () => runAsAsked(flow, one.how, outputs, options))().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if (issues.length > 0) {
    expect([trace.started, issuesOf('error' in ended && ended.error)]).toEqual([0, issues])
    return
  }
  expect([trace.active, trace.startedAfterAbort]).toEqual([0, 0])
  expect(trace.mostActive).toBeLessThanOrEqual(one.concurrency ?? Infinity)

  for (const [name, value] of Object.entries(inputs)) model.given.set(name, value)
  const known = new Map<string, Outcome>()
  const failing = new Map<string, readonly string[]>()
  const skipped: { node: string; because: string[] }[] = []
  for (const name of [...planned].sort()) {
    const outcome = evaluate(model, name, known)
    if ('value' in outcome) continue
    if (outcome.failed.has(name)) failing.set(name, [])
    else skipped.push({ node: name, because: [...outcome.failed].sort() })
  }
  const right = recordOf(
    outputs.flatMap((name) => {
      const outcome = evaluate(model, name, known)
      return 'value' in outcome ? [[name, outcome.value] as const] : []
    }),
  )
  const checkFailure = (failure: NodeError): void => {
    const { label, triesAgain } = model.nodes.get(failure.node)![0]!
    // Of a run that stops, one that would have been tried again has failed as well.
    expect(failing.has(failure.node) || triesAgain).toBe(true)
    expect(failure.cause).toBe(trace.errors.get(label))
    expect([failure.path[0], outputs.includes(failure.path.at(-1)!), failure.abandoned]).toEqual([
      failure.node,
      true,
      [],
    ])
  }
  if ('error' in ended && ended.error instanceof RunAborted) {
    expect([signal.aborted, ended.error.cause]).toEqual([true, signal.reason])
    for (const failure of ended.error.failures) checkFailure(failure)
    if (one.hooks !== 'none') witness.check(planned, 'aborted')
    return
  }
  if (signal.aborted) expect('error' in ended).toBe(true)
  if (one.how === 'settle') {
    expect(ended).toMatchObject({ value: { skipped } })
    const { values, failures } = (ended as { value: { values: object; failures: readonly NodeError[] } }).value
    expect(values).toEqual(right)
    expect(failures.map((failure) => failure.node).sort()).toEqual([...failing.keys()])
    for (const failure of failures) checkFailure(failure)
  } else if (failing.size === 0) expect(ended).toEqual({ value: right })
  else {
    if (!('error' in ended) || !(ended.error instanceof NodeError)) throw new Error('a NodeError', { cause: ended })
    const failures = [ended.error, ...ended.error.others]
    for (const failure of failures) checkFailure(failure)
    expect(new Set(failures.map((failure) => failure.node)).size).toBe(failures.length)
  }
  if (one.hooks !== 'none') witness.check(planned, failing.size > 0 ? 'failed' : 'succeeded')
  for (const [label, times] of trace.calls) {
    const { kind } = one.genes[Number.parseInt(label, 10)]!
    expect(times).toBeLessThanOrEqual(kind === 'cases' || kind === 'retried' ? 2 : 1)
  }
}

describe('random flows', () => {
  it('give what a naive evaluator gives, however they are run', async () => {
    await assert(asyncProperty(situation, checkSituation), { numRuns, seed })
  })

  it('never mix the values of overlapping runs', async () => {
    const overlapping = async (one: Situation): Promise<void> => {
      const calm = { ...one, abortAt: undefined, genes: one.genes.map((each) => ({ ...each, fails: false })) }
      const { flow, model, outputs, provided, issues } = prepare(calm)
      if (issues.length > 0) return
      const salts = [1, 2, 3, 4, 5]
      const runs = await Promise.all(salts.map((salt) => flow.execute(outputs, { inputs: valuesFor(provided, salt) })))
      for (const [index, salt] of salts.entries()) {
        const given = new Map([...model.given, ...Object.entries(valuesFor(provided, salt))])
        const right = outputs.map(
          (name) => [name, (evaluate({ ...model, given }, name) as { value: unknown }).value] as const,
        )
        expect(runs[index]).toEqual(recordOf(right))
      }
    }
    await assert(asyncProperty(situation, overlapping), { numRuns, seed })
  })
})
