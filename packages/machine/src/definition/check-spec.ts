// What an action is made of, as the compiler would check it.

import { ThroughlineError, type Issue, type RetryOptions } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { AnyAction } from './action.ts'
import { isExpected } from './inputs.ts'
import { kindOf } from '../errors/kind-of.ts'
import { optionIssues, type OptionNames } from './option-names.ts'

const SPEC: OptionNames<AnyAction['spec']> = {
  reads: true,
  writes: true,
  inputs: true,
  tags: true,
  retry: true,
  timeout: true,
  awaits: true,
  resumed: true,
  doc: true,
}
const RETRY: OptionNames<RetryOptions> = {
  maxAttempts: true,
  backoffMs: true,
  factor: true,
  maxBackoffMs: true,
  jitter: true,
  retryIf: true,
}
/** What actions of their kind do not take. */
const NOT_OF: Partial<Readonly<Record<AnyAction['kind'], readonly (keyof AnyAction['spec'])[]>>> = {
  todo: ['inputs', 'tags', 'retry', 'timeout', 'awaits', 'resumed'],
  parallel: ['awaits', 'resumed'],
  flow: ['awaits', 'resumed'],
}

/** What one takes besides, where a specification says more than that. */
export interface MoreToCheck {
  /** What its user calls: `mapStates()`. */
  readonly place: string
  /** Where a kind is named, it is needed. */
  readonly takes: Readonly<Record<string, 'a function' | 'an object' | 'anything'>>
}

/**
 * @param spec whatever its user wrote, with what it takes besides
 * @throws {app/unknown-option} and {app/bad-option}, all that hold
 */
export function checkSpec(
  kind: AnyAction['kind'],
  spec: AnyAction['spec'] | null | undefined,
  run: unknown,
  { place, takes }: MoreToCheck = { place: kind === 'flow' ? 'flowAction()' : `${kind}()`, takes: {} },
): void {
  const without = NOT_OF[kind] ?? []
  const names = [...Object.keys(SPEC), ...Object.keys(takes)].filter(
    (name) => !(without as readonly string[]).includes(name),
  )
  const issues = optionIssues(place, spec ?? null, Object.fromEntries(names.map((name) => [name, true])))
  if (typeof run !== 'function') issues.push(bad(`the function of ${place}`, kindOf(run), 'a function'))
  if (typeof spec === 'object' && spec !== null) {
    issues.push(...optionIssues('retry', spec.retry, RETRY))
    issues.push(...neededIssues(spec, takes))
    for (const name of ['reads', 'writes', 'tags'] as const) {
      if (!isListOfText(spec[name])) issues.push(bad(name, kindOf(spec[name]), 'a list of names'))
    }
    const { inputs, awaits } = spec
    if (inputs !== undefined && !isExpected(inputs) && !isSchema(inputs))
      issues.push(bad('inputs', kindOf(inputs), 'a schema, or what expects() gives'))
    if (isExpected(awaits)) issues.push(bad('awaits', 'what expects() gives', 'a schema: an answer is checked'))
    else if (awaits !== undefined && !isSchema(awaits)) issues.push(bad('awaits', kindOf(awaits), 'a schema'))
  }
  if (issues.length > 0) throw new ThroughlineError(issues)
}

function neededIssues(spec: object, takes: MoreToCheck['takes']): Issue[] {
  return Object.entries(takes).flatMap(([name, kind]) => {
    const found = kindOf((spec as Readonly<Record<string, unknown>>)[name])
    return kind === 'anything' || found === kind ? [] : [bad(name, found, kind)]
  })
}

function bad(name: string, given: string, expected: string): Issue {
  return machineIssue('app/bad-option', { name, given, expected })
}

function isListOfText(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
}

/** One that follows Standard Schema: an object, or a function with a property. */
function isSchema(value: unknown): boolean {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false
  const standard = (value as { readonly '~standard'?: { readonly validate?: unknown } })['~standard']
  return typeof standard?.validate === 'function'
}
