// Graphs of trivial nodes, as large as wanted; equal arguments give equal graphs.

import type { NodeContext } from '../execute/node-context.ts'
import { node } from '../modifiers/node.ts'
import { createRandom } from './random.ts'

export interface TestNode {
  readonly name: string
  /** Names of nodes and inputs; one that ends in `?` is optional. */
  readonly reads: readonly string[]
}

type Numbers = Readonly<Record<string, number>>

export interface TestGraph {
  /** Each after all that it reads. */
  readonly nodes: readonly TestNode[]
  /** Functions by name: what they read, summed, plus 1, modulo 1024. */
  readonly module: Readonly<Record<string, (args: Numbers, context?: NodeContext) => number | Promise<number>>>
  /** A value for each input that a node needs. */
  readonly inputs: Numbers
  /** The nodes that no other reads. */
  readonly outputs: readonly string[]
  /** What every node has to give, worked out by a plain loop. */
  readonly expected: Numbers
}

export interface TestGraphOptions {
  /** The nodes that give promises: all, none, or every other one. @defaultValue 'none' */
  readonly async?: 'all' | 'none' | 'some'
}

/** Nodes of which each reads the one before: `n0` reads the input `i0`. */
export function chain(size: number, options?: TestGraphOptions): TestGraph {
  return graphOf(
    Array.from({ length: size }, (_, index) => ({ name: `n${index}`, reads: [index === 0 ? 'i0' : `n${index - 1}`] })),
    options,
  )
}

/** Nodes that read nothing of each other, only two of four inputs. */
export function wide(size: number, options?: TestGraphOptions): TestGraph {
  return graphOf(
    Array.from({ length: size }, (_, index) => ({
      name: `n${index}`,
      reads: [`i${index % 4}`, `i${(index + 1) % 4}`],
    })),
    options,
  )
}

export interface LayeredOptions extends TestGraphOptions {
  /** Nodes in a layer. Default: the square root of the size, at least 4. */
  readonly width?: number
  /** What each node reads of the layer before: one in turn, so that every node is needed, the others at random. @defaultValue 3 */
  readonly reads?: number
  /** @defaultValue 42 */
  readonly seed?: number
}

/** Layers of nodes that read the layer before; the first reads four inputs. */
export function layered(size: number, options: LayeredOptions = {}): TestGraph {
  const { width = Math.max(4, Math.ceil(Math.sqrt(size))), seed = 42 } = options
  const reads = Math.min(options.reads ?? 3, width)
  const random = createRandom(seed)
  const nodes = Array.from({ length: size }, (_, index): TestNode => {
    const layer = Math.floor(index / width)
    const place = index % width
    const name = `n${index}`
    if (layer === 0) {
      return { name, reads: Array.from({ length: Math.min(reads, 4) }, (__, step) => `i${(place + step) % 4}`) }
    }
    const below = (layer - 1) * width
    const chosen = new Set([below + place])
    while (chosen.size < reads) chosen.add(below + Math.floor(random() * width))
    return { name, reads: [...chosen].map((read) => `n${read}`) }
  })
  return graphOf(nodes, options)
}

export interface RandomGraphOptions extends TestGraphOptions {
  /** @defaultValue 30 */
  readonly size?: number
  /** Most that a node reads. @defaultValue 4 */
  readonly mostReads?: number
}

/** Any acyclic graph: nodes read nodes before them and inputs, optionally or not, or nothing. Its seed tells it. */
export function randomGraph(seed: number, options: RandomGraphOptions = {}): TestGraph {
  const { size = 30, mostReads = 4 } = options
  const random = createRandom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const nodes = Array.from({ length: size }, (_, index): TestNode => {
    const reads = new Map<string, string>()
    for (let count = below(mostReads + 1); count > 0; count--) {
      const pick = below(index + 4)
      const name = pick < 4 ? `i${pick}` : `n${pick - 4}`
      reads.set(name, below(4) === 0 ? `${name}?` : name)
    }
    return { name: `n${index}`, reads: [...reads.values()] }
  })
  return graphOf(nodes, options)
}

/** A graph of these nodes, each after all that it reads; what is no node is an input. */
function graphOf(nodes: readonly TestNode[], { async = 'none' }: TestGraphOptions = {}): TestGraph {
  const isNode = new Set(nodes.map(({ name }) => name))
  const needed = nodes.flatMap(({ reads }) => reads).filter((read) => !read.endsWith('?') && !isNode.has(read))
  const inputs = Object.fromEntries([...new Set(needed)].sort().map((name) => [name, Number(name.slice(1)) + 1]))
  const read = new Set(nodes.flatMap(({ reads }) => reads.map(withoutMark)))
  const expected: Record<string, number> = { ...inputs }
  const module: Record<string, TestGraph['module'][string]> = {}
  for (const [index, { name, reads }] of nodes.entries()) {
    const names = reads.map(withoutMark)
    const isAsync = async === 'all' || (async === 'some' && index % 2 === 1)
    const compute = (args: Numbers): number => (names.reduce((sum, key) => sum + (args[key] ?? 0), 0) + 1) & 1023
    module[name] = node<Numbers, number | Promise<number>>(reads, isAsync ? async (args) => compute(args) : compute)
    expected[name] = compute(expected)
  }
  for (const name of Object.keys(inputs)) delete expected[name]
  return { nodes, module, inputs, outputs: [...isNode].filter((name) => !read.has(name)), expected }
}

function withoutMark(name: string): string {
  return name.endsWith('?') ? name.slice(0, -1) : name
}
