// By which names the server may be called, so that a name of somebody else that leads here is of no use (DNS rebinding).

import { hostname } from 'node:os'
import { isIP } from 'node:net'

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1'])

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/**
 * On loopback only its own names; elsewhere also the name of the machine, those that were configured, and every literal
 * address: no name server can make it lead elsewhere.
 */
export class KnownHosts {
  readonly #names: ReadonlySet<string>
  readonly #isPublic: boolean

  constructor(host: string, names: readonly string[]) {
    this.#isPublic = !isLoopback(host)
    const own = this.#isPublic ? [hostname(), ...(isIP(host) ? [] : [host])] : [host]
    this.#names = new Set([...loopback, ...own, ...names].map((name) => name.toLowerCase()))
  }

  /** @param header of a request: a name or an address, with or without a port */
  has(header: string): boolean {
    const name = nameIn(header)
    return name !== undefined && (this.#names.has(name) || (this.#isPublic && isIP(name) !== 0))
  }
}

/** @returns undefined of what is no host */
function nameIn(header: string): string | undefined {
  const found = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::\d{1,5})?$/.exec(header.toLowerCase())
  return found?.[1] ?? found?.[2]
}
