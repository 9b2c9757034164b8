import { describe, expect, it } from 'vitest'
import { parseInline, parseMarkdown, plainText } from './parse-markdown.ts'

const text = (content: string) => ({ type: 'text', text: content })

describe('Markdown of documentation', () => {
  it('has paragraphs, headings, lists, quotes and code', () => {
    const read = parseMarkdown(
      'Mean of\nspend.\n\n## How\n- one\n  more\n- two\n\n1. first\n\n> said\n\n```ts\nconst a = 1\n\n```\nend',
    )
    expect(read).toEqual([
      { type: 'paragraph', text: [text('Mean of spend.')] },
      { type: 'heading', level: 2, text: [text('How')] },
      { type: 'list', isOrdered: false, items: [[text('one more')], [text('two')]] },
      { type: 'list', isOrdered: true, items: [[text('first')]] },
      { type: 'quote', text: [text('said')] },
      { type: 'code', language: 'ts', text: 'const a = 1\n' },
      { type: 'paragraph', text: [text('end')] },
    ])
  })

  it('has emphasis, code and links within a line', () => {
    expect(parseInline('a **b *c*** `d*e*` _f_ snake_case_name 2*3*4')).toEqual([
      text('a '),
      { type: 'strong', text: [text('b '), { type: 'emphasis', text: [text('c')] }] },
      text(' '),
      { type: 'code', text: 'd*e*' },
      text(' '),
      { type: 'emphasis', text: [text('f')] },
      text(' snake_case_name 2*3*4'),
    ])
    expect(parseInline('see https://example.org/a, or {@link spend | it}')).toEqual([
      text('see '),
      { type: 'link', to: 'https://example.org/a', text: [text('https://example.org/a')] },
      text(', or '),
      { type: 'code', text: 'spend' },
    ])
  })

  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'http://example.org',
    '//example.org',
    'vbscript:x',
    '/runs',
    '\u0001javascript:x',
  ])('makes no link of %j', (to) => {
    expect(parseInline(`[click](${to})`).every(({ type }) => type === 'text')).toBe(true)
  })

  it('can be read without its marks', () => {
    expect(plainText('Each block of `horizonDays`, **or** [a rival](#rival).')).toBe(
      'Each block of horizonDays, or a rival.',
    )
  })

  it('leaves HTML as text', () => {
    expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { type: 'paragraph', text: [text('<img src=x onerror=alert(1)>')] },
    ])
  })

  it('ends with what has no end', () => {
    expect(parseMarkdown('```\nopen')).toEqual([{ type: 'code', language: '', text: 'open' }])
    expect(parseInline('**a `b [c](')).toEqual([text('**a `b [c](')])
    const long = '*'.repeat(4000) + '_a'.repeat(4000) + '['.repeat(4000)
    expect(parseInline(long).length).toBeGreaterThan(0)
  })
})
