// A file that is edited is read as a file of that text.
//
// THROUGHLINE_CASES sets the number of edits, THROUGHLINE_SEED the seed.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseSource } from '../source/source-file.ts'
import { randomNumbers, randomProject } from './fixtures/random-project.ts'
import type { Statement } from './read-statement.ts'
import { readStatements } from './read-statements.ts'

const cases = Number(process.env['THROUGHLINE_CASES'] ?? 400)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 1)

/** What people type, half of it in the middle of something. */
const TYPED = [
  ' |\n|;|(|)|{|}|[|,|`|\'|"|/|/*|*/|//|${|=|=>|!|+ 1|\r\n'.split('|'),
  'return |await |export |async |const x = 1\n|import "./x.ts"\n|export {}\n|x\n(y)\n|@d |"use strict"\n'.split('|'),
].flat()

function edit(text: string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1))
  const removed = random() < 0.5 ? 0 : Math.floor(random() * 40)
  const typed = random() < 0.3 ? '' : TYPED[Math.floor(random() * TYPED.length)]!
  return text.slice(0, at) + typed + text.slice(at + removed)
}

function texts(): string[] {
  const example = join(import.meta.dirname, '../../../../examples/births-forecast/src')
  const generated = [
    ...randomProject(seed)
      .write(Array.from({ length: 20 }, (_, index) => index))
      .values(),
  ]
  return [
    ...['series.ts', 'holidays.ts', 'calendar.ts'].map((file) => readFileSync(join(example, file), 'utf8')),
    ...generated,
  ]
}

test('after any edit, the statements are those of the whole text', () => {
  const random = randomNumbers(seed)
  let correct = 0
  for (const original of texts()) {
    let text = original
    let before: readonly Statement[] | undefined
    for (let count = 0; count < cases; count++) {
      const next = random() < 0.1 ? original : edit(text, random)
      const expected = readStatements(parseSource('a.ts', next), undefined, undefined)
      const found = readStatements(parseSource('a.ts', next), before, text)
      expect({ text, next, found }).toEqual({ text, next, found: expected })
      if (!found) continue
      // What is wrong is not kept: the next edit begins with the last correct text.
      text = next
      before = found
      correct++
    }
  }
  expect(correct).toBeGreaterThan(cases / 4)
})

test('an edit of one statement reads no other', () => {
  const text =
    "import { a } from './a.ts'\nexport const b = a\nexport const c = 1\nexport const d = 2\nexport const e = 3\n"
  const before = readStatements(parseSource('a.ts', text), undefined, undefined)!
  const after = readStatements(parseSource('a.ts', text.replace('= 1', '= 100')), before, text)!
  expect(after.map(({ units }, index) => units === before[index]!.units)).toEqual([true, true, false, true, true])
  expect(after[4]!.start).toBe(before[4]!.start + 2)
})

test('a text is a directive as long as nothing but directives stand before it', () => {
  const directives = '"a"\n"b"\n'
  const rest = 'export const c = 1\nexport const d = 2\n'
  const texts = [
    `${directives}${rest}`,
    `f()\n${directives}${rest}`,
    `"a"\nf()\n"b"\n${rest}`,
    `f()\n"a"\n"c"\n${rest}`,
  ]
  for (const text of texts) {
    const before = readStatements(parseSource('a.ts', text), undefined, undefined)
    for (const next of texts) {
      const whole = readStatements(parseSource('a.ts', next), undefined, undefined)
      expect([text, next, readStatements(parseSource('a.ts', next), before, text)]).toEqual([text, next, whole])
    }
  }
})
