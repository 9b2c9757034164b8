// Rebinds the dependencies of a spec to constants and to other names.

import type { Binding } from './binding.ts'
import type { NodeSpec, Parameter } from './node-spec.ts'
import type { SpecProblem } from './spec-problem.ts'

/** The spec with some of the names that it reads bound; names that it does not read become problems. */
export function bindParameters(spec: NodeSpec, bound: Readonly<Record<string, Binding>>): NodeSpec {
  const known: string[] = []
  const parameters = spec.parameters.map((parameter): Parameter => {
    if (!('name' in parameter.binding)) return parameter
    const { name } = parameter.binding
    known.push(name)
    return Object.hasOwn(bound, name) ? { ...parameter, binding: bound[name]! } : parameter
  })
  const unknown = Object.keys(bound).filter((name) => !known.includes(name))
  const problems = unknown.map((name): SpecProblem => ({ code: 'graph/unknown-dependency', facts: { name, known } }))
  // Of a function that could not be read no names are known; that problem says it all.
  return { ...spec, parameters, problems: spec.problems.length > 0 ? spec.problems : problems }
}
