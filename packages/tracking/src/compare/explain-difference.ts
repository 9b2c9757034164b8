// Why a node gave another value in one run than in another: the first of its ancestors that differ by themselves.

import {
  codeOf,
  runDetails,
  type CodeFacts,
  type Queried,
  type RecordedStep,
  type RunDetails,
  type RunHead,
} from '../queries/run-details.ts'
import { codeDifference, type CodePlaceText, type PackageChange, type PieceChange } from './code-difference.ts'
import { compareSurroundings, type Surroundings } from './compare-runs.ts'
import { compareValues, compareVersions, type Sameness, type ValueDifference } from './value-difference.ts'

export interface DifferenceExplained {
  readonly node: string
  readonly before: RunHead
  readonly after: RunHead
  /** The value of the node. */
  readonly output: ValueDifference
  /** How its step went in each; absent where it was no part of the run. */
  readonly status: { readonly before?: string; readonly after?: string }
  /** What differs by itself, the nearest to the node first. */
  readonly causes: readonly Cause[]
  /** What was edited, each once, in the order in which it is met. */
  readonly changes: readonly CodeChange[]
  readonly surroundings: Surroundings
  /** Outputs of the later run that differ, other than the node itself. */
  readonly outputs: readonly (ValueDifference & { readonly node: string })[]
}

/** An edit, with all nodes of the later run whose code it is part of. */
export interface CodeChange {
  readonly change: PieceChange
  readonly nodes: readonly string[]
}

export type Cause = {
  /** From the node that was asked about to the one that differs by itself. */
  readonly path: readonly string[]
  /** Its value, in both runs. */
  readonly output: ValueDifference
} & (
  | {
      readonly kind: 'code'
      /** Indexes in `changes`. */
      readonly changes: readonly number[]
      /** Those of them that are the declaration of the node itself. */
      readonly own: readonly number[]
      readonly packages: readonly PackageChange[]
    }
  /** It was given to the run. */
  | { readonly kind: 'input' }
  /** It reads something else than before. */
  | { readonly kind: 'graph'; readonly readsNow: readonly string[]; readonly readNoMore: readonly string[] }
  /** Equal code with equal inputs gave another value: it reads the outside world, the time, or chance. */
  | { readonly kind: 'outside'; readonly impure: readonly string[] }
  /** It was no part of one of the runs, or did not give a value there. */
  | { readonly kind: 'missing'; readonly in: 'before' | 'after'; readonly status?: string }
  /** Its code or what it reads is not known of both runs. */
  | { readonly kind: 'unknown' }
)

/**
 * Walks from a node up through what it read, as long as values differ.
 *
 * @param against the earlier run, by id
 * @returns `undefined` when one of the runs is not there
 */
export async function explainDifference(
  record: Queried,
  { node, run, against }: { readonly node: string; readonly run: string; readonly against: string },
): Promise<DifferenceExplained | undefined> {
  const [before, after] = await Promise.all([runDetails(record, against), runDetails(record, run)])
  if (!before || !after) return undefined
  const differing = [...after.steps].flatMap(([name, { code }]): readonly (readonly [string, string, string])[] => {
    const old = before.steps.get(name)?.code
    return compareVersions(old, code) === 'different' ? [[name, old!, code!]] : []
  })
  const [old, now] = await Promise.all([
    codeOf(record, new Map(differing.map(([name, id]) => [name, id]))),
    codeOf(record, new Map([...after.steps].flatMap(([name, { code }]) => (code === undefined ? [] : [[name, code]])))),
  ])
  return explainRuns(node, { before, after }, { before: old, after: now })
}

interface Sides<Side> {
  readonly before: Side
  readonly after: Side
}

