import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import { checked, dataflow, retry, type Hooks, type NodeContext } from '../index.ts'
import { fakeClock, type FakeClock } from '../testing/fake-clock.ts'
import { logger, progress, type TextStream } from './index.ts'

const ERASE = '\r\u001B[K'
const CUT = '\u001B[?7l'
const WRAP = '\u001B[?7h'
const SEQUENCES = new RegExp(
  `(\n|${[ERASE, CUT, WRAP].map((one) => one.replaceAll(/[[?]/g, String.raw`\$&`)).join('|')})`,
)

interface Screen extends TextStream {
  /** Everything, as it was written. */
  readonly written: string[]
  /** What a terminal shows now. */
  readonly shown: () => string
}

function screen(columns?: number): Screen {
  const written: string[] = []
  const write = (text: string): void => void written.push(text)
  const shown = (): string => {
    const lines = ['']
    for (const part of written.join('').split(SEQUENCES)) {
      if (part === '\n') lines.push('')
      else if (part === ERASE) lines[lines.length - 1] = ''
      else if (part !== CUT && part !== WRAP) lines[lines.length - 1] += part
    }
    return lines.join('\n')
  }
  return { written, write, shown, isTTY: columns !== undefined, columns }
}

const naps = (clock: FakeClock) => ({
  load: () => clock.sleep('500ms').then(() => 1),
  train: async ({ load }: { load: number }, { progress: tell }: NodeContext) => {
    for (let epoch = 1; epoch <= 9; epoch++) {
      tell(epoch, 9)
      await clock.sleep('1s')
    }
    return load + 1
  },
  plot: ({ load }: { load: number }) => clock.sleep('300ms').then(() => load),
  report: ({ train, plot }: { train: number; plot: number }) => train + plot,
})

/** Also lets the flow itself see this time. */
async function installed<Result>(clock: FakeClock, run: () => Promise<Result>): Promise<Result> {
  clock.install()
  try {
    return await run()
  } finally {
    clock.uninstall()
  }
}

