// How each step of a plan is memoized: what its policy says, what its code is, and why it is perhaps not kept.

import { isRefusal } from '@throughline/store'
import { toMilliseconds, type NodeSpec, type Plan, type PlanStep } from 'throughline/memo'
import type { CacheOptions as NodeOptions } from 'throughline'
import type { CodeVersion, CodeVersions } from './code-versions.ts'
import type { Look } from './look.ts'
import { resourceVersion } from './step-key.ts'

/**
 * - `look-up`: taken from an earlier run where there is one, else computed and kept.
 * - `recompute`: computed and kept.
 * - `compute`: computed and not kept; readers are looked up by what it gave.
 * - `disable`: computed and not kept; readers are computed too.
 * - `ignore`: computed and not kept; readers are looked up without it.
 * - `late`: opened when a step that runs needs it.
 */
type Behaviour = 'look-up' | 'recompute' | 'compute' | 'disable' | 'ignore' | 'late'

/** Why a node is computed every time. */
export type WhyNot =
  | { readonly because: 'unknown-code'; readonly reason: string }
  /** It reaches the outside world. */
  | { readonly because: 'impure'; readonly places: readonly string[] }
  /** It reaches code that cannot be followed. */
  | { readonly because: 'caveat'; readonly places: readonly string[] }
  | { readonly because: 'unversioned-resource'; readonly resource: string }
  | { readonly because: 'reaches-out'; readonly what: 'source' | 'sink' }
  /** A subflow was given something for it that cannot be compared. */
  | { readonly because: 'constant'; readonly name: string; readonly what: string }
  | { readonly because: 'not-chosen' }
  | { readonly because: 'policy'; readonly mode: 'disable' | 'ignore' }

export interface StepSetting {
  readonly behaviour: Behaviour
  /** Absent when nobody knows all of it. Of a resource: what it counts as; absent when its readers are not kept. */
  readonly code: string | undefined
  readonly config: string
  /** Older values are not taken. */
  readonly ttlMs: number
  /** Data versions of bound constants, by the name under which the function reads them. */
  readonly constants: readonly (readonly [name: string, version: string])[]
  readonly whyNot?: WhyNot
  /** Of a source: it is asked what it would read, which is a part of the key. */
  readonly asksSource?: true
  /** Of a resource: slots of the steps that it is opened with, without the resources among them. */
  readonly openedWith?: readonly number[]
}

export interface SettingOptions {
  readonly versions: CodeVersions
  readonly look: Look
  readonly flow: string | undefined
  /** Only these are kept, when it is there. */
  readonly nodes: ReadonlySet<string> | undefined
}

/** By step. */
export function settingsOf(plan: Plan, options: SettingOptions): StepSetting[] {
  const computed = new Set(
    plan.steps.filter(({ node }) => node.spec!.reach?.kind !== 'resource').map(({ slot }) => slot),
  )
  const resources = new Map<number, { readonly name: string; readonly version: string | undefined }>()
  return plan.steps.map((step) => {
    const spec = step.node.spec!
    if (spec.reach?.kind === 'resource') {
      const { version } = spec.reach
      resources.set(step.slot, { name: step.name, version })
      const code = version === undefined ? undefined : resourceVersion(version)
      const openedWith = step.reads.filter((slot) => computed.has(slot))
      return { behaviour: 'late', code, config: '', ttlMs: Infinity, constants: [], openedWith }
    }
    const unversioned = step.reads.map((slot) => resources.get(slot)).find((one) => one && one.version === undefined)
    return settingOf(step, spec, unversioned?.name, options)
  })
}

function settingOf(
  step: PlanStep,
  spec: NodeSpec,
  resource: string | undefined,
  { versions, look, flow, nodes }: SettingOptions,
): StepSetting {
  const policy = spec.layers.findLast((layer) => layer.policy?.cache)?.policy?.cache
  const { mode = 'default', version, ttl }: NodeOptions = policy ?? {}
  const isAsked = policy !== undefined || nodes?.has(step.name) === true
  const config = configOf(spec)
  const ttlMs = ttl === undefined ? Infinity : toMilliseconds(ttl)
  const found = version === undefined ? codeOf(step, spec, versions, flow) : givenCode(version, flow)
  const { caveats = [] } = found.version === undefined ? {} : found
  const not = (behaviour: Behaviour, whyNot: WhyNot): StepSetting => {
    const code = caveats.length > 0 ? undefined : found.version
    return { behaviour, code, config, ttlMs, constants: [], whyNot }
  }
  if (mode === 'disable' || mode === 'ignore') return not(mode, { because: 'policy', mode })
  if (!isAsked && nodes) return not('compute', { because: 'not-chosen' })
  if (!isAsked && spec.reach) {
    return not('compute', { because: 'reaches-out', what: spec.reach.kind as 'source' | 'sink' })
  }
  // To ask many sources would be to go through all items; they are read.
  const readsMany = spec.reach?.ask !== undefined && spec.kind === 'each'
  if (readsMany) return not('compute', { because: 'reaches-out', what: 'source' })
  if (found.version === undefined) return not('compute', { because: 'unknown-code', reason: found.reason })
  const { version: code, impure } = found
  if (!isAsked && impure.length > 0) return not('compute', { because: 'impure', places: impure })
  if (!isAsked && caveats.length > 0) return not('compute', { because: 'caveat', places: caveats })
  if (!isAsked && resource !== undefined) return not('compute', { because: 'unversioned-resource', resource })
  const constants: [string, string][] = []
  for (const [name, value] of step.constants) {
    const found = look(value)
    if (!isRefusal(found)) constants.push([name, found.version])
    // Bound where the function is written it is part of that code; bound by a subflow it is not.
    else if (spec.place && !isAsked) return not('compute', { because: 'constant', name, what: found.refused })
  }
  const behaviour = mode === 'recompute' ? 'recompute' : 'look-up'
  return { behaviour, code, config, ttlMs, constants, ...(spec.reach?.ask && { asksSource: true }) }
}

function codeOf(step: PlanStep, spec: NodeSpec, versions: CodeVersions, flow: string | undefined): CodeVersion {
  return versions.of({
    node: step.name,
    flow,
    source: step.node.source,
    flowExport: step.node.exportPath,
    ...(spec.reach && { reach: spec.reach.kind }),
  })
}

/** Two flows may each have a node of this name, in its version "1". */
function givenCode(version: string, flow: string | undefined): CodeVersion {
  return { version: flow === undefined ? `given:${version}` : `given:${version} in ${flow}`, impure: [] }
}

/** Which variant was chosen, and which checks a kept value has passed. */
function configOf({ variant, layers }: NodeSpec): string {
  const checks = layers.flatMap((layer) =>
    (layer.checks ?? []).map((check, at) => [check, layer.severities?.[at] ?? 'error'] as const),
  )
  if (variant === undefined && checks.length === 0) return ''
  return JSON.stringify({ ...(variant !== undefined && { variant }), ...(checks.length > 0 && { checks }) })
}
