// Pipes: what reaches each step, what a changed type does, and what the compiler refuses.

import { inRange } from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  extract,
  oneOf,
  otherwise,
  parameterize,
  pipe,
  retry,
  subflow,
  when,
  type InputsOf,
  type NodeContext,
  type OutputsOf,
} from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

const source = ({ raw }: { raw: string }) => raw
const trim = (text: string) => text.trim()
const lower = (text: string, { locale }: { locale: string }) => text.toLocaleLowerCase(locale)
const size = async (text: string) => text.length

// ---- steps are nodes, and a changed type flows on
const clean = pipe(source, { trim }, { lower: when({ fold: true }, lower) }, { size })
const flow = dataflow({ clean, use: ({ clean }: { clean: number }) => clean })
const r = await flow.execute(['use', 'clean', 'clean.raw', 'clean.trim', 'clean.lower', 'clean.size'], {
  inputs: { raw: 'x' },
})
expectTrue<
  Equal<
    typeof r,
    {
      use: number
      clean: number
      'clean.raw': string
      'clean.trim': string
      'clean.lower': string
      'clean.size': number
    }
  >
>()
const folding = flow.configure({ fold: true })
expectTrue<Equal<InputsOf<typeof flow, 'clean'>, { raw: string }>>()
expectTrue<Equal<InputsOf<typeof folding, 'clean'>, { raw: string; locale: string }>>()
await flow.override({ 'clean.lower': 'x' }).execute(['clean'])
// @ts-expect-error a step that is not there
await flow.execute(['clean.upper'])
// @ts-expect-error the value of that step is a text
flow.override({ 'clean.lower': 3 })
// @ts-expect-error a reader of the last value wants another type
dataflow({ clean, use: ({ clean }: { clean: string }) => clean })
// @ts-expect-error a step reads `locale` as a text
dataflow({ clean, locale: () => 3 })

const typed = dataflow({
  p: pipe(
    async () => 1,
    { list: (n: number) => [n] },
    { record: (list: number[], {}: {}, { signal }: NodeContext) => ({ list, signal }) },
    { first: ({ list }: { list: number[] }, { at = 0 }: { at?: number }) => list[at] ?? 0 },
    { abs: Math.abs },
  ),
  none: pipe(() => 's'),
})
expectTrue<Equal<OutputsOf<typeof typed>['p.record'], { list: number[]; signal: AbortSignal }>>()
expectTrue<Equal<OutputsOf<typeof typed>['p'], number>>()
expectTrue<Equal<OutputsOf<typeof typed>['none'], string>>()
expectTrue<Equal<InputsOf<typeof typed, 'p'>, { at?: number }>>()

// ---- wrong chains
// @ts-expect-error a number reaches `trim`
pipe(source, { size }, { trim })
// @ts-expect-error a number or a text reaches `trim`
pipe(source, { size: when({ a: 1 }, size) }, { trim })
// @ts-expect-error several steps in one object
pipe(source, { trim, size })
// @ts-expect-error two steps of one name
pipe(source, { trim }, { trim })
// @ts-expect-error the name of what goes in
pipe(source, { raw: trim })
// @ts-expect-error a step without a name
pipe(source, trim)
// @ts-expect-error not a function
pipe(source, { trim: 3 })
const fields = extract(() => ({ a: 1 }), ['a'])
// @ts-expect-error one node goes in
pipe(fields, { show: String })
// @ts-expect-error several nodes
pipe(parameterize(trim, {}), { trim })

// ---- steps with variants
const chosen = dataflow({
  any: pipe(() => 1, {
    norm: byConfig('by', { half: (n: number) => n / 2, text: (n: number, { k }: { k: string }) => k + n }),
  }),
  one: pipe(() => 1, {
    norm: oneOf(
      when({ by: 'half' }, (n: number) => n / 2),
      otherwise((n: number) => [n]),
    ),
  }),
})
expectTrue<Equal<OutputsOf<typeof chosen>['any'], string | number>>()
expectTrue<Equal<OutputsOf<typeof chosen>['any.norm'], number>>()
expectTrue<Equal<OutputsOf<typeof chosen>['one.norm'], number[]>>()
const texts = chosen.configure({ by: 'text' })
expectTrue<Equal<OutputsOf<typeof texts>['any.norm'], string>>()
expectTrue<Equal<InputsOf<typeof texts, 'any'>, { k: string }>>()

// ---- other modifiers
const wrapped = dataflow({
  p: checked(
    retry(
      pipe(() => 1, { half: retry((n: number, { by }: { by: number }) => n / by, { maxAttempts: 2 }) }),
      { maxAttempts: 2 },
    ),
    [inRange(0, 1)],
  ),
  parts: extract(pipe(source, { split: (text: string) => ({ first: text[0], size: text.length }) }), ['size']),
})
expectTrue<Equal<InputsOf<typeof wrapped, 'p'>, { by: number }>>()
expectTrue<Equal<OutputsOf<typeof wrapped>['size'], number>>()
expectTrue<Equal<OutputsOf<typeof wrapped>['parts.raw'], string>>()
// @ts-expect-error the check does not fit the last value
checked(pipe(source, { trim }), [inRange(0, 1)])
const inside = dataflow({ s: subflow({ clean, locale: () => 'de' }, { shared: ['raw'] }) })
expectTrue<Equal<InputsOf<typeof inside, 's.clean'>, { raw: string }>>()

// ---- a direct call
expectTrue<Equal<ReturnType<typeof clean>, Promise<number>>>()
expectTrue<Equal<Parameters<typeof clean>[0], { raw: string }>>()
const calling = pipe(source, { trim }, { lower })
calling({ raw: 'x', locale: 'de' }).toUpperCase()
// @ts-expect-error a step reads `locale`
calling({ raw: 'x' })
const sometimes = pipe(source, { wait: (text: string): string | Promise<string> => text })
expectTrue<Equal<ReturnType<typeof sometimes>, string | Promise<string>>>()
const settled = pipe(source, { wait: (text: string): string | Promise<string> => text }, { size })
expectTrue<Equal<ReturnType<typeof settled>, Promise<number>>>()
