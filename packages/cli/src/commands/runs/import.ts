// throughline runs import: takes the lines of an export into the record.

import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { withRecord, type RecordFlags } from '../../record/open-project-record.ts'
import { count } from '../../render/diff-summary.ts'
import { cliIssue } from '../../issues.ts'
import { reportIssues, type Context } from '../context.ts'
import { importBurr } from './import-burr.ts'

export interface RunsImportFlags extends RecordFlags {
  readonly burr: boolean
  readonly json: boolean
}

export async function importRuns(this: Context, flags: RunsImportFlags, file: string): Promise<void> {
  if (flags.burr) return importBurr(this, flags, file)
  const source = file === '-' ? process.stdin : createReadStream(resolve(this.directory, file))
  const failed = new Promise<never>((_, reject) => source.once('error', reject))
  failed.catch(() => {})
  await withRecord(this, flags, async ({ record }) => {
    const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })
    try {
      const { added, skipped } = await Promise.race([record.import(lines), failed])
      const text = `Imported ${count(added, 'event')}${skipped > 0 ? `; ${skipped} were there already, or belong to runs that were removed` : ''}.`
      this.terminal.out.write(`${flags.json ? JSON.stringify({ added, skipped }) : text}\n`)
    } catch (error) {
      if (!isSystemError(error)) throw error
      reportIssues(this, [cliIssue('cli/file-not-read', { path: file, reason: error.message.split(',', 1)[0]! })], 1)
    } finally {
      lines.close()
    }
  })
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
