// Versions that were given once are given for ever: by every release, on every supported Node.
//
// THROUGHLINE_ADD_GOLDEN=1 adds versions of new values to the file; those in it are never changed.

import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DIFFERENT } from './fixtures/values.ts'
import { dataVersionOf, prepareFastHash } from './index.ts'

const FILE = new URL('fixtures/golden-versions.json', import.meta.url)

/** Group and number of a value, then its versions. */
type Golden = Record<string, readonly [sha256: string, xxh128: string]>

await prepareFastHash()
const golden = JSON.parse(readFileSync(FILE, 'utf8')) as Golden
const values = Object.entries(DIFFERENT).flatMap(([group, all]) =>
  all.map((make, at) => [`${group} ${at}`, make] as const),
)

if (process.env['THROUGHLINE_ADD_GOLDEN']) {
  for (const [name, make] of values) {
    golden[name] ??= [dataVersionOf(make()), dataVersionOf(make(), { algorithm: 'xxh128' })]
  }
  writeFileSync(FILE, `${JSON.stringify(golden, null, 2)}\n`)
}

describe('versions that were given', () => {
  it('are of every value of the tables', () => {
    expect(values.map(([name]) => name)).toEqual(Object.keys(golden))
  })

  it.each(values)('are still those of %s', (name, make) => {
    expect([dataVersionOf(make()), dataVersionOf(make(), { algorithm: 'xxh128' })]).toEqual(golden[name])
  })
})
