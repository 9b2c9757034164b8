// Steps of a counter: in a bare loop, in memory, with a journal in memory and in SQLite, and with a log that grows.
//
// usage: node machine.ts <spread loop | await loop | memory | journal | sqlite | recorded | growing> <steps> <runs>

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { append, forState, type Persister } from '@throughline/machine'
import { openKept, type Where } from './machine-persisters.ts'
import { printTimes } from './machine-times.ts'

const [, , way = '', steps, runs] = process.argv
const last = Number(steps)

interface Counter {
  n: number
  log?: { role: string; text: number }[]
}
const { action, machine } = forState<Counter>()
const count = action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.n + 1 }))
const note = action({ reads: ['n'], writes: ['n', 'log'] }, ({ state: { n } }) => ({
  n: n + 1,
  log: append({ role: 'user', text: n }),
}))
const done = action({}, () => {})
const counter = machine({ count: way === 'growing' ? note : count, done })
  .from('count')
  .when((state) => state.n < last, 'count')
  .otherwise('done')

/** With one subscriber, as each of the others has one. */
async function run(
  persister?: Persister,
  hasOutcome = (): void => {},
): Promise<{ readonly n: number; readonly heard: number }> {
  let heard = 0
  const hooks = [{ onEvent: () => void heard++ }]
  const app = await counter.open({
    entry: 'count',
    state: { n: 0 },
    hooks,
    ...(persister && { persister, durability: 'batch' }),
  })
  const { state } = await app.run({ maxSteps: last + 1 })
  hasOutcome()
  await app.close()
  return { n: state.n, heard }
}

let opened: Persister | undefined
/** One file for all runs, as a server has it. */
const kept = (where: Where): Persister => (opened ??= openKept(where, folder).persister)

const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
type Way = (hasOutcome: () => void) => { readonly n: number } | Promise<{ readonly n: number }>
const ways: Readonly<Record<string, Way>> = {
  'spread loop': () => {
    let state = { n: 0 }
    while (state.n < last) state = { ...state, n: state.n + 1 }
    return state
  },
  'await loop': async () => {
    const next = async (state: { readonly n: number }): Promise<{ n: number }> => ({ ...state, n: state.n + 1 })
    let state = { n: 0 }
    while (state.n < last) state = await next(state)
    return state
  },
  memory: () => run(),
  growing: () => run(),
  journal: () => run(openKept('memory', folder).persister),
  sqlite: () => run(kept('sqlite')),
  recorded: (hasOutcome) => run(kept('recorded'), hasOutcome),
}

try {
  await printTimes(ways[way]!, { last, runs: Number(runs) })
} finally {
  await opened?.close?.()
  rmSync(folder, { recursive: true, force: true })
}
