// YAML read as plain data: bounded before anything walks over it.

import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  Parser,
  visit,
  type CST,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { DataPlace } from '../../issues.ts'
import type { TableSubject } from '../../tables/row-fitter.ts'
import { malformed } from '../malformed.ts'
import { BOM_BYTES, hasBom, utf8Text } from '../utf8.ts'

export interface YamlLimits {
  readonly maxAliasCount: number
  readonly mostDepth: number
}

type PlaceOf = (offset: number) => DataPlace

/** @throws {io/malformed} */
export function parseYaml(bytes: Uint8Array, subject: TableSubject, limits: YamlLimits): unknown {
  const { maxAliasCount, mostDepth } = limits
  const from = hasBom(bytes) ? BOM_BYTES : 0
  const text = utf8Text(bytes, subject, from)
  const lines = new LineCounter()
  const placeOf: PlaceOf = (offset) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col, byte: from + Buffer.byteLength(text.slice(0, offset)) }
  }
  const document = composed(text, lines, subject, placeOf, mostDepth)
  assertPlain(document, subject, placeOf)
  try {
    return withNumbers(document.toJS({ maxAliasCount }))
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const hint = 'a few lines can stand for gigabytes: if this file may, say so:  { maxAliasCount: ... }'
    throw malformed(subject, {}, `its aliases stand for more than ${maxAliasCount} values`, hint)
  }
}

function composed(
  text: string,
  lines: LineCounter,
  subject: TableSubject,
  placeOf: PlaceOf,
  mostDepth: number,
): Document {
  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const deep = tooDeepAt(tokens, mostDepth)
  if (deep !== undefined) throw malformed(subject, placeOf(deep), `it is nested deeper than ${mostDepth} levels`)
  // As `parseDocument` does it, with the same tokens.
  const documents = [...new Composer({ intAsBigInt: true, strict: true }).compose(tokens, true, text.length)]
  const [document, second] = documents as [Document, Document?]
  const [problem] = [...document.errors, ...document.warnings]
  if (problem) throw malformed(subject, placeOf(problem.pos[0]), sentence(problem.message), hintFor(problem.code))
  if (second === undefined) return document
  const hint = 'one file is one document: split it at its lines of "---".'
  throw malformed(subject, placeOf(second.range?.[0] ?? 0), 'a second document', hint)
}

/** Where the tokens are nested too deep. Without recursion: it is what recursion must be kept from. */
function tooDeepAt(tokens: readonly CST.Token[], mostDepth: number): number | undefined {
  const open: { token: CST.Token | null | undefined; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next
    if (!token) continue
    if (depth > mostDepth) return token.offset
    if (token.type === 'document') open.push({ token: token.value, depth })
    if (!('items' in token)) continue
    for (const { key, value } of token.items) {
      open.push({ token: value, depth: depth + 1 })
      open.push({ token: key, depth: depth + 1 })
    }
  }
  return undefined
}

/** Names are texts, and aliases have anchors before them. */
function assertPlain(document: Document, subject: TableSubject, placeOf: PlaceOf): void {
  const anchors = new Set<string>()
  const at = (node: unknown): DataPlace => placeOf((node as Node | null)?.range?.[0] ?? 0)
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor !== undefined) anchors.add(node.anchor)
      if (isAlias(node) && !anchors.has(node.source)) throw malformed(subject, at(node), 'an alias without its anchor')
      if (!isMap(node)) return
      const odd = node.items.find(({ key }) => !isScalar(key))
      if (odd) throw malformed(subject, at(odd.key), 'a name that is a list or a map', 'names in data are texts.')
      const twice = firstTwice(node)
      if (twice) throw malformed(subject, at(twice), 'a name that is there already, written in another way')
    },
  })
}

/** As names of data `1` and `"1"` are the same. */
function firstTwice({ items }: YAMLMap): Node | undefined {
  const names = new Set<string>()
  for (const { key } of items) {
    const name = String((key as Scalar<string | number | bigint | boolean | null>).value ?? '')
    if (names.has(name)) return key as Scalar
    names.add(name)
  }
  return undefined
}

/** Integers were read as bigints, so that none loses digits. Aliases are the same object in several places. */
function withNumbers(value: unknown, done: Set<object> = new Set()): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value
  }
  if (typeof value !== 'object' || value === null || done.has(value)) return value
  done.add(value)
  for (const [name, one] of Object.entries(value)) {
    const number = withNumbers(one, done)
    if (number === one) continue
    Object.defineProperty(value, name, { value: number, enumerable: true, writable: true, configurable: true })
  }
  return value
}

function sentence(message: string): string {
  return message.split('\n')[0]!.replace(/[.:]?$/, '')
}

function hintFor(code: string): string | undefined {
  return code === 'TAG_RESOLVE_FAILED' ? 'a tag could make anything of data: write plain data instead.' : undefined
}
