// YAML 1.2: plain data only, bounded in depth and in aliases.

import { Scalar, stringify } from 'yaml'
import type { Format } from '../format.ts'
import { JsonChecker } from '../json/json-checker.ts'
import { unwritable } from '../malformed.ts'
import { HALF_PAIR, isWellFormed } from '../utf8.ts'
import { MOST_YAML_DEPTH, parseYaml } from './parse-yaml.ts'

export interface YamlOptions {
  /** How often a document may refer to its anchors, counted as what they stand for. @defaultValue 100 */
  readonly maxAliasCount?: number
}

/**
 * YAML 1.2 as a format, with the types of its core schema: plain data. Integers beyond 2^53 are bigints. Other tags,
 * names that appear twice, and several documents in one file are refused. A `Date` is written as ISO 8601 and stays a
 * text when it is read.
 *
 * @throws {io/malformed} {io/too-large} when it reads; {io/unwritable-value} when it writes
 */
export function yaml<Value = unknown>(options: YamlOptions = {}): Format<Value, unknown> {
  const { maxAliasCount = 100 } = options
  const checker = new JsonChecker({ bigint: 'string', nonFinite: 'null' }, MOST_YAML_DEPTH)
  return {
    type: 'yaml',
    decode: async (input) => {
      const bytes = await input.bytes()
      return parseYaml(bytes, { name: input.name, type: 'YAML' }, maxAliasCount) as Value
    },
    encode: async (value, output) => {
      const subject = { name: output.name, type: 'YAML' }
      const said = checker.stringify(value)
      if (!('text' in said)) throw unwritable(subject, {}, `value${said.path} is ${said.found}`, said.hint)
      const written = yamlText(prepared(value))
      if (!isWellFormed(written))
        throw unwritable(subject, {}, HALF_PAIR, 'YAML is UTF-8: replace it, as text.toWellFormed() does.')
      await output.write(Buffer.from(written))
      return {}
    },
  }
}

function yamlText(value: unknown): string {
  const options = { aliasDuplicateObjects: false, lineWidth: 0 }
  const text = stringify(value, options)
  // At the start of a file this character is no part of the text that begins with it.
  return text.startsWith('\ufeff') ? stringify(value, { ...options, ...QUOTED }) : text
}

const QUOTED = { defaultKeyType: 'QUOTE_DOUBLE', defaultStringType: 'QUOTE_DOUBLE' } as const

/** Texts of several lines that would not come back as they are from a block of lines. */
function hasOddLines(text: string): boolean {
  if (!text.includes('\n')) return false
  return text.trimStart() !== text || /[ \t]$/.test(text.slice(-1)) || text.includes('\r') || text.includes('\ufeff')
}

/** Dates as texts; integers that are no exact ones with an exponent, as digits are read exactly. */
function prepared(value: unknown): unknown {
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return Object.assign(new Scalar(value), { format: 'EXP' })
  if (typeof value === 'string' && hasOddLines(value)) return Object.assign(new Scalar(value), { type: 'QUOTE_DOUBLE' })
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return prepared((value.toJSON as () => unknown)())
  if (Array.isArray(value)) return value.map(prepared)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, prepared(one)]))
}
