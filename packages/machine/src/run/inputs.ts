// The inputs of a step: given for its action, complete, and fitting.

import { ThroughlineError, type StandardSchema } from 'throughline'
import { andThen, findingsOf, findingText } from 'throughline/insides'
import { inputNamesOf } from '../definition/input-names.ts'
import { isExpected } from '../definition/inputs.ts'
import { machineIssue } from '../errors/catalogue.ts'
import type { CompiledAction } from './compiled.ts'

type Inputs = Readonly<Record<string, unknown>>
type Awaitable<Value> = Value | PromiseLike<Value>

/** By action: values for its next step, or a function that is asked for each step. */
export type GivenInputs = Readonly<Record<string, Inputs | (() => Awaitable<Inputs | undefined>) | undefined>>

const NONE: Inputs = Object.freeze({})

/** The inputs that a run was given. Values are used for one step; a function is asked at each. */
export class InputSource {
  readonly #given: GivenInputs
  readonly #used = new Set<string>()

  constructor(given: GivenInputs = {}) {
    // Names of actions are any names: nothing is inherited.
    this.#given = Object.assign(Object.create(null) as GivenInputs, given)
  }

  /** Whether a function is asked for the inputs of this action. */
  asks(name: string): boolean {
    return typeof this.#given[name] === 'function'
  }

  /**
   * @returns undefined when the action needs inputs and none were given for it
   * @throws {app/unknown-input}, {app/missing-input} or {app/bad-input}
   */
  take({ name, action }: CompiledAction): Awaitable<Inputs | undefined> {
    if (action.spec.inputs === undefined)
      return this.#given[name] === undefined ? NONE : this.#check(name, action, this.#next(name))
    return this.#check(name, action, this.#next(name))
  }

  #next(name: string): Awaitable<Inputs | undefined> {
    const given = this.#given[name]
    if (typeof given === 'function') return given()
    if (given === undefined || this.#used.has(name)) return undefined
    this.#used.add(name)
    return given
  }

  #check(
    name: string,
    action: CompiledAction['action'],
    given: Awaitable<Inputs | undefined>,
  ): Awaitable<Inputs | undefined> {
    return andThen(given, (values): Awaitable<Inputs | undefined> => {
      const { spec, bound } = action
      if (values !== undefined && (typeof values !== 'object' || values === null)) {
        const findings = [`expected an object, found ${values === null ? 'null' : typeof values}`]
        throw new ThroughlineError([machineIssue('app/bad-input', { action: name, findings })])
      }
      if (spec.inputs === undefined || isExpected(spec.inputs)) {
        const { required, optional } = inputNamesOf(action) ?? { required: [], optional: [] }
        // Where no input is needed none has to be given.
        if (values === undefined) return required.length === 0 ? NONE : undefined
        checkNames(name, values, { required, optional })
        return values
      }
      const schema = spec.inputs as StandardSchema<any, Inputs>
      if (values === undefined) return whatFits(schema, bound)
      return validate(schema, { ...values, ...bound }, (findings) =>
        machineIssue('app/bad-input', { action: name, findings }),
      )
    })
  }
}

function whatFits(schema: StandardSchema<any, Inputs>, value: Inputs): Awaitable<Inputs | undefined> {
  return andThen(schema['~standard'].validate(value), (result) => (result.issues ? undefined : result.value))
}

function checkNames(
  action: string,
  values: Inputs,
  { required, optional }: { readonly required: readonly string[]; readonly optional: readonly string[] },
): void {
  const known = [...required, ...optional]
  const issues = Object.keys(values)
    .filter((name) => !known.includes(name))
    .map((name) => machineIssue('app/unknown-input', { action, name, known }))
  const missing = required.filter((name) => values[name] === undefined)
  if (missing.length > 0)
    throw new ThroughlineError([...issues, machineIssue('app/missing-input', { action, names: missing })])
  if (issues.length > 0) throw new ThroughlineError(issues)
}

/** @throws the issue that is made of what the schema found */
export function validate<Value>(
  schema: StandardSchema<any, Value>,
  value: unknown,
  issueOf: (findings: readonly string[]) => ReturnType<typeof machineIssue>,
): Awaitable<Value> {
  return andThen(schema['~standard'].validate(value), (result) => {
    if (!result.issues) return result.value
    throw new ThroughlineError([issueOf(findingsOf(result.issues).map(findingText))])
  })
}
