// Instances of classes, as fitted models are: their class, about how large they are, the numbers in their fields.

import { isSecret } from '../privacy/secret.ts'
import type { Context } from './context.ts'
import { classNameOf, isRecord } from './shape.ts'
import type { ModelSummary } from './summarised.ts'

/** Fields are read where they are data; getters are not called, and text is not told. */
export function summariseModel(value: object, context: Context): ModelSummary {
  const numbers: [string, number][] = []
  const fields: [string, string][] = []
  const described = Object.entries(Object.getOwnPropertyDescriptors(value)).slice(0, context.limits.columns)
  for (const [key, field] of described) {
    const name = context.nameOf(key)
    if (context.isSecretName(key)) fields.push([name, '[redacted]'])
    else if (!('value' in field)) fields.push([name, 'getter'])
    else if (typeof field.value === 'number' && Number.isFinite(field.value)) numbers.push([name, field.value])
    else fields.push([name, kindOf(field.value)])
  }
  const sizeBytes = sizeOf(value, { left: MOST_LOOKED_AT, seen: new Set() })
  return {
    n: 1,
    class: context.nameOf(classNameOf(value)),
    sizeBytes,
    numbers: Object.fromEntries(numbers),
    fields: Object.fromEntries(fields),
  }
}

/** What a value is, in a word and its length: `Float64Array(12)`. */
function kindOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value
  if (isSecret(value)) return 'secret'
  if (Array.isArray(value)) return `array(${value.length})`
  if (ArrayBuffer.isView(value))
    return `${classNameOf(value)}(${'length' in value ? String(value.length) : value.byteLength})`
  if (value instanceof Map || value instanceof Set) return `${classNameOf(value)}(${value.size})`
  return isRecord(value) ? `object(${Object.keys(value).length})` : classNameOf(value)
}

/** After so many parts, the rest is not counted. */
const MOST_LOOKED_AT = 10_000

interface Looking {
  left: number
  readonly seen: Set<object>
}

function sizeOf(value: unknown, looking: Looking): number {
  if (looking.left-- <= 0) return 0
  if (typeof value === 'string') return value.length * 2
  if (typeof value !== 'object' || value === null) return 8
  if (looking.seen.has(value) || isSecret(value)) return 0
  looking.seen.add(value)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength
  let size = 0
  const parts =
    value instanceof Map
      ? [...value].flat()
      : value instanceof Set
        ? [...value]
        : Array.isArray(value)
          ? value
          : undefined
  if (parts) {
    if (parts.length > 0 && parts.every((part) => typeof part === 'number')) return parts.length * 8
    for (const part of parts) size += sizeOf(part, looking)
    return size
  }
  for (const key of Object.keys(value)) {
    const field = Object.getOwnPropertyDescriptor(value, key)
    if (field && 'value' in field) size += sizeOf(field.value, looking)
    if (looking.left <= 0) break
  }
  return size
}
