import { describe, expect, it } from 'vitest'
import { notEmpty } from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  hasIssue,
  isThroughlineError,
  node,
  parameterize,
  positional,
  retry,
  timeout,
  type Hooks,
  type NodeContext,
  type StepMetadata,
  type UntypedFlow,
} from '../index.ts'
import { loaded, type ReadContext, type Source } from '../io/index.ts'
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

/** Files by path; each reading is noted. */
class Shelf {
  readonly files: Record<string, string[]> = { 'a.txt': ['1', '2'], 'b.txt': [] }
  readonly readings: string[] = []

  file(path: string): Source<string[]> {
    return {
      read: ({ report }) => {
        this.readings.push(path)
        const lines = this.files[path]
        if (!lines) throw new Error(`there is no ${path}`)
        report({ rows: lines.length })
        return lines
      },
      describe: () => ({ type: 'text', path }),
    }
  }
}

describe('loaded', () => {
  it('is a node whose value is what the source reads, once per run and only when it is needed', async () => {
    const shelf = new Shelf()
    const flow = dataflow({
      lines: loaded(shelf.file('a.txt')),
      count: ({ lines }: { lines: string[] }) => lines.length,
      first: ({ lines }: { lines: string[] }) => lines[0],
      other: () => 1,
    })
    expect(await flow.execute(['count', 'first'])).toEqual({ count: 2, first: '1' })
    await flow.execute(['other'])
    expect(shelf.readings).toEqual(['a.txt'])
    expect(flow.nodes.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'count function',
      'first function',
      'lines source',
      'other function',
    ])
  })

  it('takes a function of dependencies that gives the source', async () => {
    const shelf = new Shelf()
    const flow = dataflow({
      folder: () => 'a',
      lines: loaded(({ folder, type = 'txt' }: { folder: string; type?: string }) => shelf.file(`${folder}.${type}`)),
    })
    expect(await flow.execute(['lines'])).toEqual({ lines: ['1', '2'] })
    expect(flow.inputs.map(({ name, optional }) => [name, optional])).toEqual([['type', true]])
    const failure = await failureOf(flow.execute(['lines'], { inputs: { type: 'csv' } }))
    expect((failure.cause as Error).message).toBe('there is no a.csv')
  })

  it.each<[string, (shelf: Shelf) => (dependencies: { path: string }) => unknown]>([
    [
      'async',
      (shelf) =>
        async ({ path }) =>
          shelf.file(path),
    ],
    ['named in words', (shelf) => node(['path'], ({ path }: { path: string }) => shelf.file(path))],
    ['positional', (shelf) => positional(['path'], (path: string) => shelf.file(path))],
    ['wrapped', (shelf) => timeout(({ path }: { path: string }) => shelf.file(path), '1s')],
    [
      'reading its context',
      (shelf) =>
        ({ path }, context?: NodeContext) =>
          shelf.file(context ? path : ''),
    ],
  ])('takes a function that is %s', async (_, make) => {
    const shelf = new Shelf()
    const lines = loaded(make(shelf) as never) as unknown as (dependencies: object) => unknown
    expect(await flowOf({ lines }).execute(['lines'], { inputs: { path: 'a.txt' } })).toEqual({ lines: ['1', '2'] })
    expect(await lines({ path: 'a.txt' })).toEqual(['1', '2'])
  })

  it('reads asynchronously, and streams', async () => {
    async function* numbers(): AsyncGenerator<number> {
      yield 1
      yield 2
    }
    const flow = dataflow({
      later: loaded({ read: async () => 'late', describe: () => ({}) }),
      stream: loaded({ read: () => numbers(), describe: () => ({}) }),
      sum: async ({ stream }: { stream: AsyncIterable<number> }) => {
        let sum = 0
        for await (const one of stream) sum += one
        return sum
      },
    })
    expect(await flow.execute(['later', 'sum'])).toEqual({ later: 'late', sum: 3 })
  })

  it('calls read and describe as methods of the source', async () => {
    class Table implements Source<string> {
      readonly #name = 'sales'
      async read({ node: name }: ReadContext): Promise<string> {
        return `${this.#name} for ${name}`
      }
      describe(): object {
        return { table: this.#name }
      }
    }
    const told: unknown[] = []
    const flow = flowOf(
      { rows: loaded(new Table()) },
      { onStepMetadata: ({ description }) => void told.push(description) },
    )
    expect(await flow.execute(['rows'])).toEqual({ rows: 'sales for rows' })
    expect(told).toEqual([{ table: 'sales' }])
  })

  it('tells the hooks what was read, and never the value', async () => {
    const told: StepMetadata[] = []
    const order: string[] = []
    const source: Source<string[]> = {
      read: async ({ report }) => {
        report({ rows: 1 })
        report({ rows: 2, sha256: 'ab' })
        return ['secret', 'secret']
      },
      describe: () => ({ type: 'csv', path: 'sales.csv' }),
    }
    const flow = flowOf(
      { rows: loaded(source), silent: loaded({ read: () => 1, describe: () => ({}) }) },
      {
        onStepMetadata: (event) => {
          told.push(event)
          order.push(`metadata ${event.node}`)
        },
        onStepEnd: ({ node: name }) => void order.push(`end ${name}`),
      },
    )
    await flow.execute(['rows', 'silent'], { runId: 'r', concurrency: 1 })
    expect(told).toEqual([
      {
        runId: 'r',
        node: 'rows',
        kind: 'source',
        description: { type: 'csv', path: 'sales.csv' },
        metadata: { rows: 2, sha256: 'ab' },
      },
      { runId: 'r', node: 'silent', kind: 'source', description: {}, metadata: {} },
    ])
    expect(order).toEqual(['metadata rows', 'end rows', 'metadata silent', 'end silent'])
  })

  it('tells again what a stream reports while it is read', async () => {
    const told: unknown[] = []
    const flow = flowOf(
      {
        stream: loaded({
          read: ({ report }) => {
            report({ format: 'jsonl' })
            return (async function* () {
              yield 'a'
              yield 'b'
              report({ rows: 2 })
            })()
          },
          describe: () => ({}),
        }),
        rows: async ({ stream }: { stream: AsyncIterable<string> }) => Array.fromAsync(stream),
      },
      { onStepMetadata: ({ metadata }) => void told.push(metadata) },
    )
    await flow.execute(['rows'])
    expect(told).toEqual([{ format: 'jsonl' }, { format: 'jsonl', rows: 2 }])
  })

  it('gives the source the context of the node: its signal, its attempt, its voice', async () => {
    const heard: unknown[] = []
    let attempts = 0
    const source: Source<number> = {
      read: async ({ attempt, log, progress, metric, report, runId, signal }) => {
        attempts++
        log('reading')
        progress(1, 2)
        metric('seconds', 3)
        report({ attempt })
        if (attempt === 1) throw new Error('503')
        return [runId, signal.aborted].length
      },
      describe: () => ({}),
    }
    const flow = flowOf(
      { rows: retry(loaded(source), { maxAttempts: 2, backoffMs: 0 }) },
      {
        onStepLog: ({ message }) => void heard.push(message),
        onStepProgress: ({ done, total }) => void heard.push([done, total]),
        onStepMetric: ({ name, value }) => void heard.push([name, value]),
        onStepMetadata: ({ metadata }) => void heard.push(metadata),
      },
    )
    expect(await flow.execute(['rows'])).toEqual({ rows: 2 })
    const voice = ['reading', [1, 2], ['seconds', 3]]
    expect(heard).toEqual([...voice, ...voice, { attempt: 2 }])
    expect(attempts).toBe(2)
  })

  it('stops reading when its time is up', async () => {
    let reason: unknown
    const source: Source<never> = {
      read: ({ signal }) =>
        new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason
            reject(reason as Error)
          })
        }),
      describe: () => ({}),
    }
    const failure = await failureOf(flowOf({ rows: timeout(loaded(source), '20ms') }).execute(['rows']))
    expect([hasIssue(failure, 'run/timeout'), hasIssue(reason, 'run/timeout')]).toEqual([true, true])
  })

  it('is checked, chosen by configuration and made into several like any node', async () => {
    const shelf = new Shelf()
    const text = loaded(({ path }: { path: string }) => shelf.file(path))
    const flow = flowOf({
      files: parameterize(checked(text, [notEmpty()]), { a: { path: 'a.txt' }, b: { path: 'b.txt' } }),
      chosen: byConfig('env', { test: loaded(shelf.file('a.txt')), prod: text }, { default: 'test' }),
    })
    const { values, failures } = await flow.settle(['a', 'b', 'chosen'])
    expect(values).toEqual({ a: ['1', '2'], chosen: ['1', '2'] })
    expect(failures.map((failure) => [failure.node, hasIssue(failure, 'check/failed')])).toEqual([['b', true]])
    expect(flow.nodes.map((one) => one.kind)).toEqual(['source', 'source', 'source'])
  })

  it('is not read when it is overridden', async () => {
    const shelf = new Shelf()
    const flow = dataflow({ lines: loaded(({ path }: { path: string }) => shelf.file(path)) })
    expect(await flow.override({ lines: ['x'] }).execute(['lines'])).toEqual({ lines: ['x'] })
    expect(shelf.readings).toEqual([])
  })

  it('reads in a direct call, with the given context or with one that does nothing', async () => {
    const contexts: ReadContext[] = []
    const source: Source<string> = {
      read: (context) => {
        contexts.push(context)
        context.log('reading')
        context.metric('m', 1)
        context.progress(1)
        context.report({ rows: 1 })
        return 'text'
      },
      describe: () => ({}),
    }
    const logged: string[] = []
    const given = { ...quiet, node: 'mine', log: (message: string) => void logged.push(message) }
    expect([loaded(source)({}), loaded(() => source)({}, given)]).toEqual(['text', 'text'])
    expect(contexts.map((one) => [one.node, one.attempt, one.signal.aborted])).toEqual([
      ['', 1, false],
      ['mine', 1, false],
    ])
    expect(logged).toEqual(['reading'])
  })

  it('fails the node, before it reads, when the source cannot describe itself', async () => {
    let reads = 0
    const broken = new Error('no description')
    const source = {
      read: () => ++reads,
      describe: (): object => {
        throw broken
      },
    }
    const failure = await failureOf(flowOf({ rows: loaded(source) }).execute(['rows']))
    expect([failure.cause, reads]).toEqual([broken, 0])
  })

  it('refuses what is no source, at once or when the function gives it', async () => {
    const half = { read: () => 1 }
    for (const wrong of [half, { describe: () => ({}) }, {}, null, 3, 'sales.csv', undefined]) {
      expect(codesOf(() => loaded(wrong as never))).toEqual(['modifier/not-a-source'])
    }
    expect(codesOf(() => loaded(Shelf as never))).toEqual(['modifier/not-a-function'])
    const lines = loaded((() => half) as never) as unknown as (dependencies: object) => unknown
    const failure = await failureOf(flowOf({ lines }).execute(['lines']))
    expect(failure.issues.map((issue) => issue.code)).toEqual(['run/node-failed', 'modifier/not-a-source'])
    expect(failure.issues[1]?.title).toContain('found an object without describe')
    expect(codesOf(() => lines({}))).toEqual(['modifier/not-a-source'])
  })
})

const quiet: NodeContext = {
  node: '',
  runId: '',
  attempt: 1,
  signal: new AbortController().signal,
  log() {},
  metric() {},
  progress() {},
}
