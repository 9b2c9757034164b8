// Instances of classes: what their methods do is code, which their readers run and no data version sees.

import { FEATURE, isRefusal, type Fingerprint } from '@throughline/store'
import { ABSENT, type Plan } from 'throughline/memo'
import { hash } from 'node:crypto'
import type { Look } from './look.ts'
import type { StepSetting } from './step-setting.ts'

const OF_CLASS = ';class'
const OF_RULE = ';rule'

/** The data version of a value, marked when instances of classes are in it, or of classes that a rule describes. */
export function versionIn({ version, features }: Pick<Fingerprint, 'version' | 'features'>): string {
  if ((features & FEATURE.class) !== 0) return version + OF_CLASS
  return (features & FEATURE.ruled) === 0 ? version : version + OF_RULE
}

function hasInstances(version: string): boolean {
  return version.endsWith(OF_CLASS) || version.endsWith(OF_RULE)
}

/** What the readers of values are looked up by: what a value is, and for instances the code that their classes may be in. */
export class Instances {
  readonly #plan: Plan
  readonly #settings: readonly StepSetting[]
  /** Something was given to the run that may have brought classes, or made instances, whose code nobody knows. */
  readonly #bringsClasses: boolean

  constructor(plan: Plan, settings: readonly StepSetting[], values: readonly unknown[], look: Look) {
    this.#plan = plan
    this.#settings = settings
    this.#bringsClasses = [...plan.inputs, ...plan.given].some(({ slot }) => {
      const value = values[slot]
      if (value === null || value === ABSENT || (typeof value !== 'object' && typeof value !== 'function')) return false
      const found = look(value)
      return isRefusal(found) || (found.features & FEATURE.class) !== 0
    })
  }

  /** @returns `undefined` for instances whose code nobody knows */
  readAs(slot: number, version: string | undefined): string | undefined {
    if (version === undefined || !hasInstances(version)) return version
    const makers = makersOf(this.#plan, this.#settings)
    // Of what was given from outside, the name of a rule stands for the code of its class.
    if (!makers.has(slot)) return version.endsWith(OF_RULE) ? version : undefined
    return this.#madeBy(version, makers.get(slot))
  }

  /** As `readAs`, for an item of what a step at a slot reads. */
  itemReadAs(slot: number, version: string | undefined): string | undefined {
    if (version === undefined || !hasInstances(version)) return version
    return this.#madeBy(version, makersOf(this.#plan, this.#settings).get(slot))
  }

  #madeBy(version: string, maker: string | undefined): string | undefined {
    return maker === undefined || this.#bringsClasses ? undefined : `${version} of ${maker}`
  }
}

/** By the settings of a plan, which it has once. */
const known = new WeakMap<readonly StepSetting[], ReadonlyMap<number, string | undefined>>()

/**
 * By slot of a step: a hash over its code and that of all steps upstream, some of which reaches the classes of what it gives.
 * `undefined` where part of that code is not known.
 */
function makersOf(plan: Plan, settings: readonly StepSetting[]): ReadonlyMap<number, string | undefined> {
  const found = known.get(settings)
  if (found) return found
  const makers = new Map<number, string | undefined>()
  for (const [index, { slot, reads }] of plan.steps.entries()) {
    const { behaviour, code } = settings[index]!
    const upstream = new Set(reads.filter((one) => makers.has(one)).map((one) => makers.get(one)))
    const isKnown = code !== undefined && !upstream.has(undefined)
    const maker = isKnown ? hash('sha256', JSON.stringify([code, ...upstream])) : undefined
    makers.set(slot, behaviour === 'ignore' ? '' : maker)
  }
  known.set(settings, makers)
  return makers
}
