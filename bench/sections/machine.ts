// What a step of an application costs: in memory, kept in a journal, recorded; beside XState, LangGraph.js and Burr.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BURR_VERSION, findBurr } from '../find-burr.ts'
import type { FoundPython } from '../find-python.ts'
import { median, medianRatio, runWorker } from '../measure.ts'
import { printTable, type Row, type Section, type Verdict } from '../report.ts'
import type { Times } from '../workers/machine-times.ts'

const STEPS = 10_000
const GROWING = { few: 1_000, many: STEPS }
const TURNS = [50, 100, 200, 400]
/** Runs in a process: the first, and enough of the following ones for the compilers of the engine to be done. */
const RUNS = 21

/** By round. */
type Rounds = Readonly<Record<string, readonly Times[]>>

export async function measureMachine({ quick }: { quick: boolean }): Promise<Section> {
  const burr = findBurr()
  if ('reason' in burr) console.log(`Beside Burr: not measured. ${burr.reason}`)
  let rounds: Rounds
  try {
    rounds = await measureCounters(quick ? 1 : 7, burr)
  } finally {
    if ('remove' in burr) burr.remove()
  }
  const growing = await measureGrowing(quick ? 1 : 7)
  const bytes = await measureBytes()
  print(rounds, growing, bytes)
  const notes = 'reason' in burr ? burr.reason : `burr ${BURR_VERSION}`
  return {
    name: 'machine',
    figures: { steps: STEPS, rounds, growing, journalBytes: bytes, burr: notes },
    verdicts: verdictsOf(rounds, growing, bytes),
  }
}

/** Each round runs every counter once, one after the other, each in a process of its own. */
async function measureCounters(count: number, burr: FoundPython): Promise<Rounds> {
  const rounds: Record<string, Times[]> = {}
  const add = (name: string, times: Times): void => void (rounds[name] ??= []).push(times)
  for (let round = 0; round < count; round++) {
    for (const way of ['spread loop', 'await loop', 'memory', 'journal']) add(way, await times('machine.ts', way, RUNS))
    add('sqlite', await times('machine.ts', 'sqlite', 9))
    const { whole, ...outcome } = await times('machine.ts', 'recorded', 9)
    add('recorded', outcome)
    add('told', whole!)
    add('XState', await times('machine-peers.mjs', 'xstate', RUNS))
    add('LangGraph.js', await times('machine-peers.mjs', 'langgraph', 2))
    if (!('python' in burr)) continue
    add('Burr', await burrTimes(burr.python, 'core', STEPS))
    add('Burr, tracked', await burrTimes(burr.python, 'tracked', STEPS))
  }
  return rounds
}

/** In production, where nothing is frozen but what the machine itself shows. */
async function times(worker: string, way: string, runs: number, steps = STEPS): Promise<Times> {
  process.env['NODE_ENV'] = 'production'
  const answer = await runWorker<Times>(worker, [way, steps, runs], { timeoutMs: 300_000 })
  if ('failure' in answer) throw new Error(`${way}: ${answer.failure}`)
  return answer
}

