// YAML 1.2: plain data only, bounded in depth and in aliases.

import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Node } from 'yaml'
import type { TableSubject } from '../tables/row-fitter.ts'
import type { DataPlace } from '../issues.ts'
import type { Format } from './format.ts'
import { JsonChecker } from './json/json-checker.ts'
import { MOST_DEPTH } from './json/json-depth.ts'
import { malformed, unwritable } from './malformed.ts'
import { BOM_BYTES, HALF_PAIR, hasBom, isWellFormed, utf8Text } from './utf8.ts'

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
  const checker = new JsonChecker({ bigint: 'string', nonFinite: 'null' })
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
      const written = stringify(datesAsText(value), { aliasDuplicateObjects: false, lineWidth: 0 })
      if (!isWellFormed(written))
        throw unwritable(subject, {}, HALF_PAIR, 'YAML is UTF-8: replace it, as text.toWellFormed() does.')
      await output.write(Buffer.from(written))
      return {}
    },
  }
}

function parseYaml(bytes: Uint8Array, subject: TableSubject, maxAliasCount: number): unknown {
  const from = hasBom(bytes) ? BOM_BYTES : 0
  const text = utf8Text(bytes, subject, from)
  const lines = new LineCounter()
  const placeOf = (offset: number): DataPlace => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col, byte: from + Buffer.byteLength(text.slice(0, offset)) }
  }
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, intAsBigInt: true, strict: true })
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw malformed(subject, placeOf(problem.pos[0]), sentence(problem.message), hintFor(problem.code))
    assertDepth(document.contents, subject, placeOf)
    return withNumbers(document.toJS({ maxAliasCount }))
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(subject, {})
    if (!(error instanceof ReferenceError)) throw error
    const hint = 'a few lines can stand for gigabytes: if this file may, say so:  { maxAliasCount: ... }'
    throw malformed(subject, {}, `its aliases stand for more than ${maxAliasCount} values`, hint)
  }
}

function tooDeep(subject: TableSubject, place: DataPlace): Error {
  return malformed(subject, place, `it is nested deeper than ${MOST_DEPTH} levels`)
}

/** Walks without recursion: it is what recursion must be kept from. */
function assertDepth(root: unknown, subject: TableSubject, placeOf: (offset: number) => DataPlace): void {
  const open: { node: unknown; depth: number }[] = [{ node: root, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next
    if (depth > MOST_DEPTH) throw tooDeep(subject, placeOf((node as Node).range?.[0] ?? 0))
    if (isSeq(node)) for (const item of node.items) open.push({ node: item, depth: depth + 1 })
    if (!isMap(node)) continue
    for (const { key, value } of node.items) {
      if (!isScalar(key)) {
        const place = placeOf((key as Node).range?.[0] ?? 0)
        throw malformed(subject, place, 'a name that is a list or a map', 'names in data are texts.')
      }
      open.push({ node: value, depth: depth + 1 })
    }
  }
}

/** Integers were read as bigints, so that none loses digits. Aliases are the same object in several places. */
function withNumbers(value: unknown, done: Set<object> = new Set()): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value
  }
  if (typeof value !== 'object' || value === null || done.has(value)) return value
  done.add(value)
  const fields = value as Record<string, unknown>
  for (const name of Object.keys(fields)) {
    const number = withNumbers(fields[name], done)
    if (number !== fields[name])
      Object.defineProperty(fields, name, { value: number, enumerable: true, writable: true, configurable: true })
  }
  return value
}

function datesAsText(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return datesAsText((value.toJSON as () => unknown)())
  if (Array.isArray(value)) return value.map(datesAsText)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, datesAsText(one)]))
}

function sentence(message: string): string {
  return message.split('\n')[0]!.replace(/[.:]?$/, '')
}

function hintFor(code: string): string | undefined {
  if (code === 'TAG_RESOLVE_FAILED') return 'a tag could make anything of data: write plain data instead.'
  return code === 'MULTIPLE_DOCS' ? 'one file is one document: split it at its lines of "---".' : undefined
}
