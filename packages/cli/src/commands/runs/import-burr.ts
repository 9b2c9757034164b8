// throughline runs import --burr: takes applications that Burr tracked into the store of the project.

import { resolve } from 'node:path'
import { withApplications } from '../../applications/open-applications.ts'
import { cliIssue } from '../../issues.ts'
import { count } from '../../render/diff-summary.ts'
import { reportIssues, type Context, type ProjectFlags } from '../context.ts'

/** Damaged lines that are told one by one. */
const MOST_TOLD = 20

export async function importBurr(
  context: Context,
  flags: ProjectFlags & { readonly json: boolean },
  folder: string,
): Promise<void> {
  const { burrApplications, readBurrFolder } = await import('@throughline/tracking/burr')
  let read: ReturnType<typeof readBurrFolder>
  try {
    read = readBurrFolder(resolve(context.directory, folder))
  } catch (error) {
    const reason = (error as Error).message.split(',', 1)[0]!
    return reportIssues(context, [cliIssue('cli/file-not-read', { path: folder, reason })], 1)
  }
  if (read.files.length === 0) return reportIssues(context, [cliIssue('cli/no-burr-logs', { folder })], 1)
  const { applications, damaged } = burrApplications(read.files, { project: read.project })
  await withApplications(context, flags, 'write', async ({ store }) => {
    const added: string[] = []
    const skipped: string[] = []
    for (const { app, entries } of applications) {
      const isKnown = (await store.load(app)) !== undefined
      if (!isKnown) await store.append(app, 0, entries)
      ;(isKnown ? skipped : added).push(app)
    }
    const { out, err } = context.terminal
    const told = damaged.map(({ file, line, reason }) => `${file}:${line} was left out: ${reason}`)
    const rest = told.length - MOST_TOLD
    for (const one of [...told.slice(0, MOST_TOLD), ...(rest > 0 ? [`and ${rest} more lines`] : [])])
      err.write(`${one}\n`)
    const there = skipped.length > 0 ? `; ${skipped.length} were there already` : ''
    const text = `Imported ${count(added.length, 'application')}${there}.`
    out.write(`${flags.json ? JSON.stringify({ added, skipped, damaged }) : text}\n`)
  })
}
