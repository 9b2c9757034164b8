// Every issue of the entries beside the root, provoked as a user would, has the text that its page shows.

import { describe, expect, it } from 'vitest'
import { hookIssue } from '../hooks/catalogue.ts'
import { deepFreeze, pauseBefore, webhook, type WebhookOptions } from '../hooks/index.ts'
import { dataflow, isThroughlineError, renderIssue } from '../index.ts'
import { testingIssue } from '../testing/catalogue.ts'
import { expectGolden, failureOf, fakeClock } from '../testing/index.ts'

const CODES = [...hookIssue.codes, ...testingIssue.codes].sort()
const ROOMS = ['hook', 'testing']

const flow = dataflow({ answer: () => 42 })

/** What is told to those who watch over hooks. */
function reportOf(options: Partial<WebhookOptions>): Promise<unknown> {
  return new Promise((resolve) => {
    const hooks = [webhook({ url: 'https://example.org/hook', ...options }), { onHookError: resolve }]
    void flow.with({ hooks }).execute(['answer'])
  })
}

async function installTwo(): Promise<void> {
  const clock = fakeClock()
  clock.install()
  try {
    fakeClock().install()
  } finally {
    clock.uninstall()
  }
}

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof CODES)[number], () => unknown>> = {
  'hook/bad-option': () => webhook({ url: 'hooks.example.org/1234' }),
  'hook/frozen': async () => {
    const module = {
      prices: () => new Map([['tea', 3]]),
      raised: ({ prices }: { prices: Map<string, number> }) => prices.set('tea', 4),
    }
    throw (
      await failureOf(
        dataflow(module)
          .with({ hooks: [deepFreeze()] })
          .execute(['raised']),
      )
    ).cause
  },
  'hook/webhook-refused': () => reportOf({ fetch: async () => ({ ok: false, status: 404 }) }),
  'hook/webhook-timeout': () => reportOf({ fetch: () => new Promise(() => {}), timeoutMs: 20 }),
  'testing/clock-installed': () => installTwo(),
  'testing/did-not-fail': () => failureOf(flow.execute(['answer'])),
  'testing/golden-differs': () => expectGolden({ mean: [1, 2.5], unit: 'kg' }, { mean: [1, 2], unit: 'g' }),
}

async function textOf(situation: () => unknown, code: string): Promise<string> {
  const error = await (async () => situation())().catch((thrown: unknown) => thrown)
  const issue = isThroughlineError(error) ? error.issues.find((one) => one.code === code) : undefined
  if (!issue) throw new Error(`there was no ${code}`, { cause: error })
  return renderIssue(issue)
}

describe('the errors of hooks and of the testing entry', () => {
  it('have a page each, and each page a code', () => {
    expect(CODES).toHavePagesIn(...ROOMS)
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const text = await textOf(situation, code)
    expect(text).toReadAsThePageOf(code)
    expect(text.split('\n')[1]!.length).toBeLessThanOrEqual(110)
  })
})

it('an option of a hook may be a secret, and is not shown', () => {
  const secret = 's3cret'
  for (const make of [() => webhook({ url: secret }), () => pauseBefore('a', secret as never)]) {
    expect(make).toThrow(expect.toSatisfy((error) => !String(error).includes(secret)) as Error)
  }
})
