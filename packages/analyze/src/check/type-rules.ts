// What the compiler knows about the edges of a flow: types that do not fit, and types that fit everything.

import type { NodeFacts } from '../facts/module-facts.ts'
import type { TypedNode, TypeOracle } from '../types/type-oracle.ts'
import { sourceIssue } from './catalogue.ts'
import { finding, toOrigin, type Finding } from './finding.ts'
import type { WrittenFlow } from './find-flows.ts'
import type { ProjectSource } from './project-source.ts'

export function checkTypes(flow: WrittenFlow, types: TypeOracle, source: ProjectSource): Finding[] {
  const byName = new Map(flow.nodes.map((node) => [node.name, node]))
  const typed = new Map(
    flow.modules.flatMap(({ file }) => types.exportsOf(file).map((one) => [one.name, one] as const)),
  )
  const read = new Set(flow.nodes.flatMap((node) => node.dependencies.map((one) => one.name)))
  return flow.nodes.flatMap((node) => {
    const own = typed.get(node.name)
    if (!own || !isPlain(node, source)) return []
    return [...hiddenParameter(node, own), ...hiddenOutput(node, own, read), ...edges(node, own)]
  })

  function edges(node: NodeFacts, own: TypedNode): Finding[] {
    return own.inputs.flatMap(({ name, text, type }) => {
      const place = node.dependencies.find((one) => one.name === name)?.mentions[0]
      const producer = byName.get(name)
      if (!place) return []
      if (text === 'any') {
        const issue = sourceIssue('source/any', { node: node.name, name, reason: 'input' })
        return [finding(issue, place, node.exportPath)]
      }
      const given = typed.get(name)?.output
      if (!producer || !given || given.text === 'any' || !isPlain(producer, source)) return []
      if (types.isAssignable(given.type, type)) return []
      const related = [{ label: name, at: toOrigin(producer.place, producer.exportPath) }]
      const facts = { node: node.name, name, expected: text, found: given.text }
      return [finding(sourceIssue('source/type-mismatch', facts, { related }), place, node.exportPath)]
    })
  }
}

/** Without variants, which a configuration decides, and without type parameters, which a flow fills in. */
function isPlain({ conditions, functions }: NodeFacts, source: ProjectSource): boolean {
  return !conditions && functions.every((fn) => !source.evaluation.syntaxOf(fn)?.expression.typeParameters)
}

function hiddenParameter(node: NodeFacts, { inputs }: TypedNode): Finding[] {
  const [fn] = node.functions
  const first = fn?.parameters[0]
  if (node.modifiers.length > 0 || inputs.length > 0 || node.dependencies.length === 0 || !first) return []
  const issue = sourceIssue('source/any', { node: node.name, reason: 'parameter' })
  return [finding(issue, fn.parameterType?.place ?? first.place, node.exportPath)]
}

function hiddenOutput(node: NodeFacts, { output }: TypedNode, read: ReadonlySet<string>): Finding[] {
  if (output.text !== 'any' || !read.has(node.name)) return []
  const issue = sourceIssue('source/any', { node: node.name, reason: 'output' })
  return [finding(issue, node.output?.place ?? node.place, node.exportPath)]
}
