// A Python that has Apache Hamilton, in the version that was examined; installed for the run where there is none.

import { execFileSync } from 'node:child_process'
import { rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const VERSION = '1.88.0'

export type Hamilton =
  | { readonly python: string; readonly remove: () => void }
  | {
      /** Why there is none: what was tried, and what came of it. */
      readonly reason: string
    }

/** `THROUGHLINE_PYTHON` names the Python to try first. */
export function findHamilton(): Hamilton {
  const python = process.env['THROUGHLINE_PYTHON'] ?? 'python3'
  if (hasHamilton(python)) return { python, remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'throughline-hamilton-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const own = join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  try {
    const options = { stdio: 'pipe', timeout: 300_000 } as const
    execFileSync(python, ['-m', 'venv', join(folder, 'venv')], options)
    execFileSync(own, ['-m', 'pip', 'install', '--quiet', `sf-hamilton==${VERSION}`], options)
  } catch (error) {
    remove()
    return { reason: `${python} could not install sf-hamilton ${VERSION}: ${(error as Error).message.split('\n')[0]}` }
  }
  return { python: own, remove }
}

function hasHamilton(python: string): boolean {
  const program = `from hamilton import version; assert version.VERSION == (${VERSION.replaceAll('.', ', ')})`
  try {
    execFileSync(python, ['-c', program], { stdio: 'ignore', timeout: 60_000 })
    return true
  } catch {
    return false
  }
}
