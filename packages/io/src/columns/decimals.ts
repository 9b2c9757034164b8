// Decimals as files have them: whole numbers, and how many of their digits stand after the point.

import type { Column, NullableColumn } from './column.ts'
import { hasValue } from './valid-bits.ts'

/** A decimal of up to so many digits is the nearest double, which prints the same digits again. */
const MOST_EXACT_DIGITS = 15

/** Numbers where these say every digit, else texts. */
export function decimalColumn(
  unscaled: readonly bigint[],
  { precision, scale }: { readonly precision: number; readonly scale: number },
  valid: Uint8Array | undefined,
): Column {
  if (precision > MOST_EXACT_DIGITS) {
    return unscaled.map((value, index) => (hasValue(valid, index) ? decimalText(value, scale) : null))
  }
  const divisor = 10 ** scale
  const values = Float64Array.from(unscaled, (value) => Number(value) / divisor)
  if (valid === undefined) return values
  return { type: 'Float64', length: values.length, values, valid } satisfies NullableColumn
}

function decimalText(value: bigint, scale: number): string {
  if (scale <= 0) return (value * 10n ** BigInt(-scale)).toString()
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** A number of 16 bits (IEEE 754), by its bits. */
export function float16(bits: number): number {
  const fraction = bits & 0x3ff
  const exponent = (bits >> 10) & 31
  const sign = bits & 0x8000 ? -1 : 1
  if (exponent === 0) return sign * 2 ** -24 * fraction
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * 2 ** (exponent - 25) * (fraction + 1024)
}
