// Does what was asked of a loaded project.

import { type Issue, type UntypedFlow } from 'throughline'
import { diagram } from 'throughline/diagram'
import { diagramParts } from 'throughline/insides'
import { parseAssignments } from '../inputs/parse-assignments.ts'
import { projectIssue } from '../issues.ts'
import type { LoadedProject } from '../load-project.ts'
import { toJsonValue } from '../values/to-json-value.ts'
import { viewValue, type ValueView } from '../values/view-value.ts'
import { configuredFlow } from './configured-flow.ts'
import { describeFlow, describeProject, withoutPlaces, withPlaces } from './describe-project.ts'
import type { Equip, Equipment } from './equipment.ts'
import type {
  Answer,
  AskRequest,
  DrawAnswer,
  DrawRequest,
  Request,
  RunAnswer,
  RunEvent,
  RunRequest,
} from './messages.ts'
import { toPlainIssue, toProblem, type Problem } from './problem.ts'
import { createRunReport } from './report-run.ts'

export interface AnswerOptions {
  readonly signal: AbortSignal
  readonly onEvents: (events: readonly RunEvent[]) => void
  readonly onEquipped?: (notes: unknown) => void
}

const NOTHING_RAN = { computed: 0, cached: 0, failed: 0, skipped: 0 }

/** Never rejects: what goes wrong is in the answer. */
export async function answerRequest(loaded: LoadedProject, request: Request, options: AnswerOptions): Promise<Answer> {
  switch (request.kind) {
    case 'run':
      return await run(loaded, request, options)
    case 'ask':
      return await ask(loaded, request)
    case 'describe':
    case 'draw':
      try {
        if (request.kind === 'draw') return draw(loaded, request)
        return { kind: 'describe', project: describeProject(loaded, request) }
      } catch (error) {
        return answerProblem(request.kind, toProblem(error, 'request', loaded.origins, unexpected))
      }
  }
}

async function ask(loaded: LoadedProject, { module, question }: AskRequest): Promise<Answer> {
  try {
    const { answer } = (await import(module)) as { answer: (loaded: LoadedProject, question: unknown) => unknown }
    return { kind: 'ask', reply: await answer(loaded, question) }
  } catch (error) {
    return { kind: 'ask', problem: toProblem(error, 'request', loaded.origins, unexpected) }
  }
}

/** The answer when there is nothing but a problem. */
export function answerProblem(kind: Request['kind'], problem: Problem): Answer {
  if (kind !== 'run') return { kind, problem }
  const status = problem.phase === 'run' ? 'failed' : 'invalid'
  return { kind, runId: null, status, durationMs: 0, counts: NOTHING_RAN, warnings: [], problem }
}

async function run(
  loaded: LoadedProject,
  request: RunRequest,
  { signal, onEvents, onEquipped }: AnswerOptions,
): Promise<RunAnswer> {
  const report = createRunReport(onEvents)
  let equipment: Equipment | undefined
  let notWritten: readonly string[] = []
  let ended: readonly [status: RunAnswer['status'], rest: Partial<RunAnswer>]
  const answer = (status: RunAnswer['status'], rest: Partial<RunAnswer>): RunAnswer => ({
    kind: 'run',
    runId: report.runId ?? null,
    status,
    durationMs: report.end?.durationMs ?? 0,
    counts: report.end ? { ...NOTHING_RAN, ...report.end.counts } : NOTHING_RAN,
    warnings: [
      ...(equipment?.issues ?? []).map(toPlainIssue),
      ...report.warnings.map(({ node, check, message, from }) => {
        const facts = { node, check, found: message ?? '', ...(from && { from }) }
        return toPlainIssue(projectIssue('project/check-warned', facts, { subject: { node } }))
      }),
    ],
    ...(notWritten.length > 0 && { notWritten }),
    ...rest,
  })
  try {
    const prepared = configuredFlow(loaded, request)
    if (request.equipment !== undefined) {
      const { equip } = (await import(request.equipment)) as { equip: Equip }
      equipment = await equip(loaded, request.options ?? {})
      if (equipment.notes !== undefined) onEquipped?.(equipment.notes)
    }
    const flow = (equipment?.flow(prepared) ?? prepared).with({ hooks: [report.hooks] })
    const ends = request.outputs.length > 0 ? { outputs: request.outputs, sinks: [] } : findEnds(flow)
    const { outputs } = ends
    notWritten = ends.sinks
    const inputs = parseAssignments(request.inputs, { option: 'input', directory: request.directory })
    const { concurrency } = request
    const computed = await flow.execute(outputs, { inputs, signal, ...(concurrency !== undefined && { concurrency }) })
    // In the order in which they were asked for.
    const values = Object.fromEntries([...new Set(outputs)].map((name) => [name, computed[name]]))
    ended = [
      'succeeded',
      request.results === 'json' ? { json: JSON.stringify(toJsonValue(values)) } : { views: view(values) },
    ]
  } catch (error) {
    const phase = report.runId === undefined ? 'request' : 'run'
    const problem = toProblem(error, phase, loaded.origins, unexpected)
    const status = phase === 'request' ? 'invalid' : report.end?.status === 'aborted' ? 'aborted' : 'failed'
    ended = [status, { problem }]
  } finally {
    await equipment?.close()
  }
  // What a user is told when the equipment is closed is in it.
  return answer(...ended)
}

/**
 * The nodes that no other node reads: neither resources, which are no outputs, nor sinks. What is written is said when a
 * flow is run, so a node that only such sinks read is an end.
 */
function findEnds(flow: UntypedFlow): { outputs: string[]; sinks: string[] } {
  const sinks: string[] = []
  let left = withoutPlaces(flow).nodes
  for (;;) {
    const read = new Set(left.flatMap((node) => node.dependencies.map((dependency) => dependency.name)))
    const ends = left.filter(({ name, kind }) => kind !== 'resource' && !read.has(name))
    const writing = ends.filter(({ kind }) => kind === 'sink')
    if (writing.length === 0) return { outputs: ends.map(({ name }) => name), sinks: sinks.sort() }
    sinks.push(...writing.map(({ name }) => name))
    left = left.filter((node) => !writing.includes(node))
  }
}

function view(values: Readonly<Record<string, unknown>>): { name: string; view: ValueView }[] {
  return Object.entries(values).map(([name, value]) => ({ name, view: viewValue(value) }))
}

function draw(
  loaded: LoadedProject,
  { flow: name, outputs, format, collapse, describe: wanted }: DrawRequest,
): DrawAnswer {
  const flow = loaded.flow(name)
  const shown = { collapse, ...(outputs.length > 0 && { outputs }) }
  return {
    kind: 'draw',
    ...(format === 'parts' ? { parts: diagramParts(flow, shown) } : { text: diagram(flow, { format, ...shown }) }),
    ...(wanted && { flow: describeFlow(name, withPlaces(loaded, flow, 'auto')) }),
  }
}

/** An error outside any node: in a hook of the user's, or in us. */
function unexpected(message: string): Issue {
  return projectIssue('project/uncaught-error', { message })
}
