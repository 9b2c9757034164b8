// One function, ready to become a node: what it reads, how it is called, what stands around it.

import type { Issue, SourceReference } from '../errors/issue.ts'
import type { Layer } from '../execute/layer.ts'
import type { PlanStep } from '../execute/plan.ts'
import type { StepScope } from '../execute/step-scope.ts'
import type { NodeKind } from '../flow/node-info.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import type { Binding } from './binding.ts'
import { isReadable, scanHead, type HeadDependency } from './scan-head.ts'
import { PROBLEM_OF_HEAD, type SpecProblem } from './spec-problem.ts'

export interface Parameter {
  /** The property under which the function reads it. */
  readonly key: string
  readonly binding: Binding
  /** True when the function can do without. */
  readonly optional: boolean
  /** Where it stands in the text of the function; absent when the name did not come from the text. */
  readonly offset: number | undefined
}

/** What a node reaches outside of its run. */
interface Reach {
  readonly kind: 'resource' | 'source' | 'sink'
  readonly version?: string
  /** Of a source, which the function of the spec gives: what it would read now, if it can say. */
  readonly ask?: (source: unknown, scope: StepScope) => unknown
  /** Why its value cannot be given to the caller; absent when it can. */
  readonly refuseAsOutput?: (node: string, source: SourceReference) => Issue
  /** Changes the steps of a plan that it is in, in place; called once per plan. */
  readonly arrange?: (steps: PlanStep[]) => void
}

export interface NodeSpec {
  readonly fn: AnyFunction
  /** The function as the user wrote it, when `fn` is ours; tells where the node comes from. */
  readonly written?: AnyFunction
  /** What a direct call of this variant calls, as in a unit test; `fn` when absent. */
  readonly callable?: AnyFunction
  /** The module and export in which it was written, when another module has it in a namespace. */
  readonly place?: { readonly module: object; readonly exportPath: string }
  readonly kind: NodeKind
  /** Stays when another modifier changes the kind. */
  readonly reach?: Reach
  readonly parameters: readonly Parameter[]
  readonly readsContext: boolean
  /** True when the same argument object may serve every run; see `Head.reusable`. */
  readonly reusable: boolean
  /** From the innermost to the outermost. */
  readonly layers: readonly Layer[]
  readonly tags: Readonly<Record<string, string>>
  /** Which of the variants of its node it is. */
  readonly variant?: string
  /** True when its value can be gone through only once. */
  readonly isStream?: boolean
  /** What is wrong with it; told when it is linked, when its name is known. */
  readonly problems: readonly SpecProblem[]
}

const NONE: readonly never[] = []
const NO_TAGS: Readonly<Record<string, string>> = {}

/** A spec with nothing around it. */
export function plainSpec(
  fn: AnyFunction,
  parameters: readonly Parameter[],
  readsContext: boolean,
  reusable: boolean,
  problems: readonly SpecProblem[] = NONE,
): NodeSpec {
  // Most functions are plain: they are told apart by their prototype, which is quicker than to ask for their kind.
  const isPlain = Object.getPrototypeOf(fn) === Function.prototype
  const isStream = !isPlain && /Gen/.test(Object.prototype.toString.call(fn))
  return { fn, isStream, kind: 'function', parameters, readsContext, reusable, layers: NONE, tags: NO_TAGS, problems }
}

/** The spec of a plain function; `undefined` for a class. */
export function specOfFunction(fn: AnyFunction): NodeSpec | undefined {
  const head = scanHead(fn)
  if (isReadable(head)) {
    return plainSpec(fn, head.dependencies.map(toParameter), head.readsContext, head.reusable)
  }
  if (head.form === 'class') return undefined
  const facts = { parameters: head.parameters.map((one) => one.name) }
  return plainSpec(fn, NONE, false, false, [{ code: PROBLEM_OF_HEAD[head.form], facts }])
}

/** The spec of a function whose names were given: `'a'`, or `'b?'` for one that it can do without. */
export function specOfNames(names: readonly string[], fn: AnyFunction): NodeSpec {
  const parameters = names.map((name): Parameter => {
    const optional = name.endsWith('?')
    const key = optional ? name.slice(0, -1) : name
    return parameterFor(key, key, optional)
  })
  return plainSpec(fn, parameters, true, false)
}

/** A parameter that was not found in the text of the function. */
export function parameterFor(key: string, name: string, optional = false): Parameter {
  return { key, binding: { name }, optional, offset: undefined }
}

/** What was found in the head serves as the binding too: it has the name. */
export function toParameter(dependency: HeadDependency): Parameter {
  const { name, optional, offset } = dependency
  return { key: name, binding: dependency, optional, offset }
}

/** The same spec with one more layer around it. The arguments then have to outlive the call. */
export function withLayer(spec: NodeSpec, layer: Layer): NodeSpec {
  return { ...spec, layers: [...spec.layers, layer], reusable: false }
}
