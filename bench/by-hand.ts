// The same work without a library, as a careful person would write it: the calibration of every ratio.

import { inputNames, type Graph, type GraphNode } from './graph.ts'

/** A function with more locals than this is nothing that anybody writes or that an engine can optimize: parts, then. */
const mostLocals = 4000
const part = 500

const header = "import * as nodes from './nodes.mjs'\nexport const build = () => undefined\n"
const record = (names: readonly string[]): string => `{ ${names.join(', ')} }`
const parameter = record(inputNames)

/** Synchronous: one local for each node, `const n5 = nodes.n5({ n1, n2, n3 })`. */
export function straightModule({ nodes, outputs }: Graph): string {
  if (nodes.length <= mostLocals) {
    const lines = nodes.map(({ name, dependencies }) => `  const ${name} = nodes.${name}(${record(dependencies)})`)
    return `${header}export function run(_, ${parameter}) {\n${lines.join('\n')}\n  return ${record(outputs)}\n}\n`
  }
  const slots = slotsOf(nodes)
  const line = ({ name, dependencies }: GraphNode): string => {
    const argument = dependencies.map((dependency) => `${dependency}: ${slots.get(dependency) ?? dependency}`)
    return `  ${slots.get(name)} = nodes.${name}(${record(argument)})`
  }
  const result = record(outputs.map((name) => `${name}: ${slots.get(name)}`))
  return `${header}${inParts(nodes, line)}export function run(_, inputs) {
  const v = new Array(${nodes.length})
  for (const part of parts) part(v, inputs)
  return ${result}
}
`
}

/** Asynchronous: one promise for each node, `Promise.all` over its dependencies; independent nodes overlap. */
export function promisesModule({ nodes, outputs }: Graph): string {
  const slots = nodes.length > mostLocals ? slotsOf(nodes) : new Map(nodes.map(({ name }) => [name, `${name}Promise`]))
  const line = ({ name, dependencies }: GraphNode): string => {
    const target = nodes.length > mostLocals ? slots.get(name) : `const ${slots.get(name)}`
    const waited = dependencies.filter((dependency) => slots.has(dependency))
    const call = `nodes.${name}(${record(dependencies)})`
    if (waited.length === 0) return `  ${target} = ${call}`
    if (waited.length === 1) return `  ${target} = ${slots.get(waited[0] ?? '')}.then((${waited[0]}) => ${call})`
    const promises = waited.map((dependency) => slots.get(dependency))
    return `  ${target} = Promise.all([${promises.join(', ')}]).then(([${waited.join(', ')}]) => ${call})`
  }
  const finish = `  const values = await Promise.all([${outputs.map((name) => slots.get(name)).join(', ')}])
  return Object.fromEntries(outputs.map((name, index) => [name, values[index]]))
`
  const names = `const outputs = ${JSON.stringify(outputs)}\n`
  if (nodes.length <= mostLocals) {
    return `${header}${names}export async function run(_, ${parameter}) {\n${nodes.map(line).join('\n')}\n${finish}}\n`
  }
  return `${header}${names}${inParts(nodes, line)}export async function run(_, inputs) {
  const v = new Array(${nodes.length})
  for (const part of parts) part(v, inputs)
${finish}}
`
}

/** Asynchronous: one `await` for each node, in order; nothing overlaps. */
export function sequentialModule({ nodes, outputs }: Graph): string {
  const lines = nodes.map(({ name, dependencies }) => `  const ${name} = await nodes.${name}(${record(dependencies)})`)
  return `${header}export async function run(_, ${parameter}) {\n${lines.join('\n')}\n  return ${record(outputs)}\n}\n`
}

/** node -> the element of the array `v` that holds it. */
export function slotsOf(nodes: readonly GraphNode[]): ReadonlyMap<string, string> {
  return new Map(nodes.map((node, index) => [node.name, `v[${index}]`]))
}

/** Functions of at most 500 lines each, in the array `parts`. */
function inParts(nodes: readonly GraphNode[], line: (node: GraphNode) => string): string {
  const functions: string[] = []
  for (let start = 0; start < nodes.length; start += part) {
    functions.push(
      `  (v, ${parameter}) => {\n${nodes
        .slice(start, start + part)
        .map(line)
        .join('\n')}\n  },\n`,
    )
  }
  return `const parts = [\n${functions.join('')}]\n`
}
