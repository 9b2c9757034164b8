// What memoization costs for each node, what it saves in the forecast of births, and how Apache Hamilton's does beside it.

import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findHamilton } from '../find-hamilton.ts'
import type { FoundPython } from '../find-python.ts'
import { createGraph, type Graph } from '../graph.ts'
import { median, runWorker } from '../measure.ts'
import { printTable, type Section, type Verdict } from '../report.ts'

const SIZE = 300
const VALUE_BYTES = 8 << 20
const root = join(import.meta.dirname, '..', '..')
const run = promisify(execFile)

interface Cost {
  readonly wallUs: number
  readonly cpuUs: number
}
interface Costs {
  readonly plainUs: number
  readonly cold: Cost
  readonly warm: Cost
}
type Values = 'ints' | 'lists'
type Environment = 'production' | 'development'

interface Overhead {
  readonly shape: string
  readonly values: Values
  readonly environment: Environment
  readonly ours: Costs
  readonly hamilton: Pick<Costs, 'cold' | 'warm'> | undefined
}

export async function measureMemoization({ quick }: { quick: boolean }): Promise<Section> {
  const rounds = quick ? 1 : 5
  const hamilton = findHamilton()
  if ('reason' in hamilton) console.log(`Beside Hamilton: not measured. ${hamilton.reason}`)
  const overheads: Overhead[] = []
  try {
    for (const shape of ['layered', 'chain'] as const) {
      for (const values of ['ints', 'lists'] as const) {
        overheads.push(...(await measureOverhead(createGraph(shape, SIZE), values, rounds, hamilton)))
      }
    }
  } finally {
    if ('remove' in hamilton) hamilton.remove()
  }
  const births = await measureBirths(rounds)
  const hashes = await must<{ sha256: number; bareSha256: number; xxh128: number }>('fingerprint-speed.ts', [64])
  const memory = await must<{ plainBytes: number; coldBytes: number; warmReadBytes: number; computedWarm: number }>(
    'memoized-memory.ts',
    [20, 8],
    ['--expose-gc'],
  )
  print(overheads, births, hashes, memory)
  return {
    name: 'memoization',
    figures: { size: SIZE, overheads, births, hashesGigabytesPerSecond: hashes, memory, hamilton: notes(hamilton) },
    verdicts: [
      ...besideHamilton(overheads),
      { promise: 'births, second run: by the first', measured: births.warm, limit: 0.15, unit: ' x' },
      {
        promise: 'births, after an edit of a comment: by the first',
        measured: births.comment,
        limit: 0.15,
        unit: ' x',
      },
      { promise: 'births: nodes computed again without need', measured: births.computed, limit: 0, unit: '' },
      { promise: 'fingerprint of a typed array, xxh128: of 1 GB', measured: 1 / hashes.xxh128, limit: 1, unit: ' s' },
      {
        promise: 'a chain of 20 values of 8 MB, nothing kept yet: held at once',
        measured: memory.coldBytes / VALUE_BYTES,
        // Two as in a run without a cache; one that the stack may still have.
        limit: 3.01,
        unit: ' values',
      },
      ...(Number.isNaN(memory.warmReadBytes)
        ? []
        : [
            {
              promise: 'the same, all kept: read from 160 MB for one number',
              measured: memory.warmReadBytes / (1 << 20),
              limit: 1,
              unit: ' MB',
            },
          ]),
    ],
  }
}

async function must<Result>(worker: string, args: readonly (string | number)[], nodeFlags?: string[]): Promise<Result> {
  const answer = await runWorker<Result & object>(worker, args, nodeFlags ? { nodeFlags } : {})
  if ('failure' in answer) throw new Error(`${worker}: ${answer.failure}`)
  return answer
}

/** In one round each of ours and of Hamilton's, one after the other. */
async function measureOverhead(
  graph: Graph,
  values: Values,
  rounds: number,
  hamilton: FoundPython,
): Promise<Overhead[]> {
  const folder = join(import.meta.dirname, '..', 'generated', `memoized-${graph.shape}-${values}`)
  mkdirSync(folder, { recursive: true })
  const module = join(folder, 'nodes.mjs')
  writeFileSync(module, moduleOf(graph, values))
  const nodes = join(folder, 'graph.json')
  writeFileSync(nodes, JSON.stringify(graph.nodes.map(({ name, dependencies }) => [name, dependencies])))
  const found = { production: [] as Costs[], development: [] as Costs[], hamilton: [] as Costs[] }
  for (let round = 0; round < rounds; round++) {
    for (const environment of ['production', 'development'] as const) {
      const env = { ...process.env, NODE_ENV: environment }
      const worker = join(import.meta.dirname, '..', 'workers', 'memoization.ts')
      const { stdout } = await run(process.execPath, [worker, module, graph.outputs.join(','), String(SIZE), '5'], {
        env,
      })
      found[environment].push(JSON.parse(stdout) as Costs)
    }
    if (!('python' in hamilton)) continue
    const program = join(import.meta.dirname, '..', 'workers', 'hamilton-cache.py')
    const { stdout } = await run(hamilton.python, [program, nodes, values, '3'])
    found.hamilton.push({ plainUs: 0, ...(JSON.parse(stdout) as Pick<Costs, 'cold' | 'warm'>) })
  }
  const { shape } = graph
  return (['production', 'development'] as const).map((environment) => {
    const theirs = found.hamilton.length > 0 ? middle(found.hamilton) : undefined
    return { shape, values, environment, ours: middle(found[environment]), hamilton: theirs }
  })
}

