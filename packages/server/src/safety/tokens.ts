// Who may ask: tokens, and the session that a browser gets for one.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { ThroughlineError } from 'throughline'
import { serverIssue } from '../issues.ts'

const leastLength = 20

/** 256 random bits, as text for an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** @throws {server/weak-token} */
export function checkTokens(tokens: readonly string[]): void {
  for (const { length } of tokens)
    if (length < leastLength)
      throw new ThroughlineError([serverIssue('server/weak-token', { length, least: leastLength })])
}

/** The tokens of one start, with the secret that its sessions carry: another start knows neither. */
export class Credentials {
  readonly #tokens: readonly Buffer[]
  readonly session: string = newToken()

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens.map(digest)
  }

  /** Takes as long for a wrong text as for a right one. */
  isToken(text: string): boolean {
    const found = digest(text)
    // All are compared: which one it is must not be told by time.
    return this.#tokens.filter((token) => timingSafeEqual(token, found)).length > 0
  }

  isSession(text: string): boolean {
    return timingSafeEqual(digest(this.session), digest(text))
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
