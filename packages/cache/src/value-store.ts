// What memoization needs of a store: values by key, and one computation of a key at a time.

import type { Fingerprint } from '@throughline/store'
import type { KeyParts } from './key.ts'
import type { Said } from './recording.ts'

/** A value that was kept, without its bytes. */
export interface KeptValue {
  readonly key: string
  readonly node: string
  readonly flow: string
  /** Data version of the value. */
  readonly version: string
  /** Where its bytes are. */
  readonly blob: string
  readonly sizeBytes: number
  readonly madeBy: { readonly runId: string; readonly atMs: number }
  /** How long it took to compute. */
  readonly durationMs: number
  readonly parts: KeyParts
  /** What the step said while it computed the value. */
  readonly said: readonly Said[]
  /** True for a stream that was kept as its items, and of which kind. */
  readonly stream?: 'sync' | 'async'
}

/** What is known of a value before it is kept. */
export type NewValue = Omit<KeptValue, 'blob' | 'sizeBytes' | 'version'>

export type Loaded = { readonly value: unknown } | { readonly damaged: string }

/** Why a value was not kept. */
export interface NotKept {
  readonly refused: string
  readonly path: string
}

/** Takes the items of a stream as they pass. */
export interface ItemWriter {
  /** @returns why the stream cannot be kept */
  add(item: unknown): NotKept | undefined
  /** The stream is complete. @returns its data version */
  finish(): string
  abort(): void
}

/** The right to compute a value, or whoever has it. */
export type Claim =
  | { readonly release: () => void }
  /** Resolves when it is free again, or cannot be waited for any more. Rejects when the signal aborts. */
  | { readonly wait: (signal: AbortSignal) => Promise<void> }

export interface ValueStore {
  /** False when nothing can be read, and nothing kept. */
  readonly isUsable: boolean
  find(key: string): KeptValue | undefined
  /** Values of a node that were kept, the latest first. */
  latest(flow: string, node: string, limit: number): readonly KeptValue[]
  /** The value, a stream of its items, or a promise of either. */
  load(kept: KeptValue): Loaded | Promise<Loaded>
  /** Encodes at once; writes soon. @returns why it was not kept */
  keep(value: unknown, kept: NewValue, found: Fingerprint): NotKept | undefined
  /** Of a stream; `undefined` when nothing can be kept. */
  record(kept: () => NewValue | undefined, stream: 'sync' | 'async'): ItemWriter | undefined
  /** What was kept under these keys is not found any more. */
  forget(keys: readonly string[]): void
  claim(key: string): Claim
  /** Everything that was kept is on disk. */
  flush(): void | Promise<void>
}
