// The options of `open` that the compiler cannot check.

import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { AnyOpenOptions } from './open-options.ts'

type Wrong = readonly [name: string, given: unknown, expected: string]

/** @throws {app/bad-option}, all that hold */
export function checkOptions(options: AnyOpenOptions): void {
  const { entry, resume, fork, persister, durability = 'step' } = options
  const { leaseMs = 1, graceMs = 0, schemaVersion = 1 } = options
  const isKept = resume !== undefined || fork !== undefined
  const wrong: (Wrong | false)[] = [
    isKept && !persister && ['persister', persister, 'where the application is kept'],
    !isKept && typeof entry !== 'string' && ['entry', entry, 'the name of the first action'],
    !['step', 'batch', 'exit'].includes(durability) && ['durability', durability, '"step", "batch" or "exit"'],
    !(leaseMs > 0) && ['leaseMs', leaseMs, 'milliseconds above 0'],
    !(graceMs >= 0) && ['graceMs', graceMs, 'milliseconds from 0'],
    !Number.isSafeInteger(schemaVersion) && ['schemaVersion', schemaVersion, 'a whole number'],
  ]
  const issues = wrong.flatMap((one) => {
    if (!one) return []
    const [name, given, expected] = one
    return [machineIssue('app/bad-option', { name, given, expected })]
  })
  if (issues.length > 0) throw new ThroughlineError(issues)
}
