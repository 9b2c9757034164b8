// throughline apps rm: removes applications for good, when somebody says yes.

import { withApplications, type ApplicationFlags } from '../../applications/open-applications.ts'
import { cliIssue } from '../../issues.ts'
import { count } from '../../render/diff-summary.ts'
import { reportIssues, type Context } from '../context.ts'

export interface AppsRmFlags extends ApplicationFlags {
  readonly yes: boolean
  readonly json: boolean
}

export async function rm(this: Context, flags: AppsRmFlags, ...apps: readonly string[]): Promise<void> {
  await withApplications(this, flags, 'write', async ({ keeperOf }) => {
    const keepers = await Promise.all([...new Set(apps)].map(async (app) => ({ app, persister: await keeperOf(app) })))
    const { out } = this.terminal
    const what = count(keepers.length, 'application')
    if (!flags.yes) {
      if (!this.confirm) return reportIssues(this, [cliIssue('cli/not-confirmed', { what })])
      if (!(await this.confirm(`Remove ${what} for good?`))) {
        out.write(flags.json ? `${JSON.stringify({ removed: [] })}\n` : 'Nothing was removed.\n')
        return
      }
    }
    for (const { app, persister } of keepers) await persister.remove(app)
    const removed = keepers.map(({ app }) => app)
    out.write(`${flags.json ? JSON.stringify({ removed }) : `Removed ${count(removed.length, 'application')}.`}\n`)
  })
}
