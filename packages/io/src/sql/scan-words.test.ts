import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { placeholderIn, quietStretches, volatileWords } from './scan-words.ts'

describe('words of a statement that are not of its inputs alone', () => {
  it.each([
    ['select random()', ['random()']],
    ['select RANDOM ( ), Now() from t', ['random()', 'now()']],
    ['select current_date, CURRENT_TIMESTAMP', ['current_date', 'current_timestamp']],
    ['from t using sample 10%', ['using sample']],
    ['from t tablesample 10 rows', ['tablesample']],
    ['from duckdb_settings()', ['duckdb_settings()']],
    ['select "random"(), main."Now" (), random /* a */ -- b\n ()', ['random()', 'now()']],
    ['select "current_date", t."localtime", "a"', ['current_date']],
    ['from pg_class, information_schema.tables, "sqlite_master"', ['pg_class', 'information_schema', 'sqlite_master']],
    [`select random ${'/* a */ '.repeat(50)}`, []],
    ['from t tablesample (10%) using sample (3)', ['tablesample', 'using sample']],
    ['from t join u using (sample)', []],
    ["/* a /* b */ ' */ select random /* /* */ */ () -- '", ['random()']],
    ['/* a /* b */ random() */ select 1', []],
    ["select 'random()', \"now\", $$ uuid() $$, $a$ now() $a$, e'it\\'s now()'", []],
    ['select 1 -- now()\n/* random() */', []],
    ['select random, t.now, uuids(a) from today', []],
  ])('%s', (text, expected) => {
    expect(volatileWords(text)).toEqual(expected)
  })
})

it('knows whatever DuckDB has that is not of its arguments alone', async () => {
  // What these say is the same for every statement, or never said.
  const same = ['current_database', 'current_schema', 'current_schemas', 'error', 'in_search_path']
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const result = await connection.runAndReadAll(`
    select distinct function_name from duckdb_functions()
    where (function_type in ('scalar', 'aggregate') and stability <> 'CONSISTENT')
      or (function_type = 'table' and (function_name like 'duckdb%' or function_name like 'pragma%'))
    union all select view_name from duckdb_views() where schema_name = 'main'`)
  const names = result.getRows().map(([name]) => String(name))
  connection.closeSync()
  instance.closeSync()
  const unknown = names.filter(
    (name) => volatileWords(`select ${name}()`).length + volatileWords(`from ${name}`).length === 0,
  )
  expect(unknown.sort()).toEqual(same)
})

describe('placeholders of a statement', () => {
  it.each([
    ['select $1', '$1'],
    ['select $name', '$name'],
    ['select a = ?', '?'],
    ['select \'$1\', "?", $$ $1 $$ -- ?', undefined],
    ['select a$1 from t', undefined],
  ])('%s', (text, expected) => {
    expect(placeholderIn(text)).toBe(expected)
  })
})

it('finds what is quoted and what is a comment', () => {
  const text = `a 'it''s' "b""c" -- d 'e\n/* "f */ g /* h /* i */ 'j */ k /* l`
  const parts = quietStretches(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])
  expect(parts).toEqual([
    ['quoted', `'it''s'`],
    ['quoted', '"b""c"'],
    ['comment', "-- d 'e"],
    ['comment', '/* "f */'],
    ['comment', "/* h /* i */ 'j */"],
    ['comment', '/* l'],
  ])
})