/** As `explainDifference`, of runs that are there. @param codes what is known of the code of nodes whose code differs */
export function explainRuns(
  node: string,
  runs: Sides<RunDetails>,
  codes: Sides<ReadonlyMap<string, CodeFacts>>,
): DifferenceExplained {
  const changes = new ChangeList(runs, codes)
  const { before, after } = runs
  const walk = new Walk(runs, codes, changes)
  const causes = walk.from(node)
  return {
    node,
    before: before.run,
    after: after.run,
    output: compareValues(valueOf(before, node), valueOf(after, node)),
    status: {
      ...(before.steps.has(node) && { before: before.steps.get(node)!.status }),
      ...(after.steps.has(node) && { after: after.steps.get(node)!.status }),
    },
    causes,
    changes: changes.all(),
    surroundings: compareSurroundings(before, after),
    outputs: after.run.outputs.flatMap((name) => {
      const found = compareValues(valueOf(before, name), valueOf(after, name))
      return name === node || found.is !== 'different' ? [] : [{ node: name, ...found }]
    }),
  }
}

interface NodeEdits {
  readonly changes: readonly number[]
  readonly own: readonly number[]
  readonly packages: readonly PackageChange[]
}

/** Whether a piece is the declaration of a node. */
function isAt(piece: CodePlaceText | undefined, code: CodeFacts | undefined): boolean {
  return piece !== undefined && piece.file === code?.file && piece.line === code.line
}

/** Edits of all nodes of which the code differs. */
class ChangeList {
  readonly #changes: { change: PieceChange; nodes: string[] }[] = []
  readonly #indexes = new Map<string, number>()
  readonly #byNode = new Map<string, NodeEdits>()

  constructor({ before, after }: Sides<RunDetails>, codes: Sides<ReadonlyMap<string, CodeFacts>>) {
    for (const [node, { code }] of after.steps) {
      if (compareVersions(before.steps.get(node)?.code, code) !== 'different') continue
      const [old, now] = [codes.before.get(node), codes.after.get(node)]
      const { pieces, packages } = codeDifference(old, now)
      const indexes = pieces.map((piece) => this.#index(piece, node))
      const own = indexes.filter((_, at) => isAt(pieces[at]!.after, now) || isAt(pieces[at]!.before, old))
      this.#byNode.set(node, { changes: indexes, own, packages })
    }
  }

  of(node: string): NodeEdits {
    return this.#byNode.get(node) ?? { changes: [], own: [], packages: [] }
  }

  all(): readonly CodeChange[] {
    return this.#changes
  }

  #index(change: PieceChange, node: string): number {
    const key = JSON.stringify(change)
    let index = this.#indexes.get(key)
    if (index === undefined) this.#indexes.set(key, (index = this.#changes.push({ change, nodes: [] }) - 1))
    this.#changes[index]!.nodes.push(node)
    return index
  }
}

class Walk {
  readonly #runs: Sides<RunDetails>
  readonly #codes: Sides<ReadonlyMap<string, CodeFacts>>
  readonly #changes: ChangeList
  readonly #graphs: Sides<ReadonlyMap<string, readonly string[]>>

  constructor(runs: Sides<RunDetails>, codes: Sides<ReadonlyMap<string, CodeFacts>>, changes: ChangeList) {
    this.#runs = runs
    this.#codes = codes
    this.#changes = changes
    this.#graphs = { before: readsIn(runs.before), after: readsIn(runs.after) }
  }

  /** Breadth first: the nearest causes come first, each by a shortest way. */
  from(node: string): Cause[] {
    const causes: Cause[] = []
    const seen = new Set([node])
    let paths: readonly (readonly string[])[] = [[node]]
    while (paths.length > 0) {
      const next: (readonly string[])[] = []
      for (const path of paths) {
        const { found, up } = this.#look(path)
        causes.push(...found)
        for (const name of up) {
          if (seen.has(name)) continue
          seen.add(name)
          next.push([...path, name])
        }
      }
      paths = next
    }
    // What is unknown matters only where nothing is known.
    const known = causes.filter(({ kind }) => kind !== 'unknown')
    return known.length > 0 ? known : causes
  }

