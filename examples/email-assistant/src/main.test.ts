import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const example = join(import.meta.dirname, '..')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'email-assistant-main-'))
  mkdirSync(join(folder, 'src'))
  for (const file of ['package.json', 'src']) cpSync(join(example, file), join(folder, file), { recursive: true })
  symlinkSync(join(example, '..', '..', 'node_modules'), join(folder, 'node_modules'), 'junction')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const start = async (...words: string[]): Promise<string> => {
  const options = ['src/main.ts', ...words]
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'node_modules', '.cache', 'examples') }
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: folder, env })
  return stdout
}

test('each command is a process of its own that goes on where the one before it ended', async () => {
  expect(await start()).toContain('From ines@orchard.example: Meeting about the harvest')
  expect(await start('revise', 'shorter')).toContain('Thursday at 10 suits me well.\n')
  expect(await start('send')).toContain('From bookkeeping@press.example')
  expect(await start('discard')).toContain('Nothing waits. Answered: m2; put away: m1, m3.')
  const sent = readFileSync(join(folder, 'out', 'outbox.jsonl'), 'utf8')
    .trim()
    .split('\n')
  expect(sent).toHaveLength(1)
})