async function burrTimes(python: string, way: string, steps: number): Promise<Times> {
  const home = mkdtempSync(join(tmpdir(), 'throughline-burr-home-'))
  try {
    const program = join(import.meta.dirname, '..', 'workers', 'burr-counter.py')
    const env = { ...process.env, HOME: home, BURR_TELEMETRY_ENABLED: 'false' }
    const { stdout } = await promisify(execFile)(python, [program, way, String(steps)], { env, timeout: 300_000 })
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Times
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

interface Growing {
  readonly few: readonly Times[]
  readonly many: readonly Times[]
}

async function measureGrowing(count: number): Promise<Growing> {
  const few: Times[] = []
  const many: Times[] = []
  for (let round = 0; round < count; round++) {
    few.push(await times('machine.ts', 'growing', RUNS * 2, GROWING.few))
    many.push(await times('machine.ts', 'growing', RUNS, GROWING.many))
  }
  return { few, many }
}

/** By the number of turns. They are the same in every run. */
type Bytes = Readonly<Record<'memory' | 'sqlite' | 'recorded', Readonly<Record<number, number>>>>

async function measureBytes(): Promise<Bytes> {
  const bytes = {
    memory: {} as Record<number, number>,
    sqlite: {} as Record<number, number>,
    recorded: {} as Record<number, number>,
  }
  for (const where of ['memory', 'sqlite', 'recorded'] as const) {
    for (const turns of TURNS) {
      const answer = await runWorker<{ bytes: number }>('journal-bytes.ts', [where, turns])
      if ('failure' in answer) throw new Error(`${where}: ${answer.failure}`)
      bytes[where][turns] = answer.bytes
    }
  }
  return bytes
}

const firstCpu = (all: readonly Times[]): number[] => all.map(({ first }) => first.cpuMs)
/** Of one that was run once: that run. Python has no compilers that would have to be done. */
const nextCpu = (all: readonly Times[]): number[] => all.map(({ first, next = first }) => next.cpuMs)

function print(rounds: Rounds, growing: Growing, bytes: Bytes): void {
  const perSecond = (cpuMs: readonly number[]): number => Math.round((STEPS * 1000) / median(cpuMs))
  const ours = rounds['memory']!
  printTable(
    `a counter of ${STEPS.toLocaleString('en-US')} steps with one subscriber: steps in a second of the processor`,
    ['what', 'first run', 'next runs', 'in memory by it, first', 'next'],
    Object.entries(rounds).map(([name, all]): Row => {
      const by = [medianRatio(firstCpu(all), firstCpu(ours)), medianRatio(nextCpu(all), nextCpu(ours))]
      const label = LABELS[name] ?? name
      const next = all[0]!.next ? perSecond(nextCpu(all)) : Number.NaN
      return [label, perSecond(firstCpu(all)), next, ...by.map((ratio) => `${ratio.toPrecision(3)} x`)]
    }),
  )
  printTable(
    'a log that grows by an item a step: microseconds of a step',
    ['steps', 'CPU'],
    (['few', 'many'] as const).map((which) => [GROWING[which], perStep(growing, which)]),
  )
  printTable(
    'a conversation in a journal: bytes of a turn',
    ['turns', 'memory', 'SQLite', 'SQLite and the record'],
    TURNS.map((turns) => [
      turns,
      ...(['memory', 'sqlite', 'recorded'] as const).map((where) => Math.round(bytes[where][turns]! / turns)),
    ]),
  )
}

const LABELS: Readonly<Record<string, string>> = {
  'spread loop': 'a loop that spreads an object',
  'await loop': 'a loop that awaits a function',
  memory: 'in memory',
  journal: 'with a journal in memory, in batches',
  sqlite: 'with a journal in SQLite, in batches',
  recorded: 'the same with the record of the run, to the outcome',
  told: 'the same, until the record says all',
}

function perStep(growing: Growing, which: 'few' | 'many'): number {
  return (median(nextCpu(growing[which])) * 1000) / GROWING[which]
}

function verdictsOf(rounds: Rounds, growing: Growing, bytes: Bytes): Verdict[] {
  const by = (ours: string, theirs: string, which: typeof nextCpu): number =>
    medianRatio(which(rounds[ours]!), which(rounds[theirs]!))
  const beside = (what: string, ours: string, theirs: string, limit: number): Verdict[] =>
    rounds[theirs]
      ? [{ promise: `${what}: processor time by ${theirs}`, measured: by(ours, theirs, nextCpu), limit, unit: ' x' }]
      : []
  return [
    ...beside('a counter in memory', 'memory', 'XState', 1 / 3),
    ...beside('a counter with a journal in SQLite', 'sqlite', 'Burr, tracked', 1 / 5),
    ...beside('the same with the record of the run, to the outcome', 'recorded', 'Burr, tracked', 1 / 5),
    ...beside('the same, until the record says all', 'told', 'Burr, tracked', 1),
    {
      promise: 'a log that grows: a step of 10,000 by one of 1,000',
      measured: perStep(growing, 'many') / perStep(growing, 'few'),
      limit: 2,
      unit: ' x',
    },
    ...(['memory', 'sqlite', 'recorded'] as const).map((where) => ({
      promise: `a journal (${where}): bytes of a turn of 400 by one of 100`,
      measured: bytes[where][400]! / 400 / (bytes[where][100]! / 100),
      limit: 1.1,
      unit: ' x',
    })),
  ]
}
