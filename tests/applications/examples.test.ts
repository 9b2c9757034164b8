// The commands with which the READMEs of the applications begin do what they say.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'

const examples = join(import.meta.dirname, '..', '..', 'examples')

const data = mkdtempSync(join(tmpdir(), 'examples-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** @returns what `npm start` of an example prints, with no provider in the environment */
async function start(example: string): Promise<string> {
  const options = ['src/main.ts']
  const env = { ...process.env, OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined, CHAT_DATA: data }
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: join(examples, example), env })
  return stdout
}

it.concurrent('the simulation counts, and says which rule earns most', async () => {
  const printed = await start('simulation')
  expect(printed).toContain('step 3: count, then done')
  expect(printed).toContain('9 scenarios of a year, 9855 steps')
  expect(printed).toMatch(/wishes met\n +20 +40 +20\.00 +94\.3 %\n/)
})

it.concurrent('the agent talks in a terminal: it looks up, counts, asks, and saves', async () => {
  const printed = await start('chat-agent')
  expect(printed).toContain('You talk to the stub.')
  expect(printed).toContain('1903, Theodore Roosevelt: "It has not been necessary')
  expect(printed).toContain('"railroad" is in 62 of the addresses')
  expect(printed).toMatch(/save_note waits for a person.*\n.*save_note[\s\S]*I have saved the note/)
})
