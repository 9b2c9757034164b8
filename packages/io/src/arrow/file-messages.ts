// The messages of a file of Arrow, as its footer lists them: first the schema, then dictionaries, then batches.
// https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format

import type { RandomBytes } from '../places/random-bytes.ts'
import { checkSchema } from './check-header.ts'
import { FlatTable } from './flatbuffer.ts'
import type { ArrowApi } from './load-arrow.ts'
import { checkMessage, type MessageLimits } from './messages.ts'
import { unpackMessage } from './unpack-message.ts'
import { UnreadableArrow } from './unreadable-arrow.ts'

const MAGIC = 'ARROW1'

/** Whether these are the first bytes of a file; else they may be those of a stream. */
export function isFile(first: Uint8Array): boolean {
  return Buffer.from(first.subarray(0, 6)).toString('latin1') === MAGIC
}

interface Block {
  readonly offset: number
  readonly lengthBytes: number
}

/** @throws {UnreadableArrow} */
export async function* messagesOfFile(
  arrow: ArrowApi,
  file: RandomBytes,
  limits: MessageLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const footer = await readFooter(file)
  const blocks = blocksIn(footer, file.sizeBytes)
  yield schemaMessage(arrow, footer)
  for (const { offset, lengthBytes } of blocks) {
    if (lengthBytes > limits.maxBytes) throw limits.tooLarge()
    const message = checkMessage(await file.read(offset, lengthBytes), offset)
    yield unpackMessage(message, limits.maxBytes, limits.tooLarge)
  }
}

async function readFooter(file: RandomBytes): Promise<Uint8Array> {
  const { sizeBytes } = file
  const tail = await file.read(Math.max(0, sizeBytes - 10), Math.min(10, sizeBytes))
  if (tail.length < 10 || Buffer.from(tail.subarray(4)).toString('latin1') !== MAGIC) {
    throw new UnreadableArrow('it does not end with "ARROW1"; it is cut off', undefined, sizeBytes)
  }
  const length = new DataView(tail.buffer, tail.byteOffset, 4).getUint32(0, true)
  if (length === 0 || length > sizeBytes - 18) {
    throw new UnreadableArrow(`its footer claims ${length} bytes, of ${sizeBytes}`, undefined, sizeBytes - 10)
  }
  return new Uint8Array(await file.read(sizeBytes - 10 - length, length))
}

/** Messages lie beside one another: together they are no larger than the file. */
function blocksIn(bytes: Uint8Array, sizeBytes: number): readonly Block[] {
  const footer = FlatTable.rootOf(bytes)
  const blocks = [2, 3].flatMap((field) =>
    footer.structs(field, 24).map((place) => ({
      offset: footer.longAt(place),
      lengthBytes: footer.intAt(place + 8) + footer.longAt(place + 16),
    })),
  )
  let totalBytes = 0
  for (const { offset, lengthBytes } of blocks) {
    totalBytes += lengthBytes
    const isWithin = offset >= 0 && lengthBytes >= 8 && offset + lengthBytes <= sizeBytes
    if (!isWithin || totalBytes > sizeBytes) {
      throw new UnreadableArrow(`its footer lists ${lengthBytes} bytes at ${offset}, which cannot be in ${sizeBytes}`)
    }
  }
  return blocks
}

/** Some writers have the schema in the footer alone: the library reads it from a file without batches. */
function schemaMessage(arrow: ArrowApi, footer: Uint8Array): Uint8Array {
  const table = FlatTable.rootOf(footer)
  const schemaTable = table.table(1)
  if (schemaTable === undefined) throw new UnreadableArrow('its footer has no schema')
  checkSchema(schemaTable, footer.length)
  table.hide(2)
  table.hide(3)
  table.hide(4)
  const magic = Buffer.from(MAGIC)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  const withoutBatches = Buffer.concat([magic, Buffer.alloc(2), footer, length, magic])
  const { schema } = arrow.RecordBatchReader.from(new Uint8Array(withoutBatches)).open()
  const header = arrow.Message.encode(arrow.Message.from(schema))
  const message = new Uint8Array(8 + ((header.length + 7) & ~7))
  const view = new DataView(message.buffer)
  view.setUint32(0, 0xffff_ffff, true)
  view.setUint32(4, message.length - 8, true)
  message.set(header, 8)
  return message
}
