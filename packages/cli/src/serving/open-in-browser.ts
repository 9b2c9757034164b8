// Opens an address in the browser of whoever sits at this machine.

import { spawn } from 'node:child_process'

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Does nothing where there is no browser: the address was printed. */
export function openInBrowser(address: string): void {
  const [command, ...first] = OPENERS[process.platform] ?? ['xdg-open']
  const opener = spawn(command, [...first, address], { stdio: 'ignore', detached: true })
  opener.on('error', () => {})
  opener.unref()
}
