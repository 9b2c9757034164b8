// Values that are written to files come back, and what is wrong with a file is said.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { toldContext } from './fixtures/contexts.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { bytesFile, csvFile, jsonFile, jsonLinesFile, textFile, yamlFile } from './index.ts'

const rows = [
  { id: 1, name: 'Zoë "Z", Ltd', note: 'two\nlines', at: null },
  { id: -2.5, name: '', note: '007', at: null },
]

it('csv', async () => {
  const path = join(makeScratch(), 'a.csv')
  const context = toldContext()
  const one = csvFile(path, { columns: { id: 'float64', name: 'string', note: 'string?', at: 'date?' } })
  const written = await one.write(rows, context)
  expect(readFileSync(path, 'utf8')).toBe('id,name,note,at\n1,"Zoë ""Z"", Ltd","two\nlines",\n-2.5,"",007,\n')
  expect(written).toMatchObject({ rows: 2, sizeBytes: 62 })
  expect(await one.read(context)).toEqual(rows)
  expect(context.facts).toMatchObject({ rows: 2, sizeBytes: 62, sha256: (written as any).sha256 })
  expect(one.describe()).toEqual({ type: 'csv', path })
})

it('others', async () => {
  const dir = makeScratch()
  const context = toldContext()
  const value = { a: [1, -0, null, 'x\ud800'], ['__proto__']: { b: true } }
  const json = jsonFile(join(dir, 'a.json'))
  await json.write(value, context)
  expect(await json.read(context)).toStrictEqual(value)
  for (const name of ['a.jsonl', 'a.jsonl.gz', 'a.jsonl.zst']) {
    const lines = jsonLinesFile(join(dir, name))
    await lines.write(rows, context)
    expect(await lines.read(context)).toEqual(rows)
  }
  const yaml = yamlFile(join(dir, 'a.yaml'))
  const tame = { a: [1, 2n ** 64n, NaN, -Infinity, null, 'yes', '1', ''], ['__proto__']: { b: true } }
  await yaml.write(tame, context)
  expect(await yaml.read(context)).toStrictEqual(tame)
  const text = textFile(join(dir, 'a.txt'))
  await text.write('\ufeffa\r\nb\n', context)
  expect(await text.read(context)).toBe('\ufeffa\r\nb\n')
  expect(await Array.fromAsync(await textFile(join(dir, 'a.txt'), { as: 'lines' }).read(context))).toEqual([
    '\ufeffa',
    'b',
  ])
  const bytes = bytesFile(join(dir, 'a.bin.gz'))
  await bytes.write([Uint8Array.of(1, 2), Uint8Array.of(3)], context)
  expect([...(await bytes.read(context))]).toEqual([1, 2, 3])
  writeFileSync(join(dir, 'b.txt.gz'), gzipSync('hi'))
  writeFileSync(join(dir, 'b.txt.zst'), zstdCompressSync('hi'))
  expect(await textFile(join(dir, 'b.txt.gz')).read(context)).toBe('hi')
  expect(await textFile(join(dir, 'b.txt.zst')).read(context)).toBe('hi')
})
