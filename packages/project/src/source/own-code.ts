// Which files are ours, so that a user never sees them as his own.

import { realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const INSTALLED_COPY = /[\\/]node_modules[\\/](?:throughline|@throughline[\\/][^\\/]+)[\\/]/

/** In our repository they are not installed but linked, and a link is followed. */
const LINKED = ['throughline', '@throughline/analyze', '@throughline/store', '@throughline/cache', '@throughline/cli']

const directories = [...LINKED.map(packageDirectory), dirname(dirname(dirname(fileURLToPath(import.meta.url))))]
  .filter((directory) => directory !== '')
  .flatMap((directory) => [join(directory, 'src') + sep, join(directory, 'dist') + sep])

/** True for a file of Throughline, in whichever copy of it. */
export function isOwnCode(file: string): boolean {
  return INSTALLED_COPY.test(file) || directories.some((directory) => file.startsWith(directory))
}

function packageDirectory(name: string): string {
  try {
    return realpathSync(dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`))))
  } catch {
    return ''
  }
}
