// HTML, SVG and script in everything that a run can say, and in what it keeps: shown as text, saved as bytes, never run.

import { join } from 'node:path'
import { openLocalStore } from '@throughline/store'
import { summarise } from '@throughline/tracking'
import { openRecord } from '@throughline/tracking/record'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runId, Writer } from '../../packages/tracking/src/record/fixtures/history.ts'
import { openPages, type OpenPages } from './fixtures/open-pages.ts'
import { shopProject } from './fixtures/shop-project.ts'

const texts = [
  '<script>globalThis.hit = 1</script>',
  '<img src=x onerror="globalThis.hit = 2">',
  '<svg onload="globalThis.hit = 3"><a href="javascript:globalThis.hit = 4">x</a></svg>',
  '"><iframe srcdoc="<script>parent.hit = 5</script>"></iframe>',
  '[link](javascript:globalThis.hit%20=%206) ![image](https://evil.example/x.png) <b>bold</b>',
  '</title></style></script><script>globalThis.hit = 7</script>',
]
const all = texts.join(' ')
const [node, other] = [texts[1]!, `${texts[2]!}/${texts[0]!}`]
const [before, run] = [runId(1, Date.now() - 60_000), runId(2, Date.now())]
const page = '<!doctype html><script>globalThis.hit = 8</script><svg onload="globalThis.hit = 9"></svg>'
let blob = ''
let pages: OpenPages

/** Two runs that say such texts wherever a run says something. */
function hostileRuns(): Writer {
  const writer = new Writer('w', Date.now() - 50_000)
  writer.node('code1:1', node, {
    doc: all,
    source: all,
    file: texts[0],
    line: 1,
    type: texts[2],
    tags: { [texts[0]!]: texts[1]! },
  })
  const nodes = [
    {
      name: node,
      kind: 'function',
      exportPath: texts[0],
      dependencies: [{ name: 'given', optional: false }],
      tags: {},
    },
    { name: other, kind: texts[1], exportPath: 'x', dependencies: [{ name: node, optional: false }], tags: {} },
  ]
  const graph = { nodes, inputs: [{ name: 'given', optional: false }], config: [] }
  writer.say(undefined, { type: 'version', kind: 'graph', id: `graph1:${'b'.repeat(64)}`, body: graph })
  const summary = summarise(texts, { capture: 'sample' })
  const record = summarise({ [all]: all, list: texts }, { capture: 'sample' })
  const error = { name: texts[0], message: all, stack: `${all}\n    at ${all} (file:///x/${all}:1:1)` }
  for (const id of [before, run]) {
    writer.start(id, {
      project: texts[1],
      subject: texts[2],
      outputs: [other],
      nodes: [node, other],
      actor: texts[0],
      tags: { [texts[3]!]: texts[4]!, plain: all },
      trigger: { kind: texts[5], note: all },
      versions: { graph: `graph1:${'b'.repeat(64)}` },
      inputs: { given: { type: all, version: `data1:${id}`, summary } },
    })
    writer.begin(id, node, { code: 'code1:1', inputs: { given: { from: 'given', version: `data1:${id}` } } })
    const at = { node }
    writer.say(id, { type: 'log', ...at, message: all, fields: { [all]: all } })
    writer.say(id, { type: 'metric', ...at, name: texts[1]!, value: 1, step: 1 })
    writer.say(id, {
      type: 'check',
      ...at,
      check: texts[2]!,
      passed: false,
      severity: 'error',
      message: all,
      facts: { [all]: all },
    })
    writer.say(id, {
      type: 'attribute',
      ...at,
      name: texts[3]!,
      attribute: { type: all, schemaVersion: 1, value: { [all]: all } },
    })
    writer.say(id, {
      type: 'artifact',
      ...at,
      name: `../${texts[0]!}\r\nx: y.html`,
      blob,
      sizeBytes: page.length,
      mediaType: 'text/html',
    })
    writer.say(id, { type: 'annotation', ...at, author: all, text: all })
    writer.finish(id, node, { code: 'code1:1', output: { type: all, version: `data1:${id}x`, summary: record } })
    writer.begin(id, other, { inputs: { x: { from: node } } })
    writer.say(id, { type: 'step.ended', node: other, status: 'failed', attempt: 1, durationMs: 1, error })
    writer.end(id, 'failed', { error })
  }
  return writer
}

beforeAll(async () => {
  pages = await openPages(shopProject, async (folder) => {
    const store = openLocalStore({ dir: join(folder, '.throughline') })
    blob = store.blobs.put('raw', Buffer.from(page))
    await store.close()
    const record = await openRecord({ url: 'sqlite:.throughline/store.db', dir: folder })
    await record.apply(hostileRuns().events)
    await record.close()
  })
})

afterAll(() => pages?.close())

const at = (name: string): string => encodeURIComponent(name)

it('is shown as text on every page, and nothing of it runs', async () => {
  const watched = await pages.newPage()
  const tabs = ['', 'waterfall', 'graph', 'steps', 'logs', 'metrics', 'checks', 'errors', 'artifacts']
  const paths = [
    '/',
    '/runs',
    `/runs?q=${at(`"${texts[0]!.replaceAll('"', '')}"`)}`,
    ...tabs.map((tab) => `/runs/${run}${tab === '' ? '' : `?tab=${tab}`}`),
    `/runs/${run}?tab=steps&node=${at(node)}`,
    `/runs/${run}/comparison?with=${before}`,
    `/runs/${run}/lineage/${at(node)}`,
    `/runs/${run}/lineage/${at(node)}?tab=difference&against=${before}`,
    `/flows/${at(texts[2]!)}`,
    `/flows/${at(texts[2]!)}/nodes/${at(node)}`,
    `/applications/${at(texts[1]!)}`,
  ]
  for (const path of paths) {
    await watched.page.goto(pages.dev.url + path)
    await watched.page.locator('main :text-matches(".")').first().waitFor()
    await watched.page.waitForTimeout(300)
    const shown = await watched.page.locator('main').first().innerText()
    expect([path, !path.endsWith('logs') || shown.includes(texts[0]!)]).toEqual([path, true])
    expect([path, await watched.page.evaluate('globalThis.hit')]).toEqual([path, undefined])
    const made = await watched.page.evaluate(
      `document.querySelectorAll('iframe, script:not([src]), [onerror], [onload], a[href^="javascript:"], img[src*="evil"]').length`,
    )
    expect([path, made]).toEqual([path, 0])
  }
  // What was asked for and is not there is said with a status.
  expect(watched.problems().filter((problem) => !/(?:status of|answer:) 404/.test(problem))).toEqual([])
  await watched.close()
})

it('is saved when it is an artifact, and never shown', async () => {
  const watched = await pages.newPage()
  const path = `/api/blobs/${blob}`
  const headers = await watched.page.evaluate(
    `fetch(${JSON.stringify(path)}).then((answer) => Object.fromEntries(answer.headers.entries()))`,
  )
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': expect.stringMatching(/^attachment; filename="[^"\r\n]+"; filename\*=UTF-8''[^\s;]+$/),
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'; sandbox"),
  })
  const [download] = await Promise.all([
    watched.page.waitForEvent('download'),
    watched.page.evaluate(`location.assign(${JSON.stringify(path)})`),
  ])
  expect(download.suggestedFilename()).not.toMatch(/[\\/<>]/)
  expect(await watched.page.evaluate('globalThis.hit')).toBeUndefined()
  await watched.close()
})