  /** What differs at the end of a path by itself, and which of what it reads differ. */
  #look(path: readonly string[]): { readonly found: readonly Cause[]; readonly up: readonly string[] } {
    const { before, after } = this.#runs
    const name = path.at(-1)!
    const output = compareValues(valueOf(before, name), valueOf(after, name))
    if (output.is === 'same' || !this.#isKnown(name)) return { found: [], up: [] }
    const common = { path, output }
    const [old, now] = [before.steps.get(name), after.steps.get(name)]
    if (!old && !now) return { found: output.is === 'different' ? [{ kind: 'input', ...common }] : [], up: [] }
    const gone = missingIn(old, now)
    if (gone) {
      const status = (gone === 'before' ? old : now)?.status
      return { found: [{ kind: 'missing', in: gone, ...(status !== undefined && { status }), ...common }], up: [] }
    }
    return this.#lookAtSteps(name, common, old!, now!)
  }

  #lookAtSteps(
    name: string,
    common: Pick<Cause, 'path' | 'output'>,
    old: RecordedStep,
    now: RecordedStep,
  ): { readonly found: readonly Cause[]; readonly up: readonly string[] } {
    const code = compareVersions(old.code, now.code)
    const found: Cause[] = []
    if (code === 'different') found.push({ kind: 'code', ...common, ...this.#changes.of(name) })
    const [read, reads] = [this.#readsOf('before', name), this.#readsOf('after', name)]
    const readsNow = reads.filter((one) => !read.includes(one))
    const readNoMore = read.filter((one) => !reads.includes(one))
    const isRewired = readsNow.length > 0 || readNoMore.length > 0
    if (isRewired && code !== 'different') found.push({ kind: 'graph', ...common, readsNow, readNoMore })
    const both = reads.filter((one) => read.includes(one))
    const states = both.map((one) => [one, this.#samenessOf(one)] as const)
    const up = states.filter(([, is]) => is !== 'same').map(([one]) => one)
    const isAllSame = states.every(([, is]) => is === 'same')
    if (found.length === 0 && isAllSame && common.output.is === 'different') {
      const impure = this.#codes.after.get(name)?.impure ?? []
      found.push(code === 'same' ? { kind: 'outside', impure, ...common } : { kind: 'unknown', ...common })
    }
    return { found, up }
  }

  #samenessOf(name: string): Sameness {
    return compareValues(valueOf(this.#runs.before, name), valueOf(this.#runs.after, name)).is
  }

  #readsOf(side: 'before' | 'after', node: string): readonly string[] {
    const { inputs } = this.#runs[side].steps.get(node) ?? {}
    return inputs ? [...new Set(Object.values(inputs).map(({ from }) => from))] : (this.#graphs[side].get(node) ?? [])
  }

  /** A value that a configuration chose is neither a step nor an input. */
  #isKnown(name: string): boolean {
    const { before, after } = this.#runs
    return [before, after].some(({ run, steps }) => steps.has(name) || Object.hasOwn(run.inputs, name))
  }
}

/** On which side a step gave no value. */
function missingIn(old: RecordedStep | undefined, now: RecordedStep | undefined): 'before' | 'after' | undefined {
  const gave = (step: RecordedStep | undefined): boolean => step?.status === 'succeeded' || step?.status === 'cached'
  if (!gave(now)) return 'after'
  return gave(old) ? undefined : 'before'
}

function valueOf({ run, steps }: RunDetails, name: string): RecordedStep['output'] {
  const step = steps.get(name)
  return step ? step.output : Object.hasOwn(run.inputs, name) ? run.inputs[name] : undefined
}

function readsIn({ graph }: RunDetails): ReadonlyMap<string, readonly string[]> {
  return new Map((graph?.nodes ?? []).map(({ name, dependencies }) => [name, dependencies.map((one) => one.name)]))
}
