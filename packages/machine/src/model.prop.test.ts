// Random machines under random schedules of steps, runs, deaths, restarts, forks, answers, edits and ends: where an
// application stands, what it tells, what is recorded and what that folds to is what a reference says that knows nothing
// of the engine.
//
// THROUGHLINE_CASES sets the number of schedules, THROUGHLINE_SEED the seed.

import { assert, asyncProperty } from 'fast-check'
import { it } from 'vitest'
import { checkSchedule } from './fixtures/model/check-schedule.ts'
import { world } from './fixtures/model/world.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 150)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

it('applications stand where a reference says, whatever is done with them', { timeout: 3_600_000 }, async () => {
  await assert(asyncProperty(world, checkSchedule), { numRuns, seed })
})
