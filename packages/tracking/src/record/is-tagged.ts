// Whether a run has a tag now, as a condition on the table of runs.

import { sql } from '@throughline/store/tables'

export function isTagged(key: string, value: string): ReturnType<typeof sql<boolean>> {
  return sql<boolean>`EXISTS (SELECT 1 FROM tag WHERE tag.run = run.id AND tag.key = ${key} AND tag.value = ${value})`
}
