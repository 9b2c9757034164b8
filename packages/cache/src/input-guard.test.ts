import type { NodeError } from 'throughline'
import { dataflow, hasIssue } from 'throughline'
import { each } from 'throughline/fan-out'
import { describe, expect, it } from 'vitest'
import { memoized } from './fixtures/memoized.ts'

async function failureOf(run: Promise<unknown>): Promise<NodeError> {
  try {
    await run
  } catch (error) {
    return error as NodeError
  }
  throw new Error('it did not fail')
}

const rows = (): number[] => [3, 1, 2]

describe('a node that changes what it is given', () => {
  it.each([
    ['an array', rows, (value: number[]) => value.sort((a, b) => a - b), '[0]'],
    ['a typed array', () => new Float64Array([3, 1]), (value: Float64Array) => value.fill(0, 1), '[1]'],
    ['a map', () => new Map([['a', 1]]), (value: Map<string, number>) => value.set('b', 2), '.get("b")'],
    ['a set', () => new Set([1]), (value: Set<number>) => value.add(2), ''],
    ['a date', () => new Date(0), (value: Date) => value.setFullYear(2000), ''],
    ['what is deep inside', () => ({ a: { b: [1] } }), (value: { a: { b: number[] } }) => value.a.b.push(2), '.a.b[1]'],
  ] as const)('is named: %s', async (_, made, change, path) => {
    const memo = memoized({ verifyInputs: true })
    const flow = memo.flow(
      dataflow({
        made: made as () => object,
        changing: ({ made }: { made: object }) => {
          ;(change as (value: object) => void)(made)
          return 1
        },
        reading: ({ made, changing }: { made: object; changing: number }) => [JSON.stringify(made), changing],
      }),
    )
    const error = await failureOf(flow.execute(['reading']))
    expect([error.node, hasIssue(error, 'run/mutated-input')]).toEqual(['changing', true])
    expect(error.issues.find((one) => one.code === 'run/mutated-input')!.facts).toMatchObject({
      node: 'changing',
      inputs: [{ name: 'made', path }],
      others: [],
    })
    expect([...memo.values.kept.values()].map((one) => one.node)).toEqual(['made'])
  })

  it('is named among those that ran at the same time', async () => {
    const memo = memoized({ verifyInputs: true })
    const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
    const flow = memo.flow(
      dataflow({
        rows,
        early: async ({ rows }: { rows: number[] }) => {
          rows.push(4)
          await later(30)
          return 1
        },
        late: async ({ rows }: { rows: number[] }) => {
          await later(5)
          return rows.length
        },
        both: ({ early, late }: { early: number; late: number }) => early + late,
      }),
    )
    const error = await failureOf(flow.execute(['both']))
    expect(error.issues.find((one) => one.code === 'run/mutated-input')!.facts).toMatchObject({
      node: 'late',
      others: ['early'],
    })
  })

  it('keeps nothing of its items', async () => {
    const memo = memoized({ verifyInputs: true })
    const flow = memo.flow(
      dataflow({
        rows,
        taken: each({ row: 'rows' }, ({ row, seen }: { row: number; seen: number[] }) => seen.push(row)),
        seen: (): number[] => [],
      }),
    )
    expect((await failureOf(flow.execute(['taken']))).node).toBe('taken')
    expect(new Set([...memo.values.kept.values()].map((one) => one.node))).toEqual(new Set(['rows', 'seen']))
  })

  it('and fails is not blamed on who reads the value next', async () => {
    const memo = memoized({ verifyInputs: true })
    const flow = memo.flow(
      dataflow({
        rows,
        changing: ({ rows }: { rows: number[] }) => {
          rows.push(4)
          throw new Error('after the change')
        },
        later: ({ rows }: { rows: number[] }) => rows.length,
      }),
    )
    const { failures, values } = await flow.settle(['changing', 'later'])
    expect([failures.map((one) => one.node), values]).toEqual([['changing'], { later: 4 }])
    expect([...memo.values.kept.values()].map((one) => one.node)).toEqual(['rows'])
  })

  it('is not looked for when that is switched off', async () => {
    const memo = memoized({ verifyInputs: false })
    const sorted = ({ rows }: { rows: number[] }): number[] => rows.sort((a, b) => a - b)
    expect(await memo.flow(dataflow({ rows, sorted })).execute(['sorted'])).toEqual({ sorted: [1, 2, 3] })
  })
})

describe('a node that gives on what it is given', () => {
  it('has changed nothing', async () => {
    const memo = memoized({ verifyInputs: true })
    const flow = memo.flow(
      dataflow({
        rows,
        same: ({ rows }: { rows: number[] }) => rows,
        total: ({ rows, same }: { rows: number[]; same: number[] }) => rows.length + same.length,
      }),
    )
    expect(await flow.execute(['total'])).toEqual({ total: 6 })
    expect(memo.issues).toEqual([])
  })

  it('is not blamed for what a reader of it does', async () => {
    const memo = memoized({ verifyInputs: true })
    const flow = memo.flow(
      dataflow({
        rows,
        same: ({ rows }: { rows: number[] }) => rows,
        changing: ({ same }: { same: number[] }) => same.push(1),
      }),
    )
    expect((await failureOf(flow.execute(['changing']))).node).toBe('changing')
  })
})
