import { expect, test } from 'vitest'
import { codeSpan, details, fence } from './markdown.ts'

test.each([
  ['lag28', '`lag28`'],
  ['a | b', '`a \\| b`'],
  ['a ` b', '``a ` b``'],
  ['``', '``` `` ```'],
  ['two\nlines', '`two lines`'],
  ['<img src=x onerror=alert(1)>', '`<img src=x onerror=alert(1)>`'],
])('the code %j is one piece in a line', (text, expected) => {
  expect(codeSpan(text)).toBe(expected)
})

test('code cannot end its own block', () => {
  expect(fence('plain\n', 'diff')).toBe('```diff\nplain\n```')
  expect(fence('+```\n+````', 'diff')).toBe('`````diff\n+```\n+````\n`````')
})

test('a title has no markup of its own', () => {
  expect(details('</summary><b> *x* @ada & `y`', 'body')).toBe(
    '<details><summary>&#60;/summary&#62;&#60;b&#62; &#42;x&#42; &#64;ada &#38; &#96;y&#96;</summary>\n\nbody\n\n</details>',
  )
})
