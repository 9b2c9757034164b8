// What the source says is what a flow finds at run time: on generated modules with every modifier.
//
// THROUGHLINE_CASES sets the number of modules, THROUGHLINE_SEED the first seed.

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NodeInfo } from 'throughline'
import { describe, expect, it } from 'vitest'
import { exampleModules } from './fixtures/example-modules.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { randomProject } from './fixtures/random-module.ts'
import { Facts } from './facts.ts'
import type { ExportFacts, NodeFacts } from './module-facts.ts'

const cases = Number(process.env['THROUGHLINE_CASES'] ?? 60)
const firstSeed = Number(process.env['THROUGHLINE_SEED'] ?? 1)
const BATCH = 500

/** What a flow made of one export: nodes, or what is wrong. */
type AtRunTime = { readonly nodes: readonly NodeInfo[] } | { readonly issues: readonly string[] }

const CODES: Readonly<Record<string, string>> = {
  rest: 'graph/rest-pattern',
  positional: 'graph/not-destructured',
  unreadable: 'graph/unreadable-function',
}

describe('generated modules', () => {
  it('have the nodes, names, kinds, dependencies and tags in their source that a flow finds in them', () => {
    let compared = 0
    let known = 0
    for (let from = firstSeed; from < firstSeed + cases; from += BATCH) {
      const seeds = Array.from({ length: Math.min(BATCH, firstSeed + cases - from) }, (_, index) => from + index)
      const folder = makeScratch()
      for (const seed of seeds) writeProject(join(folder, `seed-${seed}`), seed)
      const atRunTime = describeModules(folder)
      for (const seed of seeds) {
        const facts = new Facts().module(join(folder, `seed-${seed}`, 'main.ts'))!
        const expected = atRunTime[`seed-${seed}`]!
        const names = facts.exports.map((one) => one.name).sort()
        expect({ seed, errors: facts.errors, names }).toEqual({ seed, errors: [], names: Object.keys(expected).sort() })
        for (const one of facts.exports) {
          const { name } = one
          expect({ seed, name, ...fromSource(one) }).toEqual({ seed, name, ...fromRun(expected[name]!, one) })
          compared += one.nodes.length
          known += one.nodes.filter((node) => node.isComplete).length
        }
      }
    }
    // Facts that know nothing agree with everything.
    expect(known / compared).toBeGreaterThan(0.9)
  })
})

describe('the examples', () => {
  it('have the nodes, names, kinds, dependencies and tags in their source that a flow finds in them', () => {
    const folder = makeScratch({ 'package.json': '{ "type": "module" }' })
    const files = exampleModules.flatMap((example) => example.files)
    for (const [index, file] of files.entries()) {
      mkdirSync(join(folder, String(index)))
      writeFileSync(join(folder, String(index), 'main.ts'), `export * from ${JSON.stringify(file)}`)
    }
    const atRunTime = describeModules(folder)
    for (const [index, expected] of Object.entries(atRunTime)) {
      const { exports } = new Facts().module(join(folder, index, 'main.ts'))!
      expect(exports.map((one) => one.name).sort()).toEqual(Object.keys(expected).sort())
      for (const one of exports) expect(fromSource(one)).toEqual(fromRun(expected[one.name]!, one))
    }
    expect(Object.keys(atRunTime)).toHaveLength(files.length)
    expect(files.length).toBeGreaterThan(10)
  })
})

function writeProject(folder: string, seed: number): void {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [name, text] of Object.entries(randomProject(seed))) writeFileSync(join(folder, name), text)
}

function describeModules(folder: string): Record<string, Record<string, AtRunTime>> {
  const program = join(import.meta.dirname, 'fixtures/describe-modules.ts')
  const args = ['--conditions=@throughline/source', '--disable-warning=ExperimentalWarning', program, folder]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e9 })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Record<string, Record<string, AtRunTime>>
}

/** The same form for both sides. */
interface Compared {
  readonly problems: readonly string[]
  readonly nodes: readonly object[]
}

function fromSource({ nodes, notANode }: ExportFacts): Compared {
  const problems = nodes.flatMap(({ problem }) => (problem ? CODES[problem]! : []))
  const written = nodes.filter((node) => node.presence !== 'when configured')
  const isNothing = notANode !== undefined || nodes.length === 0
  if (problems.length === 0 && isNothing) return { problems: ['graph/no-nodes'], nodes: [] }
  return problems.length > 0
    ? { problems: [...new Set(problems)].sort(), nodes: [] }
    : { problems, nodes: sorted(written.map(shape)) }
}

type Shape = Pick<NodeFacts, 'name' | 'kind' | 'exportPath' | 'tags'> & {
  readonly dependencies: readonly { readonly name: string; readonly optional: boolean }[]
}

function shape({ name, kind, exportPath, dependencies, tags }: NodeFacts): Shape {
  const reads = sorted(dependencies.map(({ name: read, optional }) => ({ name: read, optional })))
  return { name, kind, exportPath, dependencies: reads, tags }
}

function fromRun(found: AtRunTime, facts: ExportFacts): Compared {
  if ('issues' in found) return { problems: [...new Set(found.issues)].sort(), nodes: [] }
  const nodes = found.nodes.map(({ name, kind, exportPath, dependencies, tags }) => {
    const { owner, unit, tags: written } = facts.documentation ?? {}
    const documented = { ...written, ...(owner && { owner }), ...(unit && { unit }) }
    const source = facts.nodes.find((one) => one.name === name)
    const reads = source?.isComplete ? dependencies : shape(source!).dependencies
    return { name, kind, exportPath, dependencies: reads, tags: { ...documented, ...tags } }
  })
  return { problems: [], nodes: sorted(nodes) }
}

function sorted<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
