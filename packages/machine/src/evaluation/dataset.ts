// The cases of an evaluation: written down, or taken from recorded applications.

import { ThroughlineError } from 'throughline'
import type { Head } from '../journal/entry.ts'
import { foldJournal } from '../journal/fold.ts'
import type { ListFilter, Persister } from '../journal/persister.ts'
import { decodeKept, encodeKept } from '../testing/fixture-json.ts'
import { evaluationIssue } from './evaluation-issues.ts'

export interface Case<Input = unknown, Expected = unknown> {
  /** Names the case in reports; the baseline is compared by it. */
  readonly id: string
  readonly input: Input
  /** What a good answer is; absent when only a judge can tell. */
  readonly expected?: Expected
  readonly tags?: Readonly<Record<string, string>>
}

export interface Dataset<Input = unknown, Expected = unknown> {
  readonly cases: readonly Case<Input, Expected>[]
}

/** @throws {evaluation/no-cases} or {evaluation/bad-dataset} */
export function dataset<Input, Expected = unknown>(cases: readonly Case<Input, Expected>[]): Dataset<Input, Expected> {
  if (cases.length === 0) throw new ThroughlineError([evaluationIssue('evaluation/no-cases', {})])
  const ids = new Set<string>()
  for (const [index, one] of cases.entries()) {
    const reason = whatIsWrong(one, ids)
    if (reason !== undefined)
      throw new ThroughlineError([evaluationIssue('evaluation/bad-dataset', { line: index + 1, reason })])
    ids.add(one.id)
  }
  return { cases: [...cases] }
}

function whatIsWrong(one: Partial<Case> | null, ids: ReadonlySet<string>): string | undefined {
  if (typeof one !== 'object' || one === null) return 'it is no object'
  if (typeof one.id !== 'string' || one.id === '') return 'it has no id'
  if (ids.has(one.id)) return `the id "${one.id}" is there already`
  return 'input' in one ? undefined : `"${one.id}" has no input`
}

/** One line of JSON for each case; values of every kind come back equal. */
export function formatDataset({ cases }: Dataset): string {
  return cases.map((one) => `${JSON.stringify(encodeKept(one))}\n`).join('')
}

/** Reads what `formatDataset` wrote. @throws {evaluation/bad-dataset} with the number of the line, {evaluation/no-cases} */
export function parseDataset(text: string): Dataset {
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]))
  return dataset(
    lines.map(({ line, number }) => {
      try {
        return decodeKept(JSON.parse(line)) as Case
      } catch (error) {
        const reason = (error as Error).message
        throw new ThroughlineError([evaluationIssue('evaluation/bad-dataset', { line: number, reason })])
      }
    }),
  )
}

/** A recorded step, as a case may be made of it. */
export interface RecordedCase {
  readonly app: string
  readonly sequence: number
  readonly action: string
  /** The state before it. */
  readonly before: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, unknown>>
  /** The state after it. */
  readonly after: Readonly<Record<string, unknown>>
  readonly tags: Readonly<Record<string, string>>
}

export interface FromRecord<Input, Expected> {
  /** Which applications. @defaultValue all */
  readonly applications?: Omit<ListFilter, 'limit' | 'after'>
  /** Which steps: those of this action. */
  readonly action: string
  /** Most cases. @defaultValue 1000 */
  readonly limit?: number
  /** Makes a case of a step; undefined leaves it out. The id is made of the application and the step. */
  readonly toCase: (step: RecordedCase) => Omit<Case<Input, Expected>, 'id'> | undefined
}

/**
 * Cases of steps that were recorded: of the applications that changed last, each from its first step on.
 *
 * @throws {evaluation/no-cases}, and what the persister throws
 */
export async function datasetFrom<Input, Expected>(
  persister: Persister,
  { applications = {}, action, limit = 1_000, toCase }: FromRecord<Input, Expected>,
): Promise<Dataset<Input, Expected>> {
  const cases: Case<Input, Expected>[] = []
  let after: string | undefined
  do {
    const page = await persister.list({ ...applications, ...(after !== undefined && { after }) })
    for (const { app, tags } of page.applications) {
      for await (const step of stepsOf(persister, app, action)) {
        const made = toCase({ ...step, tags })
        if (made) cases.push({ id: `${app}#${step.sequence}`, ...made })
        if (cases.length === limit) return dataset(cases)
      }
    }
    after = page.after
  } while (after !== undefined)
  return dataset(cases)
}

async function* stepsOf(
  persister: Persister,
  app: string,
  action: string,
): AsyncGenerator<Omit<RecordedCase, 'tags'>, void> {
  let head: Head | undefined
  let asked: Readonly<Record<string, unknown>> = {}
  for (const { entry } of await persister.entries(app)) {
    const before = head
    head = foldJournal([entry], before)
    // A step that waited has its inputs with the wait.
    if (entry.type === 'suspended') asked = entry.inputs ?? {}
    if (entry.type !== 'committed') continue
    const inputs = entry.inputs ?? asked
    asked = {}
    if (entry.action !== action || entry.error || !before || !head) continue
    yield { app, sequence: entry.sequence, action, before: before.state, inputs, after: head.state }
  }
}
