// Throws away all that is derived, and makes it anew from the events.

import type { SpoolEvent } from '@throughline/store'
import { perform } from '@throughline/store/tables'
import { Changes } from './changes.ts'
import { writeChanges, type ApplyContext } from './apply.ts'
import { derive } from './derive.ts'
import { renewDerivedTables } from './migrations.ts'

const pageSize = 2_000

/** @returns how many events there are */
export async function rebuildRecord(context: ApplyContext): Promise<number> {
  return context.database.transaction(async (transaction) => {
    await transaction.change(renewDerivedTables)
    let count = 0
    let after: { readonly writer: string; readonly seq: number } | undefined
    for (;;) {
      let page = transaction.query.selectFrom('event').select(['writer', 'seq', 'body']).limit(pageSize)
      if (after) {
        const { writer, seq } = after
        page = page.where((eb) => eb(eb.refTuple('writer', 'seq'), '>', eb.tuple(writer, seq)))
      }
      const rows = await page.orderBy('writer').orderBy('seq').execute()
      const changes = new Changes()
      for (const { body: line } of rows) derive({ event: JSON.parse(line) as SpoolEvent, line }, changes)
      await perform(transaction, writeChanges(context.pins, transaction, changes))
      count += rows.length
      after = rows.at(-1)
      if (rows.length < pageSize) return count
    }
  })
}
