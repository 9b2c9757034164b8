// Every issue of memoization, provoked as a user would, has the text that its page in docs/errors shows.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataflow, isThroughlineError, renderIssue, type Issue } from 'throughline'
import { afterAll, describe, expect, it } from 'vitest'
import { cache } from './cache.ts'
import { memoized, type Memoized } from './fixtures/memoized.ts'
import { cacheIssue } from './issues.ts'

const scratch = mkdtempSync(join(tmpdir(), 'throughline-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const sales = {
  rows: () => [{ price: 3 }, { price: 1 }],
  prices: ({ rows }: { rows: { price: number }[] }) => rows.map(({ price }) => price),
  cheapest: ({ prices }: { prices: number[] }) => prices.sort((a, b) => a - b)[0],
  total: ({ prices, cheapest }: { prices: number[]; cheapest: number }) => prices.length + cheapest,
}

/** As the versions of a project say it. */
const notExported = { version: undefined, reason: 'it is not an export of a file of the project' }

async function issuesOf(memo: Memoized, nodes: object, output: string, runs = 1): Promise<readonly Issue[]> {
  for (let run = 1; run <= runs; run++) {
    try {
      await memo.flow(dataflow(nodes)).execute([output], { runId: `run-${run}` })
    } catch (error) {
      if (!isThroughlineError(error)) throw error
      return error.issues
    }
  }
  return memo.issues
}

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof cacheIssue.codes)[number], () => Promise<readonly Issue[]>>> = {
  'cache/unknown-code': () => issuesOf(memoized({ versions: { of: () => notExported } }), sales, 'prices'),
  'cache/not-kept': () => issuesOf(memoized(), { parsers: () => ({ csv: [String, Number] }) }, 'parsers'),
  'cache/damaged': async () => {
    const memo = memoized()
    await issuesOf(memo, sales, 'prices')
    memo.values.blobs.clear()
    return await issuesOf(memo, sales, 'prices')
  },
  'cache/not-reproducible': () => {
    let asked = 0
    return issuesOf(memoized({ verifyRatio: 1 }), { rate: () => 1.1 + asked++ / 10 }, 'rate', 2)
  },
  'run/mutated-input': () => issuesOf(memoized({ verifyInputs: true }), sales, 'total'),
  'cache/unavailable': async () => {
    const issues: Issue[] = []
    const dir = join(scratch, '.throughline')
    writeFileSync(dir, '')
    await cache({ dir, onIssue: (issue) => void issues.push(issue) }).close()
    return issues
  },
}

describe('the error catalogue of memoization', () => {
  it('has a page for every code, and a code for every page', () => {
    // It fails a node, so its page stands with those of runs.
    expect(cacheIssue.codes).toContain('run/mutated-input')
    expect(cacheIssue.codes.filter((code) => code !== 'run/mutated-input')).toHavePagesIn('cache')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = (await situation()).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = renderIssue(issue!).replaceAll(`${scratch}/`, '')
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
