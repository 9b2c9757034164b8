import { expect, test } from 'vitest'
import { readDocumentation, type Documentation } from './documentation.ts'

const place = { file: '/a.ts', start: 0, end: 9, line: 1, column: 1 }

/** Reads a whole comment, with its marks. */
function read(comment: string): Documentation {
  return readDocumentation(comment.slice(3, -2), place)
}

test('the text is what stands before the first tag, without the stars', () => {
  const found = read(`/**
   * Cost to win one signup.
   * Goes on here.
   *
   *   - an item
   * @owner growth
   */`)
  expect(found.text).toBe('Cost to win one signup.\nGoes on here.\n\n  - an item')
  expect(found).toMatchObject({ summary: 'Cost to win one signup.', owner: 'growth', place })
})

test('a comment on one line has tags behind its text', () => {
  expect(read('/** Births relative to the level. @unit log ratio */')).toMatchObject({
    text: 'Births relative to the level.',
    unit: 'log ratio',
  })
  expect(read('/** @owner growth   @unit EUR @pii @tag tier = gold */')).toMatchObject({
    owner: 'growth',
    unit: 'EUR',
    tags: { tier: 'gold' },
    others: [{ name: 'pii', text: '' }],
  })
})

test('what is known has a place of its own, and everything else is kept in order', () => {
  const found = read(`/**
   * @tag pii=email
   * @tag gold
   * @deprecated use \`rates\`
   *   instead
   * @since 2.0
   * @returns one number for each day
   * @throws {run/timeout} after 3 s
   * @example
   * cost({ spend: 1 }) // => 2
   *
   * cost({})
   * @example two
   */`)
  expect(found).toEqual({
    place,
    text: '',
    summary: '',
    deprecated: 'use `rates`\n  instead',
    returns: 'one number for each day',
    tags: { pii: 'email', gold: '' },
    parameters: {},
    examples: ['cost({ spend: 1 }) // => 2\n\ncost({})', 'two'],
    others: [
      { name: 'since', text: '2.0' },
      { name: 'throws', text: '{run/timeout} after 3 s' },
    ],
  })
})

test('a tag of one line ends there, and the text goes on', () => {
  expect(read('/**\n * One.\n * @owner growth\n * Two.\n */').text).toBe('One.\nTwo.')
})

test('parameters are known by the last part of their names', () => {
  const { parameters } = read(`/**
   * @param deps everything
   * @param {number[]} deps.spend - in euros,
   *   by week
   * @param [deps.scale=1] a factor
   * @arg day
   */`)
  expect(parameters).toEqual({
    deps: { text: 'everything' },
    spend: { text: 'in euros,\n  by week', type: 'number[]' },
    scale: { text: 'a factor' },
    day: { text: '' },
  })
})

test('code, links, addresses and packages are no tags', () => {
  const text = 'Write to me@here.org or `@owner`, see {@link rates} and @throughline/core @ noon. {@unit EUR}'
  expect(read(`/** ${text} */`)).toEqual({
    place,
    text,
    summary: 'Write to me@here.org or `@owner`, see {@link rates} and @throughline/core @ noon.',
    tags: {},
    parameters: {},
    examples: [],
    others: [],
  })
  expect(read('/**\n * ```ts\n * @owner()\n * ```\n */')).toMatchObject({ text: '```ts\n@owner()\n```', others: [] })
})

test('keys may be called like what every object has', () => {
  const found = read('/** @tag __proto__=a\n * @tag constructor\n * @param __proto__ b */')
  expect(Object.entries(found.tags)).toEqual([
    ['__proto__', 'a'],
    ['constructor', ''],
  ])
  expect(Object.keys(found.parameters)).toEqual(['__proto__'])
})

test.each([
  ['One sentence. Another one.', 'One sentence.'],
  ['Lines are\njoined. Next.', 'Lines are joined.'],
  ['Some units, e.g. EUR. Then more.', 'Some units, e.g. EUR.'],
  ['Version 2.0 is `a. b` here! Then.', 'Version 2.0 is `a. b` here!'],
  ['Is it (really?) so? Yes.', 'Is it (really?) so?'],
  ['No full stop\n\nAnother paragraph.', 'No full stop'],
  ['', ''],
])('the summary of %j is %j', (text, summary) => {
  expect(read(`/** ${text} */`).summary).toBe(summary)
})

test('line ends of other systems are line ends', () => {
  expect(read('/**\r\n * One.\r\n * @owner a\r\n */')).toMatchObject({ text: 'One.', owner: 'a' })
})
