// Events of the record as events of OpenLineage: a run is a run of the job of its flow, a step one of the job of its node.

import type {
  Event,
  RunEnded,
  RunStarted,
  StepEnded,
  StepStarted,
  ValueFacts,
  VersionDescribed,
} from '../events/event.ts'
import { FacetMaker, type Facets } from './facets.ts'
import { RUN_EVENT_SCHEMA, type OpenLineageDataset, type OpenLineageEvent } from './run-event.ts'
import { stepRunId } from './step-id.ts'

export interface OpenLineageOptions {
  /** Of jobs, and of the values that nodes give. @defaultValue `throughline://<project>` */
  readonly namespace?: string
  /** A URI that says who tells it. */
  readonly producer?: string
  /** Whether steps are told as well. @defaultValue true */
  readonly steps?: boolean
}

export interface OpenLineageTranslator {
  /** @returns what the event means there: nothing, one event, or two when it says that something began and ended */
  translate(event: Event): readonly OpenLineageEvent[]
}

const DEFAULT_PRODUCER = 'https://www.npmjs.com/package/@throughline/tracking'

/**
 * Give it the events of each run in their order. Runs that have started and not ended are remembered.
 *
 * Values that nodes give are datasets, `<flow>.<node>`, with their data version, their columns and how many rows they have; a
 * step that is taken from an earlier run did not run, and is not told.
 *
 * @example
 * const translator = openLineageTranslator({ namespace: 'births' })
 */
export function openLineageTranslator(options: OpenLineageOptions = {}): OpenLineageTranslator {
  return new Translator(options)
}

interface OpenRun {
  readonly started: RunStarted
  readonly namespace: string
  /** What is known of the values of nodes so far. */
  readonly outputs: Map<string, ValueFacts>
  /** Steps that have started, by the id of their run: what they read. */
  readonly steps: Map<string, readonly OpenLineageDataset[]>
}

type Told = { readonly run: string; readonly eventTime: string }

class Translator implements OpenLineageTranslator {
  readonly #options: OpenLineageOptions
  readonly #producer: string
  readonly #facets: FacetMaker
  readonly #runs = new Map<string, OpenRun>()
  /** Ends that came before their beginning, as those that somebody else wrote. */
  readonly #early = new Map<string, RunEnded & Event>()
  /** Of runtimes: their version of Node. */
  readonly #runtimes = new Map<string, string>()
  /** What the source of nodes says, by code version and node. */
  readonly #code = new Map<string, { readonly doc?: string; readonly source?: string }>()

  constructor(options: OpenLineageOptions) {
    this.#options = options
    this.#producer = options.producer ?? DEFAULT_PRODUCER
    this.#facets = new FacetMaker(this.#producer)
  }

