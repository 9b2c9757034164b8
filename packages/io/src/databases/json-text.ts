// JSON of values of a table, of what JSON can say.

import { JsonChecker } from '../formats/json/json-checker.ts'
import { unsaid } from '../formats/json/unsaid.ts'

/** Calls of it say what is wrong and what to do; it throws. */
export type Refuse = (found: string, hint: string) => never

/** Half of a pair: a text of JavaScript may have it, UTF-8 may not. */
export const LONE_SURROGATE: RegExp = /\p{Surrogate}/u

export function refuseBroken(text: string, refuse: Refuse): string {
  if (!LONE_SURROGATE.test(text)) return text
  return refuse('half of a pair of surrogates, which UTF-8 cannot say', 'mend the text:  text.toWellFormed()')
}

const checker = new JsonChecker({})

/** JSON that says all of a value: what it would leave out or change is refused. */
export function jsonText(value: unknown, refuse: Refuse): string {
  const said = checker.stringify(value)
  return 'text' in said ? said.text : refuse(...unsaid(said))
}
