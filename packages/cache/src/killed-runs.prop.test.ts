// Runs that are killed at random instants, two processes at once on one store: it opens, and all that it gives is right.
//
// THROUGHLINE_CASES sets fifty times the number of kills.

import { isDamaged, openLocalStore } from '@throughline/store'
import { join } from 'node:path'
import type { Issue } from 'throughline'
import { expect, it } from 'vitest'
import { cache } from './cache.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { startWork, type RunningWork } from './fixtures/start-work.ts'
import { inputsOf, OUTPUTS, work, workVersions } from './fixtures/work.ts'

const kills = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 200) / 50)

async function expectSound(dir: string, runs: number): Promise<void> {
  const issues: Issue[] = []
  const opened = cache({ dir, versions: workVersions, onIssue: (issue) => void issues.push(issue) })
  const cached = work.with({ cache: opened })
  for (let run = 0; run < runs; run++) {
    const inputs = inputsOf(run * 7)
    expect(await cached.execute([...OUTPUTS], { inputs })).toEqual(await work.execute([...OUTPUTS], { inputs }))
  }
  await opened.close()
  expect(issues).toEqual([])
  const store = openLocalStore({ dir })
  expect(store.database.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok')
  for (const { blob } of store.entries.list()) expect(isDamaged(store.blobs.get(blob!))).toBe(false)
  await store.close()
}

it(`gives what running gives after processes were killed (${kills} kills)`, { timeout: 3_600_000 }, async () => {
  const dir = join(makeScratch(), '.throughline')
  const all: RunningWork[] = []
  const start = (first: number): RunningWork => {
    const one = startWork({ dir, runs: 1e9, first })
    all.push(one)
    return one
  }
  const running = [start(0), start(0)]
  try {
    for (let kill = 0; kill < kills; kill++) {
      // Half of them after they have begun, half at any instant, also while they open the store.
      const victim = running.shift()!
      while (kill % 2 === 0 && victim.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 250))
      victim.child.kill('SIGKILL')
      expect(await victim.ended).toEqual({ signal: 'SIGKILL', errors: '' })
      if (kill % 4 === 3) await expectSound(dir, 4)
      running.push(start(kill * 3))
    }
  } finally {
    for (const { child } of running) child.kill('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
  }
  await expectSound(dir, 40)
  const lines = all.flatMap((one) => one.lines)
  expect(lines.filter((line) => !line.startsWith('right '))).toEqual([])
  expect(lines.length).toBeGreaterThan(0)
})
