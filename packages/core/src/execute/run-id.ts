// Ids of runs: UUIDs of version 7, which sort by the time when they were made.

/** A new UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, 74 random bits. */
export function createRunId(nowMs: number = Date.now()): string {
  const time = nowMs.toString(16).padStart(12, '0')
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  bytes[2] = (bytes[2]! & 0x3f) | 0x80
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${random.slice(4, 8)}-${random.slice(8)}`
}
