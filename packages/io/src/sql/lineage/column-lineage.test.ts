import { cached, from } from 'throughline'
import { describe, expect, it } from 'vitest'
import { issueText } from '../../fixtures/texts-of-issues.ts'
import { columnLineage, param, sql, type ColumnLineage, type ColumnReference } from '../index.ts'

const SCHEMAS = {
  flights: ['origin', 'destination', 'delay', 'distance'],
  airports: { iata: 'string', city: 'string', state: 'string?' },
} as const

/** `delay: flights.delay | filters: flights.origin`, in short. */
function inShort({ columns, uses }: ColumnLineage): string {
  const list = (references: readonly ColumnReference[]): string =>
    references.map(({ table, column }) => `${table}.${column}`).join(' ')
  const used = Object.entries(uses).filter(([, references]) => references.length > 0)
  return [
    ...columns.map(({ name, from: references }) => `${name}: ${list(references)}`.trimEnd()),
    ...used.map(([kind, references]) => `| ${kind}: ${list(references)}`),
  ].join(', ')
}

describe('the lineage of a query', () => {
  it.each([
    ['select origin, delay * 2 as double from flights', 'origin: flights.origin, double: flights.delay'],
    [
      'select origin, avg(delay) as delay from flights where distance > 5 group by 1 order by delay',
      'origin: flights.origin, delay: flights.delay, | filters: flights.distance, | groups: flights.origin, | order: flights.delay',
    ],
    ['select count(*) as n, 1 as one, current_date as today from flights', 'n:, one:, today:'],
    [
      'select * exclude (delay) replace (upper(origin) as destination) from flights',
      'origin: flights.origin, destination: flights.origin, distance: flights.distance',
    ],
    [
      'select * rename (delay as late) from flights',
      'origin: flights.origin, destination: flights.destination, late: flights.delay, distance: flights.distance',
    ],
    [
      'select f.delay, a.city from flights f join airports a on f.origin = a.iata and a.state is null',
      'delay: flights.delay, city: airports.city, | joins: airports.iata airports.state flights.origin',
    ],
    [
      'with late as (select origin as iata, delay from flights where delay > 5) select * from late join airports using (iata)',
      'iata: airports.iata flights.origin, delay: flights.delay, city: airports.city, state: airports.state, | filters: flights.delay, | joins: airports.iata flights.origin',
    ],
    [
      'with c(x) as (select delay from flights) select x + 1 as y, y * 2 as z from c',
      'y: flights.delay, z: flights.delay',
    ],
    [
      'select sum(delay) over (partition by origin order by distance) as total from flights',
      'total: flights.delay flights.distance flights.origin',
    ],
    [
      'select (select max(city) from airports where iata = f.origin) as city from flights f',
      'city: airports.city airports.iata flights.origin',
    ],
    [
      'select delay from flights where origin in (select iata from airports where state = 1)',
      'delay: flights.delay, | filters: airports.iata airports.state flights.origin',
    ],
    ['select origin as place from flights union all select iata from airports', 'place: airports.iata flights.origin'],
    [
      'select origin from flights except select iata from airports',
      'origin: airports.iata flights.origin, | filters: airports.iata, | groups: airports.iata flights.origin',
    ],
    ['select distinct origin from flights', 'origin: flights.origin, | groups: flights.origin'],
    [
      'select distance, max(delay) as worst from flights group by all',
      'distance: flights.distance, worst: flights.delay, | groups: flights.distance',
    ],
    [
      'with recursive r(n, o) as (select 1, origin from flights union all select n + 1, o from r where n < 3) select n, o from r',
      'n:, o: flights.origin',
    ],
    ['select list_transform([delay], x -> x + distance) as l from flights', 'l: flights.delay flights.distance'],
    ["select delay -> 'key' as k from flights", 'k: flights.delay'],
    [
      'select u.x from flights, unnest([delay, distance]) u(x)',
      'x: flights.delay flights.distance, | joins: flights.delay flights.distance',
    ],
    ['select a.x from (values (1, 2)) a(x, y)', 'x:'],
    ['select p.q from flights p(q)', 'q: flights.origin'],
    ['select struct_pack(a := delay).a as d from flights', 'd: flights.delay'],
    [
      'select flights.origin from flights semi join airports on origin = iata',
      'origin: flights.origin, | joins: airports.iata flights.origin',
    ],
  ])('%s', async (text, expected) => {
    expect(inShort(await columnLineage(text, SCHEMAS))).toBe(expected)
  })

  it('says all that it may be where it cannot know', async () => {
    expect(inShort(await columnLineage('select * from flights'))).toBe('*: flights.*')
    expect(inShort(await columnLineage('select delay, f.origin from flights f'))).toBe(
      'delay: flights.delay, origin: flights.origin',
    )
    expect(inShort(await columnLineage('select delay from flights, airports'))).toBe(
      'delay: airports.delay flights.delay',
    )
    expect(inShort(await columnLineage('select min(columns(*)) from airports', SCHEMAS))).toBe(
      '*: airports.city airports.iata airports.state',
    )
    expect(inShort(await columnLineage("from airports pivot (count(city) for state in ('a', 'b'))", SCHEMAS))).toMatch(
      /^\*: airports.city airports.iata airports.state/,
    )
  })

  it('is that of a node, whose tables have the names of its dependencies', async () => {
    const node = sql`select a.*, f.delay + ${param('more')} as delay from ${from('flights')} f, ${from('airports')} a where a.city = ${'Oslo'}`
    const lineage = await columnLineage(node, SCHEMAS)
    expect(inShort(lineage)).toBe(
      'iata: airports.iata, city: airports.city, state: airports.state, delay: flights.delay, | filters: airports.city',
    )
    expect(lineage.tables).toEqual(['flights', 'airports'])
  })

  it('is refused of what is no statement', async () => {
    expect(await issueText(columnLineage(cached(sql`select 1`)))).toContain('a function that sql has not made')
    expect(await issueText(columnLineage('select from from'))).toContain('io/sql-syntax')
    expect(await issueText(columnLineage('drop table flights'))).toContain('io/sql-not-a-query')
  })
})
