// What the compiler knows of sources and sinks. Checked by `tsc`, never run.

import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  oneOf,
  parameterize,
  retry,
  tagged,
  timeout,
  when,
  type InputsOf,
  type NodeContext,
} from '../index.ts'
import { loaded, saved, type ReadContext, type Sink, type Source } from '../io/index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

interface Row {
  day: string
}
interface Written {
  readonly sizeBytes: number
}
declare const csvFile: <R>(path: string) => Source<R[]>
declare class CsvFile implements Sink<readonly Row[], Written> {
  constructor(path: string)
  write(rows: readonly Row[], context: NodeContext): Promise<Written>
  describe(): object
}
declare const anything: Sink<unknown>

// ---- loaded: the value of the source, and the dependencies of the function
const rows = loaded(({ path, limit = 1 }: { path: string; limit?: number }) => csvFile<Row>(path + String(limit)))
const loading = dataflow({
  rows,
  fixed: loaded(csvFile<number>('numbers.csv')),
  later: loaded(async ({ path }: { path: string }) => csvFile<string>(path)),
  inline: loaded({
    read: async ({ report, signal }) => {
      report({ rows: 1 })
      return [signal.aborted]
    },
    describe: () => ({ type: 'inline' }),
  }),
  stream: loaded({ read: () => ({}) as AsyncIterable<Row>, describe: () => ({}) }),
  one: loaded(({ path }: { path: string }) =>
    path.endsWith('.json') ? ({} as Source<{ a: 1 }>) : ({} as Source<{ b: 2 }>),
  ),
  count: ({ rows: all, fixed }: { rows: Row[]; fixed: number[] }) => all.length + fixed.length,
})
const l = await loading.execute(['rows', 'fixed', 'later', 'inline', 'stream', 'one'], { inputs: { path: 'x' } })
expectTrue<
  Equal<
    typeof l,
    {
      rows: Row[]
      fixed: number[]
      later: string[]
      inline: boolean[]
      stream: AsyncIterable<Row>
      one: { a: 1 } | { b: 2 }
    }
  >
>()
expectTrue<Equal<InputsOf<typeof loading, 'count'>, { path: string; limit?: number }>>()
expectTrue<Equal<ReturnType<typeof rows>, Row[] | Promise<Row[]>>>()
await rows({ path: 'x' })
await loading.override({ rows: [] }).execute(['count'])
loaded({
  read: (context) => {
    expectTrue<Equal<typeof context, ReadContext>>()
    return 1
  },
  describe: () => ({}),
})
// @ts-expect-error the path is required
await loading.execute(['rows'])
// @ts-expect-error its reader wants something else
dataflow({ rows, total: ({ rows: all }: { rows: number[] }) => all.length })
// @ts-expect-error it cannot describe itself
loaded({ read: () => 1 })
// @ts-expect-error it cannot be read
loaded({ describe: () => ({}) })
// @ts-expect-error the function gives no source
loaded(({ path }: { path: string }) => path)

// ---- saved: the node as it was, and one that writes
const clean = saved(
  async ({ rows: all, min }: { rows: Row[]; min: string }) => all.filter((row) => row.day > min),
  ({ folder }: { folder: string }) => new CsvFile(folder),
)
const saving = dataflow({
  rows,
  clean,
  fixed: saved(() => [{ day: 'x', more: true }], new CsvFile('x')),
  inline: saved(() => 3, {
    write: async (value, { progress }) => {
      expectTrue<Equal<typeof value, number>>()
      progress(1)
      return { rows: 1 }
    },
    describe: () => ({}),
  }),
  silent: saved(() => 's', { write: () => {}, describe: () => ({}) }),
  any: saved(() => 's', anything),
  both: saved(
    saved((): Row[] => [], new CsvFile('x')),
    { write: () => ({ etag: 'e' }), describe: () => ({}) },
    {
      as: 'archive',
    },
  ),
  message: ({ 'clean.saved': { sizeBytes } }: { 'clean.saved': Written }) => `${sizeBytes} bytes`,
})
const names = ['clean', 'clean.saved', 'fixed.saved', 'inline.saved', 'both', 'both.saved', 'both.archive'] as const
const s = await saving.execute([...names, 'silent.saved', 'message'], { inputs: { path: 'x', min: 'a', folder: 'f' } })
expectTrue<
  Equal<
    typeof s,
    {
      clean: Row[]
      'clean.saved': Written
      'fixed.saved': Written
      'inline.saved': { rows: number }
      both: Row[]
      'both.saved': Written
      'both.archive': { etag: string }
      'silent.saved': void
      message: string
    }
  >
