// What syntax says about names, types and documentation is what TypeScript says: on generated modules, and on an example.
//
// THROUGHLINE_CASES sets ten times the number of modules, since each asks a compiler; THROUGHLINE_SEED the first seed.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript-6'
import { describe, expect, it } from 'vitest'
import type { TypedNode } from '../types/type-oracle.ts'
import { openTypeOracle } from '../types/typescript-oracle.ts'
import { Facts } from './facts.ts'
import { exampleModules } from './fixtures/example-modules.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { randomTypedProject } from './fixtures/random-typed-module.ts'
import type { Documentation } from './documentation.ts'
import type { ModuleFacts, NodeFacts } from './module-facts.ts'

const cases = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 250) / 10)
const firstSeed = Number(process.env['THROUGHLINE_SEED'] ?? 1)
const BATCH = 250
/** One way to print a type: the compiler shows what nobody writes, and has marks of its own. */
const plain = (text: string): string =>
  text.replaceAll('<ArrayBufferLike>', '').replaceAll('; }', ' }').replaceAll("'", '"')

describe('generated modules', () => {
  it('have the nodes, inputs, types and documentation in their source that TypeScript sees', () => {
    let typed = 0
    for (let from = firstSeed; from < firstSeed + cases; from += BATCH) {
      const seeds = Array.from({ length: Math.min(BATCH, firstSeed + cases - from) }, (_, index) => from + index)
      const folder = makeScratch()
      const files = seeds.map((seed) => writeProject(folder, seed))
      const facts = new Facts()
      const oracle = openTypeOracle({ directory: folder, files })
      const documented = documentationIn(files)
      for (const [index, file] of files.entries()) {
        const seed = seeds[index]!
        const module = facts.module(file)!
        expect({ seed, problems: oracle.problemsOf(file) }).toEqual({ seed, problems: [] })
        const texts = compareNodes(module, oracle.exportsOf(file), seed)
        expect({ seed, types: texts.map(([written]) => written) }).toEqual({
          seed,
          types: texts.map(([, printed]) => printed),
        })
        typed += texts.length
        const documentation = module.exports.map((one) => [one.name, inCompilersWords(one.documentation)])
        expect({ seed, documentation }).toEqual({ seed, documentation: documented.get(file) })
      }
    }
    expect(typed).toBeGreaterThan(cases * 5)
  })
})

describe('the examples', () => {
  it('have the nodes, inputs and types in their source that TypeScript sees', () => {
    const texts = exampleModules.flatMap(({ directory, files }) => {
      const facts = new Facts()
      const oracle = openTypeOracle({ directory, files })
      return files.flatMap((file) => compareNodes(facts.module(file)!, oracle.exportsOf(file), 0))
    })
    // The compiler prints some types in other words: of an alias what it stands for.
    const same = texts.filter(([written, printed]) => written === printed)
    expect(texts.length).toBeGreaterThan(200)
    expect(same.length / texts.length).toBeGreaterThan(0.9)
  })
})

/** All modules share one configuration, and so one program. */
function writeProject(folder: string, seed: number): string {
  const { 'tsconfig.json': config, ...files } = randomTypedProject(seed)
  writeFileSync(join(folder, 'tsconfig.json'), config!)
  const own = join(folder, `seed-${seed}`)
  mkdirSync(own)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text)
  return join(own, 'main.ts')
}

/** What is written, and what the compiler prints, for each type that is written. */
type TypeTexts = [written: string, printed: string | undefined][]

