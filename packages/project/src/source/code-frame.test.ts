import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { makeScratch } from '../../fixtures/copy-fixtures.ts'
import { codeFrame, displayPath } from './code-frame.ts'

const directory = makeScratch()
const module = join(directory, 'nodes.ts')
writeFileSync(
  module,
  `export const cost = ({ spend }) => spend\n\t\tconst deep = 1\nimport { a } from './no-such'\n${'x'.repeat(300)} here ${'y'.repeat(300)}\n`,
)

const frame = (line: number, column: number, options = {}): string =>
  codeFrame({ module, exportPath: '', line, column }, { directory, ...options })

test('the word at the place is marked', () => {
  expect(frame(1, 24)).toBe(`nodes.ts:1  export const cost = ({ spend }) => spend
                                   ^^^^^`)
})

test('indentation goes and tabs do not shift the mark', () => {
  expect(frame(2, 9)).toBe(`nodes.ts:2  const deep = 1
                  ^^^^`)
})

test('text in quotes is marked whole, and a length can be given', () => {
  expect(frame(3, 20)).toContain('^'.repeat('./no-such'.length))
  expect(frame(3, 1, { length: 6 }).endsWith(' ^^^^^^')).toBe(true)
})

test('a long line is cut around the place', () => {
  const [text = '', marks = ''] = frame(4, 302).split('\n')
  expect(text.length).toBeLessThan(140)
  expect(text.slice(marks.indexOf('^'), marks.indexOf('^') + 4)).toBe('here')
})

test('without the source only the place is said', () => {
  expect(frame(99, 1)).toBe('nodes.ts:99')
  expect(codeFrame({ module: join(directory, 'gone.ts'), exportPath: '', line: 3, column: 1 }, { directory })).toBe(
    'gone.ts:3',
  )
})

test('a path is shown from the folder when it lies in it', () => {
  expect(displayPath(pathToFileURL(module).href, directory)).toBe('nodes.ts')
  expect(displayPath(module, join(directory, 'elsewhere'))).toBe(module)
})
