// The facets of OpenLineage that say what the record says, each with the address of its schema.

import type { ErrorFacts, RunStarted, ValueFacts } from '../events/event.ts'
import type { Summarised } from '../summaries/kinds/summarised.ts'

const SPEC = 'https://openlineage.io/spec'

export interface Facet {
  readonly _producer: string
  readonly _schemaURL: string
  readonly [field: string]: unknown
}

export type Facets = Readonly<Record<string, Facet>>

/** Makes the facets of one producer. */
export class FacetMaker {
  readonly #producer: string

  constructor(producer: string) {
    this.#producer = producer
  }

  parent(run: string, job: { readonly namespace: string; readonly name: string }, root: string = run): Facet {
    // The job of the root is known only where the root is the parent.
    const isRoot = root === run
    return this.#facet('ParentRunFacet', '1-1-0', {
      run: { runId: run },
      job,
      ...(isRoot && { root: { run: { runId: root }, job } }),
    })
  }

  jobType(jobType: 'FLOW' | 'NODE'): Facet {
    return this.#facet('JobTypeJobFacet', '2-0-3', { processingType: 'BATCH', integration: 'THROUGHLINE', jobType })
  }

  engine(version: string): Facet {
    return this.#facet('ProcessingEngineRunFacet', '1-1-1', { name: 'node', version })
  }

  error({ name, message, stack }: ErrorFacts): Facet {
    return this.#facet('ErrorMessageRunFacet', '1-0-1', {
      message: `${name}: ${message}`,
      programmingLanguage: 'JavaScript',
      ...(stack !== undefined && { stackTrace: stack }),
    })
  }

  tags(tags: Readonly<Record<string, string>>): Facet {
    const list = Object.entries(tags).map(([key, value]) => ({ key, value, source: 'THROUGHLINE' }))
    return this.#facet('TagsRunFacet', '1-0-0', { tags: list })
  }

  documentation(description: string): Facet {
    return this.#facet('DocumentationJobFacet', '1-1-0', { description })
  }

  sourceCode(sourceCode: string): Facet {
    return this.#facet('SourceCodeJobFacet', '1-0-1', { language: 'TypeScript', sourceCode })
  }

  datasetVersion(datasetVersion: string): Facet {
    return this.#facet('DatasetVersionDatasetFacet', '1-0-1', { datasetVersion })
  }

  /** What only the record of ours says: ids of versions, who and what made it run. */
  record({ versions, trigger, actor }: Pick<RunStarted, 'versions' | 'trigger' | 'actor'>): Facet {
    return this.#own('RecordRunFacet', { versions, trigger, ...(actor !== undefined && { actor }) })
  }

  /** Of a step: its attempt and its code version. */
  step(facts: Readonly<Record<string, unknown>>): Facet {
    return this.#own('StepRunFacet', facts)
  }

  /** What a dataset looks like, by columns, as far as its summary says it. */
  ofValue({ type, version, summary }: ValueFacts): Facets {
    const fields = fieldsOf(summary as Summarised | undefined) ?? [{ name: 'value', type }]
    return {
      schema: this.#facet('SchemaDatasetFacet', '1-1-1', { fields }),
      ...(version !== undefined && { version: this.datasetVersion(version) }),
    }
  }

  outputStatistics(facts: ValueFacts): Facets {
    const rows = rowsOf(facts.summary as Summarised | undefined)
    if (rows === undefined) return {}
    return { outputStatistics: this.#facet('OutputStatisticsOutputDatasetFacet', '1-0-2', { rowCount: rows }) }
  }

  #facet(name: string, version: string, fields: Readonly<Record<string, unknown>>): Facet {
    return { _producer: this.#producer, _schemaURL: `${SPEC}/facets/${version}/${name}.json#/$defs/${name}`, ...fields }
  }

  /** A facet of nobody else says so by the base of all facets. */
  #own(name: string, fields: Readonly<Record<string, unknown>>): Facet {
    return {
      _producer: this.#producer,
      _schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunFacet`,
      kind: name,
      ...fields,
    }
  }
}

function fieldsOf(summary: Summarised | undefined): { name: string; type: string }[] | undefined {
  const parts =
    summary?.type === 'table' ? summary.value.columns : summary?.type === 'record' ? summary.value.fields : undefined
  return parts && Object.entries(parts).map(([name, { type }]) => ({ name, type }))
}

function rowsOf(summary: Summarised | undefined): number | undefined {
  if (summary?.type === 'table') return summary.value.rows
  const { n } = (summary?.value ?? {}) as { readonly n?: unknown }
  return typeof n === 'number' ? n : undefined
}
