// The id of a step as a run of its own: the same whoever tells it.

import { createHash } from 'node:crypto'

/**
 * A UUID of version 8 (RFC 9562, section 5.8) made of the SHA-256 of the run, the node and the item.
 *
 * @param item keys of the items around it and its own
 */
export function stepRunId(run: string, node: string, item: readonly string[] = []): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['throughline step', run, node, item]))
    .digest()
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex', 0, 16)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
