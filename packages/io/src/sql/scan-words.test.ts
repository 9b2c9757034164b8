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
    ["select 'random()', \"now\", $$ uuid() $$, $a$ now() $a$, e'it\\'s now()'", []],
    ['select 1 -- now()\n/* random() */', []],
    ['select random, t.now, uuids(a) from today', []],
  ])('%s', (text, expected) => {
    expect(volatileWords(text)).toEqual(expected)
  })
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
  const text = `a 'it''s' "b""c" -- d 'e\n/* "f */ g`
  const parts = quietStretches(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])
  expect(parts).toEqual([
    ['quoted', `'it''s'`],
    ['quoted', '"b""c"'],
    ['comment', "-- d 'e"],
    ['comment', '/* "f */'],
  ])
})
