// Files as places: where they may lie, what is known of them, and that nothing of them stays open.

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { dataflow } from 'throughline'
import { loaded, saved } from 'throughline/io'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import { bytesFile, csvFile, jsonFile, jsonLinesFile, textFile } from '../index.ts'

/** How many files of a folder this process has open. */
function openIn(folder: string): number {
  // Only Linux shows it.
  if (!existsSync('/proc/self/fd')) return 0
  const links = readdirSync('/proc/self/fd').flatMap((one) => {
    try {
      return [readlinkSync(`/proc/self/fd/${one}`)]
    } catch {
      return []
    }
  })
  return links.filter((link) => link.startsWith(folder)).length
}

it('a flow reads and writes files, and is told what they were', async () => {
  const folder = makeScratch()
  const path = join(folder, 'sales.csv')
  writeFileSync(path, 'day,amount\n2024-02-29,10\n2024-03-01,\n')
  const told: object[] = []
  const flow = dataflow({
    sales: loaded(({ path }: { path: string }) => csvFile(path, { columns: { day: 'date', amount: 'float64?' } })),
    total: saved(
      ({ sales }: { sales: readonly { amount: number | null }[] }) =>
        sales.reduce((sum, one) => sum + (one.amount ?? 0), 0),
      jsonFile(join(folder, 'deep', 'total.json')),
    ),
  }).with({
    hooks: [{ onStepMetadata: ({ kind, description, metadata }) => void told.push({ kind, description, metadata }) }],
  })
  const { 'total.saved': written } = await flow.execute(['total.saved'], { inputs: { path } })
  expect(readFileSync(join(folder, 'deep', 'total.json'), 'utf8')).toBe('10\n')
  const sha256 = expect.stringMatching(/^[\da-f]{64}$/) as string
  const modifiedAt = statSync(path).mtime.toISOString()
  const columns = { day: 'date', amount: 'float64?' }
  expect(told).toEqual([
    {
      kind: 'source',
      description: { type: 'csv', path },
      metadata: { rows: 2, columns, sizeBytes: 37, modifiedAt, sha256 },
    },
    { kind: 'sink', description: { type: 'json', path: join(folder, 'deep/total.json') }, metadata: written },
  ])
  expect(written).toEqual({ sizeBytes: 3, sha256 })
})

it('a version is the same as long as the bytes are, and is told without reading them into memory', async () => {
  const path = join(makeScratch(), 'a.json')
  const one = jsonFile(pathToFileURL(path))
  const { sha256 } = (await one.write({ a: 1 }, toldContext())) as { sha256: string }
  expect(await one.version!(toldContext())).toBe(`sha256:${sha256}`)
  await one.write({ a: 2 }, toldContext())
  expect(await one.version!(toldContext())).not.toBe(`sha256:${sha256}`)
  expect(await issueText(jsonFile('/nowhere/a.json').version!(toldContext()))).toContain('There is no /nowhere/a.json.')
})

it.each(['../b.txt', '/etc/hostname', 'link/b.txt', 'sub/../../b.txt', '.', 'file-link', 'a\0b'])(
  'the path %j does not lead out of its folder',
  async (path) => {
    const outer = makeScratch()
    const within = join(outer, 'inner')
    mkdirSync(join(within, 'sub'), { recursive: true })
    writeFileSync(join(outer, 'b.txt'), 'secret')
    symlinkSync(outer, join(within, 'link'))
    symlinkSync(join(outer, 'b.txt'), join(within, 'file-link'))
    expect(await issueText(() => textFile(path, { within }))).toContain('io/outside')
  },
)

it('a folder that has become a link since does not lead out either', async () => {
  const outer = makeScratch()
  const within = join(outer, 'inner')
  mkdirSync(join(within, 'sub'), { recursive: true })
  writeFileSync(join(outer, 'a.txt'), 'secret')
  const one = textFile('sub/a.txt', { within })
  rmdirSync(join(within, 'sub'))
  symlinkSync(outer, join(within, 'sub'))
  expect(await issueText(one.read(toldContext()))).toContain('io/outside')
  expect(await issueText(one.write('x', toldContext()))).toContain('io/outside')
  expect(readFileSync(join(outer, 'a.txt'), 'utf8')).toBe('secret')
})

it('a path within its folder is found there', async () => {
  const within = makeScratch()
  await textFile('sub/a.txt', { within }).write('x', toldContext())
  expect(readFileSync(join(within, 'sub/a.txt'), 'utf8')).toBe('x')
  expect(await textFile(join(within, 'sub/a.txt'), { within }).read(toldContext())).toBe('x')
})

it('a link stays a link, and permissions stay what they were', async () => {
  const folder = makeScratch()
  writeFileSync(join(folder, 'real.txt'), 'old')
  // More than a new file is given.
  chmodSync(join(folder, 'real.txt'), 0o662)
  symlinkSync('real.txt', join(folder, 'link.txt'))
  await textFile(join(folder, 'link.txt')).write('new', toldContext())
  expect(readlinkSync(join(folder, 'link.txt'))).toBe('real.txt')
  expect(readFileSync(join(folder, 'real.txt'), 'utf8')).toBe('new')
  expect(statSync(join(folder, 'real.txt')).mode & 0o777).toBe(0o662)
})

