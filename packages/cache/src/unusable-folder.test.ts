// A store that cannot be written: runs give what they give without it, and say once why nothing is kept.

import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeScratch } from './fixtures/scratch.ts'
import { startWork, type WorkOptions } from './fixtures/start-work.ts'

const RUNS = 6
const NOBODY = 65_534
// Rights do not bind root, who therefore becomes somebody else.
const isRoot = process.getuid?.() === 0

async function linesOf(options: Partial<WorkOptions> & { dir: string }): Promise<readonly string[]> {
  const { lines, ended } = startWork({ runs: RUNS, ...options })
  expect(await ended).toEqual({ signal: null, errors: '' })
  expect(lines.filter((line) => line.startsWith('right'))).toHaveLength(options.runs ?? RUNS)
  return lines.filter((line) => !line.startsWith('right'))
}

function protect(folder: string, mode: number): void {
  chmodSync(folder, mode)
  onTestFinished(() => chmodSync(folder, 0o755))
}

describe('runs with a store', () => {
  it('on a disk that is full go on without it, and say so once', async () => {
    const dir = join(makeScratch(), '.throughline')
    // No file may become larger than 300 blocks: what the system says then is what a full disk makes it say.
    const said = await linesOf({ dir, runs: 25, wrap: ['sh', '-c', 'ulimit -f 300; exec "$@"', 'sh'] })
    expect(said).toEqual([expect.stringMatching(/^issue store\/disk-(full|failed)$/), expect.stringMatching(/^done/)])
    const later = await linesOf({ dir, runs: 25 })
    expect(later).toEqual([expect.stringMatching(/^done/)])
  })

  it('on a disk that is full from the start go on without it, and say so once', async () => {
    const dir = join(makeScratch(), '.throughline')
    const said = await linesOf({ dir, wrap: ['sh', '-c', 'ulimit -f 0; exec "$@"', 'sh'] })
    expect(said).toEqual([
      expect.stringMatching(/^issue (cache\/unavailable|store\/disk-full|store\/disk-failed)$/),
      'done {"computed":36,"cached":0}',
    ])
  })

  it('in a folder that may only be read take what is there, keep nothing, and say so once', async () => {
    const dir = join(makeScratch(), '.throughline')
    await linesOf({ dir, runs: 3 })
    protect(dirname(dir), 0o755)
    protect(dir, 0o555)
    const [issue, done] = await linesOf({ dir, ...(isRoot && { uid: NOBODY }) })
    expect(issue).toBe('issue store/not-writable')
    expect(JSON.parse(done!.slice('done '.length))).toEqual({ computed: 18, cached: 18 })
  })

  it('in a folder where none can be made go on without it, and say so once', async () => {
    const parent = makeScratch()
    protect(parent, 0o555)
    const said = await linesOf({ dir: join(parent, '.throughline'), ...(isRoot && { uid: NOBODY }) })
    expect(said).toEqual(['issue cache/unavailable', 'done {"computed":36,"cached":0}'])
  })

  it("in another user's folder go on without it, and say so once", async () => {
    const parent = makeScratch()
    const dir = join(parent, '.throughline')
    mkdirSync(dir)
    await linesOf({ dir, runs: 2 })
    protect(parent, 0o755)
    protect(dir, isRoot ? 0o700 : 0)
    const said = await linesOf({ dir, ...(isRoot && { uid: NOBODY }) })
    expect(said).toEqual(['issue cache/unavailable', 'done {"computed":36,"cached":0}'])
  })
})
