// JSON: one value in one text.

import type { TableSubject } from '../../tables/row-fitter.ts'
import { badOption } from '../../tables/table-form.ts'
import type { Format } from '../format.ts'
import { malformed, placeIn, unwritable } from '../malformed.ts'
import { BOM_BYTES, hasBom, utf8Text } from '../utf8.ts'
import { JsonChecker, type JsonWriteOptions } from './json-checker.ts'
import { findJsonError } from './find-json-error.ts'
import { isTooDeep, MOST_DEPTH, tooDeepAt } from './json-depth.ts'

export interface JsonOptions extends JsonWriteOptions {
  /** Spaces for each level; 0 for one line. @defaultValue 0 */
  readonly indent?: number
}

/**
 * JSON as a format. What it cannot say (undefined, NaN, a bigint, a `Map`) is refused when it is written, with its path;
 * a `Date` is written as ISO 8601 and stays a text when it is read.
 *
 * @throws {io/bad-option}; when it reads {io/malformed} {io/too-large}; when it writes {io/unwritable-value}
 */
export function json<Value = unknown>(options: JsonOptions = {}): Format<Value, unknown> {
  const { indent = 0 } = options
  assertJsonOptions('json', options)
  if (!Number.isInteger(indent) || indent < 0 || indent > 10) {
    throw badOption('json', 'indent', String(indent), 'spaces for each level, 0 to 10')
  }
  const checker = new JsonChecker(options)
  return {
    type: 'json',
    decode: async (input) => parseJson(await input.bytes(), { name: input.name, type: 'JSON' }) as Value,
    encode: async (value, output) => {
      const subject = { name: output.name, type: 'JSON' }
      await output.write(Buffer.from(stringified(checker, value, indent, subject)))
      await output.write(Buffer.from('\n'))
      return {}
    },
  }
}

export function assertJsonOptions(owner: string, { bigint = 'refuse', nonFinite = 'refuse' }: JsonWriteOptions): void {
  if (bigint !== 'refuse' && bigint !== 'string') {
    throw badOption(owner, 'bigint', JSON.stringify(bigint), "'refuse' or 'string'")
  }
  if (nonFinite !== 'refuse' && nonFinite !== 'null') {
    throw badOption(owner, 'nonFinite', JSON.stringify(nonFinite), "'refuse' or 'null'")
  }
}

function stringified(checker: JsonChecker, value: unknown, indent: number, subject: TableSubject): string {
  let said
  try {
    said = checker.stringify(value, indent)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw unwritable(subject, {}, 'it is larger than one text can be', 'write rows, as JSON Lines or Parquet.')
  }
  if ('text' in said) return said.text
  throw unwritable(subject, {}, `value${said.path} is ${said.found}`, said.hint)
}

/** @throws {io/malformed} */
function parseJson(bytes: Uint8Array, subject: TableSubject): unknown {
  const from = hasBom(bytes) ? BOM_BYTES : 0
  const text = utf8Text(bytes, subject, from)
  return parsed(text, (index, found) => malformed(subject, placeIn(text, index, from), found, hintFor(text)))
}

/** @param failure makes the error from the character at which something is found */
export function parsed(text: string, failure: (index: number, found: string) => Error): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const { index, found } = findJsonError(text) ?? { index: text.length, found: error.message }
    throw failure(index, found)
  }
  if (isTooDeep(value)) throw failure(tooDeepAt(text), `it is nested deeper than ${MOST_DEPTH} levels`)
  return value
}

function hintFor(text: string): string | undefined {
  if (text.trim() === '') return 'the file is empty: was it written to its end?'
  return /^\s*[{[].*[}\]][ \r]*\n\s*[{[]/.test(text.slice(0, 100_000))
    ? 'one value in each line is JSON Lines: read it with jsonLinesFile.'
    : undefined
}
