// Why a value of a column cannot be written as JSON, where there are no options of JSON to name.

import type { Unsayable } from './json-checker.ts'

/** @returns what was found and where, and what to do */
export function unsaid({ found, path, hint }: Unsayable): readonly [found: string, hint: string] {
  const isOption = hint.includes('{ ')
  return [
    path === '' ? `${found}, in a column of JSON` : `${found} at ${path}, in a column of JSON`,
    isOption ? 'make a text of it, or null, before it is written.' : hint,
  ]
}
