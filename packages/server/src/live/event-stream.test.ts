// Server-sent events: a sign of life when there is nothing to tell, no more than is read, and an end that is noticed once.

import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../store/src/fixtures/fake-clock.ts'
import { eventStream, type SentMessage } from './event-stream.ts'

const message = (run: string): SentMessage => ({ message: { type: 'runs', runs: [run] }, id: 'place' })

function open(messages: AsyncGenerator<SentMessage, undefined>) {
  const clock = fakeClock(0)
  let ends = 0
  const failures: unknown[] = []
  const answer = eventStream({ messages, clock, onEnd: () => ends++, onFailure: (error) => failures.push(error) })
  const reader = answer.body!.getReader()
  const read = async (): Promise<string | undefined> => {
    const { value, done } = await reader.read()
    return done ? undefined : new TextDecoder().decode(value)
  }
  return { answer, clock, read, cancel: () => reader.cancel(), ends: () => ends, failures }
}

describe('an event stream', () => {
  it('says when to come back, then each message with its type and place, then ends', async () => {
    const { answer, read, ends } = open(
      (async function* () {
        yield message('a\n\nb')
        return undefined
      })(),
    )
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    expect(await read()).toBe('retry: 1000\n\n')
    expect(await read()).toBe('event: runs\nid: place\ndata: {"type":"runs","runs":["a\\n\\nb"]}\n\n')
    expect(await read()).toBeUndefined()
    expect(ends()).toBe(1)
  })

  it('gives a sign of life every 15 seconds while there is nothing to tell, and loses no message by it', async () => {
    let tell: (message: SentMessage) => void = () => {}
    const { clock, read } = open(
      (async function* () {
        yield await new Promise<SentMessage>((resolve) => (tell = resolve))
        return undefined
      })(),
    )
    await read()
    for (let count = 0; count < 3; count++) {
      const coming = read()
      await Promise.resolve()
      await new Promise((resolve) => setImmediate(resolve))
      clock.advance(15_000)
      expect(await coming).toBe(':\n\n')
    }
    tell(message('a'))
    expect(await read()).toContain('"runs":["a"]')
  })

  it('asks for no more than a client reads', async () => {
    let made = 0
    const { read, cancel } = open(
      (async function* (): AsyncGenerator<SentMessage, undefined> {
        for (;;) yield message(String(made++))
      })(),
    )
    for (let count = 0; count < 5; count++) await read()
    await new Promise((resolve) => setImmediate(resolve))
    expect(made).toBeLessThanOrEqual(6)
    await cancel()
  })

  it('stops telling when the client leaves', async () => {
    let isStopped = false
    const { read, cancel, ends } = open(
      (async function* (): AsyncGenerator<SentMessage, undefined> {
        try {
          for (;;) yield message('a')
        } finally {
          isStopped = true
        }
      })(),
    )
    await read()
    await read()
    await cancel()
    expect([isStopped, ends()]).toEqual([true, 1])
  })

  it('ends when something fails, which the client is not told', async () => {
    const { read, ends, failures } = open(
      // oxlint-disable-next-line require-yield -- it fails first
      (async function* (): AsyncGenerator<SentMessage, undefined> {
        throw new Error('the disk is full')
      })(),
    )
    expect([await read(), await read(), ends()]).toEqual(['retry: 1000\n\n', undefined, 1])
    expect(failures).toMatchObject([{ message: 'the disk is full' }])
  })
})
