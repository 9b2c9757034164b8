// Schemas of any library that follows the Standard Schema specification, version 1: https://standardschema.dev

import { andThen } from '../execute/and-then.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import type { CheckAnswer, ReportFacts } from './check.ts'
import { pathText } from './path-text.ts'

/** What zod, valibot, arktype and others make. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What a schema found, as plain data: `{ path: ['rows', 2, 'price'], message }`. */
export interface SchemaFinding {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

type TypesOf<Schema> = Schema extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types>
  : unknown
export type InputOfSchema<Schema> = TypesOf<Schema> extends { readonly input: infer Input } ? Input : unknown
export type OutputOfSchema<Schema> = TypesOf<Schema> extends { readonly output: infer Output } ? Output : unknown

/** The same type for somebody who only reads: a read-only list fits a schema of lists. */
export type Reading<T> = T extends AnyFunction ? T : T extends object ? { readonly [K in keyof T]: Reading<T[K]> } : T

/** Some libraries make schemas that are functions. */
export function isSchema(value: unknown): value is StandardSchema {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isObject && typeof (value as Partial<StandardSchema>)['~standard']?.validate === 'function'
}

export function findingsOf(issues: readonly StandardIssue[]): SchemaFinding[] {
  return issues.map(({ path = [], message }) => ({
    // Some libraries extend arrays: their paths become plain ones.
    path: Array.from(path, (step) => (typeof step === 'object' ? step.key : step)),
    message,
  }))
}

/** `rows[2].price: expected a number`; for the whole value only the message. */
export function findingText({ path, message }: SchemaFinding): string {
  return path.length === 0 ? message : `${pathText(path)}: ${message}`
}

const MOST_SHOWN = 5

/** The test of a check that a schema makes. The value stays what it is: what the schema makes of it is dropped. */
export function schemaTest(schema: StandardSchema) {
  return (value: unknown, report?: ReportFacts): CheckAnswer | Promise<CheckAnswer> => {
    const judge = ({ issues }: StandardResult<unknown>): CheckAnswer => {
      if (!issues) return true
      const findings = findingsOf(issues)
      report?.({ issues: findings })
      const shown = findings.slice(0, MOST_SHOWN).map(findingText)
      const more = findings.length - shown.length
      return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
    }
    return andThen(schema['~standard'].validate(value), judge) as CheckAnswer | Promise<CheckAnswer>
  }
}
