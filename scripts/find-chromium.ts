// Finds a Chromium for the browser tests; only a continuous integration machine run as root may install one.

import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** Flags that keep the browser from doing anything but the test; the sandbox cannot run as root. */
export const chromiumFlags: readonly string[] = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(isRoot() ? ['--no-sandbox'] : []),
]

/**
 * The path of a Chromium: `CHROME_PATH`, else the first known name on the path, else, as root with `CI` set, the
 * system's package.
 *
 * @throws when there is none; the message says how to get one
 */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const stated = env['CHROME_PATH']
  if (stated !== undefined && stated !== '') {
    if (isExecutable(stated)) return stated
    throw new Error(`CHROME_PATH names no program: ${stated}`)
  }
  const found = onPath(env['PATH'] ?? '')
  if (found !== undefined) return found
  if (env['CI'] && isRoot() && process.platform === 'linux') {
    install()
    const installed = onPath(env['PATH'] ?? '')
    if (installed !== undefined) return installed
  }
  throw new Error(
    `The browser tests need Chromium or Chrome, and none of ${names.join(', ')} is on the path.\n` +
      'help: install one (Debian, Ubuntu: apt-get install chromium), or set CHROME_PATH to its program.',
  )
}

function onPath(path: string): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', ''] : ['']
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return names
    .flatMap((name) => folders.flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix))))
    .find(isExecutable)
}

function install(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['update'], { stdio: 'ignore', env })
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore', env })
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
