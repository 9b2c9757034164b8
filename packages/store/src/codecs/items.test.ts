// The items of a finished stream, stored one after the other and read back in pieces.

import { describe, expect, it } from 'vitest'
import { isRefusal } from '../data-version/index.ts'
import { decodeItems, encodeItem, itemsEnd, itemsHead, type Decoded } from './index.ts'

const ITEMS: readonly unknown[] = [
  { a: 1 },
  'text',
  Float64Array.of(1, 2),
  new URL('http://a/'),
  undefined,
  'x'.repeat(70_000),
  '',
]

function framed(items: readonly unknown[]): Buffer {
  const frames = items.map((item) => {
    const encoded = encodeItem(item)
    if (isRefusal(encoded)) throw new Error(encoded.refused)
    const bytes = Buffer.concat(encoded.bytes)
    expect(bytes.length).toBe(encoded.sizeBytes)
    return bytes
  })
  return Buffer.concat([itemsHead(), ...frames, itemsEnd(items.length)])
}

function* inChunks(bytes: Uint8Array, sizeBytes: number): Generator<Uint8Array> {
  // One buffer for all chunks, as readers of files have it.
  const chunk = new Uint8Array(sizeBytes)
  for (let at = 0; at < bytes.length; at += sizeBytes) {
    const part = bytes.subarray(at, at + sizeBytes)
    chunk.set(part)
    yield chunk.subarray(0, part.length)
  }
}

async function read(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Decoded[]> {
  const all: Decoded[] = []
  for await (const item of decodeItems(chunks)) all.push(item)
  return all
}

describe('items', () => {
  it.each([1, 2, 7, 64, 65_536])('come back in chunks of %i bytes', async (sizeBytes) => {
    const items = await read(inChunks(framed(ITEMS), sizeBytes))
    expect(items).toEqual(ITEMS.map((value) => ({ value })))
  })

  it('may be none', async () => {
    expect(await read([framed([])])).toEqual([])
  })

  it('that are cut off anywhere are found out', async () => {
    const bytes = framed(ITEMS.slice(0, 4))
    for (let length = 0; length < bytes.length; length++) {
      const items = await read([bytes.subarray(0, length)])
      expect(items.at(-1)).toHaveProperty('undecodable')
    }
  })

  it('of which some are missing, or that go on after the end, are found out', async () => {
    const missing = Buffer.concat([framed([1, 2]).subarray(0, -2), itemsEnd(3)])
    expect((await read([missing])).at(-1)).toEqual({ undecodable: expect.stringContaining('not as many') as string })
    expect((await read([framed([1]), Buffer.from([0])])).at(-1)).toEqual({
      undecodable: expect.stringContaining('after the end') as string,
    })
    expect(await read([Buffer.from('something else')])).toEqual([{ undecodable: 'these are no items' }])
  })

  it('end at the first that cannot be read', async () => {
    const bytes = framed(['one', 'two', 'three'])
    bytes[bytes.indexOf('two')] = 0xff
    const items = await read([bytes])
    expect(items).toEqual([{ value: 'one' }, { undecodable: expect.stringContaining('text-1') as string }])
  })

  it('of any promised size take no memory for the promise', async () => {
    const huge = Buffer.concat([
      itemsHead(),
      Buffer.from([6]),
      Buffer.from('text-1'),
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]),
    ])
    expect(await read([huge])).toEqual([{ undecodable: 'the items are cut off' }])
  })

  it('close what they are read from, also when nobody wants the rest', async () => {
    let isClosed = false
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (const chunk of inChunks(framed(ITEMS), 16)) yield chunk
      } finally {
        isClosed = true
      }
    }
    for await (const item of decodeItems(source())) {
      expect(item).toEqual({ value: { a: 1 } })
      break
    }
    expect(isClosed).toBe(true)
  })

  it('are refused one by one', () => {
    expect(encodeItem({ f: () => 1 })).toEqual({ refused: 'a function', path: '.f' })
  })
})
