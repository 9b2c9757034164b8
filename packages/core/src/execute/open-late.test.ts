import { array, assert, boolean, nat, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { define } from '../definition/definition.ts'
import { expandModule } from '../definition/expand-module.ts'
import { specOfNames } from '../definition/node-spec.ts'
import { link } from '../graph/link.ts'
import { openLate } from './open-late.ts'
import { createPlan, type PlanStep } from './plan.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 200)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

/** Nodes by name, with what they read; a name with a capital letter is a resource. */
type Reads = Readonly<Record<string, readonly string[]>>

function stepsOf(reads: Reads, outputs: readonly string[]): PlanStep[] {
  const module = Object.fromEntries(
    Object.entries(reads).map(([name, names]) => {
      const spec = specOfNames(names, () => name)
      const otherwise = /^[A-Z]/.test(name) ? { ...spec, reach: { kind: 'resource' as const } } : spec
      return [name, define({}, [{ name: '&', cases: [], otherwise }])]
    }),
  )
  const { graph } = link([expandModule(module, 0)])
  return [...createPlan(graph, outputs).steps]
}

const edgesOf = (steps: readonly PlanStep[]): string[] =>
  steps.flatMap((step) => step.readers.map((reader) => `${step.name} -> ${steps[reader]!.name}`)).sort()

function late(reads: Reads, outputs: readonly string[]): { order: string; added: string[] } {
  const steps = stepsOf(reads, outputs)
  const before = new Set(edgesOf(steps))
  openLate(steps)
  return { order: steps.map((step) => step.name).join(' '), added: edgesOf(steps).filter((edge) => !before.has(edge)) }
}

describe('opening late', () => {
  it('waits for what the only reader waits for', () => {
    expect(late({ Db: [], raw: [], rows: ['raw'], out: ['Db', 'rows'] }, ['out'])).toEqual({
      order: 'raw rows Db out',
      added: ['rows -> Db'],
    })
  })

  it('waits only for what all readers wait for', () => {
    const reads = { Db: [], day: [], rows: [], a: ['Db', 'day', 'rows'], b: ['Db', 'day'], out: ['a', 'b'] }
    expect(late(reads, ['out'])).toEqual({ order: 'day rows Db a b out', added: ['day -> Db'] })
  })

  it('waits for nothing when a reader waits for nothing else', () => {
    const reads = { Db: [], rows: [], a: ['Db'], b: ['Db', 'rows'], out: ['b', 'a'] }
    expect(late(reads, ['out'])).toEqual({ order: 'Db a rows b out', added: [] })
  })

  it('waits with the resource that reads it', () => {
    const reads = { Db: [], Tx: ['Db'], rows: [], out: ['Tx', 'rows'] }
    expect(late(reads, ['out'])).toEqual({ order: 'rows Db Tx out', added: ['rows -> Db', 'rows -> Tx'] })
  })

  it('opens two resources of one reader side by side', () => {
    expect(late({ A: [], B: [], rows: [], out: ['A', 'B', 'rows'] }, ['out'])).toEqual({
      order: 'rows A B out',
      added: ['rows -> A', 'rows -> B'],
    })
  })

  it('waits for what it reads itself as before', () => {
    expect(late({ url: [], Db: ['url'], out: ['Db', 'url'] }, ['out'])).toEqual({ order: 'url Db out', added: [] })
  })

  it('keeps every edge, counts every wait once, and puts each step behind all that it waits for', () => {
    const edges = array(tuple(nat(11), nat(11)), { maxLength: 30 })
    const anyReads = tuple(array(boolean(), { minLength: 12, maxLength: 12 }), edges)
    assert(
      property(anyReads, ([isResource, pairs]) => {
        const names = isResource.map((is, index) => `${is ? 'R' : 'n'}${index}`)
        const readBy = (reader: number): string[] =>
          names.filter((_, read) => read < reader && pairs.some(([a, b]) => a === reader && b === read))
        const reads = Object.fromEntries(names.map((name, index) => [name, readBy(index)]))
        const steps = stepsOf(
          reads,
          names.filter((name) => name.startsWith('n')),
        )
        const before = edgesOf(steps)
        openLate(steps)
        const after = edgesOf(steps)
        expect(after).toEqual([...new Set(after)])
        expect(after).toEqual(expect.arrayContaining(before))
        for (const [index, step] of steps.entries()) {
          expect(step.readers.every((reader) => reader > index)).toBe(true)
          expect(step.waitsFor).toBe(after.filter((edge) => edge.endsWith(`> ${step.name}`)).length)
        }
      }),
      { numRuns, seed },
    )
  })
})
