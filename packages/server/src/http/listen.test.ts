// Ports: the first that is free when none is asked for; and what is under way when the server is closed.

import { describe, expect, it, onTestFinished } from 'vitest'
import { scratchServer } from '../fixtures/scratch-server.ts'
import { listen, type Listening } from './listen.ts'

async function start(port: number | undefined, answer: (request: Request) => Promise<Response>): Promise<Listening> {
  const listening = await listen({ host: '127.0.0.1', port }, () => answer)
  onTestFinished(() => listening.close())
  return listening
}

const say = (text: string) => (): Promise<Response> => Promise.resolve(new Response(text))

describe('a port', () => {
  it('is the next free one when none is asked for', async () => {
    const [one, two] = [await start(undefined, say('one')), await start(undefined, say('two'))]
    expect(one.port).toBeGreaterThanOrEqual(7717)
    expect(two.port).toBeGreaterThan(one.port)
    const ask = async ({ port }: Listening): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text()
    expect([await ask(one), await ask(two)]).toEqual(['one', 'two'])
  })

  it('is free again when the server is closed', async () => {
    const one = await start(0, say('one'))
    await one.close()
    expect((await start(one.port, say('two'))).port).toBe(one.port)
  })
})

describe('closing', () => {
  it('waits for answers that are under way, and takes no more', async () => {
    let finish = (): void => {}
    const asked = new Promise<void>((isAsked) => {
      void start(0, async () => {
        isAsked()
        await new Promise<void>((resolve) => (finish = resolve))
        return new Response('whole')
      }).then((one) => (listening = one))
    })
    let listening: Listening | undefined
    while (!listening) await new Promise((resolve) => setTimeout(resolve, 1))
    const url = `http://127.0.0.1:${listening.port}/`
    const answer = fetch(url)
    await asked
    const closed = listening.close()
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    finish()
    expect(await (await answer).text()).toBe('whole')
    await closed
  })

  it('ends streams, and a second time does nothing', async () => {
    const { server, listen: listenTo } = await scratchServer()
    const stream = await listenTo('/api/live')
    await server.close()
    expect(await stream.next()).toBeUndefined()
    await server.close()
  })
})
