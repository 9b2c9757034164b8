// What is wrong with a file is said with its place; what is hostile is bounded.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import { bytesFile, csvFile, jsonFile, jsonLinesFile, textFile, yamlFile, type SourceAndSink } from '../index.ts'

type Make = (path: string) => SourceAndSink<unknown, never>

async function problem(make: Make, name: string, content: string | Uint8Array): Promise<string> {
  const folder = makeScratch()
  writeFileSync(join(folder, name), content)
  const reading = async (): Promise<void> => {
    const value = await make(join(folder, name)).read(toldContext())
    if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value) {
      await Array.fromAsync(value as AsyncIterable<unknown>)
    }
  }
  const text = await issueText(reading, folder)
  // Without the code and the hints.
  return text
    .split('\n')
    .slice(1)
    .filter((line) => !line.startsWith('help:'))
    .map((line) => line.trim())
    .join('\n')
}

const notCsv = 'a.csv is no CSV that can be read.\n'
const notJson = 'a.json is no JSON that can be read.\n'
const notLines = 'a.jsonl is no JSON Lines that can be read.\n'
const notYaml = 'a.yaml is no YAML that can be read.\n'

const csvs: readonly [string | Uint8Array, string, Parameters<typeof csvFile>[1]?][] = [
  ['a,b\n1,2\n3\n', 'line 3, row 2, column 2: 1 cells where there are 2 columns'],
  ['a,b\n1,"x\ny"\n\n3,4,5\n', 'line 5, row 2, column 3: 3 cells where there are 2 columns'],
  ['a,b\r\n1,2\r\n3,"x', 'line 3, row 2, column 2, byte 12: a quote is opened and never closed'],
  ['a,b\n1,x"y\n', 'line 2, row 1, column 2, byte 6: a quote in the middle of a cell that is not quoted'],
  ['a,b\n1,"x"y\n', 'line 2, row 1, column 2, byte 6: something between a closing quote and the next delimiter'],
  ['a,b,a\n', 'line 1, column 3: a second column is called "a"'],
  [Buffer.from('a,b\n1,\xff\n', 'latin1'), 'byte 6: the byte 0xff is no UTF-8 here'],
  [Buffer.from('\ufeffa,b\n', 'utf16le'), 'byte 0: it is UTF-16'],
  [Buffer.from('a\nx\xc3', 'latin1'), 'byte 3: the byte 0xc3 is no UTF-8 here'],
  ['a\n1\nx\n', 'line 3, row 2, column "a": "x" is no int32', { columns: { a: 'int32' } }],
  ['a\n"1\n2"\nx\n', 'line 2, row 1, column "a": "1\\n2" is no int32', { columns: { a: 'int32' } }],
  [
    'a,b\n1,\n',
    'line 2, row 1, column "b": nothing, in a column of string without nulls',
    { columns: { b: 'string' } },
  ],
  ['a,b\n1,\n', 'there is no column "c"; there are "a", "b"', { columns: { c: 'string' } }],
  ['', 'there is no column "c"; there are none', { columns: { c: 'string' } }],
  ['1,2\n1\n', 'line 2, row 2, column 2: 1 cells where there are 2 columns', { header: false }],
  ['1,2\n', 'line 1, row 1, column 2: 2 cells where there are 1 columns', { header: ['a'] }],
]

it.each(csvs)('CSV %j: %s', async (content, found, options = {}) => {
  for (const as of ['rows', 'stream', 'columns', 'batches'] as const) {
    expect(await problem((path) => csvFile(path, { ...options, as }), 'a.csv', content)).toBe(notCsv + found)
  }
})

