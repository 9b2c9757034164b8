// The options of `open` that the compiler cannot check.

import { ThroughlineError, type Issue } from 'throughline'
import { optionIssues, type OptionNames } from '../definition/option-names.ts'
import { machineIssue } from '../errors/catalogue.ts'
import { kindOf } from '../errors/kind-of.ts'
import type { AnyOpenOptions } from './open-options.ts'

const OPTIONS: OptionNames<AnyOpenOptions> = {
  entry: true,
  state: true,
  id: true,
  resume: true,
  fork: true,
  tags: true,
  persister: true,
  durability: true,
  hooks: true,
  codecs: true,
  schemaVersion: true,
  migrations: true,
  freeze: true,
  leaseMs: true,
  graceMs: true,
  parent: false,
  clock: false,
}
const FORK: OptionNames<NonNullable<AnyOpenOptions['fork']>> = { id: true, at: true, state: true, next: true }

type Wrong = readonly [name: string, given: unknown, expected: string]

/** @throws {app/unknown-option} and {app/bad-option}, all that hold */
export function checkOptions(options: AnyOpenOptions): void {
  const misspelt = optionIssues('open()', options, OPTIONS)
  if (!isObject(options) || Array.isArray(options)) throw new ThroughlineError(misspelt)
  const issues = [...misspelt, ...optionIssues('open({ fork })', options.fork, FORK), ...valueIssues(options)]
  if (issues.length > 0) throw new ThroughlineError(issues)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function valueIssues(options: AnyOpenOptions): Issue[] {
  const { entry, resume, fork, persister, durability = 'step' } = options
  const { leaseMs = 1, graceMs = 0, schemaVersion = 1 } = options
  // Texts and lists have an `at` of their own.
  const at = isObject(fork) && !Array.isArray(fork) ? (fork?.at ?? 0) : 0
  const isKept = resume !== undefined || fork !== undefined
  const wrong: (Wrong | false)[] = [
    isKept && !persister && ['persister', persister, 'where the application is kept'],
    persister !== undefined &&
      !isPersister(persister) && ['persister', kindOf(persister), 'what filePersister() gives, or another one'],
    !Number.isSafeInteger(at) && ['fork.at', at, 'the number of a step'],
    !isKept && typeof entry !== 'string' && ['entry', entry, 'the name of the first action'],
    !['step', 'batch', 'exit'].includes(durability) && ['durability', durability, '"step", "batch" or "exit"'],
    !(leaseMs > 0) && ['leaseMs', leaseMs, 'milliseconds above 0'],
    !(graceMs >= 0) && ['graceMs', graceMs, 'milliseconds from 0'],
    !Number.isSafeInteger(schemaVersion) && ['schemaVersion', schemaVersion, 'a whole number'],
  ]
  return wrong.flatMap((one) => {
    if (!one) return []
    const [name, given, expected] = one
    return [machineIssue('app/bad-option', { name, given, expected })]
  })
}

function isPersister(value: unknown): boolean {
  return isObject(value) && typeof (value as { append?: unknown }).append === 'function'
}
