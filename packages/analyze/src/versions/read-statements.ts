// The statements of a file. After an edit only those are parsed again that it may have touched.

import { parseSync, type Program } from 'oxc-parser'
import type { SourceFile } from '../source/source-file.ts'
import { readStatement, type Statement } from './read-statement.ts'

/**
 * @param before the statements of the text as it was
 * @returns `undefined` when the syntax is wrong
 */
export function readStatements(
  file: SourceFile,
  before: readonly Statement[] | undefined,
  textBefore: string | undefined,
): readonly Statement[] | undefined {
  if (before !== undefined && textBefore !== undefined) {
    const edited = readEdited(file, before, textBefore)
    if (edited) return edited
  }
  if (file.errors.length > 0) return undefined
  return file.program.body.map(readStatement)
}

/**
 * Parses the touched statements, with an untouched one on either side, by themselves. A parser goes from left to right:
 * when that piece alone is correct and its untouched statements stand where they stood, then the text after it is read
 * as it was read before. In every other case the file is parsed as a whole.
 */
function readEdited(
  { path, text }: SourceFile,
  before: readonly Statement[],
  textBefore: string,
): readonly Statement[] | undefined {
  // Whether a file is a module may depend on any of its statements; a piece is read as what the whole is.
  if (!before.some(({ isModuleSyntax }) => isModuleSyntax)) return undefined
  if (text === textBefore) return before
  const shift = text.length - textBefore.length
  const head = commonStart(text, textBefore)
  const tail = commonEnd(text, textBefore, Math.min(text.length, textBefore.length) - head)
  const touched = indexOr(
    before.length,
    before.findIndex(({ end }) => end >= head),
  )
  const untouched = indexOr(
    before.length,
    before.findIndex(({ start }) => start > textBefore.length - tail),
  )
  const left = before[touched - 1]
  const right = before[untouched]
  const from = left?.start ?? 0
  const piece = text.slice(from, right ? right.end + shift : text.length)
  const { program, errors } = parseSync(path, piece, { preserveParens: false, sourceType: 'module' })
  if (errors.length > 0) return undefined
  // A text alone is a directive or does nothing: that depends on what stands before it, outside of the piece.
  if ((touched > 1 && isText(program.body[0])) || (right && isText(program.body.at(-1)))) return undefined
  const statements = program.body.map((node) => moved(readStatement(node), from))
  if (left && !isAt(statements.shift(), left.start, left.end)) return undefined
  if (right && !isAt(statements.pop(), right.start + shift, right.end + shift)) return undefined
  const after = [
    ...before.slice(0, touched),
    ...statements,
    ...before.slice(untouched).map((statement) => moved(statement, shift)),
  ]
  return after.some(({ isModuleSyntax }) => isModuleSyntax) ? after : undefined
}

function isText(node: Program['body'][number] | undefined): boolean {
  return node?.type === 'ExpressionStatement' && node.expression.type === 'Literal'
}

function indexOr(none: number, index: number): number {
  return index < 0 ? none : index
}

function isAt(statement: Statement | undefined, start: number, end: number): boolean {
  return statement?.start === start && statement.end === end
}

function moved(statement: Statement, by: number): Statement {
  return by === 0 ? statement : { ...statement, start: statement.start + by, end: statement.end + by }
}

function commonStart(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let at = 0
  // Whole blocks first: comparing slices is much faster than comparing characters.
  for (const block of [65_536, 1024, 1]) {
    while (at + block <= length && a.slice(at, at + block) === b.slice(at, at + block)) at += block
  }
  return at
}

function commonEnd(a: string, b: string, limit: number): number {
  let length = 0
  const same = (block: number): boolean =>
    a.slice(a.length - length - block, a.length - length) === b.slice(b.length - length - block, b.length - length)
  for (const block of [65_536, 1024, 1]) while (length + block <= limit && same(block)) length += block
  return length
}
