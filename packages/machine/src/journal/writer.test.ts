import { describe, expect, it } from 'vitest'
import { append, forState, increment, memoryPersister, unset } from '../index.ts'
import { opened, committed } from './fixtures/journals.ts'
import type { Head, JournalEntry } from './entry.ts'
import { foldJournal } from './fold.ts'
import type { Persister } from './persister.ts'
import { JournalWriter } from './writer.ts'

interface Append {
  readonly app: string
  readonly expected: number
  readonly sequences: readonly number[]
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

/** A persister whose appends end when the test says so, and a clock whose timers fire when it says so. */
function setUp({ durability = 'batch' as 'step' | 'batch' | 'exit', number = 0, isSync = false } = {}): {
  readonly writer: JournalWriter
  readonly appends: Append[]
  readonly entries: JournalEntry[]
  readonly fire: () => void
  readonly timers: () => number
  readonly head: () => Head
} {
  const appends: Append[] = []
  const entries: JournalEntry[] = []
  const timers = new Map<number, () => void>()
  let nextTimer = 1
  let now = 0
  const persister = {
    append: (app: string, expected: number, added: readonly JournalEntry[]): void | Promise<void> => {
      const sequences = added.map(({ sequence }) => sequence)
      const take = (): void => void entries.push(...added)
      if (isSync) {
        appends.push({ app, expected, sequences, done: take, fail: () => {} })
        return take()
      }
      return new Promise<void>((resolve, reject) => {
        appends.push({ app, expected, sequences, done: () => (take(), resolve()), fail: reject })
      })
    },
  } as unknown as Persister
  const clock = {
    Date: { now: () => ++now },
    setTimeout: (run: () => void, delayMs: number) => {
      expect(delayMs).toBe(20)
      timers.set(nextTimer, run)
      return nextTimer++
    },
    clearTimeout: (timer: unknown) => void timers.delete(timer as number),
  }
  const head = (): Head => foldJournal([opened(), ...entries])!
  const writer = new JournalWriter({ app: 'a', persister, durability, number, head, clock })
  const fire = (): void => {
    const due = [...timers.values()]
    timers.clear()
    for (const run of due) run()
  }
  return { writer, appends, entries, fire, timers: () => timers.size, head }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** Whether a promise has settled by now. */
async function isDone(work: unknown): Promise<boolean> {
  let done = false
  void Promise.resolve(work).then(
    () => (done = true),
    () => (done = true),
  )
  await turn()
  return done
}

describe('the durability step', () => {
  it('records each entry before it is done, without a promise where the persister needs none', async () => {
    const { writer, appends } = setUp({ durability: 'step', isSync: true, number: 7 })
    expect(writer.writesAhead).toBe(true)
    expect(writer.add(committed(1))).toBeUndefined()
    expect(writer.add(committed(2))).toBeUndefined()
    expect(appends.map(({ expected, sequences }) => [expected, sequences])).toEqual([
      [7, [1]],
      [8, [2]],
    ])
  })

  it('waits for the persister', async () => {
    const { writer, appends } = setUp({ durability: 'step' })
    const first = writer.add(committed(1))
    expect(await isDone(first)).toBe(false)
    const second = writer.add(committed(2))
    expect(appends).toHaveLength(1)
    appends[0]!.done()
    await first
    await turn()
    expect(appends.map(({ expected, sequences }) => [expected, sequences])).toEqual([
      [0, [1]],
      [1, [2]],
    ])
    expect(await isDone(second)).toBe(false)
    appends[1]!.done()
    await second
  })
})

describe('the durability batch', () => {
  it('writes a moment later, many together, in their order', async () => {
    const { writer, appends, fire, timers } = setUp()
    expect(writer.writesAhead).toBe(false)
    for (let sequence = 1; sequence <= 3; sequence++) expect(writer.add(committed(sequence))).toBeUndefined()
    expect(appends).toEqual([])
    expect(timers()).toBe(1)
    fire()
    expect(appends.map(({ expected, sequences }) => [expected, sequences])).toEqual([[0, [1, 2, 3]]])
  })

  it('writes at once when there are 256, and does not wait for it', () => {
    const { writer, appends, timers } = setUp()
    for (let sequence = 1; sequence <= 256; sequence++) expect(writer.add(committed(sequence))).toBeUndefined()
    expect(appends.map(({ sequences }) => sequences.length)).toEqual([256])
    expect(timers()).toBe(0)
  })

  it('keeps what comes while a write is pending for the next one, and writes that by itself', async () => {
    const { writer, appends, fire } = setUp()
    writer.add(committed(1))
    fire()
    writer.add(committed(2))
    fire()
    writer.add(committed(3))
    expect(appends).toHaveLength(1)
    appends[0]!.done()
    await turn()
    expect(appends.map(({ expected, sequences }) => [expected, sequences])).toEqual([
      [0, [1]],
      [1, [2, 3]],
    ])
  })

  it('flushes what came during a write, too', async () => {
    const { writer, appends, fire } = setUp()
    writer.add(committed(1))
    fire()
    writer.add(committed(2))
    const flushed = writer.flush()
    const again = writer.flush()
    appends[0]!.done()
    await turn()
    expect(appends.map(({ sequences }) => sequences)).toEqual([[1], [2]])
    expect(await isDone(flushed)).toBe(false)
    appends[1]!.done()
    await flushed
    await again
    expect(appends).toHaveLength(2)
    expect(writer.flush()).toBeUndefined()
  })

  it('lets whoever adds wait when the persister cannot keep up', async () => {
    const { writer, appends } = setUp()
    let added: unknown
    for (let sequence = 1; sequence <= 256 + 4_096; sequence++) added = writer.add(committed(sequence))
    expect(await isDone(added)).toBe(false)
    appends[0]!.done()
    await turn()
    expect(appends.map(({ sequences }) => sequences.length)).toEqual([256, 4_096])
    appends[1]!.done()
    expect(await isDone(added)).toBe(true)
  })
})

describe('the durability exit', () => {
  it('writes nothing before it is flushed', async () => {
    const { writer, appends, timers } = setUp({ durability: 'exit', isSync: true })
    for (let sequence = 1; sequence <= 1_000; sequence++) expect(writer.add(committed(sequence))).toBeUndefined()
    expect(appends).toEqual([])
    expect(timers()).toBe(0)
    expect(writer.flush()).toBeUndefined()
    expect(appends.map(({ sequences }) => sequences.length)).toEqual([1_000])
  })
})

describe('failures', () => {
  it.each(['step', 'batch', 'exit'] as const)(
    'of the persister are said to whoever comes next, for ever: %s',
    async (durability) => {
      const { writer, appends, fire } = setUp({ durability })
      const added = writer.add(committed(1))
      const flushed = durability === 'exit' ? writer.flush() : undefined
      fire()
      const failure = new Error('the disk is full')
      appends[0]!.fail(failure)
      await Promise.resolve(added).then(undefined, () => {})
      await Promise.resolve(flushed).then(undefined, () => {})
      await turn()
      expect(() => writer.add(committed(2))).toThrow(failure)
      expect(() => writer.flush()).toThrow(failure)
      expect(appends).toHaveLength(1)
    },
  )

  it('are not lost when nobody waits, and leave nothing unhandled', async () => {
    const { writer, appends, fire } = setUp()
    writer.add(committed(1))
    fire()
    writer.add(committed(2))
    fire()
    appends[0]!.fail(new Error('no'))
    await turn()
    expect(appends).toHaveLength(1)
    expect(() => writer.flush()).toThrow('no')
  })

  it('of a persister that throws at once are said at the next call', () => {
    const { head } = setUp()
    const persister = {
      append: () => {
        throw new Error('closed')
      },
    } as unknown as Persister
    const timers: (() => void)[] = []
    const clock = { Date: { now: () => 1 }, setTimeout: (run: () => void) => timers.push(run), clearTimeout: () => {} }
    const writer = new JournalWriter({ app: 'a', persister, durability: 'batch', number: 0, head, clock })
    writer.add(committed(1))
    for (const run of timers) run()
    expect(() => writer.add(committed(2))).toThrow('closed')
  })

  it('close writes what waits, and its timer is gone', async () => {
    const { writer, appends, timers } = setUp({ isSync: true })
    writer.add(committed(1))
    await writer.close()
    expect(timers()).toBe(0)
    expect(appends).toHaveLength(1)
  })

  it('close says a failure that nobody has heard, and only such a one', async () => {
    const persister = {
      append: () => {
        throw new Error('closed')
      },
    } as unknown as Persister
    const head = (): never => {
      throw new Error('no snapshot')
    }
    const timers: (() => void)[] = []
    const clock = { Date: { now: () => 1 }, setTimeout: (run: () => void) => timers.push(run), clearTimeout: () => {} }
    const make = (): JournalWriter =>
      new JournalWriter({ app: 'a', persister, durability: 'batch', number: 0, head, clock })
    const [unheard, heard] = [make(), make()]
    for (const writer of [unheard, heard]) writer.add(committed(1))
    for (const run of timers) run()
    expect(() => heard.flush()).toThrow('closed')
    await expect(unheard.close()).rejects.toThrow('closed')
    await heard.close()
  })
})

describe('snapshots', () => {
  it('come at doubling distances, and say what the entries before them say', async () => {
    const persister = memoryPersister()
    const { action, machine } = forState<{ n: number; log: string[]; bare?: string }>()
    const count = action({ reads: ['n'], writes: ['n', 'log', 'bare?'] }, ({ state }) => ({
      n: increment(),
      log: append(`${state.n}`),
      bare: state.n % 3 === 0 ? unset() : 'there',
    }))
    const app = await machine({ count })
      .from('count')
      .to('count')
      .open({ id: 'a', entry: 'count', state: { n: 0, log: [] }, persister, durability: 'batch' })
    await app.run({ maxSteps: 1_500 })
    const entries = (await persister.entries('a')).map(({ entry }) => entry)
    const at = entries.flatMap(({ type }, index) => (type === 'snapshot' ? [index] : []))
    expect(at).toEqual([100, 200, 400, 800])
    for (const index of at) {
      const { head } = entries[index] as { head: Head }
      expect(head).toEqual(foldJournal(entries.slice(0, index)))
    }
    // A snapshot changes nothing.
    const without = entries.filter(({ type }) => type !== 'snapshot')
    expect(foldJournal(without)).toEqual(foldJournal(entries))
    await app.close()
    const again = await machine({ count }).from('count').to('count').open({ resume: 'a', persister })
    await again.run({ maxSteps: 5 })
    expect((await persister.entries('a')).filter(({ entry }) => entry.type === 'snapshot')).toHaveLength(4)
  })

  it.each(['step', 'batch', 'exit'] as const)('stand only between two steps: %s', async (durability) => {
    const persister = memoryPersister()
    const { action, machine } = forState<{ n: number }>()
    let failures = 0
    const flaky = action({ writes: ['n'], retry: { maxAttempts: 3, backoffMs: 0, retryIf: () => true } }, ({ ctx }) => {
      if (ctx.attempt < 3 && failures++ < 150) throw new Error('again')
      return { n: increment() }
    })
    const app = await machine({ flaky })
      .from('flaky')
      .to('flaky')
      .open({ id: 'a', entry: 'flaky', state: { n: 0 }, persister, durability })
    await app.run({ maxSteps: 200 })
    await app.close()
    const entries = (await persister.entries('a')).map(({ entry }) => entry)
    const before = entries.flatMap(({ type }, index) => (type === 'snapshot' ? [entries[index - 1]!.type] : []))
    expect(before.length).toBeGreaterThan(0)
    expect(new Set(before)).toEqual(new Set(['committed']))
    const heads = entries.flatMap((entry, index) =>
      entry.type === 'snapshot' ? [[entry.head, foldJournal(entries.slice(0, index))] as const] : [],
    )
    for (const [head, folded] of heads) expect(head).toEqual(folded)
  })

  it('come also to an application that is opened for each of its steps', async () => {
    const persister = memoryPersister()
    const { action, machine } = forState<{ n: number }>()
    const count = machine({ count: action({ writes: ['n'] }, () => ({ n: increment() })) })
      .from('count')
      .to('count')
    for (let opening = 0; opening < 150; opening++) {
      const app = await count.open({ resume: 'a', entry: 'count', state: { n: 0 }, persister })
      await app.step()
      await app.close()
    }
    const entries = (await persister.entries('a')).map(({ entry }) => entry)
    expect(entries.flatMap(({ type }, index) => (type === 'snapshot' ? [index] : []))).toEqual([101, 200])
    expect((await persister.load('a'))?.head).toMatchObject({ sequence: 150, state: { n: 150 } })
  })

  it('are counted with what is being written', async () => {
    const { writer, appends, entries } = setUp({ durability: 'batch' })
    for (let sequence = 1; sequence <= 300; sequence++) {
      void writer.add(committed(sequence))
      writer.mark()
    }
    void writer.flush()
    appends[0]!.done()
    await turn()
    appends[1]!.done()
    await turn()
    expect(entries.flatMap(({ type }, index) => (type === 'snapshot' ? [index] : []))).toEqual([100, 200])
  })

  it('are not written by an application that only opens and closes', async () => {
    const { writer, appends } = setUp({ durability: 'exit', isSync: true, number: 500 })
    writer.mark()
    await writer.flush()
    expect(appends).toEqual([])
  })
})

it.each(['step', 'batch', 'exit'] as const)(
  'a journal grows as the steps do, not as the state: %s',
  async (durability) => {
    const persister = memoryPersister()
    const { action, machine } = forState<{ history: string[] }>()
    const say = action({ writes: ['history'] }, ({ ctx }) => ({
      history: append(`question ${String(ctx.sequence).padStart(6)}`, 'an answer of some words '.repeat(8)),
    }))
    const chat = machine({ say }).from('say').to('say')
    const app = await chat.open({ id: 'a', entry: 'say', state: { history: [] }, persister, durability })
    const sizes: number[] = []
    const steps: number[] = []
    for (const upTo of [100, 200, 400, 800]) {
      await app.run({ maxSteps: upTo - app.sequence })
      const entries = (await persister.entries('a')).map(({ entry }) => entry)
      const size = (some: readonly JournalEntry[]): number => JSON.stringify(some).length
      steps.push(size(entries.filter(({ type }) => type !== 'snapshot')) / upTo)
      sizes.push(size(entries) / upTo)
    }
    // What is written for a step does not depend on how many there were.
    for (const bytes of steps) expect(bytes / steps[0]!).toBeCloseTo(1, 1)
    // Snapshots at doubling distances add to it at most as much as the state is long, twice.
    for (const bytes of sizes) expect(bytes).toBeLessThan(steps[0]! * 3)
  },
)
