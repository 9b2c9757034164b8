// Every page of a project with a past: opens without an error, says what it is, and can be used by everybody.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import budgets from '../../bench/budgets.json' with { type: 'json' }
import { HOSTILE_APP, HOSTILE_TEXT, hostileLetter } from './fixtures/hostile-letter.ts'
import { loadedBytes } from './fixtures/loaded-bytes.ts'
import { runProgram } from './fixtures/open-pages.ts'
import { openRecordedShop, type RecordedShop } from './fixtures/recorded-shop.ts'
import type { WatchedPage } from './fixtures/watched-page.ts'

let shop: RecordedShop
let watched: WatchedPage
beforeAll(async () => {
  shop = await openRecordedShop()
  watched = await shop.newPage()
})
afterAll(() => shop?.close())

/** The server does not know this word, and says so. */
const UNKNOWN_WORD = '/runs?q=status:nonsense'

const tabs = ['timeline', 'graph', 'steps', 'logs', 'metrics', 'checks', 'artifacts']
const node = '/flows/sales/nodes/revenue'

/** Title of the window to addresses; `:run` and `:failed` are the ids of runs. */
const pages: Readonly<Record<string, readonly string[]>> = {
  'lamp shop': ['/'],
  Flows: ['/flows'],
  sales: ['/flows/sales', '/flows/sales?node=revenue', '/flows/sales?view=list'],
  revenue: [node, `${node}?tab=versions`, `${node}?tab=history`, `${node}?tab=checks`],
  letter: ['/machines/letter'],
  Runs: ['/runs', '/runs?q=status:failed', UNKNOWN_WORD],
  'Run of sales': [
    '/runs/:failed',
    '/runs/:failed?node=revenue',
    '/runs/:run',
    ...tabs.map((tab) => `/runs/:run?tab=${tab}`),
    '/runs/:run?tab=steps&node=forecast',
  ],
  'What differs between two runs of sales': ['/runs/:run/comparison'],
  'Lineage of forecast': ['/runs/:run/lineage/forecast', '/runs/:run/lineage/forecast?tab=why'],
  Applications: ['/applications', '/applications?status=suspended'],
  'letter 1': ['/applications/letter%201'],
  'letter 2': ['/applications/letter%202', '/applications/letter%202?step=0'],
  'There is no such page': ['/nowhere'],
}

describe.each(Object.entries(pages))('%s', (title, addresses) => {
  test.each(addresses)('%s', async (address) => {
    const { page } = watched
    await watched.colours('light')
    await watched.open(address.replace(':run', shop.runs.afterEdit).replace(':failed', shop.runs.failed))
    await watched.settled()
    expect(await page.title()).toBe(`${title} · Throughline`)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.getByRole('alert').count()).toBe(0)
    // Nothing is wider than the window.
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    expect(await watched.accessibility()).toEqual([])
    await watched.colours('dark')
    expect(await watched.accessibility()).toEqual([])
    const expected = address === UNKNOWN_WORD ? /^answer: 400 .*nonsense$/ : /^nothing$/
    expect(watched.problems().filter((problem) => !expected.test(problem))).toEqual([])
  })
})

/** Runs in the page: the focus is in the dialog, or with the browser. */
const IS_INSIDE = `document.activeElement === document.body || document.activeElement.closest('dialog') !== null`