>()
await saving.execute(['clean'], { inputs: { path: 'x', min: 'a' } })
expectTrue<Equal<ReturnType<typeof clean>, Promise<Row[]>>>()
expectTrue<Equal<Parameters<typeof clean>[0], { rows: Row[]; min: string }>>()
await saving.override({ clean: [] }).execute(['clean.saved'], { inputs: { folder: 'f' } })
saving.with({ policies: { 'clean.saved': { timeout: '30s' } } })
// @ts-expect-error the sink needs its folder
await saving.execute(['clean.saved'], { inputs: { path: 'x', min: 'a' } })
// @ts-expect-error the sink takes rows
saved(() => 'text', new CsvFile('x'))
const toFolder = ({ folder }: { folder: string }): CsvFile => new CsvFile(folder)
// @ts-expect-error the sink of the function takes rows
saved(() => 'text', toFolder)
declare const texts: Sink<string>
// @ts-expect-error it takes strings only
saved((): string | number => 1, texts)
// @ts-expect-error what the writing gives is facts
saved(() => 1, { write: () => 'done', describe: () => ({}) })
// @ts-expect-error it cannot describe itself
saved(() => 1, { write: () => {} })
const once = saved(() => 1, anything)
// @ts-expect-error a second one needs another name
saved(once, anything)
const archived = saved(once, anything, { as: 'archive' })
// @ts-expect-error this name is taken as well
saved(archived, anything, { as: 'archive' })
const group = parameterize(({ a }: { a: number }) => a, { b: { a: 1 } })
// @ts-expect-error a group has no value of its own
saved(group, anything)
// @ts-expect-error what `anything` says is no number
dataflow({ a: saved(() => 1, anything, { as: 'file' }), b: ({ 'a.file': file }: { 'a.file': number }) => file })

// ---- with other modifiers
const composed = dataflow({
  tried: retry(
    timeout(
      saved(() => 1, anything),
      '3s',
    ),
    { maxAttempts: 2 },
  ),
  inside: saved(
    checked(() => 0.5, [inRange(0, 1)]),
    anything,
  ),
  outside: checked(
    saved(() => 0.5, anything),
    [inRange(0, 1)],
  ),
  owned: tagged(
    saved(() => 1, anything, { as: 'file' }),
    { owner: 'x' },
  ),
  parts: extract(
    saved(() => ({ train: 1, test: 's' }), new JsonFile()),
    ['train'],
  ),
  pieces: saved(
    extract(() => ({ left: 1 }), ['left']),
    new JsonFile(),
  ),
  model: saved(
    byConfig('way', { x: ({ a }: { a: number }) => ({ a }), y: () => ({ b: 1 }) }, { default: 'y' }),
    new JsonFile(),
  ),
  files: parameterize(
    loaded(({ path: file }: { path: string }) => csvFile<Row>(file)),
    { first: { path: 'a' }, second: {} },
  ),
  chosen: byConfig('env', { test: loaded(csvFile<Row>('x')), prod: rows }, { default: 'test' }),
})
declare class JsonFile implements Sink<object, Written> {
  write(value: object): Written
  describe(): object
}
const c = await composed.execute(
  [
    'tried',
    'inside.saved',
    'outside',
    'owned.file',
    'parts',
    'parts.saved',
    'train',
    'pieces.saved',
    'left',
    'second',
    'chosen',
  ],
  { inputs: { path: 'x' } },
)
expectTrue<
  Equal<
    Pick<typeof c, 'tried' | 'outside' | 'train' | 'left'>,
    { tried: number; outside: number; train: number; left: number }
  >
>()
expectTrue<Equal<Pick<typeof c, 'parts.saved' | 'pieces.saved'>, { 'parts.saved': Written; 'pieces.saved': Written }>>()
expectTrue<Equal<Pick<typeof c, 'second' | 'chosen'>, { second: Row[]; chosen: Row[] }>>()
const m = await composed.configure({ way: 'x' }).execute(['model.saved', 'model'], { inputs: { a: 1 } })
expectTrue<Equal<typeof m, { 'model.saved': Written; model: { a: number } }>>()

// ---- the writing of a conditional node is there when the node is
const conditional = dataflow({
  details: saved(
    when({ debug: true }, ({ rows: all }: { rows: Row[] }) => all),
    ({ folder }: { folder: string }) => new CsvFile(folder),
  ),
  tax: saved(
    oneOf(
      when({ region: 'eu' }, () => ({ vat: 1 })),
      when({ region: 'us' }, () => ({ sales: 's' })),
    ),
    new JsonFile(),
  ),
  bound: bind(
    loaded(({ path: file }: { path: string }) => csvFile<Row>(file)),
    { path: from('where') },
  ),
})
const on = conditional.configure({ debug: true, region: 'eu' })
const d = await on.execute(['details.saved', 'tax', 'tax.saved'], { inputs: { rows: [], folder: 'f' } })
expectTrue<Equal<typeof d, { 'details.saved': Written; tax: { vat: number }; 'tax.saved': Written }>>()
expectTrue<Equal<InputsOf<typeof conditional, 'bound'>, { where: string }>>()
// @ts-expect-error switched off
await conditional.configure({ debug: false }).execute(['details.saved'])
// @ts-expect-error the region has to be chosen
await conditional.execute(['tax.saved'])
