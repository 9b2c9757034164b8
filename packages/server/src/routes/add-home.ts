// Home: what runs, what failed lately, how much went on.

import { activityByDay, activityByProject, listRuns } from '@throughline/tracking/queries'
import type { Api } from '../http/api.ts'
import type { ServerParts } from '../server-parts.ts'

const most = 20
const days = 30
const weekMs = 7 * 86_400_000

export function addHome(api: Api, { record, clock, project }: ServerParts): void {
  api.add('GET /api/home', {
    summary: 'What runs, what failed lately, and how much went on.',
    answer: async () => {
      const nowMs = clock.nowMs()
      const [projects, running, failed, latest, activity] = await Promise.all([
        activityByProject(record),
        listRuns(record, { status: ['running'], limit: most }),
        listRuns(record, { status: ['failed', 'abandoned'], since: nowMs - weekMs, limit: most }),
        listRuns(record, { limit: most }),
        activityByDay(record, days, nowMs),
      ])
      return {
        ...(project && {
          project: { name: project.name, directory: project.directory },
          definitions: project.definitions(),
        }),
        projects,
        running: running.runs,
        failed: failed.runs,
        latest: latest.runs,
        activity,
      }
    },
  })
}
