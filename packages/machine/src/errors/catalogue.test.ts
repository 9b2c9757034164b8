// Every issue of machines and applications, provoked as a user would, has the text that its page in docs/errors shows.

import { dataflow, isThroughlineError, renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  append,
  expects,
  forState,
  fromState,
  memoryPersister,
  suspend,
  task,
  toState,
  type Codec,
  type Persister,
} from '../index.ts'
import { machineIssue } from './catalogue.ts'

interface Chat {
  prompt: string
  history: string[]
  safe: boolean
  reply: string
  turns: number
}
const { action, flowAction, machine, parallel, stream, todo } = forState<Chat>()
const inputs = expects<{ text: string; lang?: string }>({ text: 'required', lang: 'optional' })
const ask = action({ writes: ['prompt'], inputs }, (step) => ({ prompt: step.inputs.text }))
const check = action({ reads: ['prompt'], writes: ['safe'] }, ({ state }) => ({ safe: state.prompt.length > 2 }))
const answer = action({ reads: ['prompt'], writes: ['history'] }, ({ state }) => ({ history: append(state.prompt) }))
const approve = action({ writes: ['safe'], awaits: z.object({ safe: z.boolean() }) }, () => suspend())
const idle = action({}, () => {})
const chat = machine({ ask, check, answer }).named('chat').from('ask').to('check').from('check').to('answer')
const start = { entry: 'ask', state: { history: [] } } as const

/** One action that does this. */
async function does(name: string, one: unknown, more: object = {}): Promise<unknown> {
  const app = await machine({ [name]: one } as never).open({ entry: name, state: {}, ...more } as never)
  return app.run()
}

async function kept(): Promise<Persister> {
  const persister = memoryPersister()
  const app = await chat.open({ id: 'user-42', ...start, persister })
  await app.run({ inputs: { ask: { text: 'Hello' } }, maxSteps: 2 })
  await app.close()
  return persister
}

const answering = async (
  answerWith: (app: { resume(payload: never): PromiseLike<unknown> }) => unknown,
): Promise<unknown> => {
  const app = await machine({ approve }).open({ id: 'user-42', entry: 'approve' })
  await app.run()
  return answerWith(app)
}

class Session {
  readonly user = 'ada'
}
const sessions: Codec<Session> = {
  name: 'session',
  is: (value) => value instanceof Session,
  encode: () => null,
  decode: () => new Session(),
}

const small = forState<{ n: number }>()
const two = small.machine({ count: small.action({}, () => {}), done: small.action({}, () => {}) })
const failing = small.machine({ fetch: small.action({}, () => { throw new Error('the service answered 503') }) }) // prettier-ignore
const asked = (more: object): Promise<unknown> =>
  does('research', parallel({ writes: ['reply'], reduce: () => ({ reply: '' }), ...more } as never))

