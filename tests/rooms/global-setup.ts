// Commands that tests start are those of the source that stands there: the rooms of Node are built before the first test.

import { buildRooms } from '../../scripts/build-rooms.ts'

/** A room that cannot be built says so, and keeps what was built before: tests of other rooms do not need it. */
export async function setup(): Promise<void> {
  await buildRooms({ isClean: false }).catch((error: unknown) => {
    process.stderr.write(`Not everything is built: ${error instanceof Error ? error.message : String(error)}\n`)
  })
}
