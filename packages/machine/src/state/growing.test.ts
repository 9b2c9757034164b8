import { describe, expect, it, vi, onTestFinished } from 'vitest'
import { append, forState } from '../index.ts'
import { Growing, plainValue } from './growing.ts'

/** How many elements are copied while the work goes on. */
async function copiesDuring(work: () => unknown): Promise<number> {
  let copies = 0
  const slice = Array.prototype.slice
  const spy = vi.spyOn(Array.prototype, 'slice').mockImplementation(function (this: unknown[], ...range) {
    const made = slice.apply(this, range)
    copies += made.length
    return made
  })
  onTestFinished(() => spy.mockRestore())
  await work()
  spy.mockRestore()
  return copies
}

describe('a list that grows', () => {
  it('keeps what each state has seen', () => {
    const one = Growing.of(['a'], ['b'])
    const two = one.with(['c'])
    expect([one.list, two.list]).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
    ])
    expect(plainValue(two)).toBe(two.list)
    expect(plainValue('x')).toBe('x')
  })

  it('is copied when somebody else has added to it, so that no branch sees the other', () => {
    const trunk = Growing.of([], [1])
    const [left, right] = [trunk.with(['left']), trunk.with(['right'])]
    expect([trunk.list, left.list, right.list]).toEqual([[1], [1, 'left'], [1, 'right']])
    expect(left.with(['more']).list).toEqual([1, 'left', 'more'])
  })

  it('is shown frozen, and as the same array each time', () => {
    const list = Growing.of([1], []).list
    expect(Object.isFrozen(list)).toBe(true)
    expect(() => (list as number[]).push(2)).toThrow(TypeError)
  })

  it('copies nothing while it grows: only who reads it pays', async () => {
    let grown = Growing.of([], [])
    const growing = await copiesDuring(() => {
      for (let n = 0; n < 1_000; n++) grown = grown.with([n])
    })
    expect(growing).toBe(0)
    expect(await copiesDuring(() => [grown.list, grown.list])).toBe(1_000)
  })

  it('costs a machine as much at the end as at the start, as long as nobody reads it', async () => {
    const { action, machine } = forState<{ log: number[]; n: number }>()
    const note = action({ reads: ['n'], writes: ['log', 'n'] }, ({ state: { n } }) => ({ log: append(n), n: n + 1 }))
    const grow = machine({ note })
      .from('note')
      .when(({ n }) => n < 5_000, 'note')
      .otherwise('$end')
    const app = await grow.open({ entry: 'note', state: { log: [], n: 0 } })
    const copies = await copiesDuring(() => app.run())
    // Once, for the state of the outcome.
    expect(copies).toBeLessThanOrEqual(5_100)
    expect(app.state.log).toHaveLength(5_000)
  })
})
