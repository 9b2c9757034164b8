// The lines of a log, gathered by the step that they belong to.

import type { StepNotes } from '@throughline/machine'
import type { BurrRecord } from './burr-lines.ts'

/** One run of an action. Numbers repeat when an application was started again under the same id. */
export interface BurrStep {
  readonly id: number
  readonly action: string
  readonly begin: BurrRecord
  /** Absent when the process ended before the action did. */
  end?: BurrRecord
  readonly spans: { readonly begin: BurrRecord; end?: BurrRecord; readonly attributes: Record<string, unknown> }[]
  /** Of the step itself. */
  readonly attributes: BurrRecord[]
  stream?: { begin?: BurrRecord; first?: BurrRecord; end?: BurrRecord }
}

/** Ends of streams and of steps come in any order; each belongs to the last step with its number. */
export function burrSteps(lines: readonly BurrRecord[]): BurrStep[] {
  const steps: BurrStep[] = []
  const last = (id: unknown): BurrStep | undefined => steps.findLast((step) => step.id === id)
  for (const line of lines) {
    if (line['type'] === 'begin_entry') {
      const [id, action] = [Number(line['sequence_id']), String(line['action'])]
      steps.push({ id, action, begin: line, spans: [], attributes: [] })
      continue
    }
    const step = last(line['sequence_id'] ?? line['action_sequence_id'])
    if (step) addTo(step, line)
  }
  return steps
}

function addTo(step: BurrStep, line: BurrRecord): void {
  const span = step.spans.find(({ begin }) => begin['span_id'] === line['span_id'])
  switch (line['type']) {
    case 'end_entry':
      step.end ??= line
      break
    case 'begin_span':
      step.spans.push({ begin: line, attributes: {} })
      break
    case 'end_span':
      if (span) span.end = line
      break
    case 'attribute':
      if (span && line['span_id'] !== null) span.attributes[String(line['key'])] = line['value']
      else step.attributes.push(line)
      break
    case 'begin_stream':
      ;(step.stream ??= {}).begin = line
      break
    case 'first_item_stream':
      ;(step.stream ??= {}).first = line
      break
    case 'end_stream':
      ;(step.stream ??= {}).end = line
  }
}

/** @param declared the inputs of the action; undefined when its graph is not there: Burr hands all inputs to every step */
export function notesOf(
  step: BurrStep,
  declared: readonly string[] | undefined,
  at: (line: BurrRecord | undefined, key: string) => number,
): StepNotes & { readonly chunks?: number } {
  const given = Object.entries((step.begin['inputs'] as object | null) ?? {}) as [string, unknown][]
  const inputs = given.filter(([name]) => !name.startsWith('__') && (declared?.includes(name) ?? true))
  const result = step.end?.['result'] as object | null | undefined
  const logs = [
    ...step.attributes.map((line) => ({
      atMs: at(line, 'time_logged'),
      message: String(line['key']),
      fields: { value: line['value'] },
    })),
    ...(result && Object.keys(result).length > 0
      ? [{ atMs: at(step.end, 'end_time'), message: 'result', fields: { result } }]
      : []),
  ]
  const spans = [...spansOf(step, at), ...streamSpan(step, at)]
  const chunks = Number(step.stream?.end?.['items_streamed'] ?? 0)
  return {
    ...(inputs.length > 0 && { inputs: Object.fromEntries(inputs) }),
    ...(logs.length > 0 && { logs }),
    ...(spans.length > 0 && { spans }),
    ...(chunks > 0 && { chunks }),
  }
}

type Spans = NonNullable<StepNotes['spans']>

function spansOf({ spans, end: ofStep }: BurrStep, at: (line: BurrRecord | undefined, key: string) => number): Spans {
  return spans.map(({ begin, end, attributes }) => {
    const parent = spans.findIndex((one) => one.begin['span_id'] === begin['parent_span_id'])
    const startedAtMs = at(begin, 'start_time')
    return {
      name: String(begin['span_name']),
      startedAtMs,
      durationMs: Math.max(0, at(end ?? ofStep ?? begin, end || ofStep ? 'end_time' : 'start_time') - startedAtMs),
      ...(parent >= 0 && { parent }),
      ...(Object.keys(attributes).length > 0 && { fields: attributes }),
    }
  })
}

/** How long the stream took, and when its first item came. */
function streamSpan({ stream }: BurrStep, at: (line: BurrRecord | undefined, key: string) => number): Spans {
  if (!stream?.begin) return []
  const startedAtMs = at(stream.begin, 'stream_init_time')
  const endedAtMs = stream.end ? at(stream.end, 'end_time') : startedAtMs
  const first = stream.first && { fields: { firstItemMs: at(stream.first, 'first_item_time') - startedAtMs } }
  return [{ name: 'stream', startedAtMs, durationMs: Math.max(0, endedAtMs - startedAtMs), ...first }]
}
