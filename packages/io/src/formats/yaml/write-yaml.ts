// YAML written: what comes back is what was written.

import { Scalar, stringify } from 'yaml'

/** @param given plain data */
export function yamlText(given: unknown): string {
  const value = prepared(given)
  // Many readers know the version before this one, to which `no` is false and `2024-01-01` a date.
  const options = { aliasDuplicateObjects: false, lineWidth: 0, compat: 'yaml-1.1' } as const
  const text = stringify(value, options)
  // At the start of a file this character is no part of the text that begins with it.
  return text.startsWith('\ufeff') ? stringify(value, { ...options, ...QUOTED }) : text
}

const QUOTED = { defaultKeyType: 'QUOTE_DOUBLE', defaultStringType: 'QUOTE_DOUBLE' } as const

/** Texts of several lines that would not come back as they are from a block of lines. */
function hasOddLines(text: string): boolean {
  if (!text.includes('\n')) return false
  return text.trimStart() !== text || /[ \t]$/.test(text.slice(-1)) || text.includes('\r') || text.includes('\ufeff')
}

/** Dates as texts; integers that are no exact ones with an exponent, as digits are read exactly. */
function prepared(value: unknown): unknown {
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return Object.assign(new Scalar(value), { format: 'EXP' })
  if (typeof value === 'string' && hasOddLines(value)) return Object.assign(new Scalar(value), { type: 'QUOTE_DOUBLE' })
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return prepared((value.toJSON as () => unknown)())
  if (Array.isArray(value)) return value.map(prepared)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, prepared(one)]))
}
