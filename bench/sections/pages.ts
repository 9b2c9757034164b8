// What the pages cost: the start and the memory of `throughline dev`, the first load, news of a run.

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunPageAnswer, StepPageAnswer } from '@throughline/server'
import { startDevCommand } from '../../tests/pages/fixtures/dev-command.ts'
import { loadedBytes } from '../../tests/pages/fixtures/loaded-bytes.ts'
import { openPages, type OpenPages } from '../../tests/pages/fixtures/open-pages.ts'
import { shopProject } from '../../tests/pages/fixtures/shop-project.ts'
import { median, medianRatio } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

const EXAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'births-forecast')
const { pages: budget } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'budgets.json'), 'utf8')) as {
  readonly pages: { readonly firstLoadBytes: number }
}

export async function measurePages({ quick }: { quick: boolean }): Promise<Section> {
  const rounds = quick ? 1 : 5
  const start = await measureStart(rounds)
  const { firstLoadBytes, newsMs } = await measureShop(rounds)
  const figures = { ...start, firstLoadBytes, newsMs }
  printTable(
    'throughline dev and its pages',
    ['what', 'measured'],
    [
      ['start to address, births-forecast, ms', Math.round(median(start.addressMs))],
      ['start to first page, ms', Math.round(median(start.pageMs))],
      ['start to first page, by a bare Node that starts and ends', start.pageRatio],
      ['memory at rest with its process of definitions, MB', median(start.idleMegabytes)],
      ['first load of Home and Runs, compressed bytes', firstLoadBytes],
      ['from the end of a step to the page that is open, ms', Math.round(median(newsMs))],
    ],
  )
  return {
    name: 'pages',
    figures,
    verdicts: [
      { promise: 'dev: first page after the start', measured: median(start.pageMs), limit: 2_000, unit: ' ms' },
      { promise: 'dev: memory at rest', measured: median(start.idleMegabytes), limit: 200, unit: ' MB' },
      { promise: 'pages: first load', measured: firstLoadBytes, limit: budget.firstLoadBytes, unit: ' B' },
      { promise: 'a step that ends is shown', measured: median(newsMs), limit: 1_000, unit: ' ms' },
    ],
  }
}

async function measureShop(rounds: number): Promise<{ firstLoadBytes: number; newsMs: readonly number[] }> {
  const pages = await openPages(shopProject)
  try {
    return { firstLoadBytes: await measureFirstLoad(pages), newsMs: await measureNews(pages, rounds) }
  } finally {
    await pages.close()
  }
}

async function measureStart(rounds: number) {
  const addressMs: number[] = []
  const pageMs: number[] = []
  const bareMs: number[] = []
  const idleMegabytes: number[] = []
  for (let round = 0; round < rounds; round++) {
    const beganMs = performance.now()
    spawnSync(process.execPath, ['--eval', ''])
    bareMs.push(performance.now() - beganMs)
    const dev = await startDevCommand(EXAMPLE)
    try {
      const askedMs = performance.now()
      await (await fetch(dev.url)).text()
      addressMs.push(dev.startedMs)
      pageMs.push(dev.startedMs + performance.now() - askedMs)
      await dev.until<{ status: string }>('/definitions', ({ status }) => status === 'loaded')
      // Of Linux; elsewhere it is not known.
      idleMegabytes.push(process.platform === 'linux' ? residentMegabytes(dev.pid) : Number.NaN)
    } finally {
      await dev.stop()
    }
  }
  return { addressMs, pageMs, bareMs, idleMegabytes, pageRatio: medianRatio(pageMs, bareMs) }
}

/** Of a process and all that it started. */
function residentMegabytes(pid: number): number {
  const kilobytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return kilobytes('VmRSS') / 1024 + children.reduce((sum, child) => sum + residentMegabytes(child), 0)
}

async function measureFirstLoad(pages: OpenPages): Promise<number> {
  const page = await pages.newPage({ isSignedIn: false })
  const bytes = await loadedBytes(page, [pages.dev.address, `${pages.dev.url}/runs`])
  await page.close()
  return Object.values(bytes).reduce((sum, one) => sum + one, 0)
}

/** By the clock of this machine, on which the run, the server and the browser are. */
async function measureNews(pages: OpenPages, rounds: number): Promise<readonly number[]> {
  const newsMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const run = await pages.start('gates', ['second'], [`hall=hall${round}`])
    const { page, open, close } = await pages.newPage()
    await open(`/runs/${run}?tab=steps`)
    await page.getByRole('row').filter({ hasText: 'first' }).filter({ hasText: 'running' }).waitFor()
    await page.evaluate(WATCH_FIRST)
    for (const gate of [1, 2]) pages.write(`gates/hall${round}${gate}`, '')
    const shownAtMs = await page.evaluate<number>('globalThis.firstSucceeded')
    await pages.dev.until<RunPageAnswer>(`/runs/${run}`, (answer) => answer.run.status === 'succeeded')
    const { step } = await pages.dev.ask<StepPageAnswer>('GET', `/runs/${run}/steps/first`)
    newsMs.push(shownAtMs - step.endedAtMs!)
    await close()
  }
  return newsMs
}

/** Runs in the page: when the row of the step says that it has succeeded. */
const WATCH_FIRST = `(() => {
  globalThis.firstSucceeded = new Promise((resolve) => {
    const look = () => {
      const rows = [...document.querySelectorAll('tbody tr')].map((row) => row.textContent)
      if (rows.some((text) => text.startsWith('first') && text.includes('succeeded'))) resolve(Date.now())
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
})()`
