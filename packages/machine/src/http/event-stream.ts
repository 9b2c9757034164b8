// Events of a run as server-sent events: made when they are asked for, and no more when nobody does.

import { startTimer } from 'throughline/insides'
import type { AnyEvent } from '../run/events.ts'
import { toJsonText } from './to-json-text.ts'

export interface EventStreamOptions {
  readonly events: AsyncIterator<AnyEvent, undefined>
  /** Asked for already, so that a run that cannot begin is answered with a status of its own. */
  readonly first: IteratorResult<AnyEvent, undefined>
  readonly show: (event: AnyEvent) => object
  /** What is told when the run breaks off. */
  readonly problem: (error: unknown) => object
  /** @unit milliseconds */
  readonly keepAliveMs: number
  /** Called once: at the end, or when the client has left and the run has stopped. */
  readonly onEnd: (failure?: { readonly error: unknown }) => void
}

const STILL_THERE = Symbol('still there')

/** The run waits until the client has taken an event; a client that leaves stops the run. */
export function eventStream(options: EventStreamOptions): Response {
  const { events, show, problem, keepAliveMs, onEnd } = options
  const encoder = new TextEncoder()
  let coming: Promise<IteratorResult<AnyEvent, undefined>> | undefined = Promise.resolve(options.first)
  let sent = 0
  let hasLeft = false
  const next = async (): Promise<IteratorResult<AnyEvent, undefined> | typeof STILL_THERE> => {
    coming ??= events.next()
    let timer: ReturnType<typeof startTimer> | undefined
    const silence = new Promise<typeof STILL_THERE>((resolve) => {
      timer = startTimer(() => resolve(STILL_THERE), keepAliveMs)
    })
    const came = await Promise.race([coming, silence]).finally(() => clearTimeout(timer))
    if (came !== STILL_THERE) coming = undefined
    return came
  }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const send = (text: string): void => controller.enqueue(encoder.encode(text))
        try {
          const came = await next()
          if (hasLeft) return
          if (came === STILL_THERE) return send(':\n\n')
          if (!came.done) return send(message(came.value.type, sent++, show(came.value)))
          controller.close()
          onEnd()
        } catch (error) {
          if (hasLeft) return
          send(message('error', sent++, problem(error)))
          controller.close()
          await events.return?.().catch(() => {})
          onEnd({ error })
        }
      },
      cancel: async () => {
        hasLeft = true
        await events.return?.()
        onEnd()
      },
    },
    { highWaterMark: 0 },
  )
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  return new Response(stream, { headers })
}

/** WHATWG HTML, section 9.2: JSON text has no line ends of its own. */
function message(type: string, id: number, data: object): string {
  return `event: ${type}\nid: ${id}\ndata: ${toJsonText(data)}\n\n`
}
