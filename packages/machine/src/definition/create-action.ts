// Makes an action of what its user wrote.

import { retryLayer, toMilliseconds } from 'throughline/insides'
import type { AnyAction } from './action.ts'
import { checkSpec } from './check-spec.ts'

/** @throws {app/unknown-option}, {app/bad-option}, {modifier/bad-option} or {modifier/bad-duration} */
export function createAction(kind: AnyAction['kind'], spec: AnyAction['spec'], run: (step: any) => unknown): AnyAction {
  checkSpec(kind, spec, run)
  if (spec.retry) retryLayer(spec.retry)
  if (spec.timeout !== undefined) toMilliseconds(spec.timeout)
  return new DefinedAction({ kind, spec, run, bound: {} })
}

export function isAction(value: unknown): value is AnyAction {
  return typeof value === 'object' && value !== null && BRAND in value
}

const BRAND = Symbol.for('throughline.action')

class DefinedAction implements AnyAction {
  readonly [BRAND] = true
  readonly kind: AnyAction['kind']
  readonly spec: AnyAction['spec']
  readonly bound: AnyAction['bound']
  readonly #run: (step: any) => unknown

  constructor({ kind, spec, run, bound }: Pick<AnyAction, 'kind' | 'spec' | 'run' | 'bound'>) {
    this.kind = kind
    this.spec = spec
    this.bound = bound
    this.#run = run
    const isBound = Object.keys(bound).length > 0
    this.run = isBound ? (step: { inputs?: object }) => run({ ...step, inputs: { ...step.inputs, ...bound } }) : run
  }

  readonly run: (step: any) => unknown

  get reads(): readonly string[] {
    return this.spec.reads ?? []
  }

  get writes(): readonly string[] {
    return this.spec.writes ?? []
  }

  get tags(): readonly string[] {
    return this.spec.tags ?? []
  }

  bind(inputs: Readonly<Record<string, unknown>>): AnyAction {
    const { kind, spec } = this
    return new DefinedAction({ kind, spec, run: this.#run, bound: { ...inputs, ...this.bound } })
  }
}
