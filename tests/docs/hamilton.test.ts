// What the guide for people who come from Hamilton says is shown by tests that exist.

import { describe, expect, it } from 'vitest'
import { guide, missing, rowsToShow, silentRows } from './guide-rows.ts'
import { testLinks, titlesIn } from './test-links.ts'

const page = guide('hamilton.md')

describe('the guide for people who come from Hamilton', () => {
  it('names tests that exist', () => {
    const links = testLinks(page)
    expect(links.length).toBeGreaterThan(100)
    expect(missing(links)).toEqual([])
  })

  it('shows every row of its tables by a test, or says that it is not here or not needed', () => {
    expect(rowsToShow(page).length).toBeGreaterThan(100)
    expect(silentRows(page)).toEqual([])
  })

  it('would be told of a title that no test has, and of a row that nothing shows', () => {
    const [first] = testLinks(page)
    expect(missing([{ ...first!, title: `${first!.title}, or not` }])).toHaveLength(1)
    expect(missing([{ ...first!, file: 'no-such.test.ts' }])).toHaveLength(1)
    expect(() => testLinks('[a title][nowhere]')).toThrow('line 1')
    const table = '| A | Shown by |\n|---|---|\n| a | b |\n\n| A | B |\n|---|---|\n| a | b |'
    expect(rowsToShow(table)).toEqual([{ text: '| a | b |', line: 3 }])
    expect(silentRows(table)).toEqual(['line 3: | a | b |'])
  })

  it('reads titles however a test is written', () => {
    const source = `
      describe.each([1])('a', () => { it.concurrent("b's", f); it.each([[1]] as const)(\`c %s\`, f) })
      test('d' + e, f); its('f', f); // it('g', f)
    `
    expect([...titlesIn('x.test.ts', source)]).toEqual(['a', "b's", 'c %s'])
    expect([...titlesIn('x.test-d.ts', '// @ts-expect-error h\nit("i")')]).toEqual(['h'])
  })
})
