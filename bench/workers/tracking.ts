// What it costs to record runs: of empty steps, of steps that work, of the example of births.
//
// usage: node tracking.ts <rounds>

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadProject } from '@throughline/project'
import { noHeart, openRecorder, tracker, type Tracker } from '@throughline/tracking'
import { node, type Hooks } from 'throughline'
import { layered, untypedFlow } from 'throughline/testing'

const rounds = Number(process.argv[2])
const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
const size = 1000

type Run = () => Promise<unknown>

/** Processor time of each way, in milliseconds, one after the other in each round. */
async function cpuMs<Way extends string>(
  ways: Readonly<Record<Way, Run>>,
  repeats: number,
): Promise<Record<Way, number[]>> {
  const names = Object.keys(ways) as Way[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Way, number[]>
  for (let warm = 0; warm < 3; warm++) for (const name of names) await ways[name]()
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const before = process.cpuUsage()
      for (let repeat = 0; repeat < repeats; repeat++) await ways[name]()
      const { user, system } = process.cpuUsage(before)
      times[name].push((user + system) / 1000 / repeats)
    }
  }
  return times
}

const recorder = openRecorder({ dir: join(folder, 'store'), heart: noHeart })
const tracking = (capture: 'none' | 'summary'): Tracker => tracker({ project: 'bench', recorder, capture })
const nothing: Hooks = { onStepStart: () => {}, onStepEnd: () => {} }

async function emptySteps(async: 'all' | 'none') {
  const { module, inputs, outputs } = layered(size, { async })
  const flow = untypedFlow(module)
  const run = (hooks: readonly Hooks[]): Run => {
    const watched = hooks.length > 0 ? flow.with({ hooks }) : flow
    return () => watched.execute(outputs, { inputs })
  }
  return cpuMs(
    { plain: run([]), watched: run([nothing]), states: run([tracking('none')]), summaries: run([tracking('summary')]) },
    10,
  )
}

function stir(column: Float64Array): void {
  for (let at = 0; at < 1_000; at++) column[at] = Math.sqrt(column[at]! * column[at]! + 1e-9)
}

/** Rounds of work in a millisecond of the processor. */
function calibrate(): number {
  const column = new Float64Array(1_000)
  const count = 50_000
  for (let round = 0; round < count; round++) stir(column)
  const before = process.cpuUsage()
  for (let round = 0; round < count; round++) stir(column)
  return count / (process.cpuUsage(before).user / 1000)
}
const perMs = calibrate()

/** Steps that work for so long, and give a column. */
async function workingSteps(workMs: number) {
  const column = Float64Array.from({ length: 100_000 }, (_, at) => Math.sin(at))
  const work = (before: Float64Array): Float64Array => {
    const copy = before.slice()
    for (let round = 0; round < perMs * workMs; round++) stir(copy)
    return copy
  }
  const steps = 5
  const module = Object.fromEntries(
    Array.from({ length: steps }, (_, at) => [
      `n${at}`,
      node(at === 0 ? [] : [`n${at - 1}`], (read: Readonly<Record<string, Float64Array>>) =>
        work(Object.values(read)[0] ?? column),
      ),
    ]),
  )
  const flow = untypedFlow(module)
  const { hooks, takeMs } = timed(tracking('summary'))
  const tracked = flow.with({ hooks: [hooks] })
  const output = `n${steps - 1}`
  const own: number[] = []
  const times = await cpuMs(
    {
      plain: () => flow.execute([output]),
      tracked: async () => {
        takeMs()
        await tracked.execute([output])
        own.push(takeMs())
      },
    },
    1,
  )
  // The work itself differs more from run to run than what the tracker takes: that is measured by itself.
  return { plain: times.plain, tracker: own.slice(-rounds) }
}

/** The same hooks, and the processor time that was spent in them since the last question. */
function timed(hooks: Tracker): { readonly hooks: Hooks; readonly takeMs: () => number } {
  let spentMs = 0
  const entries = Object.entries(hooks).map(([name, hook]: [string, (...told: unknown[]) => unknown]) => [
    name,
    (...told: unknown[]) => {
      const before = process.cpuUsage()
      const given = hook(...told)
      const { user, system } = process.cpuUsage(before)
      spentMs += (user + system) / 1000
      return given
    },
  ])
  const takeMs = (): number => {
    const taken = spentMs
    spentMs = 0
    return taken
  }
  return { hooks: Object.fromEntries(entries) as Hooks, takeMs }
}

async function births() {
  const config = join(import.meta.dirname, '../../examples/births-forecast/throughline.config.ts')
  const project = await loadProject(config)
  const flow = project.flow('forecast')
  const outputs = ['skill', 'next28Days']
  const tracked = flow.with({
    hooks: [tracker({ project: 'births', recorder, versions: await project.codeVersions() })],
  })
  // Its time differs from run to run by more than the record takes: so several in each round.
  return cpuMs({ plain: () => flow.execute(outputs), tracked: () => tracked.execute(outputs) }, 2)
}

try {
  const sync = await emptySteps('none')
  const async = await emptySteps('all')
  const working = { short: await workingSteps(12), long: await workingSteps(50) }
  console.log(JSON.stringify({ size, sync, async, working, births: await births() }))
} finally {
  recorder.close()
  rmSync(folder, { recursive: true, force: true })
}