describe('progress on a terminal', () => {
  it('is one line: how much is done, for how long, what runs, and how far that is', async () => {
    const clock = fakeClock()
    const terminal = screen(100)
    const flow = dataflow(naps(clock)).with({ name: 'births', hooks: [progress(terminal, { clock })] })
    await installed(clock, async () => {
      const run = flow.execute(['report'])
      await clock.advance(0)
      expect(terminal.shown()).toBe('births ──────────────────── 0/4  0 ms  load')
      await clock.advance(700)
      expect(terminal.shown()).toBe('births ━━━━━─────────────── 1/4  700 ms  plot, train 1/9')
      await clock.advance(2_000)
      expect(terminal.shown()).toBe('births ━━━━━━━━━━────────── 2/4  2.7 s  train 3/9')
      await clock.until(run)
    })
    expect(terminal.shown()).toBe('births: done after 9.5 s, 4/4 nodes\n')
    expect(clock.waiting).toBe(0)
  })

  it('is drawn at most ten times a second, however many nodes end', async () => {
    const clock = fakeClock()
    const terminal = screen(80)
    const names = Array.from({ length: 500 }, (_, index) => `n${index}`)
    const nodes = Object.fromEntries(names.map((name, index) => [name, () => clock.sleep(index * 2 + 1)]))
    const flow = dataflow(nodes).with({ hooks: [progress(terminal, { clock })] })
    await clock.until(flow.execute(names as never[]))
    expect(clock.elapsedMs).toBe(999)
    expect(terminal.written.filter((text) => text.includes('/500')).length).toBeLessThanOrEqual(12)
  })

  it('names a synchronous node before that blocks everything', async () => {
    const clock = fakeClock()
    const terminal = screen(80)
    const seen: string[] = []
    const flow = dataflow({ block: () => seen.push(terminal.shown()) }).with({ hooks: [progress(terminal, { clock })] })
    await flow.execute(['block'])
    expect(seen).toEqual(['block ──────────────────── 0/1  0 ms  block'])
  })

  it('is never wider than the terminal, names five of many nodes, and cannot be torn by names', async () => {
    const clock = fakeClock()
    const terminal = screen(60)
    const evil = 'red\u001B[31m\nnode'
    const names = [evil, ...Array.from({ length: 6 }, (_, index) => `n${index}`)]
    const nodes = Object.fromEntries(names.map((name) => [name, () => clock.sleep('1s')]))
    const hooks = [progress(terminal, { clock })]
    const name = 'a name that is far too long for any line to hold it'
    const run = dataflow(nodes)
      .with({ name, hooks })
      .execute(names as never[])
    await clock.advance(200)
    expect(terminal.shown()).toBe('a name that is far too long... ──────────────────── 0/7 ...')
    expect(terminal.shown()).toHaveLength(59)
    await clock.until(run)

    const wide = screen(200)
    const second = dataflow(nodes)
      .with({ name: 'f', hooks: [progress(wide, { clock })] })
      .execute(names as never[])
    await clock.advance(200)
    expect(wide.shown()).toBe('f ──────────────────── 0/7  200 ms  red [31m node, n0, n1, n2, n3 and 2 more')
    await clock.until(second)
  })

  it('leaves lines for logs, retries, failed checks and failures, and draws itself below them', async () => {
    const clock = fakeClock()
    const terminal = screen(120)
    const flow = dataflow({
      flaky: retry(
        async ({}: {}, { attempt, log }: NodeContext) => {
          log('asking\nthe service', { attempt })
          if (attempt === 1) throw new Error('503')
          return 7
        },
        { maxAttempts: 2, backoffMs: 2_000 },
      ),
      share: checked(({ flaky }: { flaky: number }) => flaky, [inRange(0, 1)], { severity: 'warn' }),
      bad: ({}: {}): number => {
        throw new Error('no')
      },
    }).with({ name: 'f', hooks: [progress(terminal, { clock })] })
    await installed(clock, async () => {
      const run = flow.settle(['share', 'bad'])
      await clock.advance(1_000)
      expect(terminal.shown().split('\n')).toEqual([
        'flaky: asking the service {"attempt":1}',
        'bad: failed after 0 ms: no',
        'flaky: attempt 1 failed (503); again in 2.0 s',
        'f ━━━━━━────────────── 1/3  1.0 s  flaky',
      ])
      await clock.until(run)
    })
    expect(terminal.shown().split('\n').slice(3)).toEqual([
      'flaky: asking the service {"attempt":2}',
      'share: inRange(0, 1) found 7',
      'f: failed after 2.0 s, 2/3 nodes, 1 failed',
      '',
    ])
  })

  it('shows runs that overlap, and ends when the last has ended', async () => {
    const clock = fakeClock()
    const terminal = screen(100)
    const nap = ({ ms }: { ms: number }): Promise<void> => clock.sleep(ms)
    const flow = dataflow({ nap }).with({ name: 'f', hooks: [progress(terminal, { clock })] })
    const runs = [flow.execute(['nap'], { inputs: { ms: 1_000 } }), flow.execute(['nap'], { inputs: { ms: 3_000 } })]
    await clock.advance(500)
    expect(terminal.shown()).toBe('f ──────────────────── 0/1  500 ms  +1 runs  nap')
    await clock.advance(1_000)
    expect(terminal.shown().split('\n')[1]).toBe('f ──────────────────── 0/1  1.5 s  nap')
    await clock.until(Promise.all(runs))
    expect(terminal.shown().split('\n')).toHaveLength(3)
    expect(clock.waiting).toBe(0)
  })

  it('does not count the nodes of runs within a run', async () => {
    const clock = fakeClock()
    const terminal = screen(100)
    const hook = progress(terminal, { clock })
    const start = { outputs: ['items'], nodes: ['items'], tags: {}, startedAtMs: 0 }
    await hook.onRunStart!({ ...start, runId: 'outer' })
    await hook.onStepStart!({ runId: 'outer', node: 'items', inputs: {}, startedAtMs: 0 })
    const parent = { runId: 'outer', node: 'items', key: '1', path: ['1'] }
    await hook.onRunStart!({ ...start, nodes: ['x', 'y'], runId: 'inner', parent })
    await hook.onStepStart!({ runId: 'inner', node: 'x', inputs: {}, startedAtMs: 0 })
    await clock.advance(100)
    expect(terminal.shown()).toBe('items ──────────────────── 0/1  100 ms  items')
    const counts = { computed: 2, cached: 0, failed: 0, skipped: 0 }
    await hook.onRunEnd!({ runId: 'inner', status: 'succeeded', durationMs: 1, counts, failures: [] })
    await clock.advance(100)
    expect(terminal.shown()).toBe('items ──────────────────── 0/1  200 ms  items')
    await hook.onRunEnd!({ runId: 'outer', status: 'succeeded', durationMs: 1, counts, failures: [] })
  })

  it('lets others write above it', async () => {
    const clock = fakeClock()
    const terminal = screen(100)
    const bar = progress(terminal, { clock, logs: false })
    const talk = async ({}: {}, { log }: NodeContext): Promise<void> => {
      log('hello')
      await clock.sleep('1s')
    }
    const log = logger({
      to: { write: bar.print },
      redact: ({ message, event, ...rest }) => ({ message, event, ...rest }),
    })
    const run = dataflow({ talk })
      .with({ hooks: [bar, log] })
      .execute(['talk'])
    await clock.advance(100)
    bar.print('without an end of line')
    const lines = terminal.shown().split('\n')
    expect(lines.slice(0, 2).map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'run of talk started: 1 node',
      'hello',
    ])
    expect(lines.slice(2)).toEqual(['without an end of line', 'talk ──────────────────── 0/1  100 ms  talk'])
    await clock.until(run)
  })
})

