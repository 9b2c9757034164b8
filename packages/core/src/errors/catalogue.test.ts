// Every issue of the core, provoked as a user would, has the text that its page in docs/errors shows.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { checkIssue } from '../checks/check-issues.ts'
import { check, inRange } from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  extract,
  isThroughlineError,
  oneOf,
  parameterize,
  parsed,
  renderIssue,
  resource,
  retry,
  subflow,
  timeout,
  untyped,
  when,
  type Issue,
  type NodeContext,
} from '../index.ts'
import { loaded, saved } from '../io/index.ts'
import { each, tee } from '../fan-out/index.ts'
import { bindingIssue } from '../definition/binding-issues.ts'
import { fanOutIssue } from '../fan-out/fan-out-issues.ts'
import { variantIssue } from '../graph/variant-issues.ts'
import { modifierIssue } from '../modifiers/catalogue.ts'
import { checkedIssue } from '../modifiers/checked-issues.ts'
import { nameIssue } from '../modifiers/duplicate-name.ts'
import { extractIssue } from '../modifiers/extract-issues.ts'
import { parsedIssue } from '../modifiers/parsed-issues.ts'
import { resourceIssue } from '../modifiers/resource-issues.ts'
import { subflowIssue } from '../modifiers/subflow-issues.ts'
import { portIssue } from '../ports/port-issues.ts'
import { coreIssue } from './catalogue.ts'

/** Every catalogue: in a bundle each comes with what can show it. */
const CATALOGUES = [
  coreIssue,
  bindingIssue,
  variantIssue,
  modifierIssue,
  nameIssue,
  extractIssue,
  resourceIssue,
  portIssue,
  subflowIssue,
  fanOutIssue,
  checkIssue,
  checkedIssue,
  parsedIssue,
]
const CODES = CATALOGUES.flatMap((issue) => issue.codes).sort()

