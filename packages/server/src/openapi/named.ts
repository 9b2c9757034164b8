// Shapes of answers with names, for the document that describes the API. Nothing of an answer is checked by them.

import { z } from 'zod'

/** Of every named shape its name. */
export const names: z.core.$ZodRegistry<{ readonly id: string }> = z.registry<{ readonly id: string }>()

/** The type that is given says what the shape has to give: one that says something else does not compile. */
export function named<Answer>(id: string, shape: z.ZodType<Answer>): z.ZodType<Answer> {
  names.add(shape, { id })
  return shape
}

/** What another room describes, or nobody: any JSON. */
export function opaque<Value>(description: string): z.ZodType<Value> {
  return z.unknown().describe(description) as z.ZodType<Value>
}

export const text: z.ZodString = z.string()
export const count: z.ZodNumber = z.number()
export const maybeText: z.ZodExactOptional<z.ZodString> = z.string().exactOptional()
export const maybeCount: z.ZodExactOptional<z.ZodNumber> = z.number().exactOptional()
export const texts: z.ZodArray<z.ZodString> = z.array(z.string())
export const textsByName: z.ZodRecord<z.ZodString, z.ZodString> = z.record(z.string(), z.string())
/** Any JSON, or nothing. */
export const anything: z.ZodExactOptional<z.ZodUnknown> = z.unknown().exactOptional()
