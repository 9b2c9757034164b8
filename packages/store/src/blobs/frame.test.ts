// The header of a file, byte by byte, and everything that can be wrong with one.

import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { blobId, isBlobId, startBlobId } from './blob-id.ts'
import { headerBytes, readHeader, writeHeader } from './frame.ts'

const bytes = new TextEncoder().encode('[1,2]')
const id = blobId('json/1', bytes)
const header = writeHeader({ id, codec: 'json/1', sizeBytes: bytes.byteLength })
const fileBytes = headerBytes + bytes.byteLength

it('is made as the format says', () => {
  const expected = createHash('sha256').update('blob1').update(Uint8Array.of(6)).update('json/1').update(bytes)
  expect(id).toBe(expected.digest('hex'))
  expect(Buffer.from(header).toString('hex').replace(/0+$/, '')).toBe(
    `89544c420d0a1a0a 0100 01 00 c0000000 0500000000000000 06 6a736f6e2f31 ${'00'.repeat(57)} ${id}`
      .replaceAll(' ', '')
      .replace(/0+$/, ''),
  )
  expect(header.byteLength).toBe(192)
})

it('is read as it was written', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 15 }),
      fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      (codec, sizeBytes) => {
        const written = writeHeader({ id, codec, sizeBytes })
        expect(readHeader(written, headerBytes + sizeBytes)).toEqual({ id, codec: codec.toWellFormed(), sizeBytes })
      },
    ),
    { seed: 1 },
  )
})

it('says what is wrong', () => {
  const changed = (offset: number, value: number): Uint8Array => header.with(offset, value)
  expect(readHeader(new Uint8Array(0), 0)).toBe('too short')
  expect(readHeader(header.subarray(0, 100), 100)).toBe('too short')
  expect(readHeader(header, fileBytes - 1)).toBe('too short')
  expect(readHeader(header, fileBytes + 1)).toBe('too long')
  expect(readHeader(new Uint8Array(headerBytes), fileBytes)).toBe('no header')
  expect(readHeader(changed(0, 0), fileBytes)).toBe('no header')
  expect(readHeader(changed(24, 0), fileBytes)).toBe('no header')
  expect(readHeader(changed(24, 64), fileBytes)).toBe('no header')
  for (const offset of [8, 9, 10, 11, 12]) expect(readHeader(changed(offset, 9), fileBytes)).toBe('unknown format')
})

it('hashes pieces as it hashes the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50_000 }), { maxLength: 4 }), (pieces) => {
      const digest = startBlobId('raw/1')
      for (const piece of pieces) digest.update(piece)
      expect(digest.digest('hex')).toBe(blobId('raw/1', Buffer.concat(pieces)))
    }),
    { seed: 2, numRuns: 50 },
  )
})

it('takes names of 1 to 63 bytes for codecs, and 64 digits for ids', () => {
  expect(() => blobId('', bytes)).toThrow('1 to 63 bytes')
  expect(() => blobId('ä'.repeat(32), bytes)).toThrow('has 64')
  expect(isBlobId(id)).toBe(true)
  for (const text of [id.toUpperCase(), id.slice(1), `${id}0`, `${id}\n`]) expect(isBlobId(text)).toBe(false)
})
