// The JSON Schema of what is awaited, where the library that made the schema can give one.

import type { StandardSchema } from 'throughline'
import { inputNamesOf } from '../definition/input-names.ts'
import { isExpected } from '../definition/inputs.ts'
import type { AnyAction } from '../definition/action.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

const TARGET = 'draft-2020-12'

/** Ways in which libraries give it: that of Standard JSON Schema, that of Zod, and that of ArkType. */
interface GivesJsonSchema {
  readonly '~standard'?: { readonly jsonSchema?: { input?(options: { target: string }): unknown } }
  toJSONSchema?(options: object): unknown
  toJsonSchema?(options?: object): unknown
}

/** Of what goes in, before it is transformed. @returns undefined when no way gives one */
export function jsonSchemaOf(schema: StandardSchema): JsonSchema | undefined {
  const gives = schema as unknown as GivesJsonSchema
  const ways = [
    () => gives['~standard']?.jsonSchema?.input?.({ target: TARGET }),
    // What JSON has no type for, such as a date, becomes anything.
    () => gives.toJSONSchema?.({ io: 'input', target: TARGET, unrepresentable: 'any' }),
    () => gives.toJsonSchema?.(),
  ]
  for (const way of ways) {
    try {
      const given = way()
      if (typeof given === 'object' && given !== null) {
        const { $schema: _, '~standard': _standard, ...rest } = given as Record<string, unknown>
        return rest
      }
    } catch {
      // It cannot say this one.
    }
  }
  return undefined
}

/** What an action takes from outside. @returns undefined when it takes nothing */
export function inputSchemaOf(action: AnyAction): JsonSchema | undefined {
  const { spec, bound } = action
  if (spec.inputs === undefined) return undefined
  const given = Object.keys(bound)
  if (isExpected(spec.inputs)) {
    const { required, optional } = inputNamesOf(action)!
    const names = [...required, ...optional]
    if (names.length === 0) return undefined
    return {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, {}])),
      required,
      additionalProperties: false,
    }
  }
  const schema = jsonSchemaOf(spec.inputs as StandardSchema) ?? {}
  const { properties, required, ...rest } = schema as { properties?: object; required?: readonly string[] }
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !given.includes(name))),
    }),
    ...(required && { required: required.filter((name) => !given.includes(name)) }),
  }
}

/** A schema that refers to parts of itself does so from where it begins, wherever it is put. */
export function embedded(schema: JsonSchema, id: string): JsonSchema {
  return JSON.stringify(schema).includes('"$ref"') ? { $id: `urn:throughline:${id}`, ...schema } : schema
}
