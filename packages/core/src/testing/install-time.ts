// Puts the time of a fake clock in the place of the host's, and gives it back.

import { ThroughlineError } from '../errors/throughline-error.ts'
import { testingIssue } from './catalogue.ts'
import type { FakeClock } from './fake-clock.ts'

const NAMES = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] as const

type Host = Record<(typeof NAMES)[number], unknown> & { readonly performance: { now(): number } }

/** Known to all copies of the package: there is one host. */
const INSTALLED = Symbol.for('throughline.fake-clock')

/** @returns gives the host's time back  @throws {testing/clock-installed} */
export function installTime(clock: FakeClock): () => void {
  const host = globalThis as object as Host & { [INSTALLED]?: boolean }
  if (host[INSTALLED]) throw new ThroughlineError([testingIssue('testing/clock-installed', {})])
  host[INSTALLED] = true
  const before = NAMES.map((name) => [name, host[name]] as const)
  for (const name of NAMES) host[name] = clock[name]
  for (const name of ['clearTimeout', 'clearInterval'] as const) {
    const real = before.find(([one]) => one === name)![1] as (timer: unknown) => void
    host[name] = (timer: unknown) => {
      // Timers of the host that were made before are still its own.
      if (isFake(timer)) clock[name](timer)
      else Reflect.apply(real, host, [timer])
    }
  }
  Object.defineProperty(host.performance, 'now', {
    value: () => clock.performance.now(),
    configurable: true,
    writable: true,
  })
  return () => {
    for (const [name, real] of before) host[name] = real
    // The host's own is on the prototype.
    Reflect.deleteProperty(host.performance, 'now')
    delete host[INSTALLED]
  }
}

function isFake(timer: unknown): boolean {
  return typeof timer === 'object' && timer !== null && 'dueMs' in timer
}
