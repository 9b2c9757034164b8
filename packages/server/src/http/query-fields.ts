// Fields that many addresses take.

import { z } from 'zod'

/** A cursor that is the place of the last row: a list as JSON. */
export function placeField(...kinds: readonly ('string' | 'number')[]): z.ZodExactOptional<z.ZodString> {
  return z
    .string()
    .max(20_000)
    .refine((text) => isPlace(readJson(text), kinds), 'a cursor that this server has given')
    .describe('Where the page before ended.')
    .exactOptional()
}

/** More may follow, as the rank by which rows are sorted. */
function isPlace(place: unknown, kinds: readonly string[]): boolean {
  return (
    Array.isArray(place) && place.length <= kinds.length + 1 && kinds.every((kind, at) => typeof place[at] === kind)
  )
}

/** Where the page before ended. */
export const cursorField: z.ZodExactOptional<z.ZodString> = z
  .string()
  .max(20_000)
  .exactOptional()
  .describe('Where the page before ended.')

export function limitField(most: number, otherwise: number): z.ZodDefault<z.ZodCoercedNumber> {
  return z.coerce
    .number({ error: `a whole number from 1 to ${most}` })
    .int()
    .min(1)
    .max(most)
    .default(otherwise)
    .describe(`How many at most: 1 to ${most}.`)
}

/** Keys of the item, as JSON: `["a"]`. */
export const itemField: z.ZodExactOptional<z.ZodType<readonly string[], string>> = z
  .string()
  .max(4_000)
  .transform((text, context): readonly string[] => {
    const keys = readJson(text)
    if (Array.isArray(keys) && keys.every((key) => typeof key === 'string')) return keys
    context.addIssue({ code: 'custom', message: 'the keys of an item as JSON, such as  ["a"]' })
    return z.NEVER
  })
  .exactOptional()
  .describe('Keys of the item in a fan-out, as JSON.')

export const sequenceField: z.ZodExactOptional<z.ZodCoercedNumber> = z.coerce
  .number()
  .int()
  .min(0)
  .exactOptional()
  .describe('Number of the step of an application.')

export const textField: z.ZodExactOptional<z.ZodString> = z.string().max(1_000).exactOptional()

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
