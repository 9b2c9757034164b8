// What may be the id of an application.

import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'

const LONGEST_BYTES = 256

/**
 * Passes text of 1 to 256 bytes without half a character: everything that keeps applications can tell such ids apart.
 *
 * @throws {app/bad-id}
 */
export function checkApplicationId(id: unknown): asserts id is string {
  const found = whatIsWrong(id)
  if (found !== undefined) throw new ThroughlineError([machineIssue('app/bad-id', { found })])
}

function whatIsWrong(id: unknown): string | undefined {
  if (Array.isArray(id)) return 'a list'
  if (id === null || id === undefined) return String(id)
  if (typeof id !== 'string') return typeof id === 'object' ? 'an object' : `a ${typeof id}`
  if (id === '') return 'empty text'
  // Half of a pair has no bytes of its own: two such ids would become one.
  if (/\p{Surrogate}/u.test(id)) return 'text with half of a character'
  const sizeBytes = new TextEncoder().encode(id).byteLength
  return sizeBytes > LONGEST_BYTES ? `text of ${sizeBytes} bytes` : undefined
}