  translate(event: Event): readonly OpenLineageEvent[] {
    if (event.type === 'version') this.#learn(event)
    const { run } = event
    if (run === undefined) return []
    const told: Told = { run, eventTime: new Date(event.atMs).toISOString() }
    if (event.type === 'run.started') {
      const begun = this.#begin(told, event)
      const end = this.#early.get(run)
      this.#early.delete(run)
      return [begun, ...(end ? this.translate(end) : [])]
    }
    const open = this.#runs.get(run)
    if (!open && event.type === 'run.ended') this.#early.set(run, event)
    if (!open) return []
    if (event.type === 'run.ended') {
      this.#runs.delete(run)
      const eventType = ({ succeeded: 'COMPLETE', failed: 'FAIL', aborted: 'ABORT', abandoned: 'ABORT' } as const)[
        event.status
      ]
      const facets = { ...this.#runFacets(open), ...(event.error && { errorMessage: this.#facets.error(event.error) }) }
      return [
        this.#runEvent(
          told,
          open,
          eventType,
          facets,
          open.started.outputs.map((name) => this.#output(open, name)),
        ),
      ]
    }
    if (this.#options.steps === false) return []
    if (event.type === 'step.started') return [this.#beginStep(told, open, event)]
    if (event.type !== 'step.ended') return []
    const begun = this.#beginOfEnded(told, open, event)
    return [...begun, ...this.#endStep(told, open, event)]
  }

  #learn({ kind, id, body }: VersionDescribed): void {
    const { node, doc, source } = (body ?? {}) as Readonly<Record<string, unknown>>
    if (kind === 'runtime' && typeof node === 'string') this.#runtimes.set(id, node)
    if (kind !== 'node' || typeof node !== 'string') return
    const said = { ...(typeof doc === 'string' && { doc }), ...(typeof source === 'string' && { source }) }
    this.#code.set(`${id} ${node}`, said)
  }

  #begin(told: Told, started: RunStarted): OpenLineageEvent {
    const namespace = this.#options.namespace ?? `throughline://${encodeURIComponent(started.project)}`
    const open: OpenRun = { started, namespace, outputs: new Map(), steps: new Map() }
    this.#runs.set(told.run, open)
    return this.#runEvent(told, open, 'START', this.#runFacets(open), [])
  }

  #runFacets({ started, namespace }: OpenRun): Facets {
    const { tags, parent, root, versions } = started
    const node = versions.runtime === undefined ? undefined : this.#runtimes.get(versions.runtime)
    const above = parent && this.#runs.get(parent.run)
    return {
      throughline_record: this.#facets.record(started),
      ...(node !== undefined && { processing_engine: this.#facets.engine(node) }),
      ...(Object.keys(tags).length > 0 && { tags: this.#facets.tags(tags) }),
      ...(parent && {
        parent: this.#facets.parent(
          stepRunId(parent.run, parent.step.node, parent.step.item),
          { namespace, name: `${above?.started.subject ?? started.subject}.${parent.step.node}` },
          root,
        ),
      }),
    }
  }

  #runEvent(
    { run, eventTime }: Told,
    { started, namespace }: OpenRun,
    eventType: OpenLineageEvent['eventType'],
    facets: Facets,
    outputs: readonly OpenLineageDataset[],
  ): OpenLineageEvent {
    const inputs = Object.entries(started.inputs).map(([name, facts]) => this.#dataset(namespace, started, name, facts))
    const job = { namespace, name: jobName(started), facets: { jobType: this.#facets.jobType('FLOW') } }
    return this.#event({ eventType, eventTime, run: { runId: run, facets }, job, inputs, outputs })
  }

  #beginStep(
    told: Told,
    open: OpenRun,
    { node, item, attempt, code, inputs: reads }: StepStarted & Event,
  ): OpenLineageEvent {
    const runId = stepRunId(told.run, node, item)
    const inputs = [...new Map(Object.values(reads).map((read) => [read.from, read]))].map(([, { from, version }]) => {
      const facts = open.outputs.get(from) ?? open.started.inputs[from]
      const known = facts ?? (version === undefined ? undefined : { type: 'unknown', version })
      return this.#dataset(open.namespace, open.started, from, known)
    })
    open.steps.set(runId, inputs)
    const facets = this.#stepFacets(told, open, { attempt, ...(code !== undefined && { code }), ...(item && { item }) })
    return this.#event({
      eventType: 'START',
      eventTime: told.eventTime,
      run: { runId, facets },
      job: this.#jobOfStep(open, node, code),
      inputs,
      outputs: [],
    })
  }

  /** Of an end that says when its step began, since no other event does. */
  #beginOfEnded(told: Told, open: OpenRun, event: StepEnded & Event): readonly OpenLineageEvent[] {
    const { startedAtMs, node, item } = event
    if (startedAtMs === undefined || open.steps.has(stepRunId(told.run, node, item))) return []
    const eventTime = new Date(startedAtMs).toISOString()
    return [this.#beginStep({ ...told, eventTime }, open, { ...event, type: 'step.started', inputs: {} })]
  }

  #endStep(told: Told, open: OpenRun, event: StepEnded & Event): readonly OpenLineageEvent[] {
    const { node, item, status, attempt, code, output, error } = event
    if (output && !item) open.outputs.set(node, output)
    const runId = stepRunId(told.run, node, item)
    const inputs = open.steps.get(runId)
    if (!inputs) return []
    open.steps.delete(runId)
    const facets = this.#stepFacets(told, open, { attempt, ...(code !== undefined && { code }), ...(item && { item }) })
    return [
      this.#event({
        eventType: status === 'failed' ? 'FAIL' : status === 'skipped' ? 'ABORT' : 'COMPLETE',
        eventTime: told.eventTime,
        run: { runId, facets: { ...facets, ...(error && { errorMessage: this.#facets.error(error) }) } },
        job: this.#jobOfStep(open, node, code),
        inputs,
        outputs: status === 'succeeded' && !item ? [this.#output(open, node)] : [],
      }),
    ]
  }

  #stepFacets({ run }: Told, { started, namespace }: OpenRun, facts: Readonly<Record<string, unknown>>): Facets {
    const parent = this.#facets.parent(run, { namespace, name: jobName(started) }, started.root)
    return { parent, throughline_step: this.#facets.step(facts) }
  }

  #jobOfStep({ started, namespace }: OpenRun, node: string, code: string | undefined): OpenLineageEvent['job'] {
    const { doc, source } = this.#code.get(`${code} ${node}`) ?? {}
    const facets = {
      jobType: this.#facets.jobType('NODE'),
      ...(doc !== undefined && { documentation: this.#facets.documentation(doc) }),
      ...(source !== undefined && { sourceCode: this.#facets.sourceCode(source) }),
    }
    return { namespace, name: `${jobName(started)}.${node}`, facets }
  }

  #output({ started, namespace, outputs }: OpenRun, node: string): OpenLineageDataset {
    const facts = outputs.get(node)
    const dataset = this.#dataset(namespace, started, node, facts)
    return facts ? { ...dataset, outputFacets: this.#facets.outputStatistics(facts) } : dataset
  }

  #dataset(namespace: string, started: RunStarted, name: string, facts: ValueFacts | undefined): OpenLineageDataset {
    const dataset = { namespace, name: `${jobName(started)}.${name}` }
    return facts ? { ...dataset, facets: this.#facets.ofValue(facts) } : dataset
  }

  #event(event: Omit<OpenLineageEvent, 'producer' | 'schemaURL'>): OpenLineageEvent {
    return { ...event, producer: this.#producer, schemaURL: RUN_EVENT_SCHEMA }
  }
}

/** A job has a name, even when its flow has none. */
function jobName({ subject }: RunStarted): string {
  return subject === '' ? 'flow' : subject
}