function middle(costs: readonly Costs[]): Costs {
  const of = (which: 'cold' | 'warm'): Cost => ({
    wallUs: median(costs.map((one) => one[which].wallUs)),
    cpuUs: median(costs.map((one) => one[which].cpuUs)),
  })
  return { plainUs: median(costs.map((one) => one.plainUs)), cold: of('cold'), warm: of('warm') }
}

function moduleOf({ nodes }: Graph, values: Values): string {
  const isInput = (name: string): boolean => name.startsWith('i')
  const line = ({ name, dependencies }: Graph['nodes'][number]): string => {
    const read = dependencies.map((one) => (values === 'ints' || isInput(one) ? one : `${one}[0]`)).join(' + ')
    const total = `(${read} + 1) & 1023`
    return `export const ${name} = ({ ${dependencies.join(', ')} }) => ${values === 'ints' ? total : `[${total}, 1, 2]`}\n`
  }
  return nodes.map(line).join('')
}

/** Processor time: Hamilton waits for its disk at every node, and that says more about the disk. */
function besideHamilton(overheads: readonly Overhead[]): Verdict[] {
  return (['cold', 'warm'] as const).flatMap((state) => {
    const shares = overheads.flatMap(({ ours, hamilton }) =>
      hamilton ? ours[state].cpuUs / hamilton[state].cpuUs : [],
    )
    if (shares.length === 0) return []
    const [limit, what] = state === 'cold' ? [1 / 5, 'nothing kept yet'] : [1 / 10, 'all kept']
    const promise = `processor time per node, ${what}, at worst: by Hamilton's cache`
    return [{ promise, measured: Math.max(...shares), limit, unit: ' x' }]
  })
}

interface Births {
  readonly warm: number
  readonly comment: number
  /** By the second run, and by that after the edit of a comment. */
  readonly computed: number
}

/** The flow's own time, as `--json` has it, in projects of their own. */
async function measureBirths(rounds: number): Promise<Births> {
  const warm: number[] = []
  const comment: number[] = []
  let computed = 0
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
    try {
      for (const name of ['src', 'throughline.config.ts', 'package.json']) {
        cpSync(join(root, 'examples', 'births-forecast', name), join(folder, name), { recursive: true })
      }
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
      const flow = async (): Promise<{ durationMs: number; counts: { computed: number } }> => {
        const command = join(root, 'packages', 'cli', 'bin', 'throughline.cjs')
        const options = { cwd: folder, maxBuffer: 1 << 26 }
        const { stdout } = await run(process.execPath, [command, 'run', 'forecast', '--json'], options)
        return JSON.parse(stdout) as { durationMs: number; counts: { computed: number } }
      }
      const first = await flow()
      const second = await flow()
      const file = join(folder, 'src', 'calendar.ts')
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n// Another comment.\n`)
      const third = await flow()
      warm.push(second.durationMs / first.durationMs)
      comment.push(third.durationMs / first.durationMs)
      computed += second.counts.computed + third.counts.computed
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return { warm: median(warm), comment: median(comment), computed }
}

function notes(hamilton: FoundPython): string {
  return 'reason' in hamilton ? hamilton.reason : 'sf-hamilton 1.88.0'
}

function print(
  overheads: readonly Overhead[],
  births: Births,
  hashes: { sha256: number; bareSha256: number; xxh128: number },
  memory: { plainBytes: number; coldBytes: number; warmReadBytes: number },
): void {
  const row = (one: Overhead, state: 'cold' | 'warm'): (string | number)[] => {
    const { wallUs, cpuUs } = one.ours[state]
    const theirs = one.hamilton?.[state]
    return [
      `${one.shape}, ${one.values}, ${one.environment}, ${state === 'cold' ? 'nothing kept' : 'all kept'}`,
      wallUs,
      cpuUs,
      1 + wallUs / one.ours.plainUs,
      theirs?.wallUs ?? Number.NaN,
      theirs?.cpuUs ?? Number.NaN,
      theirs ? theirs.wallUs / wallUs : Number.NaN,
      theirs ? theirs.cpuUs / cpuUs : Number.NaN,
    ]
  }
  printTable(
    `memoization of ${SIZE} trivial nodes: microseconds per node beyond a run without it`,
    ['graph', 'wall', 'CPU', 'by plain run', 'Hamilton wall', 'CPU', 'by ours, wall', 'CPU'],
    overheads.flatMap((one) => [row(one, 'cold'), row(one, 'warm')]),
  )
  printTable(
    'the forecast of births: flow time by the first run',
    ['run', 'ratio'],
    [
      ['second', births.warm],
      ['after an edit of a comment', births.comment],
    ],
  )
  printTable(
    'fingerprint of a typed array of 64 MB',
    ['by', 'GB/s'],
    [
      ['SHA-256', hashes.sha256],
      ['the bare hash', hashes.bareSha256],
      ['xxh128', hashes.xxh128],
    ],
  )
  printTable(
    'a chain of 20 values of 8 MB: MB',
    ['what', 'MB'],
    [
      ['held at once without a cache', memory.plainBytes / (1 << 20)],
      ['held at once, nothing kept yet', memory.coldBytes / (1 << 20)],
      ['read by a run that computes nothing', memory.warmReadBytes / (1 << 20)],
    ],
  )
}
