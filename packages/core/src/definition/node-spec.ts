// One function, ready to become a node: what it reads, how it is called, what stands around it.

import type { Layer } from '../execute/layer.ts'
import type { NodeKind } from '../flow/node-info.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import type { Binding } from './binding.ts'
import { isReadable, scanHead, type HeadDependency } from './scan-head.ts'
import type { SpecProblem } from './spec-problem.ts'

export interface Parameter {
  /** The property under which the function reads it; for positional functions only a label. */
  readonly key: string
  readonly binding: Binding
  /** True when the function can do without. */
  readonly optional: boolean
  /** Where it stands in the text of the function; absent when the name did not come from the text. */
  readonly offset?: number
}

export interface NodeSpec {
  /** The function as the user wrote it. */
  readonly fn: AnyFunction
  readonly kind: NodeKind
  readonly parameters: readonly Parameter[]
  /** `object`: one argument with the parameters as properties; `positional`: one argument each. */
  readonly call: 'object' | 'positional'
  readonly readsContext: boolean
  /** True when the same argument object may serve every run; see `Head.reusable`. */
  readonly reusable: boolean
  /** From the innermost to the outermost. */
  readonly layers: readonly Layer[]
  readonly tags: Readonly<Record<string, string>>
  /** What is wrong with it; told when it is linked, when its name is known. */
  readonly problems: readonly SpecProblem[]
}

const PLAIN = { kind: 'function', call: 'object', layers: [], tags: {}, problems: [] } as const

/** The spec of a plain function; `undefined` for a class. */
export function specOfFunction(fn: AnyFunction): NodeSpec | undefined {
  const head = scanHead(fn)
  if (isReadable(head)) {
    const { readsContext, reusable } = head
    return { ...PLAIN, fn, parameters: head.dependencies.map(toParameter), readsContext, reusable }
  }
  if (head.form === 'class') return undefined
  const problem = { kind: head.form, parameters: head.parameters.map((one) => one.name) }
  return { ...PLAIN, fn, parameters: [], readsContext: false, reusable: false, problems: [problem] }
}

/** The spec of a function whose names were given: `'a'`, or `'b?'` for one that it can do without. */
export function specOfNames(names: readonly string[], fn: AnyFunction, call: 'object' | 'positional'): NodeSpec {
  const parameters = names.map((name) => {
    const optional = name.endsWith('?')
    return toParameter({ name: optional ? name.slice(0, -1) : name, optional })
  })
  return { ...PLAIN, fn, parameters, call, readsContext: call === 'object', reusable: false }
}

function toParameter(dependency: Omit<HeadDependency, 'offset'> & { offset?: number }): Parameter {
  const { name, optional, offset } = dependency
  return { key: name, binding: { name }, optional, ...(offset !== undefined && { offset }) }
}

/** The same spec with one more layer around it. The arguments then have to outlive the call. */
export function withLayer(spec: NodeSpec, layer: Layer): NodeSpec {
  return { ...spec, layers: [...spec.layers, layer], reusable: false }
}
