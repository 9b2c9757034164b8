// The same graph for the libraries that we compare with, each written as its own documentation would.

import { slotsOf } from './by-hand.ts'
import { inputNames, type Graph, type GraphNode } from './graph.ts'
import type { Kind } from './modules.ts'

const parameter = `{ ${inputNames.join(', ')} }`

/** p-graph orders tasks and leaves the values to its user: an array that the tasks share. */
export function pGraphModule({ nodes, outputs }: Graph, kind: Kind): string {
  const slots = slotsOf(nodes)
  const task = (node: GraphNode): string =>
    kind === 'async'
      ? `  ['${node.name}', { run: async () => { ${slots.get(node.name)} = await ${call(node, slots, 'inputs.')} } }],`
      : `  ['${node.name}', { run: () => { ${slots.get(node.name)} = ${call(node, slots, 'inputs.')} } }],`
  const edges = nodes.flatMap(({ name, dependencies }) =>
    dependencies.filter((dependency) => slots.has(dependency)).map((dependency) => [dependency, name]),
  )
  return `import * as pGraph from 'p-graph'
import * as nodes from './nodes.mjs'
const PGraph = pGraph.PGraph ?? pGraph.default.PGraph
let v, inputs
const tasks = () => [
${nodes.map(task).join('\n')}
]
const edges = ${JSON.stringify(edges)}
export const build = () => new PGraph(new Map(tasks()), edges)
export async function run(graph, given) {
  v = new Array(${nodes.length})
  inputs = given
  await graph.run()
  return { ${outputs.map((name) => `${name}: ${slots.get(name)}`).join(', ')} }
}
`
}

/** Effect has no graph: one memoized effect for each node, joined by `Effect.all`. */
export function effectModule({ nodes, outputs }: Graph, kind: Kind): string {
  const slots = slotsOf(nodes)
  const line = (node: GraphNode): string => {
    const waited = node.dependencies.filter((dependency) => slots.has(dependency))
    const argument = `nodes.${node.name}({ ${node.dependencies.join(', ')} })`
    const work = kind === 'async' ? `Effect.promise(() => ${argument})` : `Effect.sync(() => ${argument})`
    const joined = `Effect.all([${waited.map((dependency) => slots.get(dependency)).join(', ')}], unbounded)`
    const single = `Effect.flatMap(${slots.get(waited[0] ?? '')}, (${waited[0]}) => ${work})`
    const several = `Effect.flatMap(${joined}, ([${waited.join(', ')}]) => ${work})`
    const made = waited.length === 0 ? work : waited.length === 1 ? single : several
    return `    ${slots.get(node.name)} = yield* Effect.cached(${made})`
  }
  const parts: string[] = []
  for (let start = 0; start < nodes.length; start += 500) {
    const lines = nodes.slice(start, start + 500).map(line)
    parts.push(`  function* (v, ${parameter}) {\n${lines.join('\n')}\n  },\n`)
  }
  return `import { Effect } from 'effect'
import * as nodes from './nodes.mjs'
const unbounded = { concurrency: 'unbounded' }
const outputs = ${JSON.stringify(outputs)}
const parts = [
${parts.join('')}]
export const build = () => (inputs) =>
  Effect.gen(function* () {
    const v = new Array(${nodes.length})
    for (const part of parts) yield* part(v, inputs)
    const values = yield* Effect.all([${outputs.map((name) => slots.get(name)).join(', ')}], unbounded)
    return Object.fromEntries(outputs.map((name, index) => [name, values[index]]))
  })
export const run = (program, inputs) => Effect.runPromise(program(inputs))
`
}

function call({ name, dependencies }: GraphNode, slots: ReadonlyMap<string, string>, prefix: string): string {
  const argument = dependencies.map((dependency) => `${dependency}: ${slots.get(dependency) ?? prefix + dependency}`)
  return `nodes.${name}({ ${argument.join(', ')} })`
}
