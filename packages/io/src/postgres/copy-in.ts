// COPY FROM STDIN over the driver, which hands the connection to anything that has `submit`.
//
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY

import type { ClientBase } from 'pg'

interface CopyConnection {
  readonly stream: {
    readonly writableNeedDrain: boolean
    once(event: string, listener: () => void): void
    off(event: string, listener: () => void): void
  }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** A COPY that is being fed. */
export interface CopyIn {
  /** Waits while the network is full. @throws what the server says */
  write(chunk: Buffer): Promise<void>
  /** @returns when all is there */
  end(): Promise<void>
  /** Ends it without effect. */
  fail(): Promise<void>
}

/** @param sql `copy ... from stdin` */
export async function copyIn(client: ClientBase, sql: string): Promise<CopyIn> {
  const query = new CopyQuery(sql)
  client.query(query)
  await query.isReady
  return query
}

/** The driver calls the methods that begin with `handle`. */
class CopyQuery implements CopyIn {
  readonly isReady: Promise<void>
  readonly #sql: string
  readonly #isDone: Promise<void>
  #connection: CopyConnection | undefined
  #error: Error | undefined
  #setReady = (): void => {}
  #refuse = (_error: Error): void => {}
  #setDone = (): void => {}

  constructor(sql: string) {
    this.#sql = sql
    this.isReady = new Promise((resolve, reject) => {
      this.#setReady = resolve
      this.#refuse = reject
    })
    this.#isDone = new Promise((resolve) => {
      this.#setDone = resolve
    })
    // It may fail while somebody else is waited for.
    this.isReady.catch(() => {})
  }

  submit(connection: unknown): void {
    this.#connection = connection as CopyConnection
    this.#connection.query(this.#sql)
  }

  handleCopyInResponse(): void {
    this.#setReady()
  }

  /** Also when the connection ends; nothing else comes then. */
  handleError(error: Error): void {
    this.#error ??= error
    this.#refuse(error)
    this.#setDone()
  }

  handleReadyForQuery(): void {
    this.#setDone()
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  async write(chunk: Buffer): Promise<void> {
    this.#throwIfFailed()
    const { stream } = this.#connection!
    this.#connection!.sendCopyFromChunk(chunk)
    if (!stream.writableNeedDrain) return
    let isFree = (): void => {}
    const drained = new Promise<void>((resolve) => {
      isFree = resolve
    })
    stream.once('drain', isFree)
    await Promise.race([drained, this.#isDone])
    stream.off('drain', isFree)
    this.#throwIfFailed()
  }

  async end(): Promise<void> {
    if (this.#error === undefined) this.#connection!.endCopyFrom()
    await this.#isDone
    this.#throwIfFailed()
  }

  async fail(): Promise<void> {
    if (this.#error === undefined) this.#connection!.sendCopyFail('ended by the client')
    await this.#isDone
  }

  #throwIfFailed(): void {
    if (this.#error !== undefined) throw this.#error
  }
}