describe('with the keyboard alone', () => {
  /** What has the focus, by its role and name. */
  const focused = (): Promise<string> =>
    watched.page.evaluate(`(() => {
      const { tagName, textContent, ariaLabel, id } = document.activeElement
      return tagName.toLowerCase() + ' ' + (ariaLabel ?? (id === 'content' ? '#content' : textContent.trim()))
    })()`)
  const press = (key: string): Promise<void> => watched.page.keyboard.press(key)
  const tabTo = async (wanted: string | RegExp): Promise<void> => {
    const passed: string[] = []
    for (let presses = 0; presses < 40; presses++) {
      await press('Tab')
      const at = await focused()
      if (typeof wanted === 'string' ? at === wanted : wanted.test(at)) return
      passed.push(at)
    }
    throw new Error(`Tab never came to ${wanted}; it came to: ${passed.join(' | ')}`)
  }

  test('the first stop skips what is on every page', async () => {
    await watched.open('/')
    await watched.settled()
    await press('Tab')
    expect(await focused()).toBe('a Skip to the content')
    await press('Enter')
    expect(await focused()).toBe('main #content')
    await press('Tab')
    expect(await focused()).toMatch(/^a /)
  })

  test('a run is opened from Home, and its tabs and steps after it', async () => {
    await watched.open('/')
    await watched.settled()
    await tabTo(/^a .*succeeded.*sales/)
    await press('Enter')
    await watched.page.waitForURL(/\/runs\/[^/]+$/)
    await watched.settled()
    await tabTo(/^a Steps/)
    await press('Enter')
    await watched.page.getByRole('table', { name: 'Steps of the run' }).waitFor()
    await tabTo('a weather')
    await press('Enter')
    const step = watched.page.getByRole('complementary', { name: 'Step weather' })
    await step.waitFor()
    await tabTo('a Close')
    await press('Enter')
    await step.waitFor({ state: 'detached' })
    expect(watched.problems()).toEqual([])
  })

  test('a search is completed, and sent', async () => {
    const first = (text: string) => watched.page.locator('[role="option"]:first-child', { hasText: text })
    await watched.open('/runs')
    await watched.settled()
    await watched.page.getByRole('combobox', { name: 'Search runs' }).focus()
    await watched.page.keyboard.type('stat')
    await first('status:').waitFor()
    await press('ArrowDown')
    await press('Enter')
    const search = watched.page.getByRole('combobox', { name: 'Search runs' })
    await expect.poll(() => search.inputValue()).toBe('status:')
    await watched.page.keyboard.type('fail')
    await first('failed').waitFor()
    await press('ArrowDown')
    await press('Enter')
    await expect.poll(() => search.inputValue()).toBe('status:failed ')
    await press('Escape')
    await press('Enter')
    await watched.page.waitForURL(/q=status/)
    // Until the answer is here, the table shows what it showed before.
    const runs = watched.page.getByRole('table', { name: /^Runs/ })
    await expect.poll(() => runs.getByText('succeeded').count()).toBe(0)
    expect(await runs.getByText('failed').count()).toBeGreaterThan(0)
  })

  test('the steps of an application are walked with arrow keys', async () => {
    await watched.open('/applications/letter%202')
    await watched.settled()
    await watched.page.getByRole('button', { name: 'Show step 2' }).focus()
    await press('ArrowUp')
    await watched.page.getByRole('heading', { name: 'State after step 1' }).waitFor()
    await press('ArrowUp')
    await watched.page.getByRole('heading', { name: 'State after step 0' }).waitFor()
    expect(watched.problems()).toEqual([])
  })

  test('a dialog keeps the focus, and gives it back', async () => {
    await watched.open(`/runs/${shop.runs.afterEdit}`)
    await watched.settled()
    const button = watched.page.getByRole('button', { name: 'Run again' })
    await button.focus()
    await press('Enter')
    const dialog = watched.page.getByRole('dialog')
    await dialog.waitFor()
    expect(await watched.accessibility()).toEqual([])
    for (let presses = 0; presses < 8; presses++) {
      await press('Tab')
      expect(await watched.page.evaluate(IS_INSIDE)).toBe(true)
    }
    await press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await focused()).toBe('button Run again')
    expect(watched.problems()).toEqual([])
  })
})

test('what an application keeps is text, whatever it says', async () => {
  const { page } = watched
  await watched.open('/applications')
  shop.write('src/hostile.ts', hostileLetter)
  runProgram(shop.folder, 'src/hostile.ts')
  await page.getByRole('link', { name: HOSTILE_APP }).click()
  await page.getByRole('heading', { level: 1, name: HOSTILE_APP }).waitFor()
  for (const [step, heading] of [
    [2, 'State before step 2'],
    [1, 'State after step 1'],
  ] as const) {
    await page.getByRole('button', { name: `Show step ${step}` }).click()
    await page.getByRole('heading', { name: heading }).waitFor()
    await watched.settled()
    await page.getByRole('main').getByText(HOSTILE_TEXT).first().waitFor()
  }
  expect(await page.evaluate('globalThis.hit')).toBe(undefined)
  expect(await page.locator('main [onload], main [onerror], main script, a[href^="javascript:"]').count()).toBe(0)
  expect(watched.problems()).toEqual([])
})

test('what Home and the list of runs load is within the budget', async () => {
  const fresh = await shop.newPage({ isSignedIn: false })
  const sizes = await loadedBytes(fresh, [shop.dev.address, `${shop.dev.url}/runs`])
  expect(Object.keys(sizes).length).toBeGreaterThan(5)
  expect(Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(budgets.pages.firstLoadBytes)
  await fresh.close()
})

test('without a token nothing is shown, and how to get in', async () => {
  const stranger = await shop.newPage({ isSignedIn: false })
  await stranger.page.getByRole('heading', { level: 1 }).waitFor()
  expect(await stranger.page.getByRole('main').innerText()).toMatch(/address/)
  expect(await stranger.page.getByRole('navigation').count()).toBe(0)
  expect(await stranger.accessibility()).toEqual([])
  const address = new URL('/#token=of-yesterday', stranger.page.url()).href
  await stranger.page.goto('about:blank')
  await stranger.page.goto(address)
  await stranger.page.getByRole('heading', { level: 1, name: 'does not know this token' }).waitFor()
  await stranger.close()
})
