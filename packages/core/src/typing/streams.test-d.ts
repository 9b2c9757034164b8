// Streams: what `tee` and `gathered` give, and what the compiler refuses.

import { lengthBetween } from '../checks/index.ts'
import { checked, dataflow, retry, type InputsOf } from '../index.ts'
import { each, gathered, tee, type Items } from '../fan-out/index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void
declare function lengthOf(stream: AsyncIterable<unknown>): Promise<number>

async function* lines({ path, encoding = 'utf8' }: { path: string; encoding?: string }): AsyncGenerator<string> {
  yield path + encoding
}
function* numbers({ last }: { last: number }): Generator<number, string> {
  yield last
  return 'the end'
}
const reader = async ({ lines }: { lines: AsyncIterable<string> }) => lengthOf(lines)

// ---- tee: an async iterable of the same items, which several nodes may read
const teed = tee(lines)
expectTrue<Equal<ReturnType<typeof teed>, AsyncIterable<string>>>()
expectTrue<Equal<Parameters<typeof teed>, Parameters<typeof lines>>>()
const flow = dataflow({ lines: teed, one: reader, other: reader })
expectTrue<Equal<InputsOf<typeof flow, 'one'>, { path: string; encoding?: string }>>()
const values = await flow.execute(['one', 'other'], { inputs: { path: 'a' } })
expectTrue<Equal<typeof values, { one: number; other: number }>>()
const ofNumbers = tee(numbers)
expectTrue<Equal<ReturnType<typeof ofNumbers>, AsyncIterable<number>>>()
const later = tee(async ({ path }: { path: string }) => lines({ path }))
expectTrue<Equal<ReturnType<typeof later>, Promise<AsyncIterable<string>>>>()
const ofSet = tee(() => new Set([1]), { maxAhead: 10 })
expectTrue<Equal<ReturnType<typeof ofSet>, AsyncIterable<number>>>()
const ofItems = tee(each({ x: 'xs' }, async ({ x }: { x: number }) => String(x), { stream: true }))
expectTrue<Equal<ReturnType<typeof ofItems>, AsyncIterable<string>>>()
expectTrue<Equal<Parameters<typeof ofItems>[0], { xs: Items<number> }>>()
// @ts-expect-error a text is one value, not many
tee(() => 'abc')
// @ts-expect-error nothing to go through
tee(() => 3)
// @ts-expect-error the same, later
tee(async () => ({ a: 1 }))
// @ts-expect-error not a function
tee([1, 2])
// @ts-expect-error an option that is not there
tee(lines, { ahead: 3 })
// @ts-expect-error a number is wanted
tee(lines, { maxAhead: 'all' })
// @ts-expect-error the stream has texts
dataflow({ lines: teed, read: async ({ lines }: { lines: AsyncIterable<number> }) => lines })
// @ts-expect-error a stream is not an array
dataflow({ lines: teed, read: ({ lines }: { lines: string[] }) => lines.length })
// @ts-expect-error nor can it be gone through at once
dataflow({ lines: teed, read: ({ lines }: { lines: Iterable<string> }) => [...lines] })

// ---- gathered: an array
const whole = gathered(lines)
expectTrue<Equal<ReturnType<typeof whole>, Promise<string[]>>>()
expectTrue<Equal<Parameters<typeof whole>, Parameters<typeof lines>>>()
const arrays = dataflow({ lines: whole, count: ({ lines }: { lines: string[] }) => lines.length })
expectTrue<Equal<InputsOf<typeof arrays, 'count'>, { path: string; encoding?: string }>>()
const again = gathered(tee(numbers))
expectTrue<Equal<ReturnType<typeof again>, Promise<number[]>>>()
const promised = gathered(async () => new Map([['a', 1]]))
expectTrue<Equal<ReturnType<typeof promised>, Promise<[string, number][]>>>()
const tried = retry(checked(gathered(lines), [lengthBetween(1, 9)]), { maxAttempts: 2 })
expectTrue<Equal<ReturnType<typeof tried>, Promise<string[]>>>()
// @ts-expect-error a text is one value, not many
gathered(() => 'abc')
// @ts-expect-error nothing to go through
gathered(() => ({ length: 3 }))
// @ts-expect-error a reader wants other items
dataflow({ lines: whole, count: ({ lines }: { lines: number[] }) => lines.length })

// ---- a fan-out goes through either
const trim = each({ line: 'lines' }, ({ line }: { line: string }) => line.trim())
dataflow({ lines, trim })
dataflow({ lines: teed, trim, count: reader })
dataflow({ lines: whole, trim })
// @ts-expect-error the items are numbers
dataflow({ lines: numbers, trim })
