import { expect, it } from 'vitest'
import { readSearch, writeSearch } from './search.ts'

it('keeps texts as they are, also those that look like something else', () => {
  const search = { node: '["a"]', hops: '2', q: 'status:failed "two words" &x=1', item: '{}', empty: '' }
  expect(readSearch(writeSearch(search))).toEqual(search)
  expect(writeSearch({ hops: '2' })).toBe('?hops=2')
})

it('leaves out what is absent', () => {
  expect(writeSearch({ node: undefined })).toBe('')
  expect(readSearch('')).toEqual({})
})
