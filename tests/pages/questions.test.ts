// Six questions that a stranger asks of a project, each answered from Home in at most five interactions.

import type { StepStates } from '@throughline/server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openRecordedShop, type RecordedShop } from './fixtures/recorded-shop.ts'
import { createVisitor, type Visitor } from './fixtures/visitor.ts'
import type { WatchedPage } from './fixtures/watched-page.ts'

const MOST = 5

let shop: RecordedShop
let watched: WatchedPage
let visitor: Visitor
beforeAll(async () => {
  shop = await openRecordedShop()
})
afterAll(() => shop?.close())

beforeEach(async () => {
  watched = await shop.newPage()
  visitor = createVisitor(watched.page)
})
afterEach(() => watched.close())

/** How an answer was come by: a count from one to the most is fine. */
function path(): { isShort: boolean; problems: readonly string[] } {
  const interactions = visitor.interactions()
  return { isShort: interactions > 0 && interactions <= MOST, problems: watched.problems() }
}
const FINE = { isShort: true, problems: [] }

/** A run of Home, by its id: what a person tells apart by when it was. */
const runAtHome = (id: string) => visitor.page.locator(`main a[href="/runs/${id}"]`).first()
const region = (name: string) =>
  visitor.page.locator('section', { has: visitor.page.getByRole('heading', { name, exact: true }) })
const see = (text: string | RegExp) => visitor.page.getByText(text).first().waitFor()

test('which data a forecast came from', async () => {
  await visitor.click(runAtHome(shop.runs.afterEdit))
  await visitor.click(
    visitor.page.getByRole('row', { name: 'forecast' }).getByRole('link', { name: 'where it comes from' }),
  )
  const begins = region('Begins with')
  await begins.getByRole('row', { name: 'input price number 10' }).waitFor()
  await begins.getByRole('link', { name: 'lampsSold' }).waitFor()
  await visitor.click(begins.getByRole('link', { name: 'lampsSold' }))
  await see("path: 'data/lamps.json'")
  expect(path()).toEqual(FINE)
})

test('what the code of a node was in that run', async () => {
  await visitor.click(runAtHome(shop.runs.beforeEdit))
  await visitor.click(visitor.page.getByRole('rowheader', { name: 'forecast' }).getByRole('link'))
  const step = visitor.page.getByRole('complementary', { name: 'Step forecast' })
  const code = step.getByRole('region', { name: 'Source code' })
  await code.filter({ hasText: '(a + b) / 2' }).first().waitFor()
  expect(await step.innerText()).not.toContain('2 * b - a')
  expect(path()).toEqual(FINE)
})

test('what differs from the previous run', async () => {
  await visitor.click(runAtHome(shop.runs.afterEdit))
  await visitor.click(visitor.page.getByRole('link', { name: 'What differs from the previous run' }))
  await visitor.page.getByRole('row', { name: /^forecast edited .* mean 72\.5 → 120/ }).waitFor()
  await visitor.click(visitor.page.getByRole('link', { name: 'forecast', exact: true }))
  const edit = visitor.page.getByRole('region', { name: 'What was edited' })
  await edit.waitFor()
  const text = await edit.innerText()
  expect(text).toMatch(/−.*\(a \+ b\) \/ 2/)
  expect(text).toMatch(/\+.*2 \* b - a/)
  expect(path()).toEqual(FINE)
})

test('which step was slowest', async () => {
  const { steps } = await shop.dev.ask<StepStates>('GET', `/runs/${shop.runs.afterEdit}/states`)
  const slowest = steps.toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0))[0]!.node
  await visitor.click(runAtHome(shop.runs.afterEdit))
  expect(await region('Slowest steps').getByRole('link').first().innerText()).toBe(slowest)
  await visitor.click(visitor.page.getByRole('link', { name: /^Steps/ }))
  const rows = visitor.page.getByRole('table', { name: 'Steps of the run' }).getByRole('row')
  await rows.nth(1).filter({ hasText: slowest }).waitFor()
  expect(path()).toEqual(FINE)
})

test('why a run failed', async () => {
  await visitor.click(region('Failed in the last seven days').getByRole('link', { name: 'sales' }).first())
  const why = region('Why it failed')
  await why.getByText('RangeError: a price below zero: -1').waitFor()
  await visitor.click(why.getByRole('link', { name: 'revenue' }))
  const step = visitor.page.getByRole('complementary', { name: 'Step revenue' })
  await step.getByText(/at .*src\/sales\.ts:\d+:\d+/).waitFor()
  await step.getByRole('region', { name: 'Source code' }).filter({ hasText: 'throw new RangeError' }).first().waitFor()
  expect(path()).toEqual(FINE)
})

test('who consumes a node', async () => {
  await visitor.click(visitor.page.getByRole('main').getByRole('link', { name: 'sales', exact: true }))
  await visitor.type(visitor.page.getByRole('combobox', { name: 'Find a node' }), 'revenue')
  await visitor.press('Enter')
  const node = visitor.page.getByRole('complementary', { name: 'Node revenue' })
  const readers = node.locator('section', { has: visitor.page.getByRole('heading', { name: /^Read by/ }) })
  await readers.waitFor()
  for (const reader of ['forecast', 'shares']) await readers.getByText(reader, { exact: true }).waitFor()
  expect(await readers.innerText()).not.toContain('weather')
  expect(path()).toEqual(FINE)
})
