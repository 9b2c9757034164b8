// When what was kept can be found by another process.

import { fingerprint, openLocalStore, type Fingerprint } from '@throughline/store'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeScratch } from './fixtures/scratch.ts'
import { LocalValues } from './local-values.ts'

describe('a value in a store', () => {
  it.each([
    [5_000, true, 'at once'],
    [1, false, 'a moment later'],
  ])('that took %i ms can be found by others, %s: %s', async (durationMs, isFound) => {
    const dir = join(makeScratch(), '.throughline')
    const stores = [openLocalStore({ dir }), openLocalStore({ dir })]
    const [mine, others] = stores.map((store) => new LocalValues(store, {}))
    const parts = { node: 'model', code: 'code', config: '', runtime: '', inputs: [] }
    const madeBy = { runId: 'run-1', atMs: 1 }
    const kept = { key: 'key', node: 'model', flow: 'flow', madeBy, durationMs, parts, said: [] }
    mine!.keep([0.5], kept, fingerprint([0.5]) as Fingerprint)
    expect(others!.find('key') !== undefined).toBe(isFound)
    mine!.flush()
    expect(others!.find('key')).toMatchObject({ node: 'model', durationMs })
    for (const store of stores) await store.close()
  })
})