describe('progress where lines stay', () => {
  it('is a line at the start, now and then, for nodes that took long, and at the end', async () => {
    const clock = fakeClock()
    const file = screen()
    const flow = dataflow(naps(clock)).with({ name: 'births', hooks: [progress(file, { clock })] })
    await installed(clock, () => clock.until(flow.execute(['report'])))
    expect(file.written.join('').split('\n')).toEqual([
      'births: running 4 nodes',
      'births: 2/4 done after 2.0 s, running train (1.5 s, 2/9)',
      'births: 2/4 done after 5.0 s, running train (4.5 s, 5/9)',
      'train: succeeded after 9.0 s',
      'births: done after 9.5 s, 4/4 nodes',
      '',
    ])
    expect(clock.waiting).toBe(0)
  })

  it('comes after 2, 5, 10 and 20 seconds, then every 30, and names three of many nodes', async () => {
    const clock = fakeClock()
    const file = screen()
    const names = ['a', 'b', 'c', 'd', 'e']
    const nodes = Object.fromEntries(names.map((name) => [name, () => clock.sleep('2m')]))
    const run = dataflow(nodes)
      .with({ hooks: [progress((text) => file.write(text), { clock })] })
      .execute(names as never[])
    await clock.advance('115s')
    expect(file.written).toHaveLength(8)
    expect(file.written.slice(1).map((line) => /after (.*?),/.exec(line)![1])).toEqual([
      '2.0 s',
      '5.0 s',
      '10.0 s',
      '20.0 s',
      '50.0 s',
      '1 min 20 s',
      '1 min 50 s', // prettier-ignore
    ])
    expect(file.written.at(-1)).toContain('running a (1 min 50 s), b (1 min 50 s), c (1 min 50 s) and 2 more\n')
    await clock.until(run)
  })

  it('tells of failures and of what was not run', async () => {
    const file = screen()
    const nodes = {
      bad: (): number => {
        throw new Error('no')
      },
      reader: ({ bad }: { bad: number }) => bad,
    }
    await dataflow(nodes)
      .with({ name: 'f', hooks: [progress(file)] })
      .settle(['reader'])
    expect(file.written.map((line) => line.replace(/[\d.]+ ms/, '0 ms'))).toEqual([
      'f: running 2 nodes\n',
      'bad: failed after 0 ms: no\n',
      'f: failed after 0 ms, 0/2 nodes, 1 failed, 1 skipped\n',
    ])
  })

  it('is what `live` says, whatever the stream is', async () => {
    const [terminal, file] = [screen(80), screen()]
    const flow = dataflow({ a: () => 1 })
    await flow.with({ hooks: [progress(terminal, { live: false }), progress(file, { live: true })] }).execute(['a'])
    expect(terminal.written.join('')).not.toContain('\r')
    expect(file.written.join('')).toContain('\r')
  })
})

describe('progress that cannot be written', () => {
  it('never changes the run, also when it fails between events', async () => {
    const clock = fakeClock()
    const reports: string[] = []
    const listener: Hooks = { onHookError: (error, hook) => void reports.push(`${hook} ${String(error)}`) }
    let writes = 0
    const closing = (): void => {
      if (++writes > 2) throw new Error('closed')
    }
    const nap = async (): Promise<number> => clock.sleep('1s').then(() => 1)
    const flow = dataflow({ nap }).with({ hooks: [progress(closing, { clock, live: true }), listener] })
    expect(await clock.until(flow.execute(['nap']))).toEqual({ nap: 1 })
    expect(reports).toEqual(['onRunEnd Error: closed'])
    expect(clock.waiting).toBe(0)
  })

  it('is refused at once when there is nothing to write to', () => {
    expect(() => progress(undefined as never)).toThrow('progress: "to" is missing')
    expect(() => progress({} as never)).toThrow('"to" is an object; expected a function, or a stream')
  })
})
