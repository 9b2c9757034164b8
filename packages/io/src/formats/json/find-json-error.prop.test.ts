// Whatever the engine refuses has a place, and nothing else has.
//
// THROUGHLINE_CASES sets the number of cases.

import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { findJsonError } from './find-json-error.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 500)

it(`an error is found wherever there is one, and nowhere else (${numRuns} cases)`, () => {
  const changed = fc.tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom('', '"', '{', ']', ',', ':', '0', '-', 'e', '\\', '\n', 'é'),
  )
  const property = fc.property(changed, ([text, at, put]) => {
    const index = at % (text.length + 1)
    const mutated = text.slice(0, index) + put + text.slice(index + 1)
    let isJson = true
    try {
      JSON.parse(mutated)
    } catch {
      isJson = false
    }
    const found = findJsonError(mutated)
    expect(found === undefined).toBe(isJson)
    // What stands before it can go on to be JSON.
    if (found) expect(found.index).toBeLessThanOrEqual(mutated.length)
  })
  fc.assert(property, { numRuns })
})
