// YAML 1.2: plain data only, bounded in depth and in aliases.

import type { Format } from '../format.ts'
import { JsonChecker } from '../json/json-checker.ts'
import { unwritable } from '../malformed.ts'
import { HALF_PAIR, isWellFormed } from '../utf8.ts'

/** So deep may a document be nested: what composes it calls itself for each level. */
const MOST_DEPTH = 256

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
  const checker = new JsonChecker({ bigint: 'string', nonFinite: 'null' }, MOST_DEPTH)
  return {
    type: 'yaml',
    decode: async (input) => {
      const bytes = await input.bytes()
      // Loaded when it is needed: it is the heaviest of the formats.
      const { parseYaml } = await import('./parse-yaml.ts')
      return parseYaml(bytes, { name: input.name, type: 'YAML' }, { maxAliasCount, mostDepth: MOST_DEPTH }) as Value
    },
    encode: async (value, output) => {
      const subject = { name: output.name, type: 'YAML' }
      const said = checker.stringify(value)
      if (!('text' in said)) throw unwritable(subject, {}, `value${said.path} is ${said.found}`, said.hint)
      const { yamlText } = await import('./write-yaml.ts')
      const written = yamlText(value)
      if (!isWellFormed(written))
        throw unwritable(subject, {}, HALF_PAIR, 'YAML is UTF-8: replace it, as text.toWellFormed() does.')
      await output.write(Buffer.from(written))
      return {}
    },
  }
}
