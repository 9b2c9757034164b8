// Graphs of flows and machines, as a person looks at them: with a pointer, with keys, and as a list.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawnRatio, panAndZoom } from './fixtures/graph-motions.ts'
import { graphProject } from './fixtures/graph-project.ts'
import { openPages, type OpenPages } from './fixtures/open-pages.ts'
import type { WatchedPage } from './fixtures/watched-page.ts'

let pages: OpenPages
let watched: WatchedPage
let page: Page

beforeAll(async () => {
  pages = await openPages(graphProject)
  watched = await pages.newPage()
  ;({ page } = watched)
})

afterAll(() => pages?.close())

const graph = () => page.getByRole('application')
const chosen = (): string | null => new URL(page.url()).searchParams.get('node')
/** The picture of the moment has its places. */
const settled = () => page.locator('[aria-busy="false"]').waitFor()

async function open(path: string): Promise<void> {
  await watched.open(path)
  await settled()
}

/** Where a picture of one box has it. */
async function middle(): Promise<{ readonly x: number; readonly y: number }> {
  const { x, y, width, height } = (await graph().boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

describe('the graph of a flow', () => {
  it('says what it is', async () => {
    await open('/flows/small')
    expect(await graph().getAttribute('aria-label')).toBe('Graph of small: 7 nodes, 6 arrows')
    expect(await watched.accessibility()).toEqual([])
  })

  it('is walked along its arrows with keys, says where one is, and opens a node', async () => {
    await open('/flows/small?node=spend')
    await graph().focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/node=spendPerSignup/)
    expect(await page.getByRole('status').allTextContents()).toContain(
      'spendPerSignup. number[]. 3 upstream, 1 downstream. What a signup costs.',
    )
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/node=worst/)
    await page.keyboard.press('ArrowRight')
    expect(chosen()).toBe('worst')
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('node'))
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/node=weeks/)
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/node=s/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/flows\/small\/nodes\/s/)
  })

  it('is moved and made larger with the pointer, which selects and opens', async () => {
    await open('/flows/small?focus=alone')
    const { x, y } = await middle()
    await page.mouse.move(x, y)
    await page.getByText('Nobody is near it.').waitFor()
    await page.mouse.wheel(0, -300)
    await page.mouse.down()
    await page.mouse.move(x + 150, y + 60, { steps: 4 })
    await page.mouse.up()
    expect(chosen()).toBeNull()
    await page.mouse.click(x, y - 60)
    expect(chosen()).toBeNull()
    await page.mouse.click(x + 150, y + 60)
    await page.waitForURL(/node=alone/)
    await page.getByRole('complementary', { name: 'Node alone' }).waitFor()
    await page.mouse.dblclick(x + 150, y + 60)
    await page.waitForURL(/\/flows\/small\/nodes\/alone/)
  })

  it('shows only the ways between two nodes, and all again', async () => {
    await open('/flows/small?node=spend')
    const aside = page.getByRole('complementary', { name: 'Node spend' })
    await aside.getByRole('combobox').fill('worst')
    await aside.getByRole('option', { name: 'worst' }).click()
    await page.waitForURL(/focus=spend.*to=worst|to=worst.*focus=spend/)
    await page.getByText('Between spend and worst').waitFor()
    await page.getByText('3 of 7').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.waitForURL((url) => !url.searchParams.has('focus'))
    expect(await page.getByText('Between spend and worst').count()).toBe(0)
    expect(chosen()).toBe('spend')
  })
})

describe('a flow of 4,000 nodes', () => {
  it('is shown by its modules, in which a search finds a node', async () => {
    await open('/flows/large')
    expect(await graph().getAttribute('aria-label')).toContain('4,000 nodes')
    await page.getByRole('button', { name: 'src/large/part0.ts' }).waitFor()
    await page.getByRole('combobox', { name: 'Find a node' }).fill('node2500')
    await page.getByRole('option', { name: 'node2500' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/node=node2500/)
    expect(new URL(page.url()).searchParams.get('open')).toBe('src/large/part6.ts')
    await page.getByRole('heading', { level: 2, name: 'node2500' }).waitFor()
    await settled()
    await graph().focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/node=node2580/)
    await page.getByRole('button', { name: 'Open all' }).click()
    await settled()
    await graph().focus()
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(/node=node2500/)
  })

  it('is drawn as a whole, and stays drawn while it is moved', async () => {
    await open('/flows/large?open=*')
    await expect.poll(() => drawnRatio(page)).toBeGreaterThan(0.01)
    await panAndZoom(page, { steps: 8 })
    await expect.poll(() => drawnRatio(page)).toBeGreaterThan(0.01)
    expect(watched.problems()).toEqual([])
  })

  it('is a list of which only what is in sight is in the document', async () => {
    await open('/flows/large?view=list')
    const tree = page.getByRole('tree')
    const rows = page.getByRole('treeitem')
    expect(await rows.count()).toBe(10)
    await tree.focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/open=/)
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/node=node0\b/)
    await page.keyboard.press('End')
    const active = await tree.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).textContent()).toContain('src/large/part9.ts')
    expect(await rows.count()).toBeLessThan(80)
    expect(await watched.accessibility()).toEqual([])
  })
})

it('a node says what its documentation says, as text', async () => {
  await watched.open('/flows/small/nodes/spend')
  const documentation = page.getByRole('region', { name: 'Documentation' })
  expect(await documentation.locator('strong').textContent()).toBe('the ledger')
  expect(await documentation.textContent()).toContain('<img src=x onerror=alert(1)>')
  expect(await documentation.locator('a, img').count()).toBe(0)
  await page.getByRole('region', { name: 'Source of spend' }).waitFor()
  await page.getByRole('region', { name: 'Read by (1)' }).getByRole('link', { name: 'spendPerSignup' }).click()
  await page.getByRole('heading', { level: 1, name: 'spendPerSignup' }).waitFor()
  expect(await watched.accessibility()).toEqual([])
})

it('a machine has a diagram, whose actions are walked with keys and said one by one', async () => {
  await open('/machines/patrol')
  expect(await graph().getAttribute('aria-label')).toBe('Diagram of patrol: 4 actions, 5 arrows')
  await graph().focus()
  await page.keyboard.press('ArrowDown')
  await page.waitForURL(/node=walk/)
  await page.keyboard.press('ArrowDown')
  await page.waitForURL(/node=look/)
  await page.getByRole('button', { name: 'look', pressed: true }).waitFor()
  expect(await watched.accessibility()).toEqual([])
})

it('flows and machines are listed', async () => {
  await watched.open('/flows')
  await page.getByRole('link', { name: 'large' }).waitFor()
  await page.getByRole('link', { name: 'patrol' }).waitFor()
  expect(await watched.accessibility()).toEqual([])
})

it('nothing was refused by the browser, and no script of others ran', () => {
  expect(watched.problems()).toEqual([])
})
