// Every issue of applications over HTTP, provoked as a user would, has the text that its page in docs/errors shows.

import { isThroughlineError, renderIssue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { forState, memoryPersister } from '../index.ts'
import { httpIssue } from './catalogue.ts'
import { serveChat, type Answer, type ServedChat } from './fixtures/serve-chat.ts'
import { serveApplications } from './index.ts'

type Code = (typeof httpIssue.codes)[number]

/** What a client does, by the code of what it is answered. */
const ASKED: Readonly<Record<Exclude<Code, 'http/bad-setup' | 'http/same-machine'>, () => Promise<Answer>>> = {
  'http/not-found': () => served().call('GET', '/chat/a/steps'),
  'http/no-application': () => served().call('GET', '/chat/user-42'),
  'http/method-not-allowed': () => served().call('PUT', '/chat/a'),
  'http/refused': () => served({ authorize: () => false }).call('GET', '/chat'),
  'http/edits-refused': () => served().call('POST', '/chat/a/fork', { state: {}, next: 'ask' }),
  'http/not-json': () =>
    served().call('POST', '/chat', 'id=a', { 'content-type': 'application/x-www-form-urlencoded' }),
  'http/bad-json': () => served().call('POST', '/chat', '{ id: "a" }'),
  'http/body-too-large': () => served({ maxBodyBytes: 10 }).call('POST', '/chat', { id: 'a-long-id' }),
  'http/bad-request': () => served().call('POST', '/chat', { id: 42, sate: {} }),
  'http/held': async () => {
    const persister = memoryPersister()
    await served({ persister }).call('POST', '/chat', { id: 'user-42' })
    const held = { ...persister, lease: () => ({ heldBy: 'somebody' }) }
    return served({ persister: held }).call('POST', '/chat/user-42/run')
  },
  'http/failed': () => {
    const list = (): never => {
      throw new Error('no connection')
    }
    return served({ persister: { ...memoryPersister(), list } }).call('GET', '/chat')
  },
  'http/closed': async () => {
    const { call, serve } = served()
    await serve.close()
    return call('POST', '/chat')
  },
}

function served(options: Parameters<typeof serveChat>[0] = {}): ServedChat {
  return serveChat(options)
}

const { action, machine } = forState<{ a: number }>()
const plain = machine({ one: action({}, () => {}) })
const one = { machine: plain, entry: 'one' } as const
const persister = memoryPersister()
const SET_UP = {
  'http/bad-setup': () => serveApplications({ machines: { chat: one }, persister, basePath: '/agents/' }),
  'http/same-machine': () => serveApplications({ machines: { chat: one, mail: one }, persister }),
}

describe('the errors of applications over HTTP', () => {
  it.each(Object.entries(ASKED))('%s is answered as its page shows it', async (code, ask) => {
    const { status, body } = await ask()
    expect(body.code).toBe(code)
    expect(`${status}\n${JSON.stringify(body, null, 2)}`).toReadAsThePageOf(code)
  })

  it.each(Object.entries(SET_UP))('%s reads as its page shows it', (code, setUp) => {
    let thrown: unknown
    try {
      setUp()
    } catch (error) {
      thrown = error
    }
    expect(isThroughlineError(thrown) && thrown.issues.map((issue) => renderIssue(issue)).join('\n')).toReadAsThePageOf(
      code,
    )
  })

  it('have a page each', () => {
    expect(httpIssue.codes).toHavePagesIn('http')
  })
})
