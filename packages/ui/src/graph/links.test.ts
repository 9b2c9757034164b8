import { describe, expect, it } from 'vitest'
import { around, between, linksOf, reach } from './links.ts'

const arrows = ['a>b', 'b>c', 'b>d', 'c>e', 'd>e', 'x>e', 'e>f', 'f>e'].map((text) => {
  const [from, to] = text.split('>') as [string, string]
  return { from, to }
})
const links = linksOf(arrows)
const sorted = (ids: Iterable<string>): string => [...ids].sort().join('')

describe('links', () => {
  it('lead up and down, as far as it goes or as many hops as asked', () => {
    expect(sorted(reach(links.downstream, 'b'))).toBe('cdef')
    expect(sorted(reach(links.downstream, 'b', 1))).toBe('cd')
    expect(sorted(reach(links.upstream, 'e', 1))).toBe('cdfx')
  })

  it('reach the start itself only through a cycle', () => {
    expect(reach(links.downstream, 'a').has('a')).toBe(false)
    expect(reach(links.downstream, 'e').has('e')).toBe(true)
  })

  it('have what is around a box, with the box', () => {
    expect(sorted(around(links, 'b', 1))).toBe('abcd')
    expect([...around(links, 'nobody')]).toEqual(['nobody'])
  })

  it('have every box on a way between two, whichever is first', () => {
    expect(sorted(between(links, 'b', 'e'))).toBe('bcdef')
    expect(sorted(between(links, 'd', 'a'))).toBe('abd')
    expect(sorted(between(links, 'x', 'a'))).toBe('ax')
  })

  it('name a neighbour once, however many arrows lead there', () => {
    expect(linksOf([...arrows, ...arrows]).upstream.get('e')).toEqual(['c', 'd', 'x', 'f'])
  })
})
