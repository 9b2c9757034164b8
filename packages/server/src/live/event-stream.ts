// Messages as server-sent events: made when the client takes them, with a sign of life in between.

import type { Clock } from '@throughline/store'
import type { LiveMessage, RunMessage } from '../api/index.ts'
import { toJsonText } from '../answers/json-text.ts'

export interface SentMessage {
  readonly message: LiveMessage | RunMessage
  /** Where another stream goes on that has had it. */
  readonly id?: string
}

export interface EventStreamOptions {
  /** Its end ends the stream; it is told to end when the client leaves. */
  readonly messages: AsyncIterator<SentMessage, undefined>
  readonly clock: Clock
  /** Called once, at the end. */
  readonly onEnd: () => void
  /** Told what broke the stream off. */
  readonly onFailure: (error: unknown) => void
}

/** So that whoever listens notices a server that is gone, and the server a listener. */
const heartbeatMs = 15_000
const nothingNew = Symbol('nothing new')

/** A client that does not read is not written to: the next message is asked for when there is room. */
export function eventStream({ messages, clock, onEnd, onFailure }: EventStreamOptions): Response {
  const encoder = new TextEncoder()
  let coming: Promise<IteratorResult<SentMessage, undefined>> | undefined
  let isOver = false
  const end = (): void => {
    if (!isOver) onEnd()
    isOver = true
  }
  const next = async (): Promise<IteratorResult<SentMessage, undefined> | typeof nothingNew> => {
    coming ??= messages.next()
    let stopWaiting = (): void => {}
    const silence = new Promise<typeof nothingNew>((resolve) => {
      stopWaiting = clock.later(heartbeatMs, () => resolve(nothingNew), { holds: false })
    })
    const came = await Promise.race([coming, silence]).finally(() => stopWaiting())
    if (came !== nothingNew) coming = undefined
    return came
  }
  const stream = new ReadableStream<Uint8Array>(
    {
      // Answers at once, so that the client knows that it is heard.
      start: (controller) => controller.enqueue(encoder.encode('retry: 1000\n\n')),
      pull: async (controller) => {
        try {
          const came = await next()
          if (isOver) return
          if (came === nothingNew) return controller.enqueue(encoder.encode(':\n\n'))
          if (!came.done) return controller.enqueue(encoder.encode(textOf(came.value)))
        } catch (error) {
          if (!isOver) onFailure(error)
        }
        if (isOver) return
        end()
        controller.close()
      },
      cancel: async () => {
        end()
        await messages.return?.()
      },
    },
    { highWaterMark: 1 },
  )
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
}

/** WHATWG HTML, section 9.2: JSON text has no line ends of its own. */
function textOf({ message, id }: SentMessage): string {
  const head = id === undefined ? '' : `id: ${id}\n`
  return `event: ${message.type}\n${head}data: ${toJsonText(message)}\n\n`
}
