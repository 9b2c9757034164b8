// Checks on text: one text, or many in a list or column.

import type { Check } from './check.ts'
import { testElements, type OneOrMany } from './lists.ts'
import { show } from './show.ts'

export type Texts = OneOrMany<string>

/** Every text includes all of these. */
export function includesText(...parts: readonly [string, ...string[]]): Check<Texts> {
  return textCheck(`includesText(${parts.map(show).join(', ')})`, (text) => parts.every((part) => text.includes(part)))
}

/** No text includes any of these. */
export function excludesText(...parts: readonly [string, ...string[]]): Check<Texts> {
  return textCheck(`excludesText(${parts.map(show).join(', ')})`, (text) => !parts.some((part) => text.includes(part)))
}

/** Every text matches, wherever the match is in it: `^` and `$` tie it to the ends. */
export function matches(pattern: RegExp): Check<Texts> {
  // With these flags a pattern remembers where it stopped, and the next text would be searched from there.
  const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
  return textCheck(`matches(${pattern})`, (text) => stateless.test(text))
}

function textCheck(name: string, holds: (text: string) => boolean): Check<Texts> {
  return { name, test: testElements((element) => typeof element === 'string' && holds(element)) }
}
