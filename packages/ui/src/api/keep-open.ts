// Keeps a stream of the server open. The browser tries again by itself when a server is gone, but never after an answer that says no.

import type { Connection } from './connection.ts'

type Stream = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>

export interface KeepOpenPorts {
  readonly open: () => Stream
  /** Whether the server answers that it does not know this browser. */
  readonly isSignedOut: () => Promise<boolean>
  /** @returns takes it back */
  readonly later: (then: () => void, ms: number) => () => void
}

const retryMs = 3000
/** `EventSource.CLOSED` */
const CLOSED = 2

/** @returns stops it */
export function keepOpen({ open, isSignedOut, later }: KeepOpenPorts, connection: Connection): () => void {
  let stream: Stream | undefined
  let cancel = (): void => {}
  const begin = (): void => {
    const one = open()
    stream = one
    one.addEventListener('open', () => {
      if (one === stream) connection.tell('open')
    })
    one.addEventListener('error', () => void lost(one))
  }
  const lost = async (one: Stream): Promise<void> => {
    if (one !== stream) return
    if (one.readyState !== CLOSED) {
      connection.tell('broken')
      return
    }
    const state = (await isSignedOut()) ? 'signed-out' : 'broken'
    if (one !== stream) return
    connection.tell(state)
    cancel = later(begin, retryMs)
  }
  begin()
  return () => {
    cancel()
    stream?.close()
    stream = undefined
  }
}
