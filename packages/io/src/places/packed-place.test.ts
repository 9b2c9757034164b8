// Packed files as other programs write them: in several parts, and with something behind their end.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import { bytesFile } from '../index.ts'

const some = Buffer.from(Array.from({ length: 30_000 }, (_, index) => String(index * 7919)).join('\n'))
const packings = [
  ['gz', gzipSync],
  ['zst', zstdCompressSync],
] as const

async function unpacked(name: string, content: Uint8Array): Promise<Buffer> {
  const path = join(makeScratch(), name)
  writeFileSync(path, content)
  return Buffer.from(await bytesFile(path).read(toldContext()))
}

it.each(packings)('%s: all parts are read, wherever one of them ends', async (ending, pack) => {
  const parts = [some, Buffer.from('a'), Buffer.alloc(0), some, some]
  const content = Buffer.concat(parts.map((part) => pack(part)))
  expect((await unpacked(`a.${ending}`, content)).equals(Buffer.concat(parts))).toBe(true)
})

it('a part that is to be skipped is skipped', async () => {
  const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
  const content = Buffer.concat([skipped, zstdCompressSync('a'), skipped, zstdCompressSync('b')])
  expect(String(await unpacked('a.zst', content))).toBe('ab')
})

it('zeros behind the end of a gzip file mean nothing', async () => {
  const content = Buffer.concat([gzipSync(some), Buffer.alloc(100_000)])
  expect((await unpacked('a.gz', content)).equals(some)).toBe(true)
})

it.each(packings)('%s: something else behind the end is refused', async (ending, pack) => {
  for (const garbage of [Buffer.from('garbage'), Buffer.alloc(200_000, 'garbage')]) {
    const folder = makeScratch()
    const path = join(folder, `a.${ending}`)
    writeFileSync(path, Buffer.concat([pack(some), garbage]))
    const text = await issueText(bytesFile(path).read(toldContext()), folder)
    expect(text).toContain('damaged near byte')
  }
})

it('what follows such zeros is not left out', async () => {
  const folder = makeScratch()
  const zeros = Buffer.alloc(5)
  writeFileSync(join(folder, 'a.gz'), Buffer.concat([gzipSync('a'), zeros, gzipSync('b')]))
  const text = await issueText(bytesFile(join(folder, 'a.gz')).read(toldContext()), folder)
  expect(text).toContain(`byte ${gzipSync('a').length + 5}: something behind its end`)
})

it.each(packings)('%s: what is cut off within a later part is refused', async (ending, pack) => {
  const whole = pack(some)
  const content = Buffer.concat([whole, whole.subarray(0, whole.length - 5)])
  const folder = makeScratch()
  writeFileSync(join(folder, `a.${ending}`), content)
  const reading = bytesFile(join(folder, `a.${ending}`)).read(toldContext())
  expect(await issueText(reading, folder)).toContain('it ends in the middle')
})

it.each(packings)('%s: a stream may be left early', async (ending, pack) => {
  const path = join(makeScratch(), `a.${ending}`)
  writeFileSync(path, pack(Buffer.alloc(10_000_000)))
  for await (const piece of await bytesFile(path, { as: 'stream' }).read(toldContext())) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
})
