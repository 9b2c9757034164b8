// Tampering shows: whatever is changed, added, taken away or moved.

import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { makeSpool, type ScratchSpool } from './fixtures/scratch-spool.ts'
import { toLine } from './line.ts'
import { verifySpool, type SpoolVerdict } from './verify-spool.ts'

const name = (segment: number): string => `writer-01.00000${segment}.ndjson`

/** Four segments, the last one sealed. */
function written(): ScratchSpool {
  const spool = makeSpool()
  const writer = spool.open({ limits: { segmentBytes: 480 } })
  for (let n = 1; n <= 12; n++) {
    writer.append({ type: 'step.ended', n } as never, { isState: true })
    writer.flush()
  }
  writer.close()
  return spool
}

function problems(verdict: SpoolVerdict): string[] {
  return verdict.writers.flatMap((writer) =>
    writer.problems.map(({ path, line, problem }) => `${path.slice(-8, -7)}:${line} ${problem}`),
  )
}

/** With its check made right again, as somebody would who knows the format. */
function forged(line: string): string {
  return toLine(line.slice(0, -18)).trimEnd()
}

describe('verifySpool', () => {
  it('finds nothing in what was written', () => {
    const { dir } = written()
    const verdict = verifySpool(dir)
    expect(verdict).toMatchObject({ isWhole: true, writers: [{ segments: 4, events: 12, tornBytes: 0, problems: [] }] })
    expect(verdict.writers[0]!.head).toMatch(/^[0-9a-f]{64}$/)
  })

  it('lets a torn end and removed beginnings pass', () => {
    const spool = written()
    rmSync(spool.pathOf(name(1)))
    writeFileSync(spool.pathOf(name(4)), spool.bytesOf(name(4)).subarray(0, -40))
    const verdict = verifySpool(spool.dir)
    expect(problems(verdict)).toEqual([])
    expect(verdict.writers[0]!.tornBytes).toBeGreaterThan(0)
  })

  it('finds a line that was changed with its check', () => {
    const spool = written()
    const lines = spool.bytesOf(name(2)).toString().split('\n')
    lines[1] = forged(lines[1]!.replace('"type":"step.ended"', '"type":"step.begun"'))
    writeFileSync(spool.pathOf(name(2)), lines.join('\n'))
    expect(problems(verifySpool(spool.dir))).toEqual([
      `2:${lines.length - 1} what was sealed is not what stands here`,
      '3:0 the segment before it is not the one that was written',
    ])
  })

  it.each([
    ['a line taken away', (lines: string[]) => lines.splice(2, 1)],
    ['a line moved', (lines: string[]) => lines.splice(1, 2, lines[2]!, lines[1]!)],
    ['a line twice', (lines: string[]) => lines.splice(1, 0, lines[1]!)],
    ['a bit flipped', (lines: string[]) => lines.splice(1, 1, lines[1]!.replace('seq', 'sep'))],
    ['no header', (lines: string[]) => lines.splice(0, 1)],
    ['the seal taken away', (lines: string[]) => lines.splice(-2, 1)],
    ['a line after the seal', (lines: string[]) => lines.splice(-1, 0, lines[1]!)],
  ])('finds %s', (_, change) => {
    const spool = written()
    const lines = spool.bytesOf(name(2)).toString().split('\n')
    change(lines)
    writeFileSync(spool.pathOf(name(2)), lines.join('\n'))
    const verdict = verifySpool(spool.dir)
    expect(verdict.isWhole).toBe(false)
    expect(problems(verdict).join()).toContain('3:0 the segment before it is not the one that was written')
  })

  it('finds a segment that is missing, exchanged, or was appended to', () => {
    const missing = written()
    rmSync(missing.pathOf(name(2)))
    expect(problems(verifySpool(missing.dir))).toContain('3:0 the segment before it is missing')
    const exchanged = written()
    renameSync(exchanged.pathOf(name(3)), exchanged.pathOf(name(2)))
    expect(problems(verifySpool(exchanged.dir))).toContain('2:1 the header of another segment')
    const appended = written()
    appendFileSync(appended.pathOf(name(4)), 'x')
    expect(problems(verifySpool(appended.dir)).join()).toContain('bytes after the seal')
  })
})
