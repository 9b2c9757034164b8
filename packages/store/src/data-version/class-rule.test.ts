// Rules for classes whose instances cannot be read from outside.

import { isThroughlineError } from 'throughline'
import { describe, expect, it } from 'vitest'
import { dataVersionOf, fingerprint, isRefusal, type ClassRule } from './index.ts'

class Money {
  readonly #amount: bigint
  constructor(amount: bigint) {
    this.#amount = amount
  }
  get amount(): bigint {
    return this.#amount
  }
}
class Debt extends Money {}

const money: ClassRule<Money> = { class: Money, name: 'Money', toPlain: ({ amount }) => amount }
const classes = [money]

function issueOf(call: () => unknown): string | undefined {
  try {
    call()
  } catch (error) {
    return isThroughlineError(error) ? error.issues[0]?.code : String(error)
  }
  return undefined
}

describe('a rule for a class', () => {
  it('gives its instances versions', () => {
    const version = (amount: bigint): string => dataVersionOf({ price: new Money(amount) }, { classes })
    expect(version(1n)).toBe(version(1n))
    expect(version(1n)).not.toBe(version(2n))
    expect(version(1n)).not.toBe(dataVersionOf({ price: 1n }))
  })

  it('holds for its class alone: a class that extends it may have more', () => {
    expect(isRefusal(fingerprint(new Debt(1n), { classes }))).toBe(true)
    expect(isRefusal(fingerprint(new Money(1n)))).toBe(true)
  })

  it('is part of the version by its name', () => {
    const other = [{ ...money, name: 'Geld' }]
    expect(dataVersionOf(new Money(1n), { classes })).not.toBe(dataVersionOf(new Money(1n), { classes: other }))
  })

  it('may give what has no version: then that is said', () => {
    const bad = [{ ...money, toPlain: () => ({ f: () => 1 }) }]
    expect(fingerprint({ a: new Money(1n) }, { classes: bad })).toEqual({
      refused: 'a function',
      path: '.a.toPlain().f',
    })
  })

  it('may throw: then that is said', () => {
    const bad: ClassRule<Money>[] = [
      {
        ...money,
        toPlain: () => {
          throw new Error('broken')
        },
      },
    ]
    expect(fingerprint([new Money(1n)], { classes: bad })).toMatchObject({
      refused: expect.stringContaining('broken'),
      path: '[0]',
    })
  })

  it('may ask for versions itself, in both modes', () => {
    const nested = [{ ...money, toPlain: ({ amount }: Money) => dataVersionOf([amount, 'x'.repeat(100_000)]) }]
    const value = ['y'.repeat(100_000), new Money(1n), 'z'.repeat(100_000)]
    const again = ['y'.repeat(100_000), new Money(1n), 'z'.repeat(100_000)]
    expect(dataVersionOf(value, { classes: nested })).toBe(dataVersionOf(again, { classes: nested }))
    expect(dataVersionOf(value, { classes: nested })).not.toBe(
      dataVersionOf(['y', new Money(1n), 'z'], { classes: nested }),
    )
  })

  it('that gives instances of its own class for ever is stopped', () => {
    const endless = [{ ...money, toPlain: ({ amount }: Money) => [new Money(amount + 1n)] }]
    const outcome = fingerprint(new Money(1n), { classes: endless })
    expect(isRefusal(outcome) && outcome.refused).toMatch(/million levels/)
  })

  it('is there once for each name and class', () => {
    for (const twice of [
      [money, money],
      [money, { ...money, name: 'Other' }],
      [money, { ...money, class: Debt }],
    ]) {
      expect(issueOf(() => fingerprint(1, { classes: twice }))).toBe('data/duplicate-rule')
    }
  })
})
