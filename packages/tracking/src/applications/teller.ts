// What all applications of a process have in common when the record is told of them.

import { nodeProcesses } from '@throughline/store'
import { renderIssue, type Issue } from 'throughline'
import type { ErrorRecord, MachineJson } from '@throughline/machine'
import type { ErrorFacts, EventBody, RunStarted, ValueFacts, VersionDescribed } from '../events/event.ts'
import { capturing } from '../summaries/privacy/capture.ts'
import { secret } from '../summaries/privacy/secret.ts'
import { summarise } from '../summaries/summarise.ts'
import { Privacy } from '../tracker/privacy.ts'
import { thisUser } from '../tracker/this-user.ts'
import { defaultBudget } from '../tracker/time-budget.ts'
import { ValueLook } from '../tracker/value-facts.ts'
import { versionId } from '../versions/version-id.ts'
import { VersionTeller } from '../versions/version-teller.ts'
import type { ApplicationRecordOptions } from './record-options.ts'
import type { Voice } from './voice.ts'

/** A machine as far as it is told of. */
export interface ToldMachine {
  readonly name: string
  toJSON(): MachineJson
}

const MOST_STACK = 8_000

export class Teller implements Voice {
  readonly privacy: Privacy
  readonly #options: ApplicationRecordOptions
  readonly #captureFor: ReturnType<typeof capturing>
  readonly #look: ValueLook
  readonly #process: RunStarted['process']
  readonly #versions: VersionTeller
  readonly #machines = new Map<string, { readonly machine: ToldMachine; graph?: string; nodes?: readonly string[] }>()
  #untold: VersionDescribed[] = []
  readonly #warned = new Set<string>()

  constructor(options: ApplicationRecordOptions) {
    const { capture = 'summary', redact: redaction = {}, git, lock } = options
    const nowMs = (): number => performance.now()
    const attempt = <Value>(call: () => Value): Value | undefined => {
      try {
        return call()
      } catch {
        // What cannot be looked at is told without it.
        return undefined
      }
    }
    this.#options = options
    this.privacy = new Privacy(redaction)
    this.#captureFor = capturing(typeof capture === 'string' ? { default: capture } : capture)
    this.#look = new ValueLook({
      privacy: this.privacy,
      summarise: (value, request) => summarise(value, { ...request, redaction, clock: { nowMs } }),
      nowMs,
      attempt,
    })
    this.#process = nodeProcesses().self
    this.#versions = new VersionTeller({ git, lock, attempt }, () => ({
      record: (_run: string | undefined, body: EventBody) => void this.#untold.push(body as VersionDescribed),
    }))
  }

  /** A machine is opened: what is told of its applications refers to it. */
  meet(machine: ToldMachine): void {
    if (this.#machines.get(machine.name)?.machine !== machine) this.#machines.set(machine.name, { machine })
  }

  knows(machine: string): boolean {
    return this.#machines.has(machine)
  }

  /** Versions that nobody was told of yet; `told` when they are in the record. */
  untold(): readonly VersionDescribed[] {
    return this.#untold
  }

  told(versions: readonly VersionDescribed[]): void {
    this.#untold = this.#untold.filter((version) => !versions.includes(version))
  }

  /** The first event of a run, but for what it is about. */
  started(machine: string, tags: Readonly<Record<string, string>>): Omit<RunStarted, 'parent' | 'root' | 'inputs'> {
    const { project = 'applications', actor = thisUser(), trigger = { kind: 'api' }, tags: common = {} } = this.#options
    const known = this.#machines.get(machine)
    if (known && known.graph === undefined) {
      const json = known.machine.toJSON()
      known.graph = versionId('graph', json)
      known.nodes = json.actions.map(({ name }) => name)
      this.#versions.graph(known.graph, () => json)
    }
    return {
      type: 'run.started',
      kind: 'application',
      project,
      subject: machine,
      outputs: [],
      nodes: known?.nodes ?? [],
      tags: this.privacy.tags({ ...common, ...tags }),
      ...(actor !== undefined && { actor }),
      trigger,
      versions: { ...(known?.graph !== undefined && { graph: known.graph }), ...this.#versions.surroundings() },
      process: this.#process,
    }
  }

  /** What values look like, together: by key. */
  factsOf(name: string, values: Readonly<Record<string, unknown>>): ValueFacts | undefined {
    const capture = this.#captureFor(name)
    if (capture === 'none') return undefined
    let hasSecret = false
    const shown = Object.entries(values).map(([key, value]) => {
      if (!this.privacy.hides(key, value)) return [key, value]
      hasSecret = true
      return [key, secret(value)]
    })
    const found = this.#look.of(Object.fromEntries(shown), { name, capture, budgetMs: defaultBudget.leastMs })
    if (!hasSecret || found?.version === undefined) return found
    // A hash of a secret can be guessed by trying.
    const { version: _, ...rest } = found
    return rest
  }

  /** Of each value by itself. */
  factsByKey(values: Readonly<Record<string, unknown>>): Readonly<Record<string, ValueFacts>> {
    const facts = Object.entries(values).flatMap(([name, value]) => {
      const capture = this.#captureFor(name)
      const found = this.#look.of(value, { name, capture, budgetMs: defaultBudget.leastMs })
      return found ? [[name, found] as const] : []
    })
    return Object.fromEntries(facts)
  }

  text(said: string): string {
    return this.privacy.text(said)
  }

  fields(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return this.privacy.fields(values)
  }

  error({ name, message, stack, codes, cause }: ErrorRecord): ErrorFacts {
    return {
      name: name.slice(0, 200),
      message: this.privacy.text(message),
      ...(stack !== undefined && { stack: this.privacy.text(stack.slice(0, MOST_STACK)) }),
      ...(codes && { codes }),
      ...(cause && { cause: this.error(cause) }),
    }
  }
  /** Each kind of trouble once. */
  warn(issue: Issue): void {
    if (this.#warned.has(issue.code)) return
    this.#warned.add(issue.code)
    const { onIssue = (one) => void process.stderr.write(`${renderIssue(one)}\n`) } = this.#options
    try {
      onIssue(issue)
    } catch {
      // Who listens is not to stop an application either.
    }
  }
}
