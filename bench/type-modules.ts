// Writes TypeScript programs, to count what the compiler does with them: modules of many typed nodes, one with every
// modifier, and a machine of many actions.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type TypeShape = 'layered' | 'chain'

/** What the program does with the nodes: nothing (the baseline), or link them and ask for three outputs. */
export type TypeUse = 'baseline' | 'execute'

const layerWidth = 20
const inputCount = 10
const types = ['number', 'number[]', 'string', '{ a: number; b: string }', 'readonly string[]'] as const
const values = ['1', '[1]', "'x'", "({ a: 1, b: 'x' })", "['x'] as readonly string[]"] as const

const kindOf = (name: string): number => Number(name.slice(1)) % types.length
const typeOf = (name: string): string => types[kindOf(name)] ?? 'never'
const valueOf = (name: string): string => values[kindOf(name)] ?? 'never'

/** @returns the folder of the program; its project file is `tsconfig.json` there */
export function writeTypeProgram(shape: TypeShape, size: number, use: TypeUse): string {
  const folder = join(import.meta.dirname, 'generated', `types-${shape}-${size}-${use}`)
  mkdirSync(folder, { recursive: true })
  const graph = createTypedGraph(shape, size)
  writeFileSync(join(folder, 'nodes.ts'), nodesModule(graph))
  writeFileSync(join(folder, 'main.ts'), mainModule(graph, use))
  return writeProject(folder, 'main.ts')
}

/** The module in `every-modifier`, linked and executed; as a baseline, only what it imports. */
export function writeEveryModifierProgram(use: TypeUse): string {
  const folder = join(import.meta.dirname, 'generated', `types-every-modifier-${use}`)
  mkdirSync(folder, { recursive: true })
  return writeProject(folder, `../../every-modifier/${use === 'baseline' ? 'baseline' : 'main'}.ts`)
}

/** A machine of so many actions, run with its events; as a baseline, only what it imports. */
export function writeMachineProgram(size: number, use: TypeUse): string {
  const folder = join(import.meta.dirname, 'generated', `types-machine-${size}-${use}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'main.ts'), use === 'baseline' ? machineImports : machineModule(size))
  return writeProject(folder, 'main.ts')
}

const machineImports =
  "import { END, append, expects, forState, increment } from '@throughline/machine'\nexport { END, append, expects, forState, increment }\n"

/** Every action reads two keys and writes one; every fifth takes inputs, every seventh streams. Two edges leave each. */
function machineModule(size: number): string {
  const at = Array.from({ length: size }, (_, index) => index)
  const keys = at.filter((index) => index % 2 === 0)
  const key = (index: number): string => `k${(index - (index % 2)) % size}`
  const typeAt = (index: number): string => types[index % types.length]!.replace(/^number\[]/, 'readonly number[]')
  const fields = keys.map((index) => `  ${key(index)}: ${typeAt(index)}\n`).join('')
  const action = (index: number): string => {
    const [one, two, written] = [key(index), key((index + 7) % size), key(index)]
    const spec = `reads: ['${one}', '${two}?'], writes: ['${written}']`
    const patch = `({ ${written}: state.${one} })`
    if (index % 7 === 3)
      return `const a${index} = stream({ ${spec} }, async function* ({ state }) {\n  yield ${index}\n  return ${patch}\n})\n`
    const inputs = index % 5 === 0 ? `, inputs: expects<{ text: string }>({ text: 'required' })` : ''
    return `const a${index} = action({ ${spec}${inputs} }, ({ state }) => ${patch})\n`
  }
  const edges = at.map(
    (index) =>
      `  .from('a${index}').when((state) => state.${key(index)} !== undefined, 'a${(index + 1) % size}').otherwise('a${(index + 13) % size}')\n`,
  )
  return `${machineImports}
interface State {
${fields}}
const { action, stream, machine } = forState<State>()
${at.map(action).join('')}
export const whole = machine({ ${at.map((index) => `a${index}`).join(', ')} })
${edges.join('')}
const app = await whole.open({ entry: 'a0' })
for await (const event of app.run({ until: { after: ['a${size - 1}'] }, inputs: { a0: { text: 'x' } } })) {
  if (event.type === 'chunk') event.chunk satisfies number
  if (event.type === 'step' && event.action === 'a1') event.next satisfies string | null
}
const outcome = await app.run()
outcome.state.k0 satisfies number
`
}

function writeProject(folder: string, file: string): string {
  writeFileSync(join(folder, 'tsconfig.json'), `${JSON.stringify({ compilerOptions, files: [file] }, null, 2)}\n`)
  return folder
}

const compilerOptions = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
}

/** The dependencies of `n0`, `n1` and so on. */
type TypedGraph = readonly (readonly string[])[]

function createTypedGraph(shape: TypeShape, size: number): TypedGraph {
  const random = createRandom(7)
  return Array.from({ length: size }, (_, index) =>
    shape === 'chain' ? chainDependencies(index) : layeredDependencies(index, random),
  )
}

function nodesModule(graph: TypedGraph): string {
  return graph
    .map((dependencies, index) => {
      const fields = dependencies.map((name) => `${name}: ${typeOf(name)}`).join('; ')
      return `export const n${index} = ({ ${dependencies.join(', ')} }: { ${fields} }) => ${values[index % values.length]}\n`
    })
    .join('')
}

/** One after the other; every 50th also reads an input. */
function chainDependencies(index: number): readonly string[] {
  if (index === 0) return ['i0']
  return index % 50 === 0 ? [`n${index - 1}`, `i${(index / 50) % inputCount}`] : [`n${index - 1}`]
}

/** Layers of 20, three random dependencies in the layer below; every 37th node also reads an input. */
function layeredDependencies(index: number, random: (below: number) => number): readonly string[] {
  const layer = Math.floor(index / layerWidth)
  if (layer === 0) return [`i${index % inputCount}`, `i${(index + 1) % inputCount}`]
  const names = new Set<string>()
  while (names.size < 3) names.add(`n${(layer - 1) * layerWidth + random(layerWidth)}`)
  if (index % 37 === 0) names.add(`i${index % inputCount}`)
  return [...names]
}

function mainModule(graph: TypedGraph, use: TypeUse): string {
  const imports = "import { dataflow } from 'throughline'\nimport * as nodes from './nodes.ts'\n"
  if (use === 'baseline') return `${imports}export { dataflow, nodes }\n`
  const outputs = graph.slice(-3).map((_, index, last) => `n${graph.length - last.length + index}`)
  const inputs = requiredInputs(graph, outputs).map((name) => `${name}: ${valueOf(name)}`)
  return `${imports}export const flow = dataflow(nodes)
export const values = await flow.execute([${outputs.map((name) => `'${name}'`).join(', ')}], {
  inputs: { ${inputs.join(', ')} },
})
values satisfies { ${outputs.map((name) => `${name}: ${typeOf(name)}`).join('; ')} }
`
}

/** Exactly the inputs that the outputs need: one more or one less does not compile. */
function requiredInputs(graph: TypedGraph, outputs: readonly string[]): readonly string[] {
  const reached = new Set(outputs)
  for (const name of reached)
    if (name.startsWith('n')) for (const next of graph[Number(name.slice(1))] ?? []) reached.add(next)
  return [...reached].filter((name) => name.startsWith('i')).sort()
}

/** The generator of the C standard's example; the modules must be the same everywhere. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state % below
  }
}
