// The page of the example of a chat, in a browser, with the server that `npm run serve` starts.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chromiumFlags, findChromium } from '../../scripts/find-chromium.ts'

const example = join(import.meta.dirname, '..', '..', 'examples', 'chat-agent')

let browser: Browser | undefined
let folder: string
const servers: ChildProcess[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chat-page-'))
  browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumFlags], chromiumSandbox: false })
})
afterAll(async () => {
  await browser?.close()
  for (const server of servers) server.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** @returns where it listens, once it does */
async function serve(port: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = spawn(process.execPath, ['src/server.ts'], {
    cwd: example,
    env: { ...process.env, PORT: port, CHAT_DATA: folder, OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  servers.push(server)
  for await (const line of createInterface({ input: server.stdout! })) {
    const url = /http:\S+/.exec(line)?.[0]
    if (url === undefined) continue
    const stop = async (): Promise<void> => {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
    return { url, stop }
  }
  throw new Error('the server ended before it listened')
}

it(
  'shows tokens as they come, waits for a person, and goes on after the server was started again',
  { timeout: 180_000 },
  async () => {
    const first = await serve('0')
    const page = await browser!.newPage()
    await page.goto(first.url)
    await page.waitForURL(/#.+/)

    await page.fill('#question', 'Who was the first to mention "railroad"?')
    // The text of the answer at each change of the page.
    await page.evaluate(`
    window.seen = []
    new MutationObserver(() => {
      const text = document.querySelector('#messages .assistant:last-child')?.textContent
      if (text) window.seen.push(text)
    }).observe(document.getElementById('messages'), { subtree: true, childList: true, characterData: true })
  `)
    await page.click('#send')
    const answer =
      '"railroad" is in 62 of the addresses: first in 1836 (Andrew Jackson), last in 2021 (Joseph R Biden).'
    await page.getByText(answer).waitFor()
    const seen = new Set((await page.evaluate('window.seen')) as string[])
    expect(seen).toContain('"railroad" is')
    expect(seen.size).toBeGreaterThan(10)

    await page.fill('#question', 'Save that, please')
    await page.click('#send')
    await page.getByText('May it use save_note?').waitFor()
    await first.stop()

    const second = await serve(new URL(first.url).port)
    await page.goto('about:blank')
    await page.goto(second.url)
    await page.getByText('May it use save_note?').waitFor()
    await page.click('#yes')
    await page.getByText('I have saved the note').waitFor()
    expect(await page.locator('#messages .user').allTextContents()).toEqual([
      'Who was the first to mention "railroad"?',
      'Save that, please',
    ])
    expect(readFileSync(join(folder, 'notes.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1)
    await second.stop()
  },
)
