import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { parquetMetadata } from 'hyparquet'
import { decompressLz4Raw } from 'hyparquet-compressors'
import { parquetHeader } from 'hyparquet/src/column.js'
import { expect, it, onTestFinished } from 'vitest'
import { makeScratch } from '../fixtures/scratch.ts'
import { unpackLz4Frame } from './lz4.ts'

const HEAD = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]

function frameOf(...blocks: readonly Uint8Array[]): Uint8Array {
  const sized = blocks.flatMap((block) => {
    const size = Buffer.alloc(4)
    size.writeUInt32LE(block.length)
    return [size, block]
  })
  return Buffer.concat([Buffer.from(HEAD), ...sized, Buffer.alloc(4)])
}

it('unpacks blocks of another program', async () => {
  const path = join(makeScratch(), 'a.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  onTestFinished(() => instance.closeSync())
  const connection = await instance.connect()
  await connection.run(
    `copy (select 'text ' || (i * 7919 % 3000) || repeat('ab', i % 9) as a, i // 7 as b from range(20000) r(i))
     to '${path}' (format parquet, compression lz4_raw, dictionary_size_limit 1)`,
  )
  connection.closeSync()
  const file = readFileSync(path)
  const { row_groups } = parquetMetadata(new Uint8Array(file))
  for (const { meta_data } of row_groups[0]!.columns) {
    const reader = {
      view: new DataView(file.buffer, file.byteOffset, file.length),
      offset: Number(meta_data!.data_page_offset),
    }
    const { compressed_page_size, uncompressed_page_size } = parquetHeader(reader)
    const block = new Uint8Array(file.subarray(reader.offset, reader.offset + compressed_page_size))
    const unpacked = unpackLz4Frame(frameOf(block), uncompressed_page_size)
    expect(block.length).toBeLessThan(unpacked.length)
    expect(Buffer.compare(unpacked, decompressLz4Raw(block, uncompressed_page_size))).toBe(0)
  }
})

it('lets a block repeat what is in the one before it, and no more than there is', () => {
  const first = Uint8Array.of(0x30, 97, 98, 99)
  const again = Uint8Array.of(0x02, 3, 0, 0x10, 33)
  expect(Buffer.from(unpackLz4Frame(frameOf(first, again), 100)).toString()).toBe('abcabcabc!')
  expect(() => unpackLz4Frame(frameOf(first, again), 9)).toThrow('leads out of its buffer')
  expect(() => unpackLz4Frame(frameOf(again), 100)).toThrow('leads out of its buffer')
  expect(() => unpackLz4Frame(frameOf(first).subarray(0, -2), 100)).toThrow('ends too early')
})
