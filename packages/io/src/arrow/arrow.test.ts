import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import {
  Bool,
  CompressionType,
  DateMillisecond,
  Decimal,
  Dictionary,
  Field,
  FixedSizeList,
  Float16,
  Float64,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Map_,
  Struct,
  Table,
  TimeMicrosecond,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Utf8,
  compressionRegistry,
  makeData,
  makeVector,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
  type DataType,
  type Vector,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { toColumns, toRows, type Columns, type TextColumn } from '../columns/index.ts'
import { toldContext } from '../fixtures/contexts.ts'
import { codeOf, mutated, seeded } from '../fixtures/mutations.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import { arrowWith } from './arrow.ts'
import { arrowFile, fromArrow, toArrow } from './index.ts'

const mutations = Number(process.env['THROUGHLINE_CASES'] ?? 400)

function columnOf(vector: Vector): Columns[string] {
  return fromArrow(new Table({ a: vector }))['a']!
}

function elements(vector: Vector): unknown[] {
  return toRows({ a: columnOf(vector) }).map(({ a }) => a)
}

describe('fromArrow', () => {
  it('takes the memory of numbers, days, times and codes', () => {
    const values = Int32Array.of(1, 2, 3)
    expect((columnOf(makeVector(values)) as Int32Array).buffer).toBe(values.buffer)
    const bits = Uint8Array.of(0b101)
    const nullable = makeVector(
      makeData({ type: new Float64(), data: Float64Array.of(1, 2, 3), nullBitmap: bits, nullCount: 1 }),
    )
    expect(columnOf(nullable)).toEqual({ type: 'Float64', length: 3, values: Float64Array.of(1, 2, 3), valid: bits })
    expect((columnOf(nullable) as { valid: Uint8Array }).valid.buffer).toBe(bits.buffer)
    const texts = tableFromArrays({ a: ['x', 'y', 'x'] }).getChild('a')!
    const { codes, dictionary } = columnOf(texts) as TextColumn
    expect([...codes].map((code) => dictionary[code])).toEqual(['x', 'y', 'x'])
    expect(codes.buffer).toBe(texts.data[0]!.values.buffer)
  })

  it.each([
    ['booleans', new Bool(), [true, null, false, true]],
    ['long texts', new LargeUtf8(), ['ä', null, '']],
    ['dates in milliseconds', new DateMillisecond(), [new Date(-86_400_000), null]],
    ['lists', new List(new Field('item', new Int32())), [[1, null], null, [], [2]]],
    [
      'lists of one length',
      new FixedSizeList(2, new Field('item', new Int32())),
      [
        [1, 2],
        [3, null],
      ],
    ],
    [
      'records',
      new Struct([new Field('a', new Int32()), new Field('b', new Utf8())]),
      [{ a: 1, b: 'x' }, null, { a: null, b: 'y' }],
    ],
    ['times', new TimeMicrosecond(), [1n, null]],
  ] as readonly (readonly [string, DataType, readonly unknown[]])[])('reads %s', (_, type, values) => {
    expect(elements(vectorFromArray(values, type as never))).toEqual(values)
  })

  it('reads maps as lists of keys and values', () => {
    const type = new Map_(
      new Field('entries', new Struct([new Field('key', new Utf8()), new Field('value', new Int32())])) as never,
    )
    const vector = vectorFromArray([new Map([['a', 1]]), null] as never, type as never) as Vector
    expect(elements(vector)).toEqual([[{ key: 'a', value: 1 }], null])
  })

  it('reads decimals as numbers up to 15 digits, and else as texts', () => {
    const data = Uint32Array.of(12_345, 0, 0, 0, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff)
    const decimal = (precision: number): unknown[] =>
      elements(makeVector(makeData({ type: new Decimal(2, precision), length: 2, data })))
    expect(decimal(10)).toEqual([123.45, -0.01])
    expect(decimal(20)).toEqual(['123.45', '-0.01'])
  })

  it('reads halves of floats, and integers of 64 bits', () => {
    expect(
      elements(makeVector(makeData({ type: new Float16(), data: Uint16Array.of(0x3c00, 0x8001, 0x7c00) }))),
    ).toEqual([1, -(2 ** -24), Infinity])
    expect(elements(vectorFromArray([2n ** 62n, null], new Int64()))).toEqual([2n ** 62n, null])
  })

  it('looks up what is no text in a dictionary', () => {
    const vector = vectorFromArray([7, 8, null, 7], new Dictionary(new Float64(), new Int32()))
    expect(elements(vector)).toEqual([7, 8, null, 7])
  })

  it('is told of the column that has no form', async () => {
    const { DenseUnion } = await import('apache-arrow')
    const type = new DenseUnion([0], [new Field('a', new Int32())])
    const union = makeVector(
      makeData({
        type,
        length: 1,
        typeIds: Int8Array.of(0),
        valueOffsets: Int32Array.of(0),
        children: [makeData({ type: new Int32(), data: Int32Array.of(1) })],
      } as never),
    ) as Vector
    expect(await issueText(() => fromArrow(new Table({ ok: makeVector(Int32Array.of(1)), odd: union })))).toContain(
      'column "odd": it is of the type',
    )
  })
})

describe('toArrow', () => {
  it('copies what two columns share, so that the library can write it', async () => {
    const delay = Float64Array.of(1, 2, 3, 4)
    const table = await toArrow({ delay, same: delay, part: delay.subarray(0), late: Float64Array.of(5, 6, 7, 8) })
    const back = tableFromIPC(tableToIPC(table, 'file'))
    expect(toRows(fromArrow(back))).toEqual(
      [1, 2, 3, 4].map((one) => ({ delay: one, same: one, part: one, late: one + 4 })),
    )
    expect(table.getChild('delay')!.toArray().buffer).toBe(delay.buffer)
  })

  it('refuses what Arrow cannot say', async () => {
    expect(await issueText(toArrow({ a: ['x', '\ud800'] }))).toContain(
      'row 2, column "a": a text with half of a surrogate pair',
    )
    expect(await issueText(toArrow({ a: [() => 1] }))).toContain('row 1, column "a": a function')
  })
})

describe('an Arrow file', () => {
  it('needs the library, and says so', async () => {
    const missing = arrowWith({}, () => Promise.reject(Object.assign(new Error(), { code: 'ERR_MODULE_NOT_FOUND' })))
    expect(await issueText(missing.decode({ name: 'a.arrow' } as never, toldContext()))).toContain(
      'npm install apache-arrow',
    )
  })

  it('has a name for each column, since the library reads none as "null"', async () => {
    const text = await issueText(arrowFile(join(makeScratch(), 'a.arrow')).write([{ '': 1 }], toldContext()))
    expect(text).toContain('its column has an empty name')
  })

  it('fits what is declared', async () => {
    const path = join(makeScratch(), 'a.arrow')
    await arrowFile(path).write({ a: Int8Array.of(1, 2), b: ['x', 'y'] }, toldContext())
    const read = await arrowFile(path, { columns: { a: 'int64', b: 'string' } }).read(toldContext())
    expect(read).toEqual({
      a: BigInt64Array.of(1n, 2n),
      b: { type: 'Utf8', length: 2, codes: Uint8Array.of(0, 1), dictionary: ['x', 'y'] },
    })
  })

  it('is left early without harm', async () => {
    const path = join(makeScratch(), 'a.arrow')
    await arrowFile(path, { batchRows: 10 }).write({ a: new Float64Array(100) }, toldContext())
    const batches = (await arrowFile(path, { as: 'batches' }).read(toldContext())) as AsyncIterable<Columns>
    for await (const { a } of batches) {
      expect(a).toHaveLength(10)
      break
    }
  })

  it.each([
    ['nothing', () => new Uint8Array(0), 'it is empty'],
    ['text', () => Buffer.from('day,amount\n2024-02-29,1\n'), 'no message of Arrow begins here'],
    ['a file that is cut off', (file: Buffer) => file.subarray(0, -20), 'it does not end with "ARROW1"; it is cut off'],
    ['a stream that is cut off', (_: Buffer, stream: Buffer) => stream.subarray(0, -60), 'claims'],
    [
      'a footer that is too long',
      (file: Buffer) => withInt(file, file.length - 10, 2 ** 30),
      'its footer claims 1073741824 bytes',
    ],
    [
      'a header that is too long',
      (_: Buffer, stream: Buffer) => withInt(stream, 4, 2 ** 30),
      'a header claims 1073741824 bytes',
    ],
  ])('%s is told', async (_, make, found) => {
    const folder = makeScratch()
    const path = join(folder, 'a.arrow')
    const table = tableFromArrays({ a: Int32Array.of(1, 2, 3) })
    writeFileSync(path, make(Buffer.from(tableToIPC(table, 'file')), Buffer.from(tableToIPC(table, 'stream'))))
    const text = await issueText(arrowFile(path).read(toldContext()), folder)
    expect(text).toContain('a.arrow is no Arrow that can be read.')
    expect(text).toContain(found)
  })

  it(
    `is told or read when bytes of it are changed, ${mutations} times, and takes no room for it`,
    { timeout: 300_000 },
    async () => {
      const path = join(makeScratch(), 'a.arrow')
      const rows = Array.from({ length: 200 }, (_, i) => ({
        i,
        t: `n${i % 5}`,
        b: i % 2 === 0,
        at: i % 3 === 0 ? null : new Date(i),
        l: [i],
      }))
      const table = await toArrow(toColumns(rows))
      const lists = new Table({
        l: vectorFromArray(
          rows.map(({ l }) => l),
          new List(new Field('item', new Int32())),
        ),
      })
      const files = [tableToIPC(table, 'file'), tableToIPC(table, 'stream'), tableToIPC(lists, 'file')]
      const random = seeded(11)
      const before = process.memoryUsage().arrayBuffers
      const codes = new Set<string>()
      for (let count = 0; count < mutations; count++) {
        writeFileSync(path, mutated(files[count % files.length]!, random))
        const code = await Promise.resolve(arrowFile(path).read(toldContext())).then(() => 'read', codeOf)
        codes.add(code)
      }
      expect([...codes].sort()).toEqual(['io/malformed', 'read'])
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 29)
    },
  )

  it.each(['file', 'stream'] as const)('that is a %s whose batches are compressed is read', async (type) => {
    const path = join(makeScratch(), 'a.arrow')
    compressionRegistry.set(CompressionType.ZSTD, { encode: (bytes) => zstdCompressSync(bytes) })
    compressionRegistry.set(CompressionType.LZ4_FRAME, { encode: lz4Frame })
    const rows = Array.from({ length: 500 }, (_, i) => ({
      i,
      t: `n${i % 5}`,
      n: i % 3 === 0 ? null : i,
      text: `text ${i}`,
    }))
    const table = await toArrow({ ...toColumns(rows), text: rows.map(({ text }) => text) })
    for (const compressionType of [CompressionType.ZSTD, CompressionType.LZ4_FRAME]) {
      const Writer = type === 'file' ? RecordBatchFileWriter : RecordBatchStreamWriter
      const bytes = await Writer.writeAll(table, { compressionType }).toUint8Array()
      writeFileSync(path, bytes)
      expect(await arrowFile(path, { as: 'rows' }).read(toldContext())).toEqual(rows)
      const random = seeded(3)
      for (let count = 0; count < mutations / 4; count++) {
        writeFileSync(path, mutated(bytes, random))
        const code = await Promise.resolve(arrowFile(path).read(toldContext())).then(() => 'read', codeOf)
        expect(['read', 'io/malformed', 'io/too-large']).toContain(code)
      }
    }
  })

  it('has its rows whichever way it is read', async () => {
    const path = join(makeScratch(), 'a.arrow')
    await arrowFile(path).write(
      [
        { a: 1, b: 'x' },
        { a: null, b: null },
      ],
      toldContext(),
    )
    expect(await arrowFile(path, { as: 'rows' }).read(toldContext())).toEqual([
      { a: 1, b: 'x' },
      { a: null, b: null },
    ])
    expect(tableFromIPC(readFileSync(path)).numRows).toBe(2)
  })
})

/** One literal run, and then a match that repeats the last byte as often as there are more of it. */
function lz4Frame(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82])
  const same = bytes.length - 1 - bytes.findLastIndex((byte) => byte !== bytes.at(-1))
  const repeated = same > 8 ? same - 1 : 0
  const literals = bytes.length - repeated
  const lengths = (length: number): number[] =>
    length < 15 ? [] : [...new Array<number>(Math.floor((length - 15) / 255)).fill(255), (length - 15) % 255]
  const token = (Math.min(15, literals) << 4) | (repeated === 0 ? 0 : Math.min(15, repeated - 4))
  const match = repeated === 0 ? [] : [1, 0, ...lengths(repeated - 4)]
  const block = Buffer.from([token, ...lengths(literals), ...bytes.subarray(0, literals), ...match])
  const size = Buffer.alloc(4)
  size.writeUInt32LE(block.length)
  return Buffer.concat([head, size, block, Buffer.alloc(4)])
}

function withInt(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt32LE(value, at)
  return changed
}
