// Runs: a page of them.

import { z } from 'zod'
import { listRuns } from '@throughline/tracking/queries'
import type { Api } from '../http/api.ts'
import { cursorField, limitField } from '../http/query-fields.ts'
import { toRunFilter } from '../search/to-run-filter.ts'
import type { ServerParts } from '../server-parts.ts'

const search = z.string().max(1_000).default('').describe('In the search language.')

export function addRuns(api: Api, { record, clock }: ServerParts): void {
  api.add('GET /api/runs', {
    summary: 'Runs that match a search, the newest first.',
    query: z.object({ q: search, cursor: cursorField, limit: limitField(200, 50) }),
    answer: ({ query: { q, cursor, limit } }) =>
      listRuns(record, { ...toRunFilter(q, clock.nowMs()), limit, ...(cursor !== undefined && { cursor }) }),
  })
}
