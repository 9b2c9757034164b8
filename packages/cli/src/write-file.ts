// Files that a command writes: whole or not at all, whoever reads them never sees half of one.

import { randomBytes } from 'node:crypto'
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { reportIssues, type Context } from './commands/context.ts'
import { cliIssue } from './issues.ts'

/** Says what it wrote, or why it could not. @param path as it was given */
export function writeFile(context: Context, path: string, text: string): void {
  const named = resolve(context.directory, path)
  const target = existsSync(named) ? realpathSync(named) : named
  const draft = `${target}.${randomBytes(4).toString('hex')}.tmp`
  try {
    // A device or a pipe is written to; a rename would put a file in its place.
    if (existsSync(target) && !statSync(target).isFile()) writeFileSync(target, text)
    else {
      writeFileSync(draft, text)
      renameSync(draft, target)
    }
    context.terminal.err.write(`wrote ${path}\n`)
  } catch (error) {
    rmSync(draft, { force: true })
    reportIssues(
      context,
      [cliIssue('cli/file-not-written', { path, reason: explain(error as NodeJS.ErrnoException) })],
      1,
    )
  }
}

function explain({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'its folder does not exist'
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'nothing may be written there' : message
}