it.each([
  ['', 'line 1, column 1, byte 0: no value but the end'],
  ['{"a": 1,\n "b": }', "line 2, column 7, byte 15: no value but '}'"],
  ['[1, 2', 'line 1, column 6, byte 5: neither "," nor "]" but the end'],
  ['{"é": nul}', "line 1, column 7, byte 7: no value but 'nul'"],
  ['{a: 1}', "line 1, column 2, byte 1: no name in double quotes but 'a'"],
  ['{"a" 1}', `line 1, column 6, byte 5: no ":" but '1'`],
  ['[1,]', "line 1, column 4, byte 3: no value but ']'"],
  ['{"a": 1,}', "line 1, column 9, byte 8: no name in double quotes but '}'"],
  ['["a\nb"]', 'line 1, column 4, byte 3: the character U+000a inside of a text, where it must be escaped'],
  ['["a', 'line 1, column 2, byte 1: a text that begins here and does not end'],
  ['["\\x"]', 'line 1, column 3, byte 2: an escape that JSON does not have'],
  ['[01]', "line 1, column 2, byte 1: no value but '01'"],
  ['[NaN]', "line 1, column 2, byte 1: no value but 'NaN'"],
  ['\ufeff{"a":1} x', "line 1, column 9, byte 11: something behind the end: 'x'"],
  ['{"a":1}\n{"a":2}', "line 2, column 1, byte 8: something behind the end: '{'"],
  ['DEEP', 'line 1, column 513, byte 512: it is nested deeper than 512 levels'],
])('JSON %j: %s', async (content, found) => {
  expect(
    await problem(
      (path) => jsonFile(path),
      'a.json',
      content.replace('DEEP', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    ),
  ).toBe(notJson + found)
})

it.each([
  ['{"a":1}\n\n{"a":2\n', 'line 3, row 2, column 7, byte 15: neither "," nor "}" but the end'],
  ['{"a":1}\r\n[1]\r\n', 'line 2, row 2: no record but a list'],
  ['{"a":1}\nnull', 'line 2, row 2: no record but null'],
  ['{"a":1}\n\nDEEP', 'line 3, row 2, column 2561, byte 2569: it is nested deeper than 512 levels'],
])('JSON Lines %j: %s', async (content, found) => {
  for (const as of ['rows', 'stream', 'columns'] as const) {
    expect(
      await problem(
        (path) => jsonLinesFile(path, { as }),
        'a.jsonl',
        content.replace('DEEP', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`),
      ),
    ).toBe(notLines + found)
  }
})

it.each([
  ['a: [1, 2', 'line 1, column 9, byte 8: Flow sequence in block collection must be sufficiently indented'],
  ['é: 1\na: 2\na: 3\n', 'line 3, column 1, byte 11: Map keys must be unique'],
  ['1: a\n"1": b\n', 'line 2, column 1, byte 5: a name that is there already, written in another way'],
  ['a: !!js/function "x"\n', 'line 1, column 4, byte 3: Unresolved tag: tag:yaml.org,2002:js/function'],
  ['a: 1\n---\nb: 2\n', 'line 2, column 1, byte 5: a second document'],
  ['a: *b\n', 'line 1, column 4, byte 3: an alias without its anchor'],
  ['[a]: 1\n', 'line 1, column 1, byte 0: a name that is a list or a map'],
])('YAML %j: %s', async (content, found) => {
  expect(await problem((path) => yamlFile(path), 'a.yaml', content)).toContain(notYaml + found)
})

it('YAML that stands for gigabytes, and YAML without end, are refused', async () => {
  const names = 'abcdefghi'.split('')
  const laughs = names.map(
    (name, at) =>
      `${name}: &${name} [${Array(9)
        .fill(at === 0 ? '"lol"' : `*${names[at - 1]}`)
        .join(',')}]`,
  )
  expect(await problem((path) => yamlFile(path), 'a.yaml', laughs.join('\n'))).toBe(
    `${notYaml}its aliases stand for more than 100 values`,
  )
  for (const content of [
    '['.repeat(10_000),
    '- '.repeat(1000),
    Array.from({ length: 600 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
  ]) {
    expect(await problem((path) => yamlFile(path), 'a.yaml', content)).toMatch(/it is nested deeper than 256 levels$/)
  }
})

it('a quote or a line that never ends does not fill the memory', async () => {
  const long = 'x'.repeat(3000)
  const csv = (path: string) => csvFile(path, { maxRecordBytes: 1000 })
  expect(await problem(csv, 'a.csv', `a,b\n1,2\n3,"${long}`)).toBe(
    'a.csv is larger than allowed: the record at line 3 beyond 1000 bytes.',
  )
  expect(await problem((path) => csvFile(path, { maxColumns: 10 }), 'a.csv', ','.repeat(1000))).toBe(
    'a.csv is larger than allowed: a record beyond 10 cells.',
  )
  const short = (path: string) => textFile(path, { as: 'lines', maxLineBytes: 1000 })
  expect(await problem(short, 'a.txt', `x\n${long}\nx\n`)).toBe(
    'a.txt is larger than allowed: line 2 beyond 1000 bytes.',
  )
  const text = (path: string) => textFile(path, { as: 'lines', maxLineBytes: 100_000 })
  expect(await problem(text, 'a.txt', `${'x\n'.repeat(9)}${'x'.repeat(200_000)}`)).toBe(
    'a.txt is larger than allowed: line 10 beyond 100000 bytes.',
  )
  const lines = (path: string) => jsonLinesFile(path, { maxLineBytes: 1000 })
  const tooLong = 'a.jsonl is larger than allowed: line 2 beyond 1000 bytes.'
  expect(await problem(lines, 'a.jsonl', `{}\n"${long}`)).toBe(tooLong)
  expect(await problem(lines, 'a.jsonl', `{}\n"${long}"\n{}\n`)).toBe(tooLong)
})

it('what is packed is bounded by what it unpacks to, and read to its end', async () => {
  const bomb = Buffer.alloc(1 << 24, '1\n')
  for (const [name, pack] of [
    ['a.csv.gz', gzipSync],
    ['a.csv.zst', zstdCompressSync],
  ] as const) {
    const packed = pack(bomb)
    expect(packed.length).toBeLessThan(1 << 17)
    const limited = { maxSizeBytes: 1 << 17 }
    const found = `${name} is larger than allowed: what is in it beyond 128 KiB.`
    expect(await problem((path) => csvFile(path, limited), name, packed)).toBe(found)
    expect(await problem((path) => bytesFile(path, limited), name, packed)).toBe(found)
    const cut = packed.subarray(0, packed.length - 20)
    const type = name.endsWith('gz') ? 'gzip' : 'Zstandard'
    const notPacked = `${name} is no ${type} that can be read.\n`
    expect(await problem((path) => bytesFile(path), name, cut)).toBe(`${notPacked}it ends in the middle`)
    expect(await problem((path) => bytesFile(path), name, 'plain text')).toContain(`${notPacked}damaged near byte 10`)
  }
})

it('names in data are data', async () => {
  const folder = makeScratch()
  const read = async (make: Make, name: string, content: string): Promise<unknown> => {
    writeFileSync(join(folder, name), content)
    return await make(join(folder, name)).read(toldContext())
  }
  const hostile = '{"__proto__":{"isAdmin":true},"constructor":{"prototype":1}}'
  for (const value of [
    await read((path) => jsonFile(path), 'a.json', hostile),
    ...((await read((path) => jsonLinesFile(path), 'a.jsonl', hostile)) as unknown[]),
    await read((path) => yamlFile(path), 'a.yaml', hostile),
    ...((await read((path) => csvFile(path), 'a.csv', '__proto__,constructor\nisAdmin,x\n')) as unknown[]),
  ]) {
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
    expect((value as { isAdmin?: true }).isAdmin).toBeUndefined()
  }
  expect(({} as { isAdmin?: true }).isAdmin).toBeUndefined()
})

it('text is UTF-8 to the byte, whatever the pieces it is read in', async () => {
  const whole = `${'é€😀x'.repeat(60_000)}\n`
  const folder = makeScratch()
  writeFileSync(join(folder, 'a.txt'), whole)
  const lines = await textFile(join(folder, 'a.txt'), { as: 'lines' }).read(toldContext())
  expect((await Array.fromAsync(lines))[0]).toBe(whole.trimEnd())
  const bad = Buffer.from(whole)
  bad[300_000] = 0xff
  const make = (path: string) => textFile(path, { as: 'lines' })
  expect(await problem(make, 'b.txt', bad)).toMatch(/byte (299999|300000|29999\d): the byte 0x\w\w is no UTF-8 here/)
})

it.each([
  [5, 'a number'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{}, 'an object'],
  [new ArrayBuffer(1), 'an object'],
  [[5], 'a number'],
])('%o is neither a text nor bytes', async (value, found) => {
  const folder = makeScratch()
  for (const make of [(path: string) => textFile(path), (path: string) => bytesFile(path)]) {
    const writing = make(join(folder, 'a')).write(value as never, toldContext())
    expect(await issueText(writing)).toContain(`\n  ${found}\n`)
  }
})
