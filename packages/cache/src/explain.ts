// What a run would take from earlier runs, what it would compute, and why.

import { isRefusal } from '@throughline/store'
import { ThroughlineError, type AnyFlow, type EarlierRun } from 'throughline'
import { ABSENT, planOf } from 'throughline/memo'
import { Instances, versionIn } from './instances.ts'
import type { Memoizer } from './memoizer.ts'
import { differences, type Key, type KeyDifference } from './key.ts'
import { ABSENT_VERSION, IGNORED, keyOfStep, versionOfResource } from './step-key.ts'
import type { WhyNot } from './step-setting.ts'
import type { KeptValue } from './value-store.ts'

/** What becomes of one node. */
export type NodeExplanation = { readonly node: string } & (
  | {
      readonly status: 'cached'
      readonly from: EarlierRun
      readonly sizeBytes: number
      /** How long it took to compute. */
      readonly durationMs: number
    }
  | { readonly status: 'computed'; readonly why: WhyComputed }
  /** Something that it reads is computed first: when that gives what it gave before, it is taken from an earlier run. */
  | { readonly status: 'depends'; readonly on: readonly string[] }
  /** A source: it is asked what it would read, and taken from an earlier run if that is the same. */
  | { readonly status: 'asked' }
  /** A resource: opened when a node that is computed needs it. */
  | { readonly status: 'opened-when-needed' }
)

export type WhyComputed =
  | WhyNot
  /** Nothing was kept of it. */
  | { readonly because: 'never-kept' }
  | { readonly because: 'expired'; readonly from: EarlierRun }
  | { readonly because: 'recompute' }
  /** Against the kept value that differs least, the latest of those. */
  | { readonly because: 'changed'; readonly differences: readonly KeyDifference[]; readonly since: EarlierRun }
  /** Something that it reads cannot be compared. */
  | { readonly because: 'no-version'; readonly of: readonly string[] }

/** A node's values that were kept are compared with it, as far back as this. */
const MOST_COMPARED = 50

/**
 * What `execute` with these outputs and inputs would do, without running anything.
 *
 * @returns the nodes of the plan in the order in which they would run; empty for a flow without a cache
 * @throws what `execute` throws for these outputs and inputs
 * @example
 * for (const { node, status } of explain(flow, ['forecast'], { inputs })) console.log(node, status)
 */
export function explain(
  flow: AnyFlow,
  outputs: readonly string[],
  { inputs }: { readonly inputs?: Readonly<Record<string, unknown>> } = {},
): NodeExplanation[] {
  const { plan, values, hooks, issues } = planOf(flow, outputs, inputs)
  if (issues.length > 0) throw new ThroughlineError(issues)
  const cache = hooks.find((one): one is Memoizer => 'settingsOf' in one)
  if (!cache) return []
  const { look, store, nowMs } = cache.environment
  const settings = cache.settingsOf(plan, flow.name)
  const versions: (string | undefined)[] = []
  /** Slots of nodes that are computed, or may be: what they give is not known before. */
  const open = new Map<number, string>()
  const nameOf = (slot: number): string =>
    [...plan.steps, ...plan.inputs, ...plan.given].find((one) => one.slot === slot)?.name ?? ''

  const versionOf = (slot: number): string | undefined => {
    if (open.has(slot)) return undefined
    if (versions[slot] === undefined) {
      const found = values[slot] === ABSENT ? undefined : look(values[slot])
      if (found === undefined) versions[slot] = ABSENT_VERSION
      else if (!isRefusal(found)) versions[slot] = versionIn(found)
    }
    return versions[slot]
  }
  const instances = new Instances(plan, settings, values, look)
  const readAs = (slot: number): string | undefined => instances.readAs(slot, versionOf(slot))

  return plan.steps.map((step, index): NodeExplanation => {
    const setting = settings[index]!
    const { name: node, slot } = step
    const computed = (why: WhyComputed): NodeExplanation => {
      if (setting.behaviour === 'ignore') versions[slot] = IGNORED
      else open.set(slot, node)
      return { node, status: 'computed', why }
    }
    if (setting.behaviour === 'late') {
      const version = versionOfResource(step, setting, readAs)
      if (version === undefined) open.set(slot, node)
      else versions[slot] = version
      return { node, status: 'opened-when-needed' }
    }
    if (setting.whyNot) return computed(setting.whyNot)
    const waiting = step.reads.filter((one) => open.has(one))
    if (waiting.length > 0) {
      open.set(slot, node)
      return { node, status: 'depends', on: waiting.map((one) => open.get(one)!) }
    }
    if (setting.asksSource) {
      open.set(slot, node)
      return { node, status: 'asked' }
    }
    const key = keyOfStep(step, setting, readAs)
    if (!key) {
      return computed({
        because: 'no-version',
        of: step.reads.filter((one) => readAs(one) === undefined).map(nameOf),
      })
    }
    if (setting.behaviour === 'recompute') return computed({ because: 'recompute' })
    const kept = store.find(key.hash)
    if (kept && nowMs() - kept.madeBy.atMs <= setting.ttlMs) {
      versions[slot] = kept.version
      const { madeBy: from, sizeBytes, durationMs } = kept
      return { node, status: 'cached', from, sizeBytes, durationMs }
    }
    return computed(kept ? { because: 'expired', from: kept.madeBy } : whyChanged(cache, flow.name ?? '', node, key))
  })
}

function whyChanged({ environment: { store } }: Memoizer, flow: string, node: string, key: Key): WhyComputed {
  let least: { readonly found: KeyDifference[]; readonly kept: KeptValue } | undefined
  for (const kept of store.latest(flow, node, MOST_COMPARED)) {
    const found = differences(kept.parts, key.parts)
    if (!least || found.length < least.found.length) least = { found, kept }
  }
  if (!least) return { because: 'never-kept' }
  return { because: 'changed', differences: least.found, since: least.kept.madeBy }
}
