// Random modules made with every modifier agree with a naive reference: values, failures, calls, what hooks are told, and
// what functions give that are called directly.
//
// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import { assert, asyncProperty } from 'fast-check'
import { describe, it } from 'vitest'
import { checkSituation } from './fixtures/every-modifier/agreement.ts'
import { checkDirectCalls } from './fixtures/every-modifier/direct-calls.ts'
import { situation } from './fixtures/every-modifier/genes.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 400)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

describe('random modules with every modifier', () => {
  it('give what a naive reference gives, however they are run', { timeout: 600_000 }, async () => {
    await assert(asyncProperty(situation, checkSituation), { numRuns, seed })
  })

  it('have functions that a unit test can call', { timeout: 600_000 }, async () => {
    await assert(asyncProperty(situation, checkDirectCalls), { numRuns, seed })
  })
})
