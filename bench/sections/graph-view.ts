// The graph of 4,000 nodes in a browser: how soon it is there, and how long the main thread is busy while it is moved.

import type { Browser, Page } from 'playwright-core'
import { graphProject } from '../../tests/pages/fixtures/graph-project.ts'
import { openPages } from '../../tests/pages/fixtures/open-pages.ts'
import { median } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

/** By modules, as it is first shown; and with every node. */
const VIEWS = { closed: '/flows/large', open: '/flows/large?open=*' } as const

interface Looked {
  /** From asking for the address to the picture. */
  readonly firstPictureMs: number
  /** The longest task of the main thread by the clock of its processor: others on the machine do not count. */
  readonly longestTaskMs: { readonly opening: number; readonly moving: number }
  readonly frames: number
}

export async function measureGraphView({ quick }: { quick: boolean }): Promise<Section> {
  const pages = await openPages(graphProject)
  try {
    const figures: Record<string, readonly Looked[]> = {}
    for (const [view, path] of Object.entries(VIEWS)) {
      const rounds: Looked[] = []
      for (let round = 0; round < (quick ? 1 : 3); round++) {
        const { page, open, close } = await pages.newPage()
        // What any page needs is there already.
        await open('/flows')
        rounds.push(await look(page, path))
        await close()
      }
      figures[view] = rounds
    }
    const of = (view: keyof typeof VIEWS, read: (looked: Looked) => number): number => median(figures[view]!.map(read))
    const rows = (['closed', 'open'] as const).map((view) => [
      view,
      of(view, ({ firstPictureMs }) => firstPictureMs),
      of(view, ({ longestTaskMs }) => longestTaskMs.opening),
      of(view, ({ longestTaskMs }) => longestTaskMs.moving),
    ])
    printTable('4,000 nodes in a browser, ms', ['groups', 'first picture', 'task of opening', 'task of moving'], rows)
    const moving = Math.max(...(['closed', 'open'] as const).map((view) => of(view, (one) => one.longestTaskMs.moving)))
    return {
      name: 'graph-view',
      figures,
      verdicts: [
        {
          promise: 'the first picture of 4,000 nodes',
          measured: of('closed', ({ firstPictureMs }) => firstPictureMs),
          limit: 3000,
          unit: ' ms',
        },
        {
          promise: 'the same with every node in it',
          measured: of('open', ({ firstPictureMs }) => firstPictureMs),
          limit: 3000,
          unit: ' ms',
        },
        { promise: 'the longest task while 4,000 nodes are moved', measured: moving, limit: 100, unit: ' ms' },
      ],
    }
  } finally {
    await pages.close()
  }
}

async function look(page: Page, path: string): Promise<Looked> {
  const browser = page.context().browser()!
  const { origin } = new URL(page.url())
  const [firstPictureMs, opening] = await traced(browser, page, async () => {
    const beganMs = performance.now()
    await page.goto(origin + path, { waitUntil: 'commit' })
    await page.locator('canvas').first().waitFor()
    await page.locator('[aria-busy="false"]').waitFor()
    return performance.now() - beganMs
  })
  const [, moving] = await traced(browser, page, () => move(page))
  return {
    firstPictureMs,
    longestTaskMs: { opening: opening.longestMs, moving: moving.longestMs },
    frames: moving.frames,
  }
}

/** Nearer, along, back and along again. */
async function move(page: Page): Promise<void> {
  const { x, y, width, height } = (await page.getByRole('application').boundingBox())!
  const at = { x: x + width / 2, y: y + height / 2 }
  await page.mouse.move(at.x, at.y)
  for (const sign of [-1, 1]) {
    for (let step = 0; step < 12; step++) {
      await page.mouse.wheel(0, sign * 200)
      await page.waitForTimeout(20)
    }
    await page.mouse.down()
    for (let step = 1; step <= 20; step++) {
      await page.mouse.move(at.x + sign * step * 9, at.y - sign * step * 4)
      await page.waitForTimeout(16)
    }
    await page.mouse.up()
    await page.mouse.move(at.x, at.y)
  }
}

interface Busy {
  readonly longestMs: number
  readonly frames: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Time of the processor, in microseconds. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

async function traced<Answer>(
  browser: Browser,
  page: Page,
  act: () => Promise<Answer>,
): Promise<readonly [Answer, Busy]> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] })
  const answer = await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const mains = new Set(threads.map(({ pid, tid }) => `${pid} ${tid}`))
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid, tdur }) =>
      ph === 'X' && tdur !== undefined && name.endsWith('RunTask') && mains.has(`${pid} ${tid}`),
  )
  if (tasks.length === 0) throw new Error('The browser told of no tasks.')
  const frames = traceEvents.filter(({ name }) => name === 'FireAnimationFrame').length
  return [answer, { longestMs: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000, frames }]
}