const SOURCES = new URL('../', import.meta.url)
/** As a template begins in a catalogue. */
const TEMPLATE = /^  '([a-z-]+\/[a-z-]+)': \(/gm
const ROOMS = ['graph', 'config', 'run', 'check', 'modifier']

const marketing = {
  spendPerSignup: ({ spend, signups }: { spend: number; signups: number }) => spend / signups,
  weeklyReport: ({ spendPerSignup }: { spendPerSignup: number }) => `cost per signup: ${spendPerSignup}`,
}
const flow = untyped(dataflow(marketing))
const inputs = { spend: 3, signups: 2 }
const fetched = untyped(
  dataflow({ pages: each({ url: 'urls' }, ({ url }: { url: string }) => url.length, { key: ({ url }) => url }) }),
)

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof CODES)[number], () => unknown>> = {
  'graph/missing-input': () => flow.execute(['weeklyReport'], { inputs: { spend: 3, sign_ups: 2 } }),
  'graph/unknown-output': () => flow.execute(['weeklyRaport'], { inputs }),
  'graph/unknown-input': () => flow.execute(['weeklyReport'], { inputs: { ...inputs, spends: 1 } }),
  'graph/input-is-node': () => flow.execute(['weeklyReport'], { inputs: { ...inputs, spendPerSignup: 1 } }),
  'graph/unknown-override': () => flow.override({ spendPerSignups: 1 }),
  'graph/unknown-node': () => flow.upstream('weekly'),
  'graph/duplicate-node': () => define(marketing, { weeklyReport: () => 'another' }),
  'graph/cycle': () => define({ a: ({ b }: { b: 1 }) => b, b: ({ c }: { c: 1 }) => c, c: ({ a }: { a: 1 }) => a }),
  'graph/rest-pattern': () => define({ total: ({ price, ...others }: { price: number }) => [price, others] }),
  'graph/not-destructured': () => define({ total: (price: number, quantity: number) => price * quantity }),
  'graph/unreadable-function': () => define({ total: marketing.spendPerSignup.bind(undefined) }),
  'graph/unknown-dependency': () =>
    define({ lags: parameterize(({ days }: { days: number }) => days, { lag1: { dayz: 1 } } as never) }),
  'graph/not-a-module': () => define(marketing.weeklyReport),
  'graph/no-nodes': () => define({ threshold: 3, _helper: () => 1 }),
  'graph/undecided-variant': () =>
    untyped(dataflow({ model: byConfig('algo', { ridge: () => 1, mean: () => 2 }) })).execute(['model']),
  'graph/replaces-nothing': () => flow.replace({ weeklyRaport: () => 'x' }),
  'graph/resource-as-output': () => untyped(dataflow({ db: resource(() => ({})) })).execute(['db']),
  'graph/shared-stream': () =>
    untyped(
      dataflow({
        async *lines() {
          yield 'to'
        },
        count: async ({ lines }: { lines: AsyncIterable<string> }) => (await Array.fromAsync(lines)).length,
        text: async ({ lines }: { lines: AsyncIterable<string> }) => (await Array.fromAsync(lines)).join(' '),
      }),
    ).execute(['count', 'text']),
  'config/unknown-key': () => variants().configure({ algorithm: 'mean' }),
  'config/key-is-node': () => define({ region: byConfig('region', { eu: () => 1, us: () => 2 }) }),
  'config/unknown-value': () => variants().configure({ algo: 'men' }),
  'run/bad-option': () => flow.execute(['weeklyReport'], { inputs, concurrency: 0 }),
  'run/node-failed': () =>
    untyped(
      dataflow({
        rates: () => {
          throw new Error('the service answered 503')
        },
        report: ({ rates }: { rates: number }) => rates,
      }),
    ).execute(['report']),
  'run/aborted': () => {
    const controller = new AbortController()
    controller.abort(new Error('the user closed the page'))
    return flow.execute(['weeklyReport'], { inputs, signal: controller.signal })
  },
  'run/timeout': () =>
    untyped(
      dataflow({
        rates: timeout(
          ({}: {}, { signal }: NodeContext) =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
          '20ms',
        ),
      }),
    ).execute(['rates']),
  'run/dispose-failed': () =>
    untyped(
      dataflow({
        tx: resource(() => ({}), {
          dispose: () => {
            throw new Error('the commit was refused')
          },
        }),
        rows: ({ tx }: { tx: object }) => Object.keys(tx),
      }),
    ).execute(['rows']),
  'run/missing-field': () =>
    untyped(
      dataflow({ parts: extract(() => ({ train: [1], tset: [2] }) as never as { train: 1; test: 1 }, ['test']) }),
    ).execute(['test']),
  'run/not-iterable': () => fetched.execute(['pages'], { inputs: { urls: 'https://example.org' } }),
  'run/uneven-items': () =>
    untyped(
      dataflow({
        areas: each(
          { width: 'widths', height: 'heights' },
          ({ width, height }: { width: number; height: number }) => width * height,
        ),
      }),
    ).execute(['areas'], { inputs: { widths: [1, 2, 3], heights: [1, 2] } }),
  'run/duplicate-key': () => fetched.execute(['pages'], { inputs: { urls: ['/a', '/b', '/a'] } }),
  'run/stream-closed': () =>
    untyped(
      dataflow({
        lines: tee(function* () {
          yield* ['to', 'be']
        }),
        twice: async ({ lines }: { lines: AsyncIterable<string> }) => [
          await Array.fromAsync(lines),
          await Array.fromAsync(lines),
        ],
      }),
    ).execute(['twice']),
  'check/failed': () => untyped(dataflow({ share: checked(() => [0.4, 1.2, 7], [inRange(0, 1)]) })).execute(['share']),
  'check/threw': () => {
    const sorted = check('sorted by day', (rows: readonly { day: string }[]) => rows[0]!.day < rows[1]!.day)
    return untyped(dataflow({ rows: checked(() => [], [sorted]) })).execute(['rows'])
  },
  'check/not-parsed': () => {
    const rates = z.array(z.object({ currency: z.string(), rate: z.number() }))
    const load = (): unknown => JSON.parse('[{ "currency": "EUR", "rate": 1 }, { "currency": "USD", "rate": "1.1" }]')
    return untyped(dataflow({ rates: parsed(load, rates) })).execute(['rates'])
  },
  'modifier/not-a-check': () => checked(() => 1, [() => true] as never),
  'modifier/not-a-schema': () => parsed(() => 1, { type: 'number' } as never),
  'modifier/not-a-function': () => retry(parameterize({ days: 1 } as never, {}), { maxAttempts: 2 }),
  'modifier/not-a-source': () => loaded({ read: () => [1] } as never),
  'modifier/not-a-sink': () => untyped(dataflow({ a: saved(() => 1, (() => 'a.csv') as never) })).execute(['a.saved']),
  'modifier/not-callable': () => byConfig('algo', { ridge: () => 1, mean: () => 2 })(undefined as never),
  'modifier/overlapping-conditions': () =>
    oneOf(
      when({ region: 'eu' }, () => 1),
      when({ debug: true }, () => 2) as never,
    ),
  'modifier/unmapped-input': () => part({ inputs: { spend: 3 } }),
  'modifier/unknown-input': () => part({ inputs: { spend: 3, sign_ups: 2 }, shared: ['signups'] }),
  'modifier/mapped-twice': () => part({ inputs: { spend: 3 }, shared: ['spend', 'signups'] }),
  'modifier/bad-option': () => retry(() => 1, { maxAttempts: 0 }),
  'modifier/bad-duration': () => timeout(() => 1, '30 s' as never),
  'modifier/duplicate-name': () =>
    parameterize(
      ({ days, k }: { days: number; k: number }) => days * k,
      [
        { days: 1, k: 1 },
        { days: 1, k: 2 },
      ],
      (one) => `lag${one.days}` as const,
    ),
}

function define(...modules: unknown[]): unknown {
  return (dataflow as (...given: unknown[]) => unknown)(...modules)
}

function part(options: object): unknown {
  return (subflow as (...given: unknown[]) => unknown)(marketing, options)
}

function variants(): ReturnType<typeof untyped> {
  return untyped(dataflow({ model: byConfig('algo', { ridge: () => 1, mean: () => 2 }, { default: 'ridge' }) }))
}

async function issueOf(situation: () => unknown, code: string): Promise<Issue> {
  try {
    await situation()
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    const issue = error.issues.find((one) => one.code === code)
    if (issue) return issue
    throw error
  }
  throw new Error(`nothing was thrown for ${code}`)
}

/** Pages of codes that other rooms have. */
const ELSEWHERE = ['run/mutated-input']

describe('the error catalogue', () => {
  it('has a page for every code, and a code for every page', () => {
    expect([...CODES, ...ELSEWHERE]).toHavePagesIn(...ROOMS)
  })

  it('is complete: no other code is in the sources', () => {
    const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /^(?!.*\.test(-d)?\.ts$).*\.ts$/.test(file),
    )
    const written = files.flatMap((file) =>
      [...readFileSync(new URL(file.replaceAll('\\', '/'), SOURCES), 'utf8').matchAll(TEMPLATE)].map(
        (match) => match[1]!,
      ),
    )
    expect(written.filter((code) => ROOMS.includes(code.split('/')[0]!)).sort()).toEqual(CODES)
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const text = renderIssue(await issueOf(situation, code))
    expect(text).toReadAsThePageOf(code)
    expect(text.split('\n')[1]!.length).toBeLessThanOrEqual(110)
  })
})