/** What a user does, by the code of what he then sees: as an error, or as the error of an outcome. */
const SITUATIONS: Readonly<Record<(typeof machineIssue.codes)[number], () => unknown>> = {
  'machine/no-actions': () => machine({}),
  'machine/not-an-action': () => machine({ ask: (() => ({ prompt: 'Hi' })) as never }),
  'machine/bad-name': () => machine({ '@ask': ask }),
  'machine/name-taken': () => machine({ 'search.ask': ask }).include('search', machine({ ask })),
  'machine/unknown-action': () =>
    chat
      .from('answer')
      .to('aks' as 'ask')
      .open(start),
  'machine/unreachable-action': () => machine({ ask, answer }).open({ entry: 'ask' }),
  'machine/never-written': () => machine({ check, answer }).from('check').to('answer').open({ entry: 'check' }),
  'machine/shadowed-edge': () => chat.from('check').when({ safe: false }, 'ask').open(start),

  'app/not-a-patch': () => does('check', action({ writes: ['safe'] }, (() => true) as never)),
  'app/undeclared-write': () =>
    does('check', action({ writes: ['safe'] }, (() => ({ safe: true, reply: 'no' })) as never)),
  'app/missing-write': () => does('check', action({ writes: ['safe', 'reply'] }, (() => ({ safe: true })) as never)),
  'app/undeclared-read': () => {
    const peek = ({ state }: { state: object }): { safe: boolean } => ({ safe: (state as Chat).turns > 3 })
    return does('check', action({ reads: ['prompt'], writes: ['safe'] }, peek), { state: { prompt: '', turns: 1 } })
  },
  'app/written-twice': () => {
    const flow = dataflow({
      short: ({ text }: { text: string }) => text[0]!,
      long: ({ text }: { text: string }) => text,
    })
    return flowAction(flow, {
      inputs: { text: fromState('prompt') },
      outputs: { short: toState('reply'), long: toState('reply') },
    })
  },
  'app/absent-key': async () => {
    const optional = machine({ maybe: action({ writes: ['prompt?'] }, () => ({})), check })
    return (await optional.from('maybe').to('check').open({ entry: 'maybe' })).run()
  },
  'app/bad-change': () =>
    does(
      'answer',
      action({ writes: ['history'] }, () => ({ history: append('Hi') })),
      { state: { history: 'Hello' } },
    ),
  'app/bad-route': async () => {
    const routed = machine({ ask, check })
      .from('ask')
      .route(['check'], () => 'answer' as 'check')
    return (await routed.open({ entry: 'ask' })).run({ inputs: { ask: { text: 'Hi' } } })
  },
  'app/async-condition': async () => {
    const isSafe = (async () => Promise.resolve(true)) as never
    const moderated = machine({ ask, answer }).from('ask').when(isSafe, 'answer')
    return (await moderated.open({ entry: 'ask', state: { history: [] } })).run({ inputs: { ask: { text: 'Hi' } } })
  },
  'app/no-chunks': () => does('answer', stream({ writes: ['reply'] }, (async () => ({ reply: 'Hi' })) as never)),
  'app/todo': () => does('summarize', todo()),
  'app/duplicate-key': () => asked({ tasks: () => ['a', 'a'].map((key) => task({ key, machine: failing })) }),
  'app/no-entry': () => asked({ tasks: () => [task({ key: 'a', machine: two } as never)] }),
  'app/child-failed': () => asked({ tasks: () => [task({ key: 'a', machine: failing })] }),
  'app/no-quorum': () => asked({ join: { quorum: 1 }, tasks: () => [task({ key: 'a', machine: failing })] }),
  'app/cannot-judge': () => {
    const retryIf = (error: unknown): boolean => (error as { response: { status: number } }).response.status === 503
    const call = (): never => { throw new Error('fetch failed') } // prettier-ignore
    return does('answer', action({ retry: { maxAttempts: 3, retryIf } }, call))
  },
  'app/timeout': () =>
    does('answer', action({ timeout: 20 }, async ({ ctx }) => {
      await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
    })), // prettier-ignore
  'app/not-storable': () => {
    const open = action({ writes: ['reply'] }, () => ({ reply: { by: new Session() } as never }))
    return does('answer', open, { persister: memoryPersister() })
  },
  'app/unknown-codec': async () => {
    const persister = memoryPersister()
    const state = { reply: new Session() as never }
    await (await machine({ idle }).open({ id: 'user-42', entry: 'idle', state, persister, codecs: [sessions] })).close()
    return machine({ idle }).open({ resume: 'user-42', persister })
  },

  'app/unknown-input': async () =>
    (await chat.open(start)).run({ inputs: { ask: { text: 'Hi', langg: 'en' } as never } }),
  'app/missing-input': async () => (await chat.open(start)).run({ inputs: { ask: { lang: 'en' } as never } }),
  'app/bad-input': async () => {
    const age = machine({ age: action({ inputs: z.object({ years: z.number() }) }, () => {}) })
    return (await age.open({ entry: 'age' })).run({ inputs: { age: { years: 'ten' as never } } })
  },
  'app/not-suspended': async () => {
    const app = await machine({ approve }).open({ id: 'user-42', entry: 'approve' })
    return app.resume({ safe: true })
  },
  'app/expired': async () => {
    const late = action({ writes: ['safe'], awaits: z.object({ safe: z.boolean() }) }, () =>
      suspend({ expiresAtMs: 0 }),
    )
    const app = await machine({ approve: late }).open({ id: 'user-42', entry: 'approve' })
    await app.run()
    return app.resume({ safe: true })
  },
  'app/bad-payload': () => answering((app) => app.resume({ safe: 'yes' } as never)),
  'app/no-awaits': () =>
    does(
      'approve',
      action({ writes: ['safe'] }, () => suspend()),
    ),
  'app/unknown-option': () => chat.open({ ...start, persistor: memoryPersister() } as never),
  'app/bad-option': async () => (await chat.open(start)).run({ maxSteps: -1 }),

  'app/bad-id': () => chat.open({ ...start, id: 'x'.repeat(300) }),
  'app/unknown': () => chat.open({ resume: 'user-42', persister: memoryPersister() }),
  'app/exists': async () => chat.open({ id: 'user-42', ...start, persister: await kept() }),
  'app/no-such-step': async () => chat.open({ fork: { id: 'user-42', at: 7 }, persister: await kept() }),
  'app/other-machine': async () => chat.named('support').open({ resume: 'user-42', persister: await kept() }),
  'app/conflict': async () => {
    const persister = await kept()
    const [one, other] = [
      await chat.open({ resume: 'user-42', persister }),
      await chat.open({ resume: 'user-42', persister }),
    ]
    await one.run()
    return other.run()
  },
  'app/held': async () =>
    chat.open({
      resume: 'user-42',
      persister: {
        ...(await kept()),
        lease: () => ({ heldBy: 'process 4711 on web-2', where: 'elsewhere', untilMs: 1_795_270_400_000 }),
      },
    }),
  'app/newer-schema': async () => {
    const persister = memoryPersister()
    await (await chat.open({ id: 'user-42', ...start, persister, schemaVersion: 3 })).close()
    return chat.open({ resume: 'user-42', persister, schemaVersion: 2 })
  },
  'app/no-migration': async () => chat.open({ resume: 'user-42', persister: await kept(), schemaVersion: 2 }),
  'app/cancelled': async () => {
    const app = await chat.open({ id: 'user-42', ...start })
    await app.cancel()
    return app.edit({ next: 'check' })
  },
  'app/within-step': async () => {
    const app = await machine({ again: action({}, async (): Promise<void> => void (await app.run())) }).open({
      id: 'user-42',
      entry: 'again',
    })
    return app.run()
  },
  'app/closed': async () => {
    const app = await chat.open({ id: 'user-42', ...start })
    await app.close()
    return app.run()
  },
  'app/late-iteration': async () => {
    const app = await chat.open({ id: 'user-42', ...start })
    const run = app.run()
    await run
    run[Symbol.asyncIterator]()
  },
}

async function issueOf(situation: () => unknown, code: string): Promise<Issue> {
  const error: unknown = await Promise.resolve()
    .then(situation)
    .then(
      (given) => (given as { error?: unknown } | undefined)?.error,
      (thrown: unknown) => thrown,
    )
  const issue = isThroughlineError(error) && error.issues.find((one) => one.code === code)
  if (!issue) throw new Error(`nothing says ${code}`, { cause: error })
  return issue
}

describe('the error catalogue of machines and applications', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(machineIssue.codes).toHavePagesIn('machine', 'app')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = await issueOf(situation, code)
    expect(renderIssue(issue)).toReadAsThePageOf(code)
    expect(issue.title.length).toBeLessThanOrEqual(110)
  })
})
