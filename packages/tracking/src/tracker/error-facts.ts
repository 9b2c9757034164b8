// An error as data: what was thrown is read, and stays as it was.

import type { ErrorFacts } from '../events/event.ts'

const MOST_CAUSES = 8
const MOST_MESSAGE = 4_000
const MOST_STACK = 8_000

/**
 * Anything can be thrown, and reading it can throw again. Chains of causes end at what was there already.
 *
 * @param clean takes out of texts what must not be written
 */
export function errorFacts(thrown: unknown, clean: (text: string) => string): ErrorFacts {
  return describe(thrown, clean, [])
}

function describe(thrown: unknown, clean: (text: string) => string, above: readonly unknown[]): ErrorFacts {
  if (!isObject(thrown)) return { name: kindOf(thrown), message: clean(cut(textOf(thrown), MOST_MESSAGE)) }
  const name = textAt(thrown, 'name') ?? kindOf(thrown)
  const message = textAt(thrown, 'message') ?? ''
  const stack = textAt(thrown, 'stack')
  const codes = codesOf(thrown)
  const cause = at(thrown, 'cause')
  const within = [...above, thrown]
  const isLast = cause === undefined || within.includes(cause) || within.length >= MOST_CAUSES
  return {
    name: cut(name, 200),
    message: clean(cut(message, MOST_MESSAGE)),
    ...(stack !== undefined && { stack: clean(cut(stack, MOST_STACK)) }),
    ...(codes.length > 0 && { codes }),
    ...(!isLast && { cause: describe(cause, clean, within) }),
  }
}

/** Of issues, or the one that errors of the system carry. */
function codesOf(thrown: object): string[] {
  const issues = at(thrown, 'issues')
  const found = Array.isArray(issues) ? issues.slice(0, 20).map((one: unknown) => at(one, 'code')) : []
  const own = found.length > 0 ? found : [at(thrown, 'code')]
  return [...new Set(own.filter((code) => typeof code === 'string'))].map((code) => cut(code, 200))
}

function textAt(thrown: object, name: string): string | undefined {
  const found = at(thrown, name)
  return typeof found === 'string' ? found : undefined
}

function at(thrown: unknown, name: string): unknown {
  try {
    return isObject(thrown) ? (thrown as Readonly<Record<string, unknown>>)[name] : undefined
  } catch {
    return undefined
  }
}

function isObject(thrown: unknown): thrown is object {
  return (typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function'
}

function kindOf(thrown: unknown): string {
  return thrown === null ? 'null' : typeof thrown
}

function textOf(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : String(thrown)
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}...` : text
}
