// A source that says what it would read is read again only when that has changed.

import { cached, dataflow, ThroughlineError } from 'throughline'
import { each } from 'throughline/fan-out'
import { loaded, type Source } from 'throughline/io'
import { beforeEach, expect, it } from 'vitest'
import { explain } from './explain.ts'
import { memoized } from './fixtures/memoized.ts'

/** A file, as a source sees it. */
class File implements Source<string> {
  content = 'a'
  version: () => string | undefined = () => `sum of ${this.content}`
  reads = 0
  readonly describe = (): object => ({ type: 'text' })
  readonly read = (): string => {
    this.reads++
    return this.content
  }
}

let file: File
beforeEach(() => void (file = new File()))

const upper = ({ text }: { text: string }) => text.toUpperCase()

it('is not read as long as it says the same, and read when it says something else', async () => {
  const memo = memoized()
  const flow = memo.flow(dataflow({ text: cached(loaded(file)), upper }))
  expect(await flow.execute(['upper'])).toEqual({ upper: 'A' })
  expect(await flow.execute(['upper'])).toEqual({ upper: 'A' })
  expect(file.reads).toBe(1)
  expect(memo.cached).toEqual(['text', 'upper'])
  file.content = 'b'
  expect(await flow.execute(['upper'])).toEqual({ upper: 'B' })
  file.content = 'a'
  expect(await flow.execute(['upper'])).toEqual({ upper: 'A' })
  expect(file.reads).toBe(2)
})

it('may be found by what other nodes give, and may take its time to say', async () => {
  const memo = memoized()
  const files = { x: new File(), y: new File() }
  const versions = async ({ content }: File): Promise<string> => await Promise.resolve(content)
  const text = cached(
    loaded(({ name }: { name: 'x' | 'y' }) => ({
      read: files[name].read,
      describe: files[name].describe,
      version: () => versions(files[name]),
    })),
  )
  const flow = memo.flow(dataflow({ text, upper }))
  files.y.content = 'y'
  for (const name of ['x', 'y', 'x', 'y']) await flow.execute(['upper'], { inputs: { name } })
  files.x.content = 'other'
  expect(await flow.execute(['upper'], { inputs: { name: 'x' } })).toEqual({ upper: 'OTHER' })
  expect([files.x.reads, files.y.reads]).toEqual([2, 1])
})

it('keeps nothing of what changed while it was read', async () => {
  const memo = memoized()
  const flow = memo.flow(dataflow({ text: cached(loaded(file)), upper }))
  const read = file.read
  Object.assign(file, {
    read: () => {
      const before = read()
      file.content = 'b'
      return before
    },
  })
  expect(await flow.execute(['upper'])).toEqual({ upper: 'A' })
  // Back to what it was when it was asked: what was read then is not to be found under it.
  Object.assign(file, { read: () => ((file.content = 'a'), read()) })
  memo.reset()
  await flow.execute(['upper'])
  expect(memo.computed).toContain('text')
})

it('is read in every run when it says what it would read and nobody asked for it to be kept', async () => {
  const flow = memoized().flow(dataflow({ text: loaded(file), upper }))
  await flow.execute(['upper'])
  await flow.execute(['upper'])
  expect(file.reads).toBe(2)
})

it('is kept as the user said when it cannot say what it would read', async () => {
  const memo = memoized()
  file.version = () => undefined
  const flow = memo.flow(dataflow({ text: cached(loaded(file)), upper }))
  await flow.execute(['upper'])
  file.content = 'b'
  expect(await flow.execute(['upper'])).toEqual({ upper: 'A' })
})

it('fails as it fails without a cache when it cannot be asked', async () => {
  const memo = memoized()
  const gone = new ThroughlineError([])
  gone.message = 'gone'
  const flow = memo.flow(dataflow({ text: cached(loaded(file)), upper }))
  await flow.execute(['upper'])
  file.version = () => {
    throw gone
  }
  expect(await flow.execute(['upper'])).toEqual({ upper: 'A' })
  expect(file.reads).toBe(2)
  Object.assign(file, {
    read: () => {
      throw gone
    },
  })
  await expect(flow.execute(['upper'])).rejects.toThrow('gone')
})

it('is asked by nobody as one of many items: those are read', async () => {
  const memo = memoized()
  const files: Record<string, File> = { x: new File(), y: new File() }
  const texts = cached(
    each(
      { name: 'names' },
      loaded(({ name }: { name: string }) => files[name]!),
    ),
  )
  const flow = memo.flow(dataflow({ names: () => ['x', 'y'], texts }))
  await flow.execute(['texts'])
  files['y']!.content = 'b'
  expect(await flow.execute(['texts'])).toEqual({ texts: ['a', 'b'] })
  expect([files['x']!.reads, files['y']!.reads]).toEqual([2, 2])
})

it('is said to be asked by an explanation, which asks nobody', async () => {
  const memo = memoized()
  const flow = memo.flow(dataflow({ text: cached(loaded(file)), upper }))
  await flow.execute(['upper'])
  expect(explain(flow, ['upper'])).toMatchObject([
    { node: 'text', status: 'asked' },
    { node: 'upper', status: 'depends', on: ['text'] },
  ])
})
