// What is wrong with the head of a function, whatever flow it is in.

import type { FunctionFacts } from '../facts/function-facts.ts'
import type { NodeFacts } from '../facts/module-facts.ts'
import { placeOf, type Place } from '../facts/place.ts'
import { sourceIssue } from './catalogue.ts'
import { finding, type Finding } from './finding.ts'
import type { WrittenFlow } from './find-flows.ts'
import type { ProjectSource } from './project-source.ts'

/** Of every node of a flow: what a run cannot read, and where types and patterns say different things. */
export function checkFunctions({ nodes }: WrittenFlow, source: ProjectSource): Finding[] {
  const names = new Set(nodes.map((node) => node.name))
  const known = new Set<FunctionFacts>()
  return nodes.flatMap((node) => {
    const fresh = node.functions.filter((fn) => !known.has(fn) && known.add(fn))
    if (node.problem && node.functions.length === 0) return [unreadable(node, undefined, source)]
    return fresh.flatMap((fn) => {
      if (fn.form !== 'object') return node.problem && fn.form !== 'none' ? [unreadable(node, fn, source)] : []
      return [...untaken(node, fn, names), ...untyped(node, fn), ...withoutDefault(node, fn, names)]
    })
  })
}

function unreadable(node: NodeFacts, fn: FunctionFacts | undefined, source: ProjectSource): Finding {
  const { name } = node
  const part = fn && partOf(fn, source)
  const place = part ?? fn?.parameters[0]?.place ?? node.place
  const code =
    fn?.form === 'rest'
      ? 'source/rest-pattern'
      : (fn?.form ?? node.problem) === 'positional'
        ? 'source/not-destructured'
        : 'source/computed-name'
  return finding(sourceIssue(code, { node: name }), place, node.exportPath)
}

/** The part of a pattern that keeps its names from being known. */
function partOf(fn: FunctionFacts, source: ProjectSource): Place | undefined {
  const syntax = source.evaluation.syntaxOf(fn)
  for (const param of syntax?.expression.params ?? []) {
    const pattern = param.type === 'AssignmentPattern' ? param.left : param
    if (pattern.type !== 'ObjectPattern') continue
    const part = pattern.properties.find((one) => one.type === 'RestElement' || one.computed)
    if (part) return placeOf(syntax!.file, part.type === 'RestElement' ? part : part.key)
  }
  return undefined
}

function untaken(node: NodeFacts, fn: FunctionFacts, names: ReadonlySet<string>): Finding[] {
  return fn.untaken.map(({ name, optional, place }) => {
    // Inside of a namespace the names are others.
    const isNode = names.has(name) || node.written !== undefined
    return finding(
      sourceIssue('source/property-not-taken', { node: node.name, name, isNode, optional }),
      place,
      node.exportPath,
    )
  })
}

function untyped(node: NodeFacts, fn: FunctionFacts): Finding[] {
  return fn.untyped.flatMap((name) => {
    const place = fn.parameters.find((one) => one.name === name)?.place
    return place
      ? [finding(sourceIssue('source/name-not-typed', { node: node.name, name }), place, node.exportPath)]
      : []
  })
}

/** Only of inputs: a node has a value in every run. */
function withoutDefault(node: NodeFacts, fn: FunctionFacts, names: ReadonlySet<string>): Finding[] {
  return fn.parameters.flatMap(({ name, optional, typed, place }) => {
    if (optional || typed?.optional !== true) return []
    const read = node.dependencies.find(
      (one) => one.keys.includes(name) && one.mentions.some((at) => isSame(at, place)),
    )
    if (!read || names.has(read.name) || read.optional || node.written) return []
    return [finding(sourceIssue('source/optional-without-default', { node: node.name, name }), place, node.exportPath)]
  })
}

function isSame(one: Place, other: Place): boolean {
  return one.file === other.file && one.start === other.start
}
