// What a parameter is bound to, and what becomes of a node whose parameters are bound.

import type { Place } from './place.ts'
import { mapSpecs, type NodeShape, type ParameterShape, type SpecShape } from './shape.ts'

/** The name of a node or input, with the place where it is written; nothing for a constant. */
export interface Reference {
  readonly name?: string
  readonly place?: Place
}

/** One value, several put together, or something that only a run can tell. */
export type Rebinding =
  | Reference
  | { readonly members: readonly (Reference & { readonly suffix: string })[] }
  | 'unknown'

/** By the name that is read now. */
export type Rebindings = ReadonlyMap<string, Rebinding>

/** The node with these names bound. */
export function bindNode(node: NodeShape, bound: Rebindings): NodeShape {
  return mapSpecs(node, (spec) => bindParameters(spec, bound))
}

/** The implementation with what it reads under these names bound; names that it does not read are left alone. */
export function bindParameters(spec: SpecShape, bound: Rebindings): SpecShape {
  let { isComplete } = spec
  const parameters = spec.parameters.flatMap((parameter): ParameterShape | ParameterShape[] => {
    const target = parameter.reads === undefined ? undefined : bound.get(parameter.reads)
    if (target === undefined) return parameter
    if (target === 'unknown') {
      isComplete = false
      return { ...parameter, reads: undefined }
    }
    if (!('members' in target)) return rebound(parameter, target)
    // Whoever asks for these names needs them all, also where the function could do without the whole; what is said of the
    // whole is not said of them.
    return target.members.map(({ name, place, suffix }) => ({
      key: parameter.key + suffix,
      reads: name,
      optional: false,
      mentions: place ? [place] : [],
    }))
  })
  return { ...spec, parameters, isComplete }
}

function rebound(
  { key, optional, local, type, documentation }: ParameterShape,
  { name, place }: Reference,
): ParameterShape {
  return {
    key,
    reads: name,
    optional,
    mentions: place ? [place] : [],
    ...(local !== undefined && { local }),
    ...(type !== undefined && { type }),
    ...(documentation !== undefined && { documentation }),
  }
}
