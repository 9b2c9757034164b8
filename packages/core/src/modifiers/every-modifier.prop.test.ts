// Random modules made with every modifier agree with a naive reference: values, failures, calls, and what hooks are told.
//
// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import { assert, asyncProperty } from 'fast-check'
import { describe, it } from 'vitest'
import { checkSituation } from './fixtures/every-modifier/agreement.ts'
import { situation } from './fixtures/every-modifier/genes.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 150)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

describe('random modules with every modifier', () => {
  it('give what a naive reference gives, however they are run', { timeout: 600_000 }, async () => {
    await assert(asyncProperty(situation, checkSituation), { numRuns, seed })
  })
})
