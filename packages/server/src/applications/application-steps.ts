// A journal as steps: what each did, how it came out, and what it changed in the state.

import { foldJournal, type Head, type JournalEntry, type Numbered } from '@throughline/machine'
import type { ApplicationStep } from '../api/index.ts'

type Draft = { -readonly [Field in keyof ApplicationStep]: ApplicationStep[Field] }
type Change = ApplicationStep['changes'][number]

/**
 * Entries of one step become one: of many attempts the last one says how it came out.
 *
 * @param entries in their order, from the first one behind `before` on
 * @param before where the application stood before them; undefined at its beginning
 */
export function stepsOfEntries(entries: Iterable<JournalEntry>, before?: Head): readonly ApplicationStep[] {
  const steps: Draft[] = []
  let head = before
  let open: Draft | undefined
  const stepFor = ({ sequence, action, atMs }: { sequence: number; action: string; atMs: number }): Draft => {
    if (open?.sequence === sequence && open.action === action) return open
    open = { sequence, action, status: 'running', attempts: 0, atMs, changes: [] }
    steps.push(open)
    return open
  }
  const aside = (entry: JournalEntry, status: ApplicationStep['status'], changes: readonly Change[]): void => {
    open = undefined
    const { sequence, atMs } = entry
    steps.push({ sequence, action: '', status, attempts: 0, atMs, changes })
  }
  for (const entry of entries) {
    const state = head?.state ?? {}
    switch (entry.type) {
      case 'opened':
        aside(entry, 'opened', differences({}, entry.state))
        break
      case 'begun':
        Object.assign(stepFor(entry), { status: 'running', attempts: entry.attempt })
        break
      case 'committed': {
        const { attempt, atMs, durationMs, error, patch } = entry
        Object.assign(stepFor(entry), {
          status: error ? 'failed' : 'succeeded',
          attempts: attempt,
          atMs: atMs - durationMs,
          durationMs,
          changes: changesOf(patch, state),
          ...saidIn(entry),
        })
        if (!error) delete open!.error
        open = undefined
        break
      }
      case 'failed': {
        const { attempt, atMs, durationMs } = entry
        const told = { status: 'failed', attempts: attempt, atMs: atMs - durationMs, durationMs, ...saidIn(entry) }
        Object.assign(stepFor(entry), told)
        break
      }
      case 'suspended':
        Object.assign(stepFor(entry), {
          status: 'suspended',
          attempts: entry.attempt,
          atMs: entry.atMs,
          ...saidIn(entry),
        })
        break
      case 'edited':
        aside(entry, 'edited', changesOf(entry.patch, state))
        break
      case 'cancelled':
        aside(entry, 'cancelled', [])
        break
      case 'migrated':
        aside(entry, 'migrated', differences(state, entry.state))
        break
      case 'snapshot':
        break
    }
    head = foldJournal([entry], head)
  }
  return steps
}

type Telling = Extract<JournalEntry, { type: 'committed' | 'failed' | 'suspended' }>

function saidIn(entry: Telling): Pick<ApplicationStep, 'inputs' | 'error' | 'logs' | 'metrics' | 'spans'> {
  const { inputs, logs, metrics, spans } = entry
  const error = 'error' in entry ? entry.error : undefined
  return {
    ...(inputs && { inputs }),
    ...(error && { error }),
    ...(logs && { logs }),
    ...(metrics && { metrics }),
    ...(spans && { spans: spans.map(({ error: why, ...span }) => ({ ...span, ...(why && { error: why.message }) })) }),
  }
}

type Patch = Extract<JournalEntry, { type: 'committed' }>['patch']
type State = Readonly<Record<string, unknown>>

function changesOf({ set = {}, append = {}, increment = {}, unset = [] }: Patch, state: State): readonly Change[] {
  return [
    ...Object.entries(set).map(([key, after]) => ({ key, ...sideOf('before', state, key), after })),
    ...Object.entries(append).map(([key, items]) => ({ key, before: [], after: items, from: lengthOf(state, key) })),
    ...Object.entries(increment).map(([key, by]) => {
      const before = numberIn(state, key)
      return { key, ...sideOf('before', state, key), after: before + by }
    }),
    ...unset.map((key) => ({ key, ...sideOf('before', state, key) })),
  ]
}

function differences(before: State, after: State): readonly Change[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].map((key) => ({ key, ...sideOf('before', before, key), ...sideOf('after', after, key) }))
}

function sideOf<Side extends string>(side: Side, state: State, key: string): { readonly [Name in Side]?: unknown } {
  return (Object.hasOwn(state, key) ? { [side]: state[key] } : {}) as { readonly [Name in Side]?: unknown }
}

function lengthOf(state: State, key: string): number {
  const list = Object.hasOwn(state, key) ? state[key] : undefined
  return Array.isArray(list) ? list.length : 0
}

function numberIn(state: State, key: string): number {
  const value = Object.hasOwn(state, key) ? state[key] : undefined
  return typeof value === 'number' ? value : 0
}

/** Entries up to the end of a step, so that the rest begins with another one; all when there are no more. */
export function wholeSteps(entries: readonly Numbered[], hasMore: boolean): readonly Numbered[] {
  if (!hasMore) return entries
  const last = entries.findLastIndex(({ entry }) => entry.type === 'committed')
  return entries.slice(0, last + 1)
}
