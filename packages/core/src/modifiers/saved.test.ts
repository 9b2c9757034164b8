import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  hasIssue,
  isThroughlineError,
  node,
  oneOf,
  parameterize,
  parsed,
  positional,
  resource,
  retry,
  tagged,
  timeout,
  untyped,
  when,
  type Hooks,
  type NodeContext,
  type StepMetadata,
  type UntypedFlow,
} from '../index.ts'
import { loaded, saved, type Sink } from '../io/index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'

const flowOf = (module: object, hooks: Hooks = {}): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })

const codesOf = (make: () => unknown): string[] => {
  try {
    make()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
  return []
}

/** What was written, by path. */
class Disk {
  readonly files = new Map<string, unknown>()

  file(path: string): Sink<unknown, { path: string }> {
    return {
      write: (value) => {
        this.files.set(path, value)
        return { path }
      },
      describe: () => ({ type: 'file', path }),
    }
  }
}

describe('saved', () => {
  it('adds a node that writes when it is asked for, and leaves the value as it is', async () => {
    const disk = new Disk()
    const value = { total: 3 }
    const flow = dataflow({
      report: saved(({ a }: { a: number }) => Object.assign(value, { a }), disk.file('report.json')),
      size: ({ report }: { report: object }) => Object.keys(report).length,
    })
    const { report, size } = await flow.execute(['report', 'size'], { inputs: { a: 1 } })
    expect([report === value, size, disk.files.size]).toEqual([true, 2, 0])
    expect(await flow.execute(['report.saved'], { inputs: { a: 2 } })).toEqual({
      'report.saved': { path: 'report.json' },
    })
    expect(disk.files.get('report.json')).toBe(value)
    expect(flow.nodes.map(({ name, kind, exportPath }) => [name, kind, exportPath])).toEqual([
      ['report', 'function', 'report'],
      ['report.saved', 'sink', 'report'],
      ['size', 'function', 'size'],
    ])
    expect(flow.path('a', 'report.saved')).toEqual(['a', 'report', 'report.saved'])
  })

  it('writes too when another node needs what the sink says', async () => {
    const disk = new Disk()
    const flow = dataflow({
      report: saved(() => 'text', disk.file('report.txt')),
      message: ({ 'report.saved': { path } }: { 'report.saved': { path: string } }) => `written to ${path}`,
    })
    expect(await flow.execute(['message'])).toEqual({ message: 'written to report.txt' })
    expect(disk.files.get('report.txt')).toBe('text')
  })

  it('takes a function of dependencies that gives the sink', async () => {
    const disk = new Disk()
    const flow = dataflow({
      folder: ({ root }: { root: string }) => `${root}/out`,
      report: saved(
        () => 'text',
        ({ folder, name = 'report' }: { folder: string; name?: string }) => disk.file(`${folder}/${name}.txt`),
      ),
    })
    expect(await flow.execute(['report'])).toEqual({ report: 'text' })
    await flow.execute(['report.saved'], { inputs: { root: 'x', name: 'y' } })
    expect([...disk.files.keys()]).toEqual(['x/out/y.txt'])
    expect(flow.required(['report'])).toEqual([])
    expect(flow.required(['report.saved'])).toEqual(['name', 'root'])
  })

  it.each<[string, (disk: Disk) => (dependencies: { path: string }) => unknown]>([
    [
      'async',
      (disk) =>
        async ({ path }) =>
          disk.file(path),
    ],
    ['named in words', (disk) => node(['path'], ({ path }: { path: string }) => disk.file(path))],
    [
      'positional',
      (disk) =>
        positional(['path', 'type?'], (path: string, type: string = 'txt') => disk.file(path.replace('*', type))),
    ],
    ['wrapped', (disk) => timeout(({ path }: { path: string }) => disk.file(path), '1s')],
    [
      'reading its context',
      (disk) =>
        ({ path }, context?: NodeContext) =>
          disk.file(context ? path : ''),
    ],
  ])('takes a function that is %s', async (form, make) => {
    const disk = new Disk()
    const flow = flowOf({ report: saved(() => ['rows'], make(disk) as never) })
    const path = form === 'positional' ? 'report.*' : 'report.txt'
    await flow.execute(['report.saved'], { inputs: { path } })
    expect([...disk.files]).toEqual([['report.txt', ['rows']]])
  })

  it('is tried again without computing the value again', async () => {
    const attempts: string[] = []
    const flaky: Sink<number, { attempt: number }> = {
      write: async (_, { attempt, node: name }) => {
        attempts.push(`${name} ${attempt}`)
        if (attempt < 3) throw new Error('503')
        return { attempt }
      },
      describe: () => ({}),
    }
    let calls = 0
    const flow = flowOf({
      total: retry(
        saved(() => ++calls, flaky),
        { maxAttempts: 3, backoffMs: 0 },
      ),
    })
    expect(await flow.execute(['total', 'total.saved'])).toEqual({ total: 1, 'total.saved': { attempt: 3 } })
    expect(attempts).toEqual(['total.saved 1', 'total.saved 2', 'total.saved 3'])
  })

  it('never writes a value that did not pass its checks, whichever of the two is outside', async () => {
    const disk = new Disk()
    const share = ({ x }: { x: number }): number => x
    const flow = dataflow({
      inside: saved(checked(share, [inRange(0, 1)]), disk.file('inside')),
      outside: checked(saved(share, disk.file('outside')), [inRange(0, 1)]),
    })
    const bad = await untyped(flow).settle(['inside.saved', 'outside.saved'], { inputs: { x: 7 } })
    expect(bad.failures.map(({ node: name, issues }) => [name, issues[1]?.code])).toEqual([
      ['inside', 'check/failed'],
      ['outside', 'check/failed'],
    ])
    expect(disk.files.size).toBe(0)
    await flow.execute(['inside.saved', 'outside.saved'], { inputs: { x: 0.5 } })
    expect([...disk.files.values()]).toEqual([0.5, 0.5])
  })

  it('writes to several places, each a node of its own', async () => {
    const disk = new Disk()
    const flow = dataflow({
      report: saved(
        saved(() => 'text', disk.file('a')),
        disk.file('b'),
        { as: 'archive' },
      ),
    })
    await flow.execute(['report.archive'])
    expect([...disk.files.keys()]).toEqual(['b'])
    await flow.execute(['report.archive', 'report.saved', 'report'])
    expect([...disk.files.keys()].sort()).toEqual(['a', 'b'])
    expect(flow.nodes.map((one) => one.name)).toEqual(['report', 'report.archive', 'report.saved'])
  })

  it('writes what other modifiers make: variants, extracted fields and their whole, what was loaded', async () => {
    const disk = new Disk()
    const flow = flowOf({
      model: saved(byConfig('way', { x: () => 'by x', y: () => 'by y' }, { default: 'x' }), disk.file('model')),
      parts: extract(
        saved(() => ({ train: 1, test: 2 }), disk.file('parts')),
        ['train'],
      ),
      pieces: saved(
        extract(() => ({ left: 1 }), ['left']),
        disk.file('pieces'),
      ),
      copy: saved(loaded({ read: () => 'original', describe: () => ({}) }), disk.file('copy')),
    })
    const outputs = ['model.saved', 'parts.saved', 'pieces.saved', 'copy.saved', 'train', 'left']
    await flow.configure({ way: 'y' }).execute(outputs)
    expect(Object.fromEntries(disk.files)).toEqual({
      model: 'by y',
      parts: { train: 1, test: 2 },
      pieces: { left: 1 },
      copy: 'original',
    })
  })

  it('is there when a conditional node is, and gone with it', async () => {
    const disk = new Disk()
    const flow = flowOf({
      details: saved(
        when({ debug: true }, () => 'all of them'),
        disk.file('details'),
      ),
      tax: saved(
        oneOf(
          when({ region: 'eu' }, () => 'vat'),
          when({ region: 'us' }, () => 'sales tax'),
        ),
        disk.file('tax'),
      ),
    })
    const sinks = (of: UntypedFlow): string[] => of.select(({ kind }) => kind === 'sink')
    expect(sinks(flow)).toEqual([])
    expect(flow.validate(['tax.saved']).map((issue) => issue.code)).toEqual(['graph/undecided-variant'])
    const european = flow.configure({ region: 'eu', debug: false })
    expect(sinks(european)).toEqual(['tax.saved'])
    expect(european.inputs).toEqual([])
    await flow.configure({ region: 'us', debug: true }).execute(['details.saved', 'tax.saved'])
    expect(Object.fromEntries(disk.files)).toEqual({ details: 'all of them', tax: 'sales tax' })
  })

  it('writes what was bound and what was parsed, to where it is bound', async () => {
    const disk = new Disk()
    const trimmed = (value: unknown): { value: string } => ({ value: String(value).trim() })
    const schema = { '~standard': { version: 1 as const, vendor: 'test', validate: trimmed } }
    const toFile = ({ path }: { path: string }): Sink<unknown> => disk.file(path)
    const flow = flowOf({
      text: saved(
        parsed(
          bind(({ raw }: { raw: string }) => raw, { raw: from('line') }),
          schema,
        ),
        bind(toFile, { path: from('out') }),
      ),
    })
    await flow.execute(['text.saved'], { inputs: { line: ' a ', out: 'a.txt' } })
    expect([...disk.files]).toEqual([['a.txt', 'a']])
  })

  it('selects all that write', async () => {
    const disk = new Disk()
    const flow = flowOf({
      a: saved(() => 1, disk.file('a')),
      b: tagged(
        saved(() => 2, disk.file('b')),
        { owner: 'x' },
      ),
      c: () => 3,
    })
    const sinks = flow.select((one) => one.kind === 'sink')
    expect(sinks).toEqual(['a.saved', 'b.saved'])
    await flow.execute(sinks)
    expect([...disk.files]).toEqual([
      ['a', 1],
      ['b', 2],
    ])
    expect(flow.select({ tag: 'owner' })).toEqual(['b', 'b.saved'])
  })

  it('tells the hooks what was written, and never the value', async () => {
    const told: StepMetadata[] = []
    const sink: Sink<string[], { rows: number }> = {
      write: async (rows) => ({ rows: rows.length }),
      describe: () => ({ type: 'table', name: 'sales' }),
    }
    const silent: Sink<unknown> = { write: () => {}, describe: () => ({}) }
    const flow = flowOf(
      {
        rows: saved(
          saved(() => ['secret'], sink),
          silent,
          { as: 'copy' },
        ),
      },
      { onStepMetadata: (event) => void told.push(event) },
    )
    const outputs = await flow.execute(['rows.saved', 'rows.copy'], { runId: 'r', concurrency: 1 })
    expect(outputs).toEqual({ 'rows.saved': { rows: 1 }, 'rows.copy': undefined })
    expect(told.toSorted((a, b) => (a.node < b.node ? -1 : 1))).toEqual([
      { runId: 'r', node: 'rows.copy', kind: 'sink', description: {}, metadata: {} },
      {
        runId: 'r',
        node: 'rows.saved',
        kind: 'sink',
        description: { type: 'table', name: 'sales' },
        metadata: { rows: 1 },
      },
    ])
  })

  it('is not told when the writing failed', async () => {
    let told = 0
    const sink: Sink<unknown> = { write: () => Promise.reject(new Error('disk full')), describe: () => ({}) }
    const flow = flowOf({ a: saved(() => 1, sink) }, { onStepMetadata: () => void told++ })
    const failure = await failureOf(flow.execute(['a.saved']))
    expect([failure.node, failure.path, (failure.cause as Error).message, told]).toEqual([
      'a.saved',
      ['a.saved'],
      'disk full',
      0,
    ])
  })

  it('writes through a resource, which is disposed after it', async () => {
    const lines: string[] = []
    const table = (db: { insert: (row: string) => void }): Sink<string> => ({
      write: (value) => db.insert(value),
      describe: () => ({}),
    })
    const flow = flowOf({
      db: resource(() => ({ insert: (row: string) => void lines.push(`insert ${row}`) }), {
        dispose: () => lines.push('close'),
      }),
      row: saved(
        () => 'x',
        ({ db }: { db: { insert: (row: string) => void } }) => table(db),
      ),
    })
    await flow.execute(['row.saved'])
    expect(lines).toEqual(['insert x', 'close'])
  })

  it('stands for the value under its override, and for nothing when it is overridden itself', async () => {
    const disk = new Disk()
    const flow = dataflow({ report: saved(() => 'computed', disk.file('a')) })
    await flow.override({ report: 'given' }).execute(['report.saved'])
    expect(disk.files.get('a')).toBe('given')
    disk.files.clear()
    await flow.override({ 'report.saved': { path: 'elsewhere' } }).execute(['report.saved', 'report'])
    expect(disk.files.size).toBe(0)
  })

  it('writes nothing in a direct call', () => {
    const disk = new Disk()
    const report = saved(({ a }: { a: number }) => a + 1, disk.file('a'))
    expect([report({ a: 1 }), disk.files.size]).toEqual([2, 0])
  })

  it('fails the node, before it writes, when the sink cannot describe itself', async () => {
    let writes = 0
    const broken = new Error('no description')
    const sink = {
      write: () => void writes++,
      describe: (): object => {
        throw broken
      },
    }
    const failure = await failureOf(flowOf({ a: saved(() => 1, sink) }).execute(['a.saved']))
    expect([failure.cause, writes]).toEqual([broken, 0])
  })

  it('refuses what is no sink, at once or when the function gives it', async () => {
    const half = { write: () => 1 }
    for (const wrong of [half, { describe: () => ({}) }, {}, null, 3, 'sales.csv', undefined]) {
      expect(codesOf(() => saved(() => 1, wrong as never))).toEqual(['modifier/not-a-sink'])
    }
    const flow = flowOf({ a: saved(() => 1, (() => half) as never) })
    const failure = await failureOf(flow.execute(['a.saved']))
    expect(failure.issues.map((issue) => issue.code)).toEqual(['run/node-failed', 'modifier/not-a-sink'])
    expect(hasIssue(failure, 'modifier/not-a-sink')).toBe(true)
  })

  it('refuses a group, and a name that is taken or none', () => {
    const sink = new Disk().file('a')
    expect(codesOf(() => saved(parameterize(() => 1, { a: {} }) as never, sink))).toEqual(['modifier/not-a-function'])
    const twice = (): unknown =>
      (saved as (fn: unknown, sink: unknown) => unknown)(
        saved(() => 1, sink),
        sink,
      )
    expect(codesOf(twice)).toEqual(['modifier/duplicate-name'])
    expect(twice).toThrow(`saved gives the name ".saved" to two nodes.`)
    for (const wrong of ['', 3, null]) {
      expect(codesOf(() => saved(() => 1, sink, { as: wrong as 'x' }))).toEqual(['modifier/bad-option'])
    }
  })
})
