// Random flows with random edits over a history of runs: with and without what earlier runs have kept there is never a
// difference, and what is computed is what has to be, as a model says that knows nothing of the engine.
//
// THROUGHLINE_CASES sets twice the number of histories, THROUGHLINE_SEED the seed.

import { assert, asyncProperty } from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { checkHistory } from './fixtures/histories/check-history.ts'
import { localStore, memoryStore } from './fixtures/histories/stores.ts'
import { history } from './fixtures/histories/world.ts'

const cases = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 500) / 2)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

describe('a history of runs', () => {
  it('gives what running would give, and computes what has to be', { timeout: 3_600_000 }, async () => {
    await assert(
      asyncProperty(history, (one) => checkHistory(one, memoryStore())),
      { numRuns: cases, seed },
    )
  })

  it('does so in a folder, whose bytes are damaged in between', { timeout: 3_600_000 }, async () => {
    const root = mkdtempSync(join(tmpdir(), 'throughline-histories-'))
    let number = 0
    try {
      await assert(
        asyncProperty(history, async (one) => {
          const store = localStore(join(root, String(number++)))
          try {
            await checkHistory(one, store)
          } finally {
            await store.close()
          }
        }),
        { numRuns: Math.ceil(cases / 5), seed },
      )
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})
