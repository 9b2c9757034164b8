// Whatever writers do, wherever a tail is torn and whichever bit flips: nothing comes twice or out of order, and nothing
// that was reported as recorded is lost, but what was damaged itself.
//
// THROUGHLINE_CASES sets the number of cases.

import { writeFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeSpool, readAll, type ScratchSpool } from './fixtures/scratch-spool.ts'
import type { SpoolWriter } from './spool-writer.ts'

const cases = Number(process.env['THROUGHLINE_CASES'] ?? 40)

type Step = {
  readonly writer: number
  readonly act: 'state' | 'log' | 'flush' | 'wait' | 'close'
  readonly size: number
}
const steps = fc.array(
  fc.record<Step>({
    writer: fc.nat(2),
    act: fc.constantFrom('state', 'state', 'log', 'log', 'flush', 'wait', 'close'),
    size: fc.nat(400),
  }),
  { maxLength: 60 },
)

/** @returns what each writer reported as recorded */
function play(spool: ScratchSpool, history: readonly Step[]): Map<string, number> {
  const writers: SpoolWriter[] = [0, 1, 2].map(() =>
    spool.open({ limits: { segmentBytes: 1_500, segmentAgeMs: 3_000 } }),
  )
  for (const { writer: index, act, size } of history) {
    const writer = writers[index]!
    if (act === 'flush') writer.flush()
    else if (act === 'close') writer.close()
    else if (act === 'wait') spool.clock.advance(size * 10)
    else
      writer.append({ type: act, text: 'é'.repeat(size) } as never, { run: `r${size % 3}`, isState: act === 'state' })
  }
  return new Map(writers.map((writer) => [writer.id, writer.recordedSeq]))
}

function numbersOf(dir: string): Map<string, number[]> {
  const numbers = new Map<string, number[]>()
  for (const { writer, seq } of readAll(dir).events) numbers.set(writer, [...(numbers.get(writer) ?? []), seq])
  return numbers
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)

it('random interleavings of writers: all that was recorded is read, once and in order', () => {
  fc.assert(
    fc.property(steps, (history) => {
      const spool = makeSpool()
      const recorded = play(spool, history)
      const numbers = numbersOf(spool.dir)
      for (const [writer, seq] of recorded) expect(numbers.get(writer) ?? []).toEqual(upTo(seq))
      expect(readAll(spool.dir).damages).toEqual([])
      spool.remove()
    }),
    { numRuns: cases, seed: 61 },
  )
})

it('a tail that is torn at any byte: what stands before it is read, and nothing else', { timeout: 3_600_000 }, () => {
  const spool = makeSpool()
  const writer = spool.open()
  for (let n = 0; n < 5; n++) writer.append({ type: 'state', text: 'é"\n'.repeat(n) } as never, { isState: true })
  writer.flush()
  const [name] = spool.names()
  const bytes = spool.bytesOf(name!)
  for (let end = 0; end <= bytes.length; end++) {
    writeFileSync(spool.pathOf(name!), bytes.subarray(0, end))
    const whole = bytes.subarray(0, end).toString('latin1').split('\n').length - 1
    const { events, damages } = readAll(spool.dir)
    expect(events.map(({ seq }) => seq)).toEqual(upTo(Math.max(0, whole - 1)))
    expect(damages).toEqual([])
  }
})

it('random flips of bits: every line that is not hit is read, once, in order, and the damage is told', () => {
  const flips = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(steps, flips, (history, hits) => {
      const spool = makeSpool()
      play(spool, history)
      if (!readAll(spool.dir).events.length) return
      const names = spool.names()
      const lost = new Set<string>()
      const before = new Map(names.map((name) => [name, spool.bytesOf(name)]))
      const after = new Map([...before].map(([name, bytes]) => [name, Buffer.from(bytes)]))
      for (const [file, at, bit] of hits) {
        const name = names[file % names.length]!
        const bytes = after.get(name)!
        const place = at % bytes.length
        bytes[place]! ^= 1 << bit
        for (const line of linesAt(before.get(name)!, place)) lost.add(line)
      }
      for (const [name, bytes] of after) writeFileSync(spool.pathOf(name), bytes)
      const expected = [...before.values()].flatMap((bytes) =>
        bytes
          .toString()
          .split('\n')
          .slice(0, -1)
          .filter((line) => line.startsWith('{"v"') && !lost.has(line)),
      )
      const { events, damages } = readAll(spool.dir)
      const ids = events.map(({ writer, seq }) => `${writer} ${seq}`)
      expect(new Set(ids).size).toBe(ids.length)
      for (const numbers of numbersOf(spool.dir).values()) expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
      const needed = expected.map((line) => JSON.parse(line) as { writer: string; seq: number })
      expect(needed.filter(({ writer, seq }) => !ids.includes(`${writer} ${seq}`))).toEqual([])
      // A hit on the newline of the last line makes a torn tail, which is no damage, whatever else is hit in it.
      const isChanged = [...after].some(([name, bytes]) => {
        const wholeLines = bytes.lastIndexOf(10) + 1
        return !bytes.subarray(0, wholeLines).equals(before.get(name)!.subarray(0, wholeLines))
      })
      if (isChanged) expect(damages.length).toBeGreaterThan(0)
      else expect(ids.length).toBeGreaterThanOrEqual(expected.length)
      spool.remove()
    }),
    { numRuns: cases, seed: 62 },
  )
})

/** The line in which a byte stands, and the one after it when it is the newline between them. */
function linesAt(bytes: Buffer, place: number): string[] {
  const begin = place === 0 ? 0 : bytes.lastIndexOf('\n', place - 1) + 1
  const end = bytes.indexOf('\n', place)
  const lines = [bytes.subarray(begin, end).toString()]
  if (bytes[place] === 10) lines.push(bytes.subarray(end + 1, bytes.indexOf('\n', end + 1)).toString())
  return lines
}
