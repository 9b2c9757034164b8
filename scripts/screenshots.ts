// Makes the pictures of docs/pages: every page, light and dark, of the example of births and of a small shop.
//
// usage: npm run screenshots

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunPageAnswer } from '@throughline/server'
import { openPages, type OpenPages } from '../tests/pages/fixtures/open-pages.ts'
import { openRecordedShop } from '../tests/pages/fixtures/recorded-shop.ts'

const ROOT = join(import.meta.dirname, '..')
const EXAMPLE = join(ROOT, 'examples', 'births-forecast')
const TARGET = join(ROOT, 'docs', 'pages')
const OUTPUTS = ['forecast', 'skill', 'intervalCoverage', 'next28Days']

const read = (file: string): string => readFileSync(join(EXAMPLE, file), 'utf8')

/** The files of the example, run by somebody whose name anybody may know. */
function births(): Readonly<Record<string, string>> {
  const sources = readdirSync(join(EXAMPLE, 'src')).filter((name) => !name.endsWith('.test.ts'))
  return {
    '.gitignore': 'node_modules\n.throughline\n',
    'package.json': read('package.json'),
    'throughline.config.ts': read('throughline.config.ts').replace(
      'cache: true',
      "cache: true,\n  tracking: { actor: 'ada' }",
    ),
    ...Object.fromEntries(sources.map((name) => [`src/${name}`, read(`src/${name}`)])),
  }
}

/** Name of a picture to the address of its page. */
type Pictures = Readonly<Record<string, string>>

async function take(pages: OpenPages, project: string, pictures: Pictures): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, open, settled, close } = await pages.newPage({ colorScheme })
    for (const [name, address] of Object.entries(pictures)) {
      await open(address)
      await settled()
      // Highlighted code, charts and layouts come when they are asked for.
      await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {})
      await page.evaluate(`(${PLACE})(${JSON.stringify([pages.folder, `~/${project}`])})`)
      await page.screenshot({ path: join(TARGET, `${name}-${colorScheme}.png`), animations: 'disabled' })
      console.log(`${name}, ${colorScheme}`)
    }
    await close()
  }
}

/** Runs in the page: a folder that nobody knows is called as a person would. */
const PLACE = `([folder, name]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(folder, name)
}`

/**
 * With an edit between them. A busy machine has no time to summarise a value, and its pictures would not show it: then with
 * another edit.
 */
async function runTwice(pages: OpenPages): Promise<{ readonly before: string; readonly run: string }> {
  const runs: string[] = []
  for (const coverage of ['0.9', '0.8', '0.85', '0.75', '0.7', '0.95']) {
    pages.write('src/interval.ts', read('src/interval.ts').replace('COVERAGE = 0.9', `COVERAGE = ${coverage}`))
    const id = await pages.run('forecast', OUTPUTS)
    const { run } = await pages.dev.ask<RunPageAnswer>('GET', `/runs/${id}`)
    if (runs.length === 0 || Object.keys(run.dropped).length === 0) runs.push(id)
    if (runs.length === 2) break
  }
  const [before, run] = runs
  if (run === undefined) throw new Error('The machine is too busy to make pictures now.')
  return { before: before!, run }
}

async function takeBirths(): Promise<void> {
  const pages = await openPages(births())
  try {
    const { before, run } = await runTwice(pages)
    const calendar = read('src/calendar.ts')
    pages.write('src/calendar.ts', calendar.replace('=> 28', '=> 40'))
    const failed = await pages.run('forecast', OUTPUTS)
    pages.write('src/calendar.ts', calendar)
    await pages.run('forecast', OUTPUTS)
    await take(pages, 'births-forecast', {
      home: '/',
      flows: '/flows',
      flow: '/flows/forecast',
      node: '/flows/forecast/nodes/skill',
      runs: '/runs',
      run: `/runs/${run}`,
      'run-timeline': `/runs/${run}?tab=timeline`,
      'run-graph': `/runs/${failed}?tab=graph`,
      'run-step': `/runs/${run}?tab=steps&node=next28Days`,
      'run-failed': `/runs/${failed}`,
      comparison: `/runs/${run}/comparison?with=${before}`,
      lineage: `/runs/${run}/lineage/next28Days`,
      'lineage-why': `/runs/${run}/lineage/next28Days?tab=why&against=${before}`,
    })
  } finally {
    await pages.close()
  }
}

async function takeShop(): Promise<void> {
  const shop = await openRecordedShop()
  try {
    await take(shop, 'lamp-shop', {
      machine: '/machines/letter',
      applications: '/applications',
      application: '/applications/letter%201',
    })
  } finally {
    await shop.close()
  }
}

await takeBirths()
await takeShop()
