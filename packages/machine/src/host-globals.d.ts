// The few globals that the core takes from its host, so that nothing of Node or of the DOM slips in unnoticed.

declare interface AbortSignal {
  readonly aborted: boolean
  readonly reason: any
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}

declare const performance: { now(): number }
declare const crypto: {
  getRandomValues<Bytes extends Uint8Array>(bytes: Bytes): Bytes
  readonly subtle: { digest(algorithm: 'SHA-256', bytes: Uint8Array): Promise<ArrayBuffer> }
}
declare const console: { error(...parts: unknown[]): void }
declare interface HostTimer {
  readonly hostTimer: unique symbol
}
declare function setTimeout(run: () => void, delayMs: number): HostTimer
declare function clearTimeout(timer: HostTimer | undefined): void
declare function queueMicrotask(run: () => void): void
declare class TextEncoder {
  encode(text: string): Uint8Array
}
declare function structuredClone<Value>(value: Value): Value
declare function btoa(text: string): string
declare function atob(text: string): string
declare class TextDecoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}

// Web standards of servers: what applications over HTTP take from them.
declare class Headers {
  get(name: string): string | null
}
declare class URLSearchParams {
  [Symbol.iterator](): IterableIterator<[string, string]>
}
declare class URL {
  constructor(url: string)
  readonly pathname: string
  readonly searchParams: URLSearchParams
}
declare interface StreamController<Chunk> {
  enqueue(chunk: Chunk): void
  close(): void
}
declare class ReadableStream<Chunk> {
  constructor(
    source: { pull?(controller: StreamController<Chunk>): unknown; cancel?(reason: unknown): unknown },
    strategy?: { highWaterMark?: number },
  )
  getReader(): {
    read(): Promise<{ done: false; value: Chunk } | { done: true; value?: undefined }>
    cancel(): Promise<void>
  }
}
declare class Request {
  constructor(url: string, options?: object)
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: ReadableStream<Uint8Array> | null
  readonly signal: AbortSignal
}
declare class Response {
  constructor(body: string | ReadableStream<Uint8Array> | null, options?: object)
  readonly status: number
  readonly headers: Headers
}
