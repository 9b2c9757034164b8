// Writes a graph as the JavaScript modules that a person would write, one for each way to run it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisesModule, sequentialModule, straightModule } from './by-hand.ts'
import { createGraph, inputNames, type Graph, type Shape } from './graph.ts'
import { effectModule, pGraphModule } from './peers.ts'

export type Kind = 'sync' | 'async'

/** A way to run a graph. Each is a module with `build()` and `run(built, inputs)`. */
export type Runner =
  | 'throughline'
  | 'by hand: straight line'
  | 'by hand: promises'
  | 'by hand: await in turn'
  | 'p-graph'
  | 'effect'

const writers: Readonly<Record<Runner, (graph: Graph, kind: Kind) => string>> = {
  throughline: flowModule,
  'by hand: straight line': straightModule,
  'by hand: promises': promisesModule,
  'by hand: await in turn': sequentialModule,
  'p-graph': pGraphModule,
  effect: effectModule,
}

const written = new Map<string, string>()

/** @returns the path of the module that runs such a graph; its nodes are in `nodes.mjs` beside it */
export function writeRunner(runner: Runner, shape: Shape, size: number, kind: Kind): string {
  const folder = join(import.meta.dirname, 'generated', `${shape}-${size}-${kind}`)
  const file = join(folder, `${runner.replaceAll(/\W+/g, '-')}.mjs`)
  if (!written.has(file)) {
    const graph = createGraph(shape, size)
    mkdirSync(folder, { recursive: true })
    if (!written.has(folder)) writeFileSync(join(folder, 'nodes.mjs'), nodesModule(graph, kind))
    writeFileSync(file, writers[runner](graph, kind))
    written.set(folder, folder).set(file, file)
  }
  return file
}

/** Trivial nodes: each adds what it gets, so that the time is the runner's own. */
function nodesModule({ nodes }: Graph, kind: Kind): string {
  const head = kind === 'async' ? 'async ' : ''
  const line = ({ name, dependencies }: Graph['nodes'][number]): string =>
    `export const ${name} = ${head}({ ${dependencies.join(', ')} }) => (${dependencies.join(' + ')} + 1) & 1023\n`
  return nodes.map(line).join('')
}

function flowModule({ nodes, outputs }: Graph): string {
  const used = inputNames.filter((input) => nodes.some((node) => node.dependencies.includes(input))).join(', ')
  return `import { dataflow } from 'throughline'
import * as nodes from './nodes.mjs'
const outputs = ${JSON.stringify(outputs)}
export const build = () => dataflow(nodes)
export const run = (flow, { ${used} }) => flow.execute(outputs, { inputs: { ${used} } })
`
}
