// What the guide for people who come from Burr says is shown by tests that exist.

import { describe, expect, it } from 'vitest'
import { guide, missing, rowsToShow, silentRows } from './guide-rows.ts'
import { testLinks } from './test-links.ts'

const page = guide('burr.md')

describe('the guide for people who come from Burr', () => {
  it('names tests that exist', () => {
    const links = testLinks(page)
    expect(links.length).toBeGreaterThan(150)
    expect(missing(links)).toEqual([])
  })

  it('shows every row of its tables by a test, or says that it is not here or not needed', () => {
    expect(rowsToShow(page).length).toBeGreaterThan(150)
    expect(silentRows(page)).toEqual([])
  })

  it('has a row for each verified defect', () => {
    const numbers = rowsToShow(page).flatMap(({ text }) => /^\| (?<number>\d+)\. /.exec(text)?.groups?.['number'] ?? [])
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)))
  })
})
