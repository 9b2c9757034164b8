// Integers of JSON that no number holds: their digits are read again, where somebody asks for all of them.

const INTEGER = /^-?\d+$/

type ReadSource = (
  text: string,
  read: (this: object, name: string, value: unknown, at: { source: string }) => unknown,
) => unknown

/** With the text of each value: since V8 11.4. */
const parseWithSource = JSON.parse as unknown as ReadSource

/**
 * Makes bigints of the fields of a record that were rounded when it was read.
 *
 * @param text what the record was read from
 * @param names of the fields that are looked at
 */
export function withExactIntegers(
  record: Record<string, unknown>,
  text: string,
  names: readonly string[],
): Record<string, unknown> {
  const rounded = names.filter((name) => Object.hasOwn(record, name) && isRounded(record[name]))
  if (rounded.length === 0) return record
  const exact = new Map<object, Map<string, bigint>>()
  const again = parseWithSource(text, function (name, value, { source }) {
    if (isRounded(value) && INTEGER.test(source)) {
      if (!exact.has(this)) exact.set(this, new Map())
      exact.get(this)!.set(name, BigInt(source))
    }
    return value
  }) as Record<string, unknown>
  const found = exact.get(again)
  for (const name of rounded) again[name] = found?.get(name) ?? again[name]
  return again
}

function isRounded(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
}
