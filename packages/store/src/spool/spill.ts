// Large parts of an event move into blobs, so that a line stays short.

/** Keeps the JSON text of a part. @returns the id of its blob; throws when it cannot be kept */
export type KeepPart = (json: string) => string

/** What stands in place of a part has about a hundred bytes. */
const worthBytes = 200

/**
 * Replaces the largest parts of an event until it is short. A part is a value in it, at most four objects deep, that is
 * large in itself; in its place stands `{ $blob: id, sizeBytes }`, or `{ $cut: 'not kept', sizeBytes }` when it could not
 * be kept. An event of very many small fields keeps its type, and the field `rest`.
 *
 * @param body encoded, as of `encodePayload`
 * @param limitBytes how long the JSON text may be
 */
export function spill(body: object, limitBytes: number, keep: KeepPart): object {
  let record = body as Readonly<Record<string, unknown>>
  const fixed = new Set(['type', 'run'])
  for (;;) {
    const sizes = Object.keys(record).map((key) => ({ key, size: sizeOf(record[key]) }))
    if (sizes.reduce((sum, { key, size }) => sum + key.length + 4 + size, 2) <= limitBytes) return record
    const largest = sizes.filter(({ key }) => !fixed.has(key)).sort((a, b) => b.size - a.size)[0]
    if (!largest || largest.size < worthBytes) return withoutRest(record, keep)
    fixed.add(largest.key)
    const smaller = spillValue(record[largest.key], Math.floor(limitBytes / 4), keep, 4)
    record = { ...record, [largest.key]: smaller }
  }
}

/** Many small fields, of which none is worth a blob: all of them together are. */
function withoutRest({ type, run, ...rest }: Readonly<Record<string, unknown>>, keep: KeepPart): object {
  return { type, ...(run !== undefined && { run }), rest: moved(rest, keep) }
}

/** Descends to what is large, so that the rest of an object can still be read and asked about. */
function spillValue(value: unknown, limitBytes: number, keep: KeepPart, depth: number): unknown {
  if (sizeOf(value) <= limitBytes) return value
  if (depth > 0 && isRecord(value)) {
    const inner = Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, spillValue(one, limitBytes, keep, depth - 1)]),
    )
    if (sizeOf(inner) <= limitBytes) return inner
  }
  return moved(value, keep)
}

function moved(value: unknown, keep: KeepPart): object {
  const json = JSON.stringify(value)
  const sizeBytes = Buffer.byteLength(json)
  try {
    return { $blob: keep(json), sizeBytes }
  } catch {
    return { $cut: 'not kept', sizeBytes }
  }
}

/** An object whose keys say something: no tag of an encoded value. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.keys(value)[0]?.startsWith('$')
}

function sizeOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value) ?? '')
}
