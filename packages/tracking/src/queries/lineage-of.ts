// Which data, code, configuration and packages a value came from, across the runs that made its parts.

import type { ValueFacts } from '../events/event.ts'
import { getRun, type RunDetails } from './get-run.ts'
import { nodeVersion, type NodeVersion } from './node-history.ts'
import type { Readable } from './readable.ts'
import { toStep, type Step } from './steps-of.ts'

/** A value that a step made, with what it read. */
export interface LineageStep {
  /** The step that made the value: of a cached one that in the run which it came from, when that is recorded. */
  readonly step: Step
  /** What its code was, when somebody told it. */
  readonly code?: NodeVersion
  readonly reads: readonly LineageRead[]
  /** The run says that the value came from another one, which is not in the record. */
  readonly isCut: boolean
}

/** A value under the name by which it was read. */
export interface LineageRead {
  readonly name: string
  /** The node or the input that it came from. */
  readonly from: string
  /** Data version that was read. */
  readonly version?: string
  /** Index in `steps`; absent for what came from outside: then it is among `inputs`, or nothing more is known. */
  readonly step?: number
  /** Data version of what is known about `from`, when that is another one: the value changed in between. */
  readonly otherVersion?: string
}

export interface LineageInput {
  readonly run: string
  readonly name: string
  readonly facts: ValueFacts
}

export interface Lineage {
  /** The value that was asked for comes first; what a step reads comes after it. */
  readonly steps: readonly LineageStep[]
  /** Values from outside. */
  readonly inputs: readonly LineageInput[]
  /** The runs that made a part, the one that was asked for first: each with its versions. */
  readonly runs: readonly RunDetails[]
}

/**
 * @param item keys of the item, in a fan-out
 * @returns undefined when the run has no such step
 * @complexity a query for each run that has a part in it, and one for each node
 */
export async function lineageOf(
  record: Readable,
  run: string,
  node: string,
  item?: readonly string[],
): Promise<Lineage | undefined> {
  return new LineageSearch(record, item ? JSON.stringify(item) : '').search(run, node)
}

interface LoadedRun {
  readonly details: RunDetails | undefined
  /** The last step of each node: of the item that was asked for, or of none. */
  readonly steps: ReadonlyMap<string, Step>
}

class LineageSearch {
  readonly #record: Readable
  readonly #item: string
  readonly #runs = new Map<string, LoadedRun>()
  readonly #indexes = new Map<string, number>()
  readonly #waiting: { readonly step: Step; readonly isCut: boolean }[] = []
  readonly #inputs = new Map<string, LineageInput>()

  constructor(record: Readable, item: string) {
    this.#record = record
    this.#item = item
  }

  async search(run: string, node: string): Promise<Lineage | undefined> {
    if ((await this.#enter(run, node)) === undefined) return undefined
    const steps: LineageStep[] = []
    for (let index = 0; index < this.#waiting.length; index++) {
      const { step, isCut } = this.#waiting[index]!
      const code = step.code === undefined ? undefined : await nodeVersion(this.#record, step.code, step.node)
      steps.push({ step, ...(code && { code }), reads: await this.#reads(step), isCut })
    }
    const runs = Array.from(this.#runs.values(), ({ details }) => details).filter((details) => details !== undefined)
    return { steps, inputs: [...this.#inputs.values()], runs }
  }

  /** @returns where the step is in the list that grows */
  async #enter(run: string, node: string): Promise<number | undefined> {
    const asked = (await this.#run(run)).steps.get(node)
    if (!asked) return undefined
    let step = asked
    const passed = new Set([run])
    while (step.from && !passed.has(step.from.run)) {
      passed.add(step.from.run)
      const origin = (await this.#run(step.from.run)).steps.get(node)
      if (!origin) break
      step = origin
    }
    const key = `${step.run}\u0000${node}`
    const known = this.#indexes.get(key)
    if (known !== undefined) return known
    this.#indexes.set(key, this.#waiting.length)
    return this.#waiting.push({ step, isCut: step.from !== undefined }) - 1
  }

  async #reads(step: Step): Promise<readonly LineageRead[]> {
    const reads: LineageRead[] = []
    for (const [name, { from, version }] of Object.entries(step.inputs)) {
      const index = await this.#enter(step.run, from)
      const found = index === undefined ? await this.#input(step.run, from) : this.#waiting[index]!.step.output?.version
      reads.push({
        name,
        from,
        ...(version !== undefined && { version }),
        ...(index !== undefined && { step: index }),
        ...(version !== undefined && found !== undefined && found !== version && { otherVersion: found }),
      })
    }
    return reads
  }

  async #input(run: string, name: string): Promise<string | undefined> {
    const facts = (await this.#run(run)).details?.inputs[name]
    if (!facts) return undefined
    this.#inputs.set(`${run}\u0000${name}`, { run, name, facts })
    return facts.version
  }

  async #run(run: string): Promise<LoadedRun> {
    const known = this.#runs.get(run)
    if (known) return known
    const rows = await this.#record.query
      .selectFrom('step')
      .selectAll()
      .where('run', '=', run)
      .where('item', 'in', [...new Set(['', this.#item])])
      .where('status', 'is not', null)
      .orderBy('item')
      .orderBy('sequence')
      .execute()
    const steps = new Map(rows.map((row) => [row.node, toStep(row)]))
    const loaded = { details: await getRun(this.#record, run), steps }
    this.#runs.set(run, loaded)
    return loaded
  }
}
