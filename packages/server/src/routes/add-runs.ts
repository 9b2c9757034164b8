// Runs: a page of those that match a search, a chart of them, and help with writing a search.

import { z } from 'zod'
import { listRuns, type RunFilter } from '@throughline/tracking/queries'
import type { Api } from '../http/api.ts'
import { cursorField, limitField } from '../http/query-fields.ts'
import { completeSearch } from '../search/complete-search.ts'
import { toRunFilter } from '../search/to-run-filter.ts'
import type { ServerParts } from '../server-parts.ts'

const search = z.string().max(1_000).default('').describe('A search, such as  status:failed flow:births since:2d >5s')
const mostInChart = 500

export function addRuns(api: Api, { record, clock }: ServerParts): void {
  const filterOf = (query: string): RunFilter => toRunFilter(query, clock.nowMs())

  api.add('GET /api/runs', {
    summary: 'Runs that match a search, the newest first.',
    query: z.object({ q: search, cursor: cursorField, limit: limitField(200, 50) }),
    answer: ({ query: { q, cursor, limit } }) =>
      listRuns(record, { ...filterOf(q), limit, ...(cursor !== undefined && { cursor }) }),
  })

  api.add('GET /api/runs/completion', {
    summary: 'What could stand at a place of a search.',
    query: z.object({
      q: search,
      at: z.coerce.number().int().min(0).exactOptional().describe('Characters from the start; otherwise the end.'),
    }),
    answer: ({ query: { q, at = q.length } }) => completeSearch(record, q, Math.min(at, q.length)),
  })

  api.add('GET /api/runs/chart', {
    summary: 'The latest runs that match a search, the oldest first, in short.',
    query: z.object({ q: search, limit: limitField(mostInChart, mostInChart) }),
    answer: async ({ query: { q, limit } }) => {
      const { runs } = await listRuns(record, { ...filterOf(q), limit })
      return {
        runs: runs.toReversed().map(({ id, flow, status, startedAtMs, durationMs }) => ({
          id,
          flow,
          status,
          startedAtMs,
          ...(durationMs !== undefined && { durationMs }),
        })),
      }
    },
  })
}
