import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { gitVersionId } from './surroundings.ts'
import { versionId } from './version-id.ts'

it('is one text for equal data, whatever the order of its names', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[{"d":1}]}')
  expect(canonicalJson({ a: 'x', b: [{ d: 1 }] })).toBe(canonicalJson({ b: [{ d: 1 }], a: 'x' }))
  expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]))
})

it('names its algorithm, and is SHA-256 of that text', () => {
  expect(versionId('config', { b: 1, a: 2 })).toBe(`config1:${hash('sha256', '{"a":2,"b":1}')}`)
})

it('of a repository is the commit, with the difference when there is one', () => {
  expect(gitVersionId({ commit: 'abc', isDirty: false })).toBe('abc')
  expect(gitVersionId({ commit: 'abc', isDirty: true, diffHash: '0123456789abcdef0123' })).toBe('abc+0123456789abcdef')
  expect(gitVersionId({ commit: 'abc', isDirty: true })).toBe('abc+unknown')
})
