// What is wrong with calls that compute outputs: inputs that none of them needs.

import { placeOf } from '../facts/place.ts'
import { propertiesOf, followToObject, valueOf } from '../facts/written-value.ts'
import { sourceIssue } from './catalogue.ts'
import { finding, type Finding } from './finding.ts'
import { flowOf, type WrittenRun } from './find-flows.ts'
import type { ProjectSource } from './project-source.ts'

/** Of `flow.execute(['a'], { inputs: { x } })`, when outputs, inputs and the flow are all written down. */
export function checkRun({ file, call, flow }: WrittenRun, source: ProjectSource): Finding[] {
  const [wanted, options] = call.arguments
  if (!wanted || !options || wanted.type === 'SpreadElement' || options.type === 'SpreadElement') return []
  const outputs = valueOf({ expression: wanted, file }, source.scope)?.value
  if (!Array.isArray(outputs) || !outputs.every((one) => typeof one === 'string')) return []
  const given = followToObject({ expression: options, file }, source.scope)
  const inputs = given && propertiesOf(given, source.scope).properties.find((one) => one.name === 'inputs')
  const written = inputs && followToObject(inputs, source.scope)
  if (!written) return []

  const { nodes, isComplete } = flowOf(flow, { file, source })
  const byName = new Map(nodes.map((node) => [node.name, node]))
  if (!isComplete || nodes.some((node) => !node.isComplete) || outputs.some((one) => !byName.has(one))) return []
  const needed = new Set(outputs)
  for (const name of needed) {
    const node = byName.get(name)
    for (const one of node?.dependencies ?? []) needed.add(one.name)
    for (const key of (node?.conditions ?? []).flatMap((one) => Object.keys(one))) needed.add(key)
  }
  return propertiesOf(written, source.scope).properties.flatMap(({ name, key, file: at }) =>
    needed.has(name) ? [] : [finding(sourceIssue('source/unneeded-input', { name, outputs }), placeOf(at, key), name)],
  )
}
