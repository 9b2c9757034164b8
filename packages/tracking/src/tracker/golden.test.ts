// What is recorded of runs that end in every way there is, compared with committed files. THROUGHLINE_UPDATE_GOLDEN=1 writes
// them again.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { checked, retry, type NodeContext } from 'throughline'
import { check, inRange } from 'throughline/checks'
import { each } from 'throughline/fan-out'
import { loaded, saved } from 'throughline/io'
import { expectGolden, untypedFlow } from 'throughline/testing'
import { expect, it } from 'vitest'
import { memoOf } from './fixtures/memo-of.ts'
import { steady, tracked, type Tracked } from './fixtures/tracked.ts'

type Numbers = Readonly<Record<string, number>>

const summarise = (value: unknown) => ({ type: 'shown', schemaVersion: 1, value: typeof value })
const versions = { of: ({ node }: { node: string }) => ({ version: `code1:${node}` }) }
/** However slow the machine is. */
const budget = { leastMs: Infinity, advanceMs: Infinity, inputsMs: Infinity }
const options = { summarise, versions, budget }

const sales = {
  doubled: ({ price, count = 2 }: Numbers) => price! * count!,
  total: async ({ doubled, price }: Numbers) => doubled! + price!,
}

/** Fails once, and then gives what it reads. */
function flaky(): (args: Numbers) => number {
  let calls = 0
  return ({ price }) => {
    if (++calls === 1) throw new RangeError('not yet', { cause: new Error('no answer', { cause: 'a text' }) })
    return price!
  }
}

const situations: Readonly<Record<string, () => Promise<Tracked>>> = {
  succeeded: async () => {
    const run = tracked(sales, {
      ...options,
      tags: { team: 'north' },
      trigger: { kind: 'schedule', cron: '0 7 * * *' },
    })
    await run.run(['total'], { inputs: { price: 3 }, tags: { month: 'may' } })
    return run
  },
  failed: async () => {
    const broken = () => {
      throw new TypeError('price is not a number')
    }
    const run = tracked({ ...sales, doubled: broken, report: ({ total }: Numbers) => total! }, options)
    await run.run(['report'], { inputs: { price: 3 } })
    return run
  },
  settled: async () => {
    const broken = () => {
      throw new TypeError('price is not a number')
    }
    const run = tracked({ ...sales, broken, report: ({ broken: read }: Numbers) => read! }, options)
    await run.flow.settle(['report', 'total'], { inputs: { price: 3 } })
    return run
  },
  aborted: async () => {
    const controller = new AbortController()
    const stop = ({}: Numbers, { signal }: NodeContext) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
        controller.abort(new Error('enough'))
      })
    const run = tracked({ stop, report: ({ stop: read }: Numbers) => read! }, options)
    await run.run(['report'], { signal: controller.signal })
    return run
  },
  abandoned: async () => {
    let wake = (): void => {}
    const slow = () => new Promise<number>((resolve) => (wake = () => resolve(1)))
    const broken = async () => Promise.reject(new Error('no answer'))
    const run = tracked({ slow, broken, both: ({ slow: one, broken: other }: Numbers) => one! + other! }, options)
    await run.run(['both'], { abandonAfterMs: 0 })
    wake()
    await new Promise((resolve) => setTimeout(resolve, 1))
    return run
  },
  retried: async () => {
    const run = tracked({ paid: retry(flaky(), { maxAttempts: 3, backoffMs: 1, jitter: false }) }, options)
    await run.run(['paid'], { inputs: { price: 3 } })
    return run
  },
  cached: async () => {
    const run = tracked(sales, options)
    const memo = memoOf({ doubled: 6 }, { doubled: 'data1:kept' })
    await run.flow.with({ cache: memo }).execute(['total'], { inputs: { price: 3 } })
    return run
  },
  said: async () => {
    const model = ({}: Numbers, { log, metric, progress }: NodeContext) => {
      log('training', { rows: 10 })
      for (const epoch of [0, 1]) metric('loss', 1 / (epoch + 1), epoch)
      for (let done = 1; done <= 10; done++) progress(done, 10)
      return 0.5
    }
    const found = check('is small', (value: number, report) => {
      report?.({ value, kind: 'a text of the value' })
      return value < 0.4 || 'a text of the value is too large'
    })
    const run = tracked(
      { model: checked(model, [inRange(0, 1), found], { severity: 'warn' }) },
      { ...options, nowMs: () => 0 },
    )
    await run.run(['model'])
    return run
  },
  loaded: async () => {
    const source = {
      read: ({ report }: { report: (facts: object) => void }) => {
        report({ rows: 2 })
        return [3, 4]
      },
      describe: () => ({ type: 'json', path: 'https://ann:tiger@example.com/sales.json?token=abc' }),
    }
    const sink = { write: () => ({ sizeBytes: 11 }), describe: () => ({ type: 'json', path: 'report.json' }) }
    const rows = loaded(source)
    const run = tracked({ rows, report: saved(({ rows: read }: { rows: number[] }) => read.length, sink) }, options)
    await run.run(['report.saved'])
    return run
  },
  items: async () => {
    const titles = each(
      { url: 'urls' },
      ({ url }: { url: string }, { log }: NodeContext) => {
        log(`reading ${url}`)
        if (url === '/chairs') throw new Error('gone')
        return url
      },
      { settle: true },
    )
    const run = tracked({ urls: () => ['/lamps', '/chairs', '/beds'], titles }, { ...options, limits: { items: 1 } })
    await run.run(['titles'])
    return run
  },
  runs: async () => {
    const page = untypedFlow({
      page: ({ url }: { url: string }) => {
        if (url === '/beds') throw new Error('gone')
        return url
      },
    }).with({ name: 'page' })
    const pages = each({ url: 'urls' }, page, { output: 'page', concurrency: 1, settle: true })
    const run = tracked({ urls: () => ['/lamps', '/chairs', '/beds'], pages }, { ...options, limits: { items: 1 } })
    await run.run(['pages'])
    return run
  },
}

it.each(Object.entries(situations))('what is recorded of a run that is %s is what it was', async (name, situation) => {
  const { events } = await situation()
  const recorded = JSON.parse(JSON.stringify(steady(events))) as unknown
  const url = new URL(`fixtures/golden/${name}.json`, import.meta.url)
  if (process.env['THROUGHLINE_UPDATE_GOLDEN']) writeFileSync(url, `${JSON.stringify(recorded, null, 2)}\n`)
  expect(existsSync(url)).toBe(true)
  expectGolden(recorded, JSON.parse(readFileSync(url, 'utf8')))
})
