// The same little flow gives the same results wherever JavaScript runs, and however it was bundled.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser } from 'playwright-core'
import { dataflow } from 'throughline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumFlags, findChromium } from '../../scripts/find-chromium.ts'
import { bundlers } from './bundles.ts'
import { servePages } from './page-server.ts'
import * as nodes from './program/nodes.ts'

const program = join(import.meta.dirname, 'program')

const expected = {
  nodes: [
    'afterBroken(broken, revenue)',
    'afterEndless(endless)',
    'broken(orders)',
    'endless(day)',
    'orders(day)',
    'rate(currency?, day)',
    'report(note?, revenue, shiftedByOne, shiftedBySeven)',
    'revenue(orders, rate)',
    'shiftedByOne(orders)',
    'shiftedBySeven(orders)',
  ],
  plain: { report: { revenue: 12, shifts: [4, 5, 6, 10, 11, 12], note: 'none' } },
  optional: { report: { revenue: 24, shifts: [4, 5, 6, 10, 11, 12], note: 'checked' }, rate: 2 },
  override: { revenue: 90, shiftedBySeven: [17, 27] },
  oneAtATime: { report: { revenue: 12, shifts: [4, 5, 6, 10, 11, 12], note: 'none' } },
  failure: {
    code: 'run/node-failed',
    node: 'broken',
    path: ['broken', 'afterBroken'],
    cause: 'RangeError: order 3 is lost',
  },
  settled: { values: { revenue: 12 }, failures: ['broken'], skipped: [{ node: 'afterBroken', because: ['broken'] }] },
  aborted: { code: 'run/aborted', cause: 'Error: enough' },
  missing: true,
  checked: {
    found: ['rate: inRange(0, 1): found 1.1 at index 1, of 2 values'],
    differences: [{ path: ['a', 0], actual: 1, golden: 1.5, deviation: 0.5 }],
  },
  observed: {
    order: ['orders', 'broken'],
    records: ['info run-start', 'error step-end', 'error run-end'],
    isDrawn: true,
  },
  tested: { page: 'a at 2000-01-01T00:00:04.500Z', isExpected: true, elapsedMs: 4_500 },
  fannedOut: {
    values: { named: ['day 1', 'day 2', 'day 3', 'day 4', 'day 5'], revenues: [6, 9, 12, 15, 18] },
    most: 2,
    item: 'day 1',
    cause: 'RangeError: order 1 is lost',
  },
  streamed: { values: { first: 16, sum: 1_015 }, isClosed: true },
  applications: {
    events: [
      'begin, step',
      'begin, node words begin, node words succeeded, node size begin, node size succeeded, step',
      'begin, chunk one, chunk two, step',
      'begin, suspend, end',
    ].flatMap((step) => step.split(', ')),
    answered: ['suspended', 7, { said: ['one two', 'three'], prompt: 'three', size: 1, isFine: false }],
    fork: [5, 'measure', ['one two']],
    history: [
      [0, []],
      [3, ['one two']],
      [7, ['one two', 'three']],
    ],
    drawn: 16,
    served: {
      status: 201,
      types: 'begin step begin node node node node step begin chunk step begin suspend end'.split(' '),
      refused: 'app/bad-payload',
    },
  },
}

/** What a day's run must give, by a formula of its own. */
const valuesOf = (day: number): object => ({
  report: {
    revenue: 3 * day + 3,
    shifts: [day + 1, day + 2, day + 3, day + 7, day + 8, day + 9],
    note: `day ${day}`,
  },
  orders: [day, day + 1, day + 2],
})

beforeAll(() => {
  const packages = join(import.meta.dirname, '..', '..', 'packages')
  if (!['core', 'machine'].every((room) => existsSync(join(packages, room, 'dist', 'index.js')))) {
    throw new Error('The packages are not built. help: npm run build')
  }
})

// A run that is stopped waits for a node that never ends: the programs wait at the same time.
test.concurrent('in Node', async ({ expect }) => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(program, 'in-node.ts')])
  expect(JSON.parse(stdout)).toEqual(expected)
})

describe('in Chromium, where no code may be made from text', () => {
  let browser: Browser
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-bundles-'))
    browser = await chromium.launch({
      executablePath: findChromium(),
      args: [...chromiumFlags],
      chromiumSandbox: false,
    })
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.concurrent.for(Object.keys(bundlers))('bundled by %s', async (name, { expect }) => {
    const output = join(folder, name.replaceAll(/\W+/g, '-'))
    await bundlers[name]?.(output)
    const server = await servePages(output)
    const page = await browser.newPage()
    try {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(String(error)))
      await page.goto(server.url)
      await expect.poll(async () => [...errors, await page.title()], { timeout: 50_000 }).toEqual(['done'])
      expect(JSON.parse((await page.textContent('body')) ?? '')).toEqual({ mayEvaluate: false, transcript: expected })
    } finally {
      await page.close()
      await server.close()
    }
  })
})

test('in one process, 1,000 overlapping runs of one flow never mix their values', async () => {
  const flow = dataflow(nodes)
  const days = Array.from({ length: 1000 }, (_, index) => index * 7 + 1)
  const runs = days.map((day) => flow.execute(['report', 'orders'], { inputs: { day, note: `day ${day}` } }))
  expect(await Promise.all(runs)).toEqual(days.map(valuesOf))
})

test('in a service, 200 requests at once never mix their values', async () => {
  const service = spawn(process.execPath, [join(program, 'service.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [port] = (await once(service.stdout, 'data')) as [Buffer]
    const url = `http://127.0.0.1:${String(port).trim()}/`
    const days = Array.from({ length: 200 }, (_, index) => index * 11)
    const answers = await Promise.all(days.map(async (day) => (await fetch(`${url}?day=${day}`)).json()))
    expect(answers).toEqual(days.map(valuesOf))
  } finally {
    service.kill()
  }
})
