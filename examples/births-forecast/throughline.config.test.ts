import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { calendarColumns, pastColumns } from './src/columns.ts'
import type { DailySeries } from './src/series.ts'
import project from './throughline.config.ts'

const flow = project.flows.forecast
const columns = [...calendarColumns, ...pastColumns]

/** The history, in which every day after `lastDay` is multiplied by a factor of its own, from 0.5 to 1.5. */
function withAnotherFuture(births: DailySeries, lastDay: number): DailySeries {
  return births.map((value, day) => (day > lastDay ? value * (0.5 + ((day * 7919) % 1000) / 1000) : value))
}

type Row = Readonly<Record<string, string | number>>

interface Committed {
  readonly tolerance: { readonly ratio: number; readonly births: number }
  readonly penaltyDays: number
  readonly skill: readonly Row[]
  readonly intervalCoverage: readonly Row[]
  readonly calendarOnly: Row
  readonly next28Days: { readonly first: Row; readonly last: Row }
}

const committed: Committed = JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8'))

/** What differs: texts at all, numbers by more than the tolerance, which is one for ratios below 1 and one for births. */
function deviations(found: readonly object[], expected: readonly Row[]): string[] {
  const { births, ratio } = committed.tolerance
  return expected.flatMap((row, index) => {
    const actual: Row = { ...found[index] }
    const isOff = ([key, value]: [string, string | number]): boolean =>
      typeof value === 'string'
        ? actual[key] !== value
        : !(Math.abs(Number(actual[key]) - value) <= (Math.abs(value) < 1 ? ratio : births))
    return Object.entries(row)
      .filter(isOff)
      .map(([key, value]) => `${key} is ${actual[key]}, committed as ${value}`)
  })
}

describe('the graph', () => {
  test('has at least 120 nodes, and needs no input', () => {
    expect(flow.nodes.length).toBeGreaterThanOrEqual(120)
    expect(flow.inputs.filter((input) => !input.optional)).toEqual([])
  })

  test('ends in what a person wants to see', () => {
    const ends = flow.select((node) => flow.downstream(node.name as 'skill').length === 0)
    expect(ends.toSorted()).toEqual(['intervalCoverage', 'next28Days.saved', 'skill'])
  })

  test('gives every column to the model', () => {
    expect(flow.select({ tag: { column: 'calendar' } }).toSorted()).toEqual([...calendarColumns].toSorted())
    expect(flow.select({ tag: { column: 'past' } }).toSorted()).toEqual([...pastColumns].toSorted())
  })
})

describe('the forecast', () => {
  test('of the held-out years is as good as committed', async () => {
    const { penaltyDays, skill, intervalCoverage } = await flow.execute(['penaltyDays', 'skill', 'intervalCoverage'])
    expect(penaltyDays).toBe(committed.penaltyDays)
    expect(deviations(skill, committed.skill)).toEqual([])
    expect(deviations(intervalCoverage, committed.intervalCoverage)).toEqual([])
  })

  test('of the next 28 days is as committed', async () => {
    const { next28Days } = await flow.execute(['next28Days'])
    const { first, last } = committed.next28Days
    expect(next28Days).toHaveLength(28)
    expect(deviations([next28Days[0]!, next28Days[27]!], [first, last])).toEqual([])
  })

  test('by a baseline has no skill against itself', async () => {
    const { skill } = await flow.configure({ model: 'climatology' }).execute(['skill'])
    expect(skill.find((row) => row.baseline === 'climatology')).toMatchObject({ rmseSkill: 0, maeSkill: 0 })
  })

  test('from the calendar alone needs no column of the past, and is worse, as committed', async () => {
    const calendarOnly = flow.configure({ features: 'calendar' })
    const required = calendarOnly.upstream('skill')
    expect(required).toContain('christmasDay')
    expect(pastColumns.filter((column) => required.includes(column))).toEqual([])
    const { skill } = await calendarOnly.execute(['skill'])
    expect(deviations(skill, [committed.calendarOnly])).toEqual([])
  })
})

describe('nothing looks ahead', () => {
  const horizonDays = 28
  const learned = [...columns, 'level', 'seasonalNaive', 'adjustedNaive', 'climatology'] as const

  test.each([1500, 4000, 6208, 7000])(
    'another future after day %i changes no feature that is known then',
    async (lastDay) => {
      const honest = await flow.execute([...learned, 'births'])
      const altered = await flow.override({ births: withAnotherFuture(honest.births, lastDay) }).execute(learned)
      for (const column of learned) {
        const known = lastDay + horizonDays + 1
        expect([column, altered[column].subarray(0, known)]).toEqual([column, honest[column].subarray(0, known)])
      }
    },
  )

  test('another future changes every feature of the past later on, so the test above would notice', async () => {
    const honest = await flow.execute([...pastColumns, 'births'])
    const altered = await flow.override({ births: withAnotherFuture(honest.births, 6000) }).execute(pastColumns)
    const unchanged = pastColumns.filter((column) =>
      altered[column].every((value, day) => Object.is(value, honest[column][day])),
    )
    expect(unchanged).toEqual([])
  })

  test('another future after an origin changes no forecast made there, only later ones', async () => {
    const { births, forecast, penaltyDays } = await flow.execute(['births', 'forecast', 'penaltyDays'])
    const origin = births.length - 1 - 20 * horizonDays
    const altered = await flow
      .override({ births: withAnotherFuture(births, origin) })
      .execute(['forecast', 'penaltyDays'])
    const known = origin + horizonDays + 1
    expect(altered.penaltyDays).toBe(penaltyDays)
    expect(altered.forecast.subarray(0, known)).toEqual(forecast.subarray(0, known))
    expect(altered.forecast[known]).not.toBe(forecast[known])
  })

  test('a longer horizon than the shortest lag is refused', async () => {
    const refused = flow.override({ horizonDays: 56 }).execute(['lag28'])
    await expect(refused).rejects.toMatchObject({ node: 'lag28', cause: expect.any(RangeError) })
  })
})
