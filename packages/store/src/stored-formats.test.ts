// Stores written by every released version open for ever: the folders in fixtures are never changed.

import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openScratchStore } from './fixtures/open-scratch-store.ts'
import { makeScratch } from './fixtures/scratch.ts'

const small = 'c71c0ccaa25495ff753c38361946d4636b52c7b02ef27c07dc74a24f94afc8f2'
const empty = '89e4e774a89de8b65ebf761ec475f01d114124a171ede247772904a4ac58fa30'
const large = 'dee1ca24700e7b01f3532aebbb61228caa9e3f8393e95cc44c669dd91013850b'

describe.each(['write', 'read-only'] as const)('a store of format 1, opened to %s', (access) => {
  const copy = (): string => {
    const dir = join(makeScratch(), '.throughline')
    cpSync(join(import.meta.dirname, '..', 'fixtures', 'format-1'), dir, { recursive: true })
    return dir
  }

  it('gives its blobs, rows and files', async () => {
    const { store, told } = await openScratchStore({ dir: copy(), access })
    expect(store.blobs.get(small)).toEqual({
      id: small,
      codec: 'json/1',
      bytes: new TextEncoder().encode('{"births":[4,7]}'),
    })
    expect(store.blobs.get(empty)).toEqual({ id: empty, codec: 'raw/1', bytes: new Uint8Array(0) })
    expect(store.blobs.get(large)).toMatchObject({ codec: 'raw/1', bytes: new Uint8Array(65_536).map((_, i) => i * i) })
    expect([...store.blobs.list()].map(({ id }) => id)).toEqual([empty, small, large].sort())
    expect(store.blobs.pinsOf(large)).toEqual(['run 1'])
    expect(told).toEqual([])
  })

  it('gives its entries', async () => {
    const { store } = await openScratchStore({ dir: copy(), access })
    expect(store.entries.get('key of the small one')).toEqual({
      key: 'key of the small one',
      node: 'births',
      flow: 'main',
      dataVersion: `data1:${'ab'.repeat(32)}`,
      blob: small,
      madeByRun: '019b76da-a800-7000-8000-000000000000',
      madeAtMs: Date.UTC(2026, 0, 1),
      usedAtMs: Date.UTC(2026, 0, 1),
      sizeBytes: 16,
      durationMs: 12.5,
      facts: { logs: ['read 2 rows'], metrics: { rows: 2 } },
    })
    expect(store.entries.latestOf('main', 'births', 9).map(({ blob }) => blob)).toEqual([large, small])
  })
})

it('a store of format 1 says so', () => {
  const folder = join(import.meta.dirname, '..', 'fixtures', 'format-1')
  expect(readFileSync(join(folder, 'format.json'), 'utf8')).toBe('1\n')
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n')
})
