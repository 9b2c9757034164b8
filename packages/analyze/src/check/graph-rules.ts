// What is wrong with how the nodes of a flow read each other.

import { nearest, type RelatedPlace } from 'throughline'
import type { DependencyFacts, ModuleFacts, NodeFacts } from '../facts/module-facts.ts'
import { sourceIssue } from './catalogue.ts'
import { findCycles } from './find-cycles.ts'
import type { WrittenFlow } from './find-flows.ts'
import { finding, toOrigin, type Finding } from './finding.ts'

/** @param modules what the modules of the flow export */
export function checkGraph(flow: WrittenFlow, modules: readonly ModuleFacts[]): Finding[] {
  const byName = new Map<string, NodeFacts[]>()
  for (const node of flow.nodes) byName.set(node.name, [...(byName.get(node.name) ?? []), node])
  return [
    ...duplicates(byName),
    ...cycles(byName),
    ...inputs(flow, byName, modules),
    ...(flow.isComplete && flow.nodes.every((node) => node.isComplete) ? unusedResources(flow) : []),
  ]
}

type ByName = ReadonlyMap<string, readonly NodeFacts[]>

function duplicates(byName: ByName): Finding[] {
  return [...byName].flatMap(([name, nodes]) => {
    const last = nodes.at(-1)!
    if (nodes.length < 2) return []
    const related = placesOf(nodes.slice(0, -1))
    const issue = sourceIssue(
      'source/duplicate-node',
      { name, count: nodes.length },
      { subject: { node: name }, related },
    )
    return [finding(issue, last.place, last.exportPath)]
  })
}

function placesOf(nodes: readonly NodeFacts[]): RelatedPlace[] {
  return nodes.map((node) => ({
    label: `export "${node.exportPath}"`,
    at: toOrigin(node.place, node.exportPath),
  }))
}

function cycles(byName: ByName): Finding[] {
  // Of variants only a configuration says what they read.
  const reads = new Map(
    [...byName]
      .filter(([, [node]]) => node!.conditions === undefined)
      .map(([name, [node]]) => [name, node!.dependencies.map((one) => one.name)]),
  )
  return findCycles(reads).map((cycle) => {
    const places = cycle.map((name, at) => {
      const node = byName.get(name)![0]!
      const next = cycle[(at + 1) % cycle.length]!
      const place = node.dependencies.find((one) => one.name === next)?.mentions[0] ?? node.place
      return { label: `${name} reads ${next}`, at: toOrigin(place, node.exportPath), place }
    })
    const [first, ...others] = places
    const related = others.map(({ label, at }) => ({ label, at }))
    const issue = sourceIssue('source/cycle', { cycle }, { subject: { node: cycle[0]! }, related })
    return finding(issue, first!.place, first!.at.exportPath)
  })
}

interface Reader {
  readonly node: NodeFacts
  readonly dependency: DependencyFacts
}

/** Names that are read and are no nodes: misspelt, or exported as something else. */
function inputs(flow: WrittenFlow, byName: ByName, modules: readonly ModuleFacts[]): Finding[] {
  const readers = new Map<string, Reader[]>()
  for (const node of flow.nodes) {
    if (node.written) continue
    for (const dependency of node.dependencies) {
      if (byName.has(dependency.name)) continue
      const known = readers.get(dependency.name)
      if (known) known.push({ node, dependency })
      else readers.set(dependency.name, [{ node, dependency }])
    }
  }
  const keys = new Set(flow.nodes.flatMap((node) => (node.conditions ?? []).flatMap((one) => Object.keys(one))))
  const others = new Map(
    modules.flatMap((module) =>
      module.exports.flatMap((one) => (one.notANode ? [[one.name, one.notANode] as const] : [])),
    ),
  )
  const found: Finding[] = []
  for (const [name, [reader, ...more]] of readers) {
    const { node, dependency } = reader!
    const place = dependency.mentions[0]
    if (!place || keys.has(name)) continue
    const why = others.get(name)
    if (why && why !== 'default') {
      found.push(finding(sourceIssue('source/not-a-node', { node: node.name, name, why }), place, node.exportPath))
    } else if (more.length === 0 && flow.isComplete) {
      const close = nearest(name, byName.keys()).filter((one) => isMisspelt(name, one, node, byName))
      if (close.length === 0) continue
      const { optional } = dependency
      const issue = sourceIssue('source/misspelt-dependency', { node: node.name, name, close, optional })
      found.push(finding(issue, place, node.exportPath))
    }
  }
  return found
}

/** Close, and nothing says that both are meant: neither a number, nor a reader of both, nor a way back to the reader. */
function isMisspelt(
  name: string,
  candidate: string,
  { name: reader, dependencies }: NodeFacts,
  byName: ByName,
): boolean {
  if (withoutNumbers(name) === withoutNumbers(candidate)) return false
  if (Math.min(name.length, candidate.length) < 4 || distance(name, candidate) > (name.length < 8 ? 1 : 2)) return false
  if (dependencies.some((one) => one.name === candidate)) return false
  return !reaches(candidate, reader, byName)
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '0')
}

/** Insertions, deletions, replacements and swaps of neighbours, without case and separators. */
function distance(one: string, other: string): number {
  const [a, b] = [fold(one), fold(other)]
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = rows[row - 1]![column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const swapped = isSwap ? rows[row - 2]![column - 2]! + 1 : Infinity
      current.push(Math.min(replaced, swapped, rows[row - 1]![column]! + 1, current[column - 1]! + 1))
    }
    rows.push(current)
  }
  return rows[a.length]![b.length]!
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[_\-.]/g, '')
}

/** Whether the value of one node is made with that of the other. */
function reaches(from: string, to: string, byName: ByName): boolean {
  const seen = new Set([from])
  for (const name of seen) {
    if (name === to) return true
    for (const one of byName.get(name)?.[0]?.dependencies ?? []) seen.add(one.name)
  }
  return false
}

/** Resources that nobody reads, and the inputs that only they read. */
function unusedResources({ nodes }: WrittenFlow): Finding[] {
  const read = new Set(nodes.flatMap((node) => node.dependencies.map((one) => one.name)))
  const unused = nodes.filter((node) => node.kind === 'resource' && !read.has(node.name) && !node.written)
  if (unused.length === 0) return []
  const names = new Set(nodes.map((node) => node.name))
  const needed = new Set(
    nodes.filter((node) => !unused.includes(node)).flatMap((node) => node.dependencies.map((one) => one.name)),
  )
  return unused.flatMap((node) => [
    finding(sourceIssue('source/unused-resource', { node: node.name }), node.place, node.exportPath),
    ...node.dependencies.flatMap(({ name, mentions: [place] }) =>
      names.has(name) || needed.has(name) || !place
        ? []
        : [finding(sourceIssue('source/unneeded-input', { name }), place, node.exportPath)],
    ),
  ])
}
