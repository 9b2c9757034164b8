// Where the browser of the browser tests comes from.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium } from '../../scripts/find-chromium.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-chromium-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function program(name: string): string {
  const file = join(folder, name)
  writeFileSync(file, '')
  chmodSync(file, 0o755)
  return file
}

test('CHROME_PATH comes first', () => {
  program('chromium')
  const own = program('my-browser')
  expect(findChromium({ CHROME_PATH: own, PATH: folder })).toBe(own)
})

test('a wrong CHROME_PATH is an error, not a reason to take another browser', () => {
  program('chromium')
  expect(() => findChromium({ CHROME_PATH: join(folder, 'none'), PATH: folder })).toThrow(
    'CHROME_PATH names no program',
  )
})

test('known names are tried in order', () => {
  program('chrome')
  const preferred = program('google-chrome')
  expect(findChromium({ PATH: folder })).toBe(preferred)
})

test('without a browser the error says how to get one', () => {
  expect(() => findChromium({ PATH: folder })).toThrow(/none of chromium, .* is on the path\.\nhelp: install one/)
})
