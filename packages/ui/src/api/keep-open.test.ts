import { expect, test } from 'vitest'
import { createConnection, type Connection } from './connection.ts'
import { keepOpen } from './keep-open.ts'

class FakeStream extends EventTarget {
  readyState = 0
  close(): void {
    this.readyState = 2
  }
  tell(type: 'open' | 'error', readyState: number): void {
    this.readyState = readyState
    this.dispatchEvent(new Event(type))
  }
}

function kept(isSignedOut = false): {
  readonly connection: Connection
  readonly streams: readonly FakeStream[]
  readonly waits: (() => void)[]
  readonly stop: () => void
} {
  const streams: FakeStream[] = []
  const waits: (() => void)[] = []
  const connection = createConnection()
  const stop = keepOpen(
    {
      open: () => {
        const stream = new FakeStream()
        streams.push(stream)
        return stream as never
      },
      isSignedOut: () => Promise.resolve(isSignedOut),
      later: (then) => {
        waits.push(then)
        return () => void waits.splice(waits.indexOf(then), 1)
      },
    },
    connection,
  )
  return { connection, streams, waits, stop }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('a server that is gone is said until it is back; the browser tries by itself', () => {
  const { connection, streams, waits } = kept()
  streams[0]!.tell('open', 1)
  expect([connection.state(), connection.returns()]).toEqual(['open', 0])
  streams[0]!.tell('error', 0)
  expect(connection.state()).toBe('broken')
  expect(waits).toEqual([])
  streams[0]!.tell('open', 1)
  expect([connection.state(), connection.returns()]).toEqual(['open', 1])
})

test('after an answer that says no, another stream is opened a moment later', async () => {
  const { connection, streams, waits } = kept()
  streams[0]!.tell('error', 2)
  await settled()
  expect([connection.state(), streams.length]).toEqual(['broken', 1])
  waits.shift()!()
  streams[1]!.tell('open', 1)
  expect([connection.state(), connection.returns()]).toEqual(['open', 1])
})

test('a server that does not know the browser is told apart', async () => {
  const { connection, streams } = kept(true)
  streams[0]!.tell('error', 2)
  await settled()
  expect(connection.state()).toBe('signed-out')
})

test('nothing is tried again after the stop', async () => {
  const { connection, streams, waits, stop } = kept()
  streams[0]!.tell('error', 2)
  stop()
  await settled()
  expect([connection.state(), streams.length, waits]).toEqual(['open', 1, []])
})
