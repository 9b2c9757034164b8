// A Python that has a package in the version that was examined; installed for the run where there is none.

import { execFileSync } from 'node:child_process'
import { rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type FoundPython =
  | { readonly python: string; readonly remove: () => void }
  | {
      /** Why there is none: what was tried, and what came of it. */
      readonly reason: string
    }

interface WantedPackages {
  /** Of the environment: names the Python to try first. */
  readonly variable: string
  /** For messages and folders. */
  readonly name: string
  /** A program that fails unless everything is there, in its version. */
  readonly program: string
  /** As pip takes them. */
  readonly requirements: readonly string[]
}

export function findPython({ variable, name, program, requirements }: WantedPackages): FoundPython {
  const python = process.env[variable] ?? 'python3'
  if (succeeds(python, program)) return { python, remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), `throughline-${name}-`))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const own = join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  try {
    const options = { stdio: 'pipe', timeout: 300_000 } as const
    execFileSync(python, ['-m', 'venv', join(folder, 'venv')], options)
    execFileSync(own, ['-m', 'pip', 'install', '--quiet', ...requirements], options)
  } catch (error) {
    remove()
    const wanted = requirements.join(' ')
    return { reason: `${python} could not install ${wanted}: ${(error as Error).message.split('\n')[0]}` }
  }
  return { python: own, remove }
}

function succeeds(python: string, program: string): boolean {
  try {
    execFileSync(python, ['-c', program], { stdio: 'ignore', timeout: 60_000 })
    return true
  } catch {
    return false
  }
}
