// The port of where bytes are: a file, an address on the web. Formats know bytes, places know where they lie.

import type { NodeContext } from 'throughline'
import type { ReadContext } from 'throughline/io'

/** Bytes that are being read. Each of its methods may be called once, except `readAt`. */
export interface ByteInput {
  /** As a user knows it, for messages: a path, an address without secrets. */
  readonly name: string
  /** Absent when nobody says it before the end. */
  readonly sizeBytes?: number
  /** So many bytes may be in memory at once: what makes one value of `chunks` sees to it. */
  readonly maxSizeBytes?: number
  /** What has carried the bytes has unpacked them already. */
  readonly isUnpacked?: boolean
  /** The path of a file on this machine, for libraries that open it themselves. */
  readonly path?: string
  /** In pieces of some size, however many. */
  chunks(): AsyncIterable<Uint8Array>
  /** All of it. @throws {io/too-large} beyond the limit of the place */
  bytes(): Promise<Uint8Array>
  /** A part; only of files. Fewer bytes at the end. */
  readAt?(offset: number, lengthBytes: number): Promise<Uint8Array>
  /** @returns facts about what was read: `sizeBytes`, `sha256` when all of it went by, `modifiedAt` */
  close(): Promise<object>
}

/** Where bytes are read from. */
export interface InputPlace {
  describe(): object
  open(context: ReadContext): Promise<ByteInput>
  /** What is there now, without handing it on: the same text for the same bytes. */
  version?(context: NodeContext): Promise<string | undefined>
}

/** Bytes that are being written. */
export interface ByteOutput {
  readonly name: string
  write(bytes: Uint8Array): Promise<void> | void
}

/** What is known of bytes that were written, and what their format says of them. */
export interface WrittenBytes {
  /** Of what lies there: packed, if it is packed. */
  readonly sizeBytes: number
  readonly sha256: string
  /** Of a table. */
  readonly rows?: number
}

/** Where bytes are written to, all or nothing. */
export interface OutputPlace {
  describe(): object
  /**
   * @param produce writes everything; when it throws, nothing has changed
   * @returns facts about what was written, those of `produce` among them
   */
  write(produce: (output: ByteOutput) => Promise<object>, context: NodeContext): Promise<WrittenBytes>
}