it('what is no file stays what it is', async () => {
  const folder = makeScratch()
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  expect(await issueText(textFile(pipe).write('x', toldContext()), folder)).toContain(
    'pipe cannot be written: it is a pipe or a device, which cannot be replaced by a file.',
  )
  expect(statSync(pipe).isFIFO()).toBe(true)
  expect(readdirSync(folder)).toEqual(['pipe'])
  mkdirSync(join(folder, 'sub'))
  expect(await issueText(textFile(join(folder, 'sub')).write('x', toldContext()), folder)).toContain('it is a folder')
})

it('links that lead nowhere are told when they are read, and replaced when they are written', async () => {
  const folder = makeScratch()
  for (const [name, target, found] of [
    ['round', 'round', 'cannot be read: links lead round in a circle.'],
    ['lost', '../elsewhere/nothing', 'There is no lost.'],
  ] as const) {
    const path = join(folder, name)
    symlinkSync(target, path)
    expect(await issueText(textFile(path).read(toldContext()), folder)).toContain(found)
    await textFile(path, { within: folder }).write('x', toldContext())
    expect(readFileSync(path, 'utf8')).toBe('x')
  }
  expect(readdirSync(folder).toSorted()).toEqual(['lost', 'round'])
})

it('nothing is no path', async () => {
  expect(await issueText(() => textFile(''))).toContain('The option "path" of file is "".')
})

it('an address is no path, and is not shown', async () => {
  for (const address of ['https://ada:secret@host/a.txt', 's3://ada:secret@bucket/a.txt']) {
    for (const given of [address, new URL(address)]) {
      const text = await issueText(() => textFile(given))
      expect(text).toContain(`The option "path" of file is an address of ${address.split('/')[0]}`)
      expect(text).not.toContain('secret')
    }
  }
})

it('a value that fails half way leaves what was there', async () => {
  const folder = makeScratch()
  const path = join(folder, 'a.jsonl')
  writeFileSync(path, '{"old":true}\n')
  async function* rows(): AsyncGenerator<object> {
    for (let row = 0; row < 50_000; row++) yield { row }
    throw new Error('no more')
  }
  await expect(jsonLinesFile(path).write(rows(), toldContext())).rejects.toThrow('no more')
  await expect(jsonLinesFile(`${path}.gz`).write(rows(), toldContext())).rejects.toThrow('no more')
  const endless = (function* (): Generator<object> {
    for (;;) yield { row: 1 }
  })()
  const context = toldContext()
  setTimeout(() => context.abort(new Error('enough')), 20)
  await expect(jsonLinesFile(path).write(endless, context)).rejects.toThrow('enough')
  expect(readFileSync(path, 'utf8')).toBe('{"old":true}\n')
  expect(readdirSync(folder)).toEqual(['a.jsonl'])
  expect(openIn(folder)).toBe(0)
})

const streams = {
  csv: (path: string) => csvFile(path, { as: 'stream' }),
  'csv, guessed': (path: string) => csvFile(path, { as: 'batches', columns: 'infer' }),
  lines: (path: string) => textFile(path, { as: 'lines' }),
  bytes: (path: string) => bytesFile(path, { as: 'stream' }),
}

it.each(Object.entries(streams))('a stream of %s closes its file however it ends', async (_, make) => {
  const folder = makeScratch()
  for (const name of ['a.csv', 'a.csv.gz']) {
    const path = join(folder, name)
    await csvFile(path).write(
      Array.from({ length: 50_000 }, (_, row) => ({ row, text: `text ${row}` })),
      toldContext(),
    )
    const read = async (context = toldContext()): Promise<AsyncIterableIterator<unknown>> =>
      (await make(path).read(context)) as AsyncIterableIterator<unknown>
    for await (const _ of await read()) break
    expect(openIn(folder)).toBe(0)
    await (
      await read()
    ).return!()
    expect(openIn(folder)).toBe(0)
    await Array.fromAsync(await read())
    expect(openIn(folder)).toBe(0)
    const context = toldContext()
    const aborted = async (): Promise<void> => {
      for await (const _ of await read(context)) context.abort(new Error('enough'))
    }
    await expect(aborted()).rejects.toThrow('enough')
    expect(openIn(folder)).toBe(0)
    if (name === 'a.csv') continue
    writeFileSync(path, 'not packed')
    await expect(read().then((stream) => Array.fromAsync(stream))).rejects.toThrow('that can be read')
    expect(openIn(folder)).toBe(0)
  }
})

it('what has no size is read, and bounded', async () => {
  expect(await textFile('/proc/self/comm').read(toldContext())).toMatch(/\n$/)
  expect(await issueText(bytesFile('/dev/zero', { maxSizeBytes: 1 << 20 }).read(toldContext()))).toContain(
    '/dev/zero is larger than allowed: what is in it beyond 1 MiB.',
  )
})

it('progress is told by bytes, and at the end', async () => {
  const path = join(makeScratch(), 'a.csv')
  await csvFile(path).write(
    Array.from({ length: 100_000 }, (_, row) => ({ row })),
    toldContext(),
  )
  const context = toldContext()
  await csvFile(path).read(context)
  const { size } = statSync(path)
  expect(context.progressed.at(-1)).toEqual([size, size])
})
