// Has the record told what killed applications did not come to: at the start, and now and then.

import type { Clock } from '@throughline/store'
import type { RunRecord } from '@throughline/tracking/record'

/** Looking costs one query when nothing was left. */
const pauseMs = 5_000

export function keepTold(record: Pick<RunRecord, 'tellLeftBehind'>, clock: Clock): { close(): Promise<void> } {
  let cancel = (): void => {}
  let isClosed = false
  const tell = async (): Promise<void> => {
    try {
      await record.tellLeftBehind()
    } catch {
      // The record is away: what was left is still there when it is back.
    }
    if (!isClosed) cancel = clock.later(pauseMs, () => void (telling = tell()), { holds: false })
  }
  let telling = tell()
  return {
    close: () => {
      isClosed = true
      cancel()
      return telling
    },
  }
}
