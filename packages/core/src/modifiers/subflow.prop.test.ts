// A random flow in a namespace is the same flow under other names, wherever its configuration is chosen.
//
// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import { assert, asyncProperty, array, constantFrom, nat, tuple } from 'fast-check'
import { expect, it } from 'vitest'
import { dataflow, from, subflow, untyped, type AnyFlow, type UntypedFlow } from '../index.ts'
import { build, digest, KEYS, situation, valueOf, type Trace } from '../execute/fixtures/random-flow.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 150)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

type Config = Readonly<Record<string, string>>
type Values = Record<string, unknown>
const within = subflow as unknown as (inner: unknown, options: object) => object
const flowOf = (module: object): UntypedFlow => untyped((dataflow as unknown as (module: object) => AnyFlow)(module))
const recordOf = (entries: Iterable<readonly [string, unknown]>): Values => Object.fromEntries(entries)

type Rename = (name: string) => string

/** The graph without what was configured, with the names of nodes and of inputs changed. */
function graphOf(flow: UntypedFlow, config: Config, ofNode: Rename, ofInput: Rename): unknown {
  const isNode = new Set(flow.nodes.map((node) => node.name))
  const nameOf = (name: string): string => (isNode.has(name) ? ofNode(name) : ofInput(name))
  const optionals = (list: readonly { name: string; optional: boolean }[]): Values =>
    recordOf(list.map((one) => [nameOf(one.name), one.optional]))
  const keys = new Set(Object.keys(config).flatMap((key) => [key, `s.${key}`]))
  const nodes = flow.nodes
    .filter((node) => !keys.has(node.name))
    .map(({ name, dependencies, kind, tags, policy, checks }) => {
      return [nameOf(name), { kind, tags, policy, checks, reads: optionals(dependencies) }] as const
    })
  return { nodes: recordOf(nodes), inputs: optionals(flow.inputs) }
}

async function valuesOf(flow: UntypedFlow, outputs: readonly string[], inputs: Values): Promise<unknown> {
  const { values, failures } = await flow.settle(outputs, {
    inputs: recordOf(Object.entries(inputs).filter(isRead(flow))),
  })
  return [
    outputs.map((name) => (Object.hasOwn(values, name) ? values[name] : undefined)),
    failures.map((error) => error.node.replace(/^s\./, '')).sort(),
  ]
}

function isRead(flow: UntypedFlow): (entry: [string, unknown]) => boolean {
  const names = new Set(flow.inputs.map((input) => input.name))
  return ([name]) => names.has(name)
}

const configured = (flow: UntypedFlow, config: Config): UntypedFlow =>
  Object.keys(config).length > 0 ? flow.configure(config) : flow

it('is the same flow under other names', { timeout: 600_000 }, async () => {
  const places = tuple(...KEYS.map(() => constantFrom('flow', 'subflow', 'outside')))
  const property = asyncProperty(situation, places, array(nat(1_000), { maxLength: 2 }), async (one, placed, bound) => {
    const trace: Trace = {
      calls: new Map(),
      active: 0,
      mostActive: 0,
      started: 0,
      startedAfterAbort: 0,
      abortAt: undefined,
      controller: new AbortController(),
      errors: new Map(),
    }
    const { flow: written, model } = build(one.genes, [], trace)
    const overrides = recordOf(
      one.overridden.map((pick) => {
        const name = written.nodes[pick % written.nodes.length]!.name
        return [name, valueOf(digest('given', { name }), model.nodes.get(name)?.[0]?.fields)]
      }),
    )
    const flow = written.override(overrides)
    const at = (place: string): Config =>
      recordOf(
        KEYS.flatMap((key, index) => {
          const value = one.chosen[index]
          // Of a node that was overridden there is nothing to choose any more.
          const choosing = written.config.find((info) => info.key === key)?.nodes ?? []
          const isThere = choosing.some((name) => !Object.hasOwn(overrides, name))
          return value !== undefined && isThere && placed[index] === place ? [[key, value]] : []
        }),
      ) as Config
    const config = { ...at('flow'), ...at('subflow'), ...at('outside') }
    const plain = configured(flow, config)

    const inner = configured(flow, at('flow'))
    const names = inner.inputs.map((input) => input.name)
    const renamed = new Set(bound.flatMap((pick) => names[pick % names.length] ?? []))
    const outer = (name: string): string => (renamed.has(name) ? `outer ${name}` : name)
    const inputsOf = (): Values => recordOf([...renamed].map((name) => [name, from(outer(name))]))
    const nested = configured(
      flowOf({
        s: within(inner, { inputs: inputsOf(), shared: 'all', config: at('subflow') }),
      }),
      at('outside'),
    )

    const same: Rename = (name) => name
    expect(graphOf(nested, config, same, same)).toEqual(graphOf(plain, config, (name) => `s.${name}`, outer))
    const given = names.filter((name) => !one.withheld.includes(name))
    const inputs = recordOf(given.map((name) => [name, digest('in', { name })]))
    const outerInputs = recordOf(Object.entries(inputs).map(([name, value]) => [outer(name), value]))
    const candidates = plain.nodes.filter(({ name }) => !Object.hasOwn(config, name)).map((node) => node.name)
    const outputs = candidates.filter(
      (name) => plain.validate([name], { inputs: recordOf(Object.entries(inputs).filter(isRead(plain))) }).length === 0,
    )
    const inside = outputs.map((name) => `s.${name}`)
    expect(await valuesOf(nested, inside, outerInputs)).toEqual(await valuesOf(plain, outputs, inputs))
  })
  await assert(property, { numRuns, seed })
})
