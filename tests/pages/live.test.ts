// What happens while a page is open: runs that go on, runs of other processes, files that break, runs that are stopped.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { COMMAND } from './fixtures/dev-command.ts'
import { openPages, type OpenPages } from './fixtures/open-pages.ts'
import { FORECAST_BEFORE, salesModule, shopProject } from './fixtures/shop-project.ts'
import type { WatchedPage } from './fixtures/watched-page.ts'

let shop: OpenPages
let watched: WatchedPage
beforeAll(async () => {
  shop = await openPages(shopProject, (folder) => mkdirSync(join(folder, 'gates')))
})
afterAll(() => shop?.close())

beforeEach(async () => {
  watched = await shop.newPage()
})
afterEach(() => watched.close())

/** Lets a step of the flow `gates` go on. */
const openGate = (gate: string): void => writeFileSync(join(shop.folder, 'gates', gate), '')
const step = (node: string, status: string) =>
  watched.page.getByRole('row').filter({ hasText: node }).filter({ hasText: status })

test('a run shows its steps as they go, and its end', async () => {
  const { page } = watched
  const run = await shop.start('gates', ['second'], ['hall=a'])
  await watched.open(`/runs/${run}?tab=steps`)
  await step('first', 'running').waitFor()
  expect(await step('second', 'running').count()).toBe(0)
  openGate('a1')
  await step('first', 'succeeded').waitFor()
  await step('second', 'running').waitFor()
  // The head of the page still says that it goes on.
  await page.getByRole('banner').or(page.locator('header')).filter({ hasText: 'running' }).first().waitFor()
  await page.getByRole('link', { name: /^Logs/ }).click()
  await page.getByText('the first gate is open').waitFor()
  await page.getByRole('link', { name: /^Timeline/ }).click()
  await page.getByRole('button', { name: /^second running/ }).waitFor()
  openGate('a2')
  await page.getByRole('button', { name: /^second succeeded/ }).waitFor()
  await page.locator('header [data-status="succeeded"]').waitFor()
  expect(watched.problems()).toEqual([])
})

test('a run that another process began is at Home, then on its way, then over', async () => {
  const { page } = watched
  await watched.open('/')
  const running = page.getByRole('region', { name: 'Running' })
  expect(await running.count()).toBe(0)
  const command = spawn(process.execPath, [COMMAND, 'run', 'gates', 'second', '--input', 'hall=b'], {
    cwd: shop.folder,
    stdio: 'ignore',
  })
  const ended = once(command, 'exit')
  try {
    await running.getByRole('link', { name: /gates/ }).waitFor()
    openGate('b1')
    openGate('b2')
    expect((await ended)[0]).toBe(0)
    await running.waitFor({ state: 'detached' })
    const latest = page.getByRole('region', { name: 'Latest runs' })
    await latest
      .getByRole('link', { name: /succeeded gates/ })
      .first()
      .waitFor()
  } finally {
    command.kill('SIGKILL')
  }
  expect(watched.problems()).toEqual([])
})

test('a run is cancelled, and one with other inputs is begun in its place', async () => {
  const { page } = watched
  const run = await shop.start('gates', ['first'], ['hall=c'])
  await watched.open(`/runs/${run}`)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.locator('header [data-status="aborted"]').waitFor()
  await page.getByRole('button', { name: 'Run again' }).click()
  const inputs = page.getByRole('dialog').getByRole('textbox', { name: 'Inputs' })
  expect(await inputs.inputValue()).toBe('hall=c')
  await inputs.fill('hall=d\nhal=x')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  // What is wrong with it is said, and nothing began.
  await page.getByRole('dialog').locator('pre').filter({ hasText: '"hal"' }).waitFor()
  expect(watched.problems().map((problem) => problem.slice(0, 11))).toEqual(['answer: 422'])
  openGate('d1')
  await inputs.fill('hall=d')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/runs/') && !url.pathname.includes(run))
  await page.locator('header [data-status="succeeded"]').waitFor()
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('region', { name: 'Inputs' }).getByRole('row', { name: /^hall/ }).waitFor()
  expect(watched.problems()).toEqual([])
})

test('a broken module is said on every page, what was good stays, and a mended one takes it away', async () => {
  const { page } = watched
  await watched.open('/flows/sales')
  const graph = page.getByRole('application', { name: /^Graph of sales: 9 nodes/ })
  await graph.waitFor()
  shop.write('src/sales.ts', `${salesModule(FORECAST_BEFORE)}\nexport const broken = (\n`)
  const banner = page.getByRole('status', { name: 'The project cannot be loaded' })
  await banner.waitFor()
  await banner.getByText('The project cannot be loaded').click()
  await banner.getByText(/src\/sales\.ts:\d+/).waitFor()
  expect(await watched.accessibility()).toEqual([])
  expect(await graph.count()).toBe(1)
  await page.getByRole('link', { name: 'Runs', exact: true }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor()
  expect(await banner.count()).toBe(1)
  await page.goBack()
  shop.write('src/sales.ts', `${salesModule(FORECAST_BEFORE)}\nexport const added = (): number => 1\n`)
  await banner.waitFor({ state: 'detached' })
  await page.getByRole('application', { name: /^Graph of sales: 10 nodes/ }).waitFor()
  expect(watched.problems()).toEqual([])
})

test('a page that lost its server goes on when that is there again', async () => {
  const { page } = watched
  await watched.open('/')
  await page.context().setOffline(true)
  const run = await shop.run('sales', ['shops'])
  expect(await page.locator(`a[href="/runs/${run}"]`).count()).toBe(0)
  await page.context().setOffline(false)
  await page.locator(`a[href="/runs/${run}"]`).first().waitFor()
  // What failed on the way there is no fault.
  expect(watched.problems().filter((problem) => !problem.startsWith('console: '))).toEqual([])
})
