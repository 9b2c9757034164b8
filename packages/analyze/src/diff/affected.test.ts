import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { affectedBy } from './affected.ts'

type Graph = Readonly<Record<string, readonly string[]>>

const nodesOf = (graph: Graph): Parameters<typeof affectedBy>[1] =>
  new Map(
    Object.entries(graph).map(([name, reads]) => [
      name,
      { name, reads: reads.map((one) => ({ name: one, optional: false })) },
    ]),
  )

const paths = (seeds: readonly string[], graph: Graph): string[] =>
  affectedBy(seeds, nodesOf(graph)).map(({ path }) => path.join(' '))

test('the nearest come first, each with a shortest way', () => {
  const graph = { a: [], b: ['a'], c: ['b'], d: ['c', 'a'], e: ['d'], f: [] }
  expect(paths(['a'], graph)).toEqual(['b a', 'd a', 'c b a', 'e d a'])
})

test('what is no node any more still has readers, and what changed itself is not affected', () => {
  expect(paths(['gone', 'b'], { a: ['gone'], b: ['a'], c: ['b'] })).toEqual(['c b', 'a gone'])
})

test('of a long way there are both ends, and its length', () => {
  const names = Array.from({ length: 50 }, (_, at) => `n${at}`)
  const graph = Object.fromEntries(names.map((name, at) => [name, at === 0 ? [] : [names[at - 1]!]]))
  const last = affectedBy(['n0'], nodesOf(graph)).at(-1)!
  expect(last).toMatchObject({ name: 'n49', distance: 49 })
  expect(last.path).toEqual([...names.toReversed().slice(0, 10), ...names.toReversed().slice(-10)])
})

test('circles end', () => {
  expect(paths(['a'], { a: ['c'], b: ['a'], c: ['b'] })).toEqual(['b a', 'c b a'])
})

test('all that can be reached is found, and no way could be shorter', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const graph = fc.record(
    Object.fromEntries(names.map((name) => [name, fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 })])),
  )
  fc.assert(
    fc.property(graph as fc.Arbitrary<Graph>, fc.subarray(names), (edges, seeds) => {
      /** By as many rounds as there are nodes. */
      const distances = new Map(seeds.map((name) => [name, 0]))
      for (let round = 1; round <= names.length; round++) {
        const reached = names.filter((name) => !distances.has(name) && edges[name]!.some((one) => distances.has(one)))
        for (const name of reached) distances.set(name, round)
      }
      const found = affectedBy(seeds, nodesOf(edges))
      expect(found.map(({ name }) => name).sort()).toEqual(names.filter((name) => (distances.get(name) ?? 0) > 0))
      for (const { path, distance } of found) {
        expect([path.length, distance]).toEqual([distances.get(path[0]!)! + 1, distances.get(path[0]!)!])
        expect(seeds).toContain(path.at(-1))
        path.slice(1).forEach((name, index) => expect(edges[path[index]!]).toContain(name))
      }
    }),
    { seed: 1, numRuns: 300 },
  )
})
