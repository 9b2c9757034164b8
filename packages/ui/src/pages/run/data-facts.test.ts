import { expect, it } from 'vitest'
import { dataFacts } from './data-facts.ts'

const said = (type: string, value: unknown): Parameters<typeof dataFacts>[0] => ({
  run: 'r1',
  node: 'orders',
  name: type,
  attribute: { type, schemaVersion: 1, value },
})

it('says of a source where it is and what was there', () => {
  const description = { type: 'csv', path: 'orders.csv.gz' }
  const metadata = { rows: 2_000_000, columns: { id: 'int32', note: 'string?' }, sizeBytes: 22_501_853 }
  expect(dataFacts(said('source', { description, metadata }))).toEqual({
    title: 'Read from',
    facts: [
      ['type', 'csv'],
      ['path', 'orders.csv.gz'],
      ['rows', '2,000,000'],
      ['columns', 'id int32, note string?'],
      ['size', '22.5 MB'],
    ],
  })
})

it('says of a sink what it wrote', () => {
  const written = { description: { type: 'sqlite', table: 't' }, metadata: { rows: 3, table: 't', isCreated: true } }
  expect(dataFacts(said('sink', written))).toMatchObject({
    title: 'Written to',
    facts: [
      ['type', 'sqlite'],
      ['table', 't'],
      ['rows', '3'],
      ['isCreated', 'true'],
    ],
  })
})

it('shows a statement, and from which columns those of its result come', () => {
  const description = { type: 'sql', statement: "\n  select sum(a) as s\n  from ${from('t')}\n", tables: ['t'] }
  const metadata = { rows: 1, columns: { s: ['t.a'], n: [] }, uses: { filters: ['t.a', 't.b'] } }
  expect(dataFacts(said('statement', { description, metadata }))).toEqual({
    title: 'Statement in SQL',
    statement: "  select sum(a) as s\n  from ${from('t')}",
    facts: [
      ['rows', '1'],
      ['filters', 'from t.a, t.b'],
    ],
    columns: [
      ['s', 'from t.a'],
      ['n', 'from no column'],
    ],
  })
})

it.each([
  ['note', {}],
  ['source', 5],
  ['source', null],
])('has nothing to say of %s with %s', (type, value) => {
  expect(dataFacts(said(type, value))).toBeUndefined()
})
