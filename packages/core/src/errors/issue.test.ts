import { describe, expect, it } from 'vitest'
import { defineIssues, renderIssue } from '../index.ts'

const issue = defineIssues({
  'store/version-behind': ({ found }: { found: number }) => ({
    title: `Version ${found} is too old.`,
    details: ['expected: 4'],
    hints: ['run the migration'],
  }),
  'store/almost-full': ({ name }: { name: string; freeBytes: number }) => ({
    title: `"${name}" is almost full.`,
    severity: 'warning',
  }),
  'store/closed': () => ({ title: 'The store is closed.' }),
})

describe('a catalogue of issues', () => {
  it('makes an issue from a code and its facts', () => {
    expect(issue('store/version-behind', { found: 3 })).toEqual({
      code: 'store/version-behind',
      severity: 'error',
      facts: { found: 3 },
      subject: { node: undefined, name: undefined },
      title: 'Version 3 is too old.',
      details: ['expected: 4'],
      hints: ['run the migration'],
    })
  })

  it('knows its codes, sorted', () => {
    expect(issue.codes).toEqual(['store/almost-full', 'store/closed', 'store/version-behind'])
  })

  it('takes what an issue is about from the facts, unless it is told otherwise', () => {
    const facts = { name: 'disk', freeBytes: 3 }
    expect(issue('store/almost-full', facts).subject).toEqual({ node: undefined, name: 'disk' })
    const subject = { node: 'saved', name: 'volume' }
    expect(issue('store/almost-full', facts, { subject }).subject).toEqual(subject)
  })

  it('lets a text say that it is only a warning, and needs no details and no hints', () => {
    const warning = issue('store/almost-full', { name: 'disk', freeBytes: 3 })
    expect([warning.severity, warning.details, warning.hints]).toEqual(['warning', [], []])
  })

  it('keeps the places that it is given', () => {
    const at = { module: 'store.ts', exportPath: 'open', line: 3, column: 1 }
    const related = [{ label: 'opened here', at }]
    expect(issue('store/closed', {}, { at, related })).toMatchObject({ at, related })
    expect(issue('store/closed', {})).not.toHaveProperty('at')
  })
})

describe('an issue as text', () => {
  const at = { module: 'src/store.ts', exportPath: 'open', line: 3, column: 5 }
  const other = { module: 'src/close.ts', exportPath: 'close', line: 9, column: 1 }

  it('is the code, the sentence, the details, and the cure', () => {
    expect(renderIssue(issue('store/version-behind', { found: 3 }))).toBe(
      ['store/version-behind', 'Version 3 is too old.', '  expected: 4', 'help: run the migration'].join('\n'),
    )
  })

  it('has only the sentence where nothing else is to be said', () => {
    expect(renderIssue(issue('store/closed', {}), { code: false })).toBe('The store is closed.')
  })

  it('names the place by file and line, and the related places that are known', () => {
    const related = [
      { label: 'closed here', at: other },
      { label: 'of unknown place', source: { exportPath: 'x' } },
    ]
    expect(renderIssue(issue('store/closed', {}, { at, related }))).toBe(
      ['store/closed', 'The store is closed.', '  src/store.ts:3', '  src/close.ts:9  closed here'].join('\n'),
    )
  })

  it('draws the source where there is a frame for it, each line indented', () => {
    const frame = (): string => 'src/store.ts:3\n3 | open()\n  | ^'
    expect(renderIssue(issue('store/closed', {}, { at }), { frame })).toBe(
      ['store/closed', 'The store is closed.', '  src/store.ts:3', '  3 | open()', '    | ^'].join('\n'),
    )
  })

  it('puts further hints under the first', () => {
    const several = { ...issue('store/closed', {}), hints: ['open it', 'or give another', 'or none'] }
    expect(renderIssue(several, { code: false })).toBe(
      ['The store is closed.', 'help: open it', '      or give another', '      or none'].join('\n'),
    )
  })
})