/** Names have to agree. @returns the texts of types, to be compared */
function compareNodes(module: ModuleFacts, known: readonly TypedNode[], seed: number): TypeTexts {
  const nodes = module.exports.flatMap((one) => one.nodes)
  const names = nodes.map((node) => node.name).sort()
  expect({ seed, names }).toEqual({ seed, names: known.map((node) => node.name) })
  return nodes.flatMap((node): TypeTexts => {
    const other = known.find((one) => one.name === node.name)!
    const { name, dependencies, output } = node
    // In a namespace, variants that do not hold read names that only they have there.
    if (!node.isComplete || (node.written && node.kind === 'variants')) return []
    const inputs = other.inputs.map((one) => one.name).sort()
    expect({ seed, name, inputs: inputsOf(node) }).toEqual({ seed, name, inputs })
    const optional = dependencies.map((one) => [one.name, isTypedOptional(node, one.name)])
    const wanted = dependencies.map((one) => [one.name, optionalOf(other, node, one.name)])
    expect({ seed, name, optional }).toEqual({ seed, name, optional: wanted })
    const texts = dependencies.flatMap((one): TypeTexts => {
      const printed = other.inputs.find((input) => input.name === one.name)?.text
      return one.type === undefined ? [] : [[plain(one.type), printed && plain(printed)]]
    })
    return output ? [...texts, [plain(output.text), plain(other.output.text)]] : texts
  })
}

/** What the types ask for: what is taken, and what is not. */
function inputsOf(node: NodeFacts): string[] {
  const untaken = node.kind === 'extracted' ? [] : node.functions.flatMap((fn) => fn.untaken.map((one) => one.name))
  const read = node.dependencies.map((one) => one.name)
  // Of variants in SQL there is no function, only what they read.
  const taken = node.kind === 'variants' && node.functions.length > 0 ? [] : read
  // A function whose names are listed beside it, as in `node([...names], fn)`, names others in its head.
  const all =
    node.kind === 'variants'
      ? node.functions.flatMap((fn) => (fn.form === 'positional' ? read : fn.parameters.map((one) => one.name)))
      : []
  return [...new Set([...taken, ...all, ...untaken])].sort()
}

/** Whether the type of a plain function has a question mark. */
function isTypedOptional({ kind, functions: [fn] }: NodeFacts, name: string): boolean | undefined {
  return kind === 'function' ? fn?.parameters.find((one) => one.name === name)?.typed?.optional : undefined
}

function optionalOf({ inputs }: TypedNode, { kind, functions: [fn] }: NodeFacts, name: string): boolean | undefined {
  const isTyped = fn?.parameters.some((one) => one.name === name && one.typed)
  return kind === 'function' && isTyped ? inputs.find((one) => one.name === name)?.optional : undefined
}

// ---- documentation

interface InWords {
  readonly text: string
  readonly tags: readonly string[]
}

/** By file: each value that it exports, in the order of writing. */
function documentationIn(files: readonly string[]): Map<string, [string, InWords][]> {
  const options = { noLib: true, noResolve: true, target: ts.ScriptTarget.ESNext }
  const program = ts.createProgram(files, options)
  const checker = program.getTypeChecker()
  return new Map(
    files.map((file) => {
      const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!)
      const values = exports.filter((one) => one.valueDeclaration)
      values.sort((a, b) => a.valueDeclaration!.pos - b.valueDeclaration!.pos)
      return [file, values.map((one) => [one.name, wordsOf(one, checker)])]
    }),
  )
}

function wordsOf(symbol: ts.Symbol, checker: ts.TypeChecker): InWords {
  // It prints links with a space behind them.
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll(' }', '}').trim()
  const tags = symbol.getJsDocTags(checker).map((tag) => `${tag.name} ${ts.displayPartsToString(tag.text)}`)
  return { text, tags: tags.map((one) => one.replace(/^param deps\.(\w+) - /, 'param $1 ')).sort() }
}

function inCompilersWords(documentation: Documentation | undefined): InWords {
  if (!documentation) return { text: '', tags: [] }
  const { text, owner, unit, deprecated, tags, parameters, returns, examples, others } = documentation
  const words = Object.entries({ owner, unit, deprecated, returns }).flatMap(([name, value]) =>
    value === undefined ? [] : `${name} ${value}`,
  )
  const all = [
    ...words,
    ...Object.entries(tags).map(([key, value]) => `tag ${key}=${value}`),
    ...Object.entries(parameters).map(([name, about]) => `param ${name} ${about.text}`),
    ...examples.map((example) => `example ${example}`),
    ...others.map((tag) => `${tag.name} ${tag.text}`),
  ]
  return { text, tags: all.sort() }
}
