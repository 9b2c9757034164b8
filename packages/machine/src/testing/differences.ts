// In what a step that was done again differs from what was recorded of it.

import type { StoredPatch } from '../journal/entry.ts'
import { errorRecord, type ErrorRecord } from '../run/error-record.ts'
import { sameValue } from './same-value.ts'
import type { RecordedEnd } from './step-fixture.ts'

export interface Difference {
  /** `status`, `patch.set.count`, `next`, `edge`, `chunks`, `error`, `prompt`. */
  readonly part: string
  /** Absent when there is none. */
  readonly recorded?: unknown
  readonly replayed?: unknown
}

interface Replayed {
  readonly status: RecordedEnd['status']
  readonly patch?: StoredPatch
  readonly next: string | null
  readonly edge?: number
  readonly chunks: readonly unknown[]
  readonly error?: unknown
  readonly prompt?: unknown
}

/** Errors are compared by name and message; chunks by their number, because they are not kept. */
export function differencesBetween(recorded: RecordedEnd, replayed: Replayed): Difference[] {
  // An attempt that failed says nothing of edges: another attempt may have followed.
  if (recorded.status === 'failed' && 'error' in replayed)
    return compared({ error: textOf(recorded.error) }, { error: errorText(replayed) })
  if (recorded.status !== replayed.status) {
    const why = 'error' in replayed ? { error: errorText(replayed) } : {}
    const was = recorded.status === 'failed' ? { error: textOf(recorded.error) } : {}
    return compared({ status: recorded.status, ...was }, { status: replayed.status, ...why })
  }
  if (recorded.status === 'suspended') return compared({ prompt: recorded.prompt }, { prompt: replayed.prompt })
  if (recorded.status === 'failed') return []
  const { patch, next, edge, chunks = 0, error } = recorded
  return compared(
    { ...flat(patch, error), next, edge, chunks, error: error && textOf(error) },
    {
      ...flat(replayed.patch ?? {}, error),
      next: replayed.next,
      edge: replayed.edge,
      chunks: replayed.chunks.length,
      error: errorText(replayed),
    },
  )
}

function compared(
  recorded: Readonly<Record<string, unknown>>,
  replayed: Readonly<Record<string, unknown>>,
): Difference[] {
  const parts = new Set([...Object.keys(recorded), ...Object.keys(replayed)])
  return [...parts]
    .filter((part) => !sameValue(recorded[part], replayed[part]))
    .map((part) => ({
      part,
      ...(recorded[part] !== undefined && { recorded: recorded[part] }),
      ...(replayed[part] !== undefined && { replayed: replayed[part] }),
    }))
}

/** By part and key. Of an error edge the key that gets the error has a stack, which is never the same. */
function flat(patch: StoredPatch, error: ErrorRecord | undefined): Record<string, unknown> {
  const parts = Object.entries(patch).flatMap(([part, keys]) =>
    Array.isArray(keys)
      ? (keys as readonly string[]).map((key) => [`patch.${part}.${key}`, true] as const)
      : Object.entries(keys as object).map(([key, value]) => [`patch.${part}.${key}`, value as unknown] as const),
  )
  return Object.fromEntries(error ? parts.map(([key, value]) => [key, withoutStack(value)]) : parts)
}

function withoutStack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('stack' in value)) return value
  const { stack: _, cause, ...rest } = value as { stack: unknown; cause?: unknown }
  return { ...rest, ...(cause !== undefined && { cause: withoutStack(cause) }) }
}

function errorText(replayed: Replayed): string | undefined {
  return 'error' in replayed ? textOf(errorRecord(replayed.error)) : undefined
}

function textOf({ name, message }: ErrorRecord): string {
  return `${name}: ${message}`
}
