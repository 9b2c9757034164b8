// Ids of runs: UUIDs of version 7, which sort by the time when they were made.

/** A new UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, 72 random bits. */
export function createRunId(nowMs: number = Date.now()): string {
  const time = nowMs.toString(16).padStart(12, '0')
  const bytes = crypto.getRandomValues(new Uint8Array(9))
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`
}
