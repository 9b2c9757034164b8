import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { at, rowCount, toRows } from '@throughline/io/columns'
import { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { postgresUrl } from '../../tests/postgres/postgres-url.ts'
import { featureNames } from './src/features.ts'
import project from './throughline.config.ts'

const flow = project.flows.features.configure({ server: false })

let outDir: string
beforeEach(() => {
  outDir = mkdtempSync(join(tmpdir(), 'feature-table-'))
})
afterEach(() => rmSync(outDir, { recursive: true }))

/** The weather as its file says it, read again without any library. */
const published = readFileSync(new URL('../data/seattle-weather.csv', import.meta.resolve('vega-datasets')), 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => line.split(','))
  .map(([date, rain, warmest, coldest, wind]) => ({ date: date!, numbers: [rain, warmest, coldest, wind].map(Number) }))

describe('the features', () => {
  test('are there for the three years in which a year before is known', async () => {
    const { features } = await flow.execute(['features'])
    expect(rowCount(features)).toBe(3 * 365)
    expect(at(features.day, 0)).toEqual(new Date('2013-01-01'))
    expect(Object.keys(features)).toEqual(['day', 'year', ...featureNames])
  })

  test('are what the days before say, summed up again for single days', async () => {
    const { features } = await flow.execute(['features'])
    const mean = (end: number, days: number, column: number): number =>
      published.slice(end - days, end).reduce((sum, { numbers }) => sum + numbers[column]!, 0) / days
    for (const row of [0, 1, 400, 1_094]) {
      const { day, ...found } = toRows(features)[row]!
      const today = published.findIndex(({ date }) => date === (day as Date).toISOString().slice(0, 10))
      expect(today).toBe(row + 366)
      const lastRain = published.slice(0, today).findLastIndex(({ numbers }) => numbers[0]! > 0)
      expect(found).toMatchObject({ year: Number(published[today]!.date.slice(0, 4)), dryDays: today - lastRain })
      expect(found.warmest366).toBe(published[today - 366]!.numbers[1])
      expect(found.rain28).toBeCloseTo(mean(today, 28, 0), 9)
      expect(found.coldest7).toBeCloseTo(mean(today, 7, 2), 9)
      expect(found.wind7).toBeCloseTo(mean(today, 7, 3), 9)
    }
  })

  test('do not know the day itself, nor what comes after it', async () => {
    const { features, rain } = await flow.execute(['features', 'rain'])
    const other = await flow
      .override({ rain: rain.map((value, day) => (day < 700 ? value : 50)) })
      .execute(['features'])
    const [left, right] = [toRows(features), toRows(other.features)]
    expect(right.slice(0, 700 - 366 + 1)).toEqual(left.slice(0, 700 - 366 + 1))
    expect(right[700 - 366 + 1]).not.toEqual(left[700 - 366 + 1])
  })
})

describe('a file of SQLite', () => {
  /** A folder that is not there yet. */
  const inputs = (): { outDir: string } => ({ outDir: join(outDir, 'new') })

  test('has what was computed, and the report says so, and why there is nothing else', async () => {
    const { report } = await flow.execute(['report'], { inputs: inputs() })
    expect(report).toEqual({
      sqlite: '1095 days written, 0 of them read back otherwise',
      postgres: 'not written: DATABASE_URL is not set',
    })
  })

  test('has each day once, however often it is written', async () => {
    await flow.execute(['sqlite.days.saved'], { inputs: inputs() })
    expect(await flow.execute(['sqlite.differences'], { inputs: inputs() })).toEqual({ 'sqlite.differences': 0 })
  })

  test('gets one year anew, and keeps the others as they are', async () => {
    await flow.execute(['sqlite.days.saved'], { inputs: inputs() })
    const database = new DatabaseSync(join(outDir, 'new', 'features.db'))
    onTestFinished(() => database.close())
    database.exec('update features set rain7 = -1')
    await flow.execute(['sqlite.partition.saved'], { inputs: { ...inputs(), year: 2014 } })
    const changed = database
      .prepare('select year, count(*) as days, sum(rain7 = -1) as old from features group by year')
      .all()
    expect(changed.map((row) => ({ ...row }))).toEqual([
      { year: 2013, days: 365, old: 365 },
      { year: 2014, days: 365, old: 0 },
      { year: 2015, days: 365, old: 365 },
    ])
  })
})

test('a year without features is not written, and says so', async () => {
  const inputs = { outDir, year: 2012 }
  await expect(flow.execute(['sqlite.partition.saved'], { inputs })).rejects.toMatchObject({
    node: 'sqlite.partition',
    cause: new RangeError('there are no features of 2012'),
  })
})

test('a server of PostgreSQL has the same, when it is configured', async () => {
  const schema = `features_${randomBytes(8).toString('hex')}`
  const pool = new Pool({ connectionString: await postgresUrl(), options: `-c search_path=${schema}` })
  onTestFinished(() => pool.end())
  await pool.query(`create schema ${schema}`)
  const both = project.flows.features.configure({ server: true }).override({ pool })
  const { report } = await both.execute(['report'], { inputs: { outDir } })
  expect(report.postgres).toBe('1095 days written, 0 of them read back otherwise')

  await pool.query('update features set rain7 = -1')
  await both.execute(['postgres.partition.saved'], { inputs: { year: 2015 } })
  const { rows } = await pool.query('select count(*)::int as old, max(year) as last from features where rain7 = -1')
  expect(rows).toEqual([{ old: 730, last: 2014 }])
})
