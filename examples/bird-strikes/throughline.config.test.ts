import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import project from './throughline.config.ts'

const flow = project.flows.strikes

type Row = Readonly<Record<string, string | number>>
interface Committed {
  readonly tolerance: number
  readonly reports: number
  readonly identified: number
  readonly report: Readonly<Record<'species' | 'airports', readonly Row[]>>
  readonly profiles: readonly Row[]
}
const committed: Committed = JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8'))

/** What differs: texts at all, numbers by more than the tolerance. */
function deviations(found: readonly object[], expected: readonly Row[]): string[] {
  return expected.flatMap((row, index) => {
    const actual: Row = { ...found[index] }
    const isEqual = (key: string, value: string | number): boolean =>
      typeof value === 'string' ? actual[key] === value : Math.abs(Number(actual[key]) - value) <= committed.tolerance
    return Object.entries(row)
      .filter(([key, value]) => !isEqual(key, value))
      .map(([key, value]) => `${key} is ${actual[key]}, committed as ${value}`)
  })
}

describe('the graph', () => {
  test('has the nodes of the module once for each region and grain', () => {
    const means = flow.select(({ name }) => name.endsWith('.mean'))
    expect(means).toEqual(
      ['gulf.monthly', 'gulf.weekly', 'gulf.yearly', 'pacific.monthly', 'pacific.weekly', 'pacific.yearly'].map(
        (name) => `${name}.mean`,
      ),
    )
    expect(
      new Set(flow.nodes.filter(({ name }) => name.endsWith('.mean')).map(({ exportPath }) => exportPath)),
    ).toEqual(new Set(['gulf', 'pacific']))
  })

  test('keeps the regions apart: nothing of one is upstream of the other', () => {
    const ofGulf = flow.upstream('gulfSteadiness')
    expect(ofGulf).toContain('gulf.weekly.mean')
    expect(ofGulf.filter((name) => name.startsWith('pacific'))).toEqual([])
  })

  test('needs no input', () => {
    expect(flow.inputs.filter(({ optional }) => !optional)).toEqual([])
  })
})

describe('the report', () => {
  test('is as committed, as are the counts', async () => {
    const { strikes, identified, report } = await flow.execute(['strikes', 'identified', 'report'])
    expect([strikes.length, identified.length]).toEqual([committed.reports, committed.identified])
    expect(report).toHaveLength(2)
    expect(deviations(report, committed.report.species)).toEqual([])
  })

  test('counts airports in the place of species when configured so, in all six places', async () => {
    const { report } = await flow.configure({ count: 'airports' }).execute(['report'])
    expect(deviations(report, committed.report.airports)).toEqual([])
  })

  test('grows from week to month to year', async () => {
    const { report } = await flow.execute(['report'])
    for (const { week, month, year } of report) expect([week < month, month < year]).toEqual([true, true])
  })

  test('is written when it is asked for, whole', async () => {
    const outDir = mkdtempSync(join(tmpdir(), 'bird-strikes-'))
    try {
      const inputs = { outDir }
      expect(await flow.execute(['report.saved'], { inputs })).toMatchObject({ 'report.saved': { rows: 2 } })
      expect(readdirSync(outDir)).toEqual(['regions.csv'])
      const [head, first] = readFileSync(join(outDir, 'regions.csv'), 'utf8').split('\n')
      expect([head, first?.split(',')[0]]).toEqual(['region,week,month,year,steadiness', 'pacific'])
    } finally {
      rmSync(outDir, { recursive: true })
    }
  })
})

describe('the airports', () => {
  test('are as committed', async () => {
    const { profiles } = await flow.execute(['profiles'], { inputs: { airportCount: 3 } })
    expect(profiles).toHaveLength(3)
    expect(deviations(profiles, committed.profiles)).toEqual([])
  })

  test('are those of the run: a list of others gives others, in its order', async () => {
    const busiest = ['LIHUE ARPT', 'NEWARK LIBERTY INTL ARPT']
    const { profiles } = await flow.override({ busiest }).execute(['profiles'])
    expect(profiles.map(({ airport }) => airport)).toEqual(busiest)
  })

  test('agree with the whole: all strikes belong to one of them', async () => {
    const { strikes, profiles } = await flow.execute(['strikes', 'profiles'], { inputs: { airportCount: 1_000 } })
    expect(profiles).toHaveLength(50)
    expect(profiles.reduce((sum, profile) => sum + profile.strikes, 0)).toBe(strikes.length)
  })
})
