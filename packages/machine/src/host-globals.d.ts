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
