import { beforeEach, describe, expect, it } from 'vitest'
import { inRange, noNaN } from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  hasIssue,
  retry,
  subflow,
  untyped,
  type CheckInfo,
  type CheckMode,
  type Hooks,
} from '../index.ts'

const told: string[] = []
const hooks: Hooks = {
  onStepCheck: ({ node, check, passed, severity }) => void told.push(`${node} ${check} ${passed} ${severity}`),
}
beforeEach(() => void (told.length = 0))

let asked = 0
const counted = { ...noNaN(), name: 'counted', test: () => ++asked > 0 }

const flow = dataflow({
  price: checked(
    checked(() => 7, [inRange(0, 1)]),
    [counted, inRange(0, 5)],
    { severity: 'warn' },
  ),
  share: checked(() => 0.5, [inRange(0, 1)]),
  total: ({ price, share }: { price: number; share: number }) => price * share,
}).with({ hooks: [hooks] })

const outcome = async (one: typeof flow): Promise<unknown> =>
  one.execute(['total']).then(
    ({ total }) => total,
    (error: unknown) => hasIssue(error, 'check/failed') && 'check/failed',
  )

describe('checks of a whole flow', () => {
  it('are as they were written when nobody says otherwise', async () => {
    expect(await outcome(flow)).toBe('check/failed')
    expect(told).toContain('price inRange(0, 1) false error')
  })

  it('are not asked when they are off', async () => {
    const before = asked
    const off = flow.with({ checks: 'off' })
    expect(await outcome(off)).toBe(3.5)
    expect([told, asked - before]).toEqual([[], 0])
    expect(off.nodes.flatMap((node) => node.checks)).toEqual([])
  })

  it('never fail a node when they only warn', async () => {
    expect(await outcome(flow.with({ checks: 'warn' }))).toBe(3.5)
    expect(told.toSorted()).toEqual([
      'price counted true warn',
      'price inRange(0, 1) false warn',
      'price inRange(0, 5) false warn',
      'share inRange(0, 1) true warn',
    ])
  })

  it('all fail the node when they are errors', async () => {
    const strict = flow.with({
      checks: 'error',
      policies: { price: { checks: ({ check }) => offIf(check, 'inRange(0, 1)') } },
    })
    expect(await outcome(strict)).toBe('check/failed')
    expect(told).toContain('price inRange(0, 5) false error')
  })

  it('are set one by one by a function, which is asked once for each', async () => {
    const seen: CheckInfo[] = []
    const some = flow.with({
      checks: (check) => {
        seen.push(check)
        return check.node === 'price' && check.severity === 'error' ? 'warn' : undefined
      },
    })
    expect(seen.toSorted((a, b) => (a.node + a.check < b.node + b.check ? -1 : 1))).toEqual([
      { node: 'price', check: 'counted', severity: 'warn' },
      { node: 'price', check: 'inRange(0, 1)', severity: 'error' },
      { node: 'price', check: 'inRange(0, 5)', severity: 'warn' },
      { node: 'share', check: 'inRange(0, 1)', severity: 'error' },
    ])
    expect(await outcome(some)).toBe(3.5)
    expect(told).toContain('share inRange(0, 1) true error')
    expect(seen).toHaveLength(4)
  })

  it('stay set in the flows that are made from it, until they are set again', async () => {
    const off = flow.with({ checks: 'off' })
    expect(await outcome(off.with({ name: 'again' }))).toBe(3.5)
    expect(await outcome(off.replace({ price: checked(() => 9, [inRange(0, 1)]) }))).toBe(4.5)
    expect(await outcome(off.with({ policies: { total: { tags: { a: 'b' } } } }))).toBe(3.5)
    expect(told).toEqual([])
    expect(await outcome(off.with({ checks: 'as-written' }))).toBe('check/failed')
    expect(await outcome(flow)).toBe('check/failed')
  })

  it('are set in the variant that is chosen later', async () => {
    const variants = dataflow({
      a: checked(byConfig('size', { small: () => 1, large: () => 9 }), [inRange(0, 5)]),
    }).with({ checks: 'warn', hooks: [hooks] })
    expect(await variants.configure({ size: 'large' }).execute(['a'])).toEqual({ a: 9 })
    expect(told).toEqual(['a inRange(0, 5) false warn'])
  })
})

describe('checks of one node', () => {
  it('are what its policy says, before what the flow says', async () => {
    const off = flow.with({ checks: 'off', policies: { share: { checks: 'as-written' } } })
    expect(await outcome(off)).toBe(3.5)
    expect(told).toEqual(['share inRange(0, 1) true error'])
    expect(await outcome(flow.with({ policies: { price: { checks: 'off' } } }))).toBe(3.5)
  })

  it('keep what the policy says of other things', async () => {
    const both = flow
      .with({ policies: { price: { checks: 'off' } } })
      .with({ policies: { price: { tags: { a: 'b' } } } })
    expect(await outcome(both)).toBe(3.5)
    expect(both.nodes.find((node) => node.name === 'price')?.tags).toEqual({ a: 'b' })
  })

  it('are left out one by one, and the flow decides about the others', async () => {
    const some = flow.with({ checks: 'warn', policies: { price: { checks: ({ check }) => offIf(check, 'counted') } } })
    expect(await outcome(some)).toBe(3.5)
    expect(told.filter((one) => one.startsWith('price'))).toEqual([
      'price inRange(0, 1) false warn',
      'price inRange(0, 5) false warn',
    ])
  })

  it('leave the other layers of the node where they are', async () => {
    let attempts = 0
    const shaky = retry(
      checked(() => {
        if (++attempts < 3) throw new Error('not yet')
        return 7
      }, [inRange(0, 1)]),
      { maxAttempts: 3, backoffMs: 0 },
    )
    const flaky = dataflow({ a: shaky }).with({ policies: { a: { checks: 'off' } } })
    expect(await flaky.execute(['a'])).toEqual({ a: 7 })
    expect(attempts).toBe(3)
  })
})

describe('checks inside of a subflow', () => {
  it('are as the inner flow has set them, and then as the outer one does', async () => {
    const inner = dataflow({ price: checked(() => 7, [inRange(0, 1)]), share: checked(() => 5, [inRange(0, 1)]) })
    const part = subflow(inner.with({ checks: 'warn', policies: { share: { checks: 'off' } } }))
    const outer = dataflow({ part }).with({ hooks: [hooks] })
    expect(await outer.execute(['part.price', 'part.share'])).toEqual({ 'part.price': 7, 'part.share': 5 })
    expect(told.splice(0)).toEqual(['part.price inRange(0, 1) false warn'])
    await expect(outer.with({ checks: 'error' }).execute(['part.price'])).rejects.toThrow('check/failed')
    expect(await outer.with({ checks: 'error' }).execute(['part.share'])).toEqual({ 'part.share': 5 })
  })
})

describe('a setting that is none', () => {
  it('is refused where it is given', () => {
    const wrong = (checks: unknown) => () => untyped(flow).with({ checks: checks as CheckMode })
    expect(wrong('of')).toThrow('with: "checks" is "of"; expected one of off, warn, error, as-written.')
    expect(wrong(() => true)).toThrow('with: "checks" is true')
    expect(wrong(() => undefined)).not.toThrow()
  })
})

function offIf(check: string, name: string): CheckMode | undefined {
  return check === name ? 'off' : undefined
}
