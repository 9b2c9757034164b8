// Conditions, compared with a naive reference over every configuration of a small universe.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition, ConditionValue, NodeDefinition } from '../definition/definition.ts'
import { specOfFunction, type NodeSpec } from '../definition/node-spec.ts'
import type { ConfigValue } from '../flow/node-info.ts'
import { conditionalRules, overlap, variantRules } from './decide.ts'

const KEYS = ['a', 'b', 'toString'] as const
const VALUES = ['x', 1, true] as const

type Config = Readonly<Record<string, ConfigValue>>

/** Every configuration, with keys for which nothing is chosen; a value of its own that no condition names. */
const UNIVERSE: readonly Config[] = KEYS.reduce<Config[]>(
  (configs, key) =>
    [...VALUES, 'other', undefined].flatMap((value) =>
      configs.map((config) => (value === undefined ? config : { ...config, [key]: value })),
    ),
  [{}],
)

const values = fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1 })
const wanted: fc.Arbitrary<ConditionValue> = fc.oneof(
  fc.constantFrom(...VALUES),
  values,
  values.map((not) => ({ not })),
)
const condition: fc.Arbitrary<Condition> = fc
  .dictionary(fc.constantFrom(...KEYS), wanted, { minKeys: 1 })
  .map((record) => ({ ...record }))

/** In the words of the documentation. */
function holds(one: Condition, config: Config): boolean {
  return Object.entries(one).every(([key, value]) => {
    const isChosen = Object.keys(config).includes(key)
    if (typeof value === 'object' && 'not' in value) return !isChosen || !value.not.some((not) => not === config[key])
    return isChosen && [value].flat().some((each) => each === config[key])
  })
}

const specs: readonly NodeSpec[] = Array.from({ length: 4 }, () => specOfFunction(() => 1)!)

function definitionOf(conditions: readonly Condition[], hasOtherwise: boolean): NodeDefinition {
  const cases = conditions.map((one, index) => ({ condition: one, spec: specs[index]! }))
  return { name: '&', cases, otherwise: hasOtherwise ? specs[3] : undefined }
}

describe('conditions', () => {
  it('overlap when some configuration satisfies both', () => {
    fc.assert(
      fc.property(condition, condition, (one, other) => {
        expect(overlap(one, other)).toBe(UNIVERSE.some((config) => holds(one, config) && holds(other, config)))
      }),
      { numRuns: 500 },
    )
  })

  it('choose the one that holds, and else what stands when none does', () => {
    const apart = fc
      .array(condition, { minLength: 1, maxLength: 3 })
      .filter((all) => all.every((one, index) => all.slice(0, index).every((before) => !overlap(before, one))))
    fc.assert(
      fc.property(apart, fc.boolean(), fc.constantFrom(...UNIVERSE), (conditions, hasOtherwise, config) => {
        const definition = definitionOf(conditions, hasOtherwise)
        const holding = conditions.findIndex((one) => holds(one, config))
        const decision = variantRules.decide(definition, config)
        if (holding >= 0) expect(decision).toEqual({ spec: specs[holding] })
        else if (hasOtherwise) expect(decision).toEqual({ spec: specs[3] })
        else {
          // Something further can be chosen so that one holds, or there is no such node.
          const further = UNIVERSE.filter((more) => Object.keys(config).every((key) => more[key] === config[key]))
          const canHold = further.some((more) => conditions.some((one) => holds(one, more)))
          expect(decision === 'absent').toBe(!canHold)
        }
        const alone = conditionalRules.decide(definitionOf(conditions, false), config)
        expect(alone).toEqual(holding >= 0 ? { spec: specs[holding] } : 'absent')
      }),
      { numRuns: 500 },
    )
  })

  it('name the keys that are still open, with the values that would decide', () => {
    fc.assert(
      fc.property(condition, fc.constantFrom(...UNIVERSE), (one, config) => {
        const decision = variantRules.decide(definitionOf([one], false), config)
        if (decision === 'absent' || 'spec' in decision) return
        const open = Object.entries(one).filter(
          ([key, value]) => !Object.keys(config).includes(key) && !(typeof value === 'object' && 'not' in value),
        )
        expect(decision.undecided.keys).toEqual(open.map(([key, value]) => ({ key, values: [value].flat() })))
        const chosen = Object.fromEntries(decision.undecided.keys.map(({ key, values: all }) => [key, all[0]!]))
        expect(holds(one, { ...config, ...chosen })).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
