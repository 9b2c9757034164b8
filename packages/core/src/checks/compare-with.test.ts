import { describe, expect, it } from 'vitest'
import { checked, dataflow, type StepCheck } from '../index.ts'
import { compareWith } from './index.ts'

describe('compareWith', () => {
  it('passes what is as the golden value', () => {
    expect(compareWith({ price: [1, 2] }, { tolerance: 0.5 }).test({ price: new Float32Array([1.5, 2]) })).toBe(true)
  })

  it('says the first differences, how many there are, and the largest deviation', () => {
    const check = compareWith([0, 0, 0, 0, 0])
    expect(check.test([0, 1, 0, 0, 0])).toBe('found 1 difference: [1] is 1, golden 0 (off by 1)')
    expect(check.test([1, 2, 3, 9, 4])).toBe(
      'found 5 differences: [0] is 1, golden 0 (off by 1); [1] is 2, golden 0 (off by 2); ' +
        '[2] is 3, golden 0 (off by 3); and 2 more; the largest deviation is 9 at [3]',
    )
    expect(compareWith({ a: 'x', b: 'y' }).test({ a: 'z', b: '' })).toBe(
      'found 2 differences: a is "z", golden "x"; b is "", golden "y"',
    )
  })

  it('takes a promise, and a function that is called for each comparison', async () => {
    let calls = 0
    const golden = async (): Promise<number> => ++calls
    const check = compareWith(golden)
    expect(calls).toBe(0)
    expect(await check.test(1)).toBe(true)
    expect(await check.test(1)).toBe('found 1 difference: the value is 1, golden 2 (off by 1)')
    expect(await compareWith(Promise.resolve([1])).test([1])).toBe(true)
    expect(compareWith(() => 1).test(1)).toBe(true)
  })

  it('reads a golden value that cannot be read only when it is asked', async () => {
    const check = compareWith(Promise.reject(new Error('no such file')))
    await new Promise((resolve) => setTimeout(resolve))
    const flow = dataflow({ price: checked(() => 1, [check as never]) })
    await expect(flow.execute(['price'])).rejects.toThrow(
      'The check compareWith(golden) of "price" threw: no such file',
    )
  })

  it('tells the hooks what it counted, under a name that one gives it', async () => {
    const told: StepCheck[] = []
    const old = { ...compareWith([1, 2]), name: 'as in the old report' }
    const flow = dataflow({ price: checked(() => [1, 2.5], [old], { severity: 'warn' }) })
    await flow.with({ hooks: [{ onStepCheck: (event) => void told.push(event) }] }).execute(['price'])
    expect(told).toMatchObject([
      {
        check: 'as in the old report',
        passed: false,
        facts: { differences: 1, largestDeviation: 0.5, largestAt: '[1]' },
      },
    ])
  })

  it('refuses tolerances that are none when it is made', () => {
    expect(() => compareWith(1, { tolerance: -1 })).toThrow('compareWith: "tolerance" is -1; expected a number from 0.')
  })
})
