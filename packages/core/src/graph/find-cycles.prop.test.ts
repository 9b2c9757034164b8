// Cycles and lineage of random graphs agree with their definitions.
//
// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import { array, assert, nat, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataflow, isThroughlineError, node, untyped, type UntypedFlow } from '../index.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 200)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

const SIZE = 8
type Reads = ReadonlyMap<string, ReadonlySet<string>>
const graphs = array(tuple(nat(SIZE - 1), nat(SIZE - 1)), { maxLength: 14 }).map((edges): Reads => {
  const reads = new Map(Array.from({ length: SIZE }, (_, index) => [`n${index}`, new Set<string>()]))
  for (const [reader, read] of edges) reads.get(`n${reader}`)!.add(`n${read}`)
  return reads
})

function link(reads: Reads): UntypedFlow | string[][] {
  const entries = [...reads].map(([name, from]) => [name, node([...from] as never[], () => name)] as const)
  try {
    return untyped(dataflow(Object.fromEntries(entries)))
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.facts['cycle'] as string[])
    throw error
  }
}

/** What is read from a name, over one arrow or more, by trying every way. */
function readFrom(reads: Reads, name: string, seen = new Set<string>()): Set<string> {
  for (const read of reads.get(name)!) {
    if (seen.has(read)) continue
    seen.add(read)
    readFrom(reads, read, seen)
  }
  return seen
}

describe('random graphs', () => {
  it('are refused exactly when a node waits for itself, with true cycles that touch every group of such nodes', () => {
    assert(
      property(graphs, (reads) => {
        const linked = link(reads)
        const waiting = [...reads.keys()].filter((name) => readFrom(reads, name).has(name))
        const cycles = Array.isArray(linked) ? linked : []
        expect(cycles.length > 0).toBe(waiting.length > 0)
        for (const cycle of cycles) {
          expect(new Set(cycle).size).toBe(cycle.length)
          expect(cycle[0]).toBe(cycle.toSorted()[0])
          for (const [index, name] of cycle.entries()) {
            expect(reads.get(name)).toContain(cycle[(index + 1) % cycle.length])
          }
        }
        const named = new Set(cycles.flat())
        for (const name of waiting) expect([...readFrom(reads, name)].some((one) => named.has(one))).toBe(true)
      }),
      { numRuns, seed },
    )
  })

  it('answer questions of lineage by what can be reached', () => {
    assert(
      property(graphs, (written) => {
        // Arrows to later names are turned round, so that there is no cycle.
        const reads = new Map([...written].map(([name]) => [name, new Set<string>()]))
        for (const [name, from] of written) {
          for (const read of from)
            if (read !== name) reads.get(read < name ? name : read)!.add(read < name ? read : name)
        }
        const flow = link(reads) as UntypedFlow
        for (const name of reads.keys()) {
          const above = [...readFrom(reads, name)].sort()
          expect(flow.upstream(name)).toEqual(above)
          expect(flow.downstream(name)).toEqual([...reads.keys()].filter((one) => readFrom(reads, one).has(name)))
          for (const from of reads.keys()) {
            const path = flow.path(from, name)
            expect(path !== undefined).toBe(from === name || above.includes(from))
            for (const [index, one] of (path ?? []).slice(1).entries()) expect(reads.get(one)).toContain(path![index])
          }
        }
      }),
      { numRuns, seed },
    )
  })
})
