// What hooks say of options that cannot be meant.

import { throwIfAny } from '../errors/throughline-error.ts'
import { hookIssue } from './catalogue.ts'

/** Asserts about the options of one hook. Values are never shown, as they may be secrets; only what they are. */
export function expectOf(hook: string): (holds: boolean, name: string, given: unknown, expected: string) => void {
  return (holds, name, given, expected) => {
    if (!holds) throwIfAny([hookIssue('hook/bad-option', { hook, name, found: kindOf(given), expected })])
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'text'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
