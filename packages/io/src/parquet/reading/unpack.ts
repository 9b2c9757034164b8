// Pages as they were before they were compressed.

import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { CompressionCodec } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { Unreadable } from './unreadable.ts'

/** How many times smaller a page can be at most. What is claimed beyond is a lie, for which nothing is allocated. */
const MOST_RATIO: { readonly [Codec in CompressionCodec]?: number } = {
  UNCOMPRESSED: 1,
  SNAPPY: 64,
  LZ4: 256,
  LZ4_RAW: 256,
  GZIP: 1100,
  ZSTD: 32_768,
  BROTLI: 32_768,
}

/** @throws {Unreadable} when the page is not what its header says */
export function unpackPage(bytes: Uint8Array, lengthBytes: number, codec: CompressionCodec): Uint8Array {
  const ratio = MOST_RATIO[codec]
  if (ratio === undefined) throw new Unreadable(`a page is compressed as ${codec}, which is not supported`)
  if (codec === 'UNCOMPRESSED') return bytes
  if (lengthBytes > bytes.length * ratio + 64) {
    throw new Unreadable(`a page of ${bytes.length} bytes claims to be ${lengthBytes} unpacked`)
  }
  if (lengthBytes === 0) return new Uint8Array(0)
  const page = unpacked(bytes, lengthBytes, codec)
  if (page.length !== lengthBytes) {
    throw new Unreadable(`a page has ${page.length} bytes unpacked, where its header says ${lengthBytes}`)
  }
  return page
}

function unpacked(bytes: Uint8Array, maxOutputLength: number, codec: CompressionCodec): Uint8Array {
  try {
    if (codec === 'GZIP') return gunzipSync(bytes, { maxOutputLength })
    if (codec === 'ZSTD') return zstdDecompressSync(bytes, { maxOutputLength })
    if (codec === 'BROTLI') return brotliDecompressSync(bytes, { maxOutputLength })
    return compressors[codec]!(bytes, maxOutputLength)
  } catch (error) {
    throw new Unreadable(`a page cannot be unpacked as ${codec}: ${(error as Error).message}`)
  }
}
