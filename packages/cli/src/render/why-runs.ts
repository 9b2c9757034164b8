// Why a value differs between two runs: plain sentences first, then the lines of code and the figures.

import { lineDiff, type LineDiff } from '@throughline/analyze'
import type { Cause, CodeChange, DifferenceExplained, PieceChange } from '@throughline/tracking/compare'
import type { Screen } from '../terminal/terminal.ts'
import { renderLines } from './diff-text.ts'
import { count, some, versions } from './diff-summary.ts'
import { describeDifference } from './recorded-value.ts'
import { describeRunPair, describeSurroundings } from './run-pair.ts'

const MOST_NAMES = 6
const MOST_CAUSES = 8
const MOST_OUTPUTS = 10

/** An edit with the lines of it, where both texts are in the record. */
export type ChangeWithLines = CodeChange & { readonly lines?: LineDiff }

export function withLines(changes: readonly CodeChange[]): ChangeWithLines[] {
  return changes.map((one) => {
    const lines = linesOf(one.change)
    return { ...one, ...(lines && { lines }) }
  })
}

function linesOf({ before, after }: PieceChange): LineDiff | undefined {
  if ((before && before.text === undefined) || (after && after.text === undefined)) return undefined
  return lineDiff(before?.text, after?.text, { startsAt: { before: before?.line ?? 1, after: after?.line ?? 1 } })
}

/** Without detail: whether it differs, and because of what. */
export function whySentences(found: DifferenceExplained): string[] {
  const { node, output, causes, changes, before, after } = found
  if (output.is === 'same') {
    const code = changes.some(({ nodes }) => nodes.includes(node)) ? ' Its code changed, and gives the same.' : ''
    return [`${node} has the same value in both runs.${code}`]
  }
  const isSure = output.is === 'different'
  const verb = isSure ? 'differs' : 'may differ'
  if (causes.length === 0) {
    const what = isSure ? 'nothing that is recorded explains it' : 'nothing that is recorded differs upstream'
    return [`${node} ${verb}, and ${what}.`]
  }
  const reasons = reasonsOf(found)
  const distinct = reasons.slice(0, MOST_CAUSES)
  const rest =
    reasons.length > MOST_CAUSES ? [`There are ${reasons.length - MOST_CAUSES} more reasons; --json has all.`] : []
  const flows =
    before.subject === after.subject ? [] : [`The runs are of two flows: ${before.subject} and ${after.subject}.`]
  return [...flows, `${node} ${verb}, because:`, ...distinct, ...rest]
}

type CodeCause = Extract<Cause, { kind: 'code' }>

/** What several nodes differ by is said once. */
function reasonsOf(found: DifferenceExplained): string[] {
  const groups = new Map<string, Cause[]>()
  for (const cause of found.causes) {
    const isShared = cause.kind === 'code' && cause.own.length === 0 && cause.changes.length + cause.packages.length > 0
    const key = JSON.stringify(isShared ? [cause.changes, cause.packages] : [cause.kind, ...cause.path])
    groups.set(key, [...(groups.get(key) ?? []), cause])
  }
  return [...groups.values()].map((group) =>
    group.length === 1 ? sentenceOf(group[0]!, found) : sharedSentence(group as CodeCause[], found),
  )
}

function sharedSentence(group: readonly CodeCause[], { changes }: DifferenceExplained): string {
  const [first] = group as readonly [CodeCause]
  const nodes = group.map(({ path }) => path.at(-1)!)
  const what = some(editsOf(first, changes), MOST_NAMES)
  return `${what} changed, in the code of ${nodes.length} nodes: ${some(nodes, MOST_NAMES)} (${wayOf(first.path)}).`
}

function editsOf({ changes: indexes, own, packages }: CodeCause, changes: readonly CodeChange[]): string[] {
  return [
    ...indexes.map((index) => namesOf(changes[index]!.change, own.includes(index))),
    ...packages.map(({ name, before, after }) => `the package ${name} (${versions(before)} -> ${versions(after)})`),
  ]
}

function sentenceOf(cause: Cause, { node, changes, after }: DifferenceExplained): string {
  const at = cause.path.at(-1)!
  const way = cause.path.length > 1 ? ` (${wayOf(cause.path)})` : ''
  switch (cause.kind) {
    case 'code': {
      const what = editsOf(cause, changes)
      const of = what.length > 0 ? `: ${some(what, MOST_NAMES)}` : ''
      return `the code of ${at} changed${of}${way}.`
    }
    case 'input':
      return `the run was given another ${at}${way}.`
    case 'graph': {
      const now = cause.readsNow.length > 0 ? [`reads ${some(cause.readsNow, MOST_NAMES)} now`] : []
      const before = cause.readNoMore.length > 0 ? [`no longer reads ${some(cause.readNoMore, MOST_NAMES)}`] : []
      return `${at} ${[...now, ...before].join(' and ')}${way}.`
    }
    case 'outside': {
      const where = cause.impure.length > 0 ? ` (${some(cause.impure, MOST_NAMES)})` : ''
      return `${at} gave another value with the same code and the same inputs: it reads the outside world, the time or chance${where}${way}.`
    }
    case 'missing': {
      const when = cause.in === 'after' ? 'this time' : 'the earlier time'
      const how = cause.status === undefined ? 'was no part of the run' : `gave no value (${cause.status})`
      return `${at} ${how} ${when}${way}.`
    }
    case 'unknown':
      return `${at} differs, and the record does not say enough of ${at === node ? 'it' : `the node in the run ${after.id}`}${way}.`
  }
}

/** `the helper lag at src/series.ts:10`. */
function namesOf({ kind, name, before, after }: PieceChange, isOwn: boolean): string {
  const place = (after ?? before)!
  const where = `${place.file}:${place.line}`
  if (kind === 'file') return `the file ${place.file}`
  if (name === '') return `a statement at ${where}`
  if (isOwn) return `its own, at ${where}`
  const how = before && after ? '' : before ? ', which is gone' : ', which is new'
  return `the helper ${name} at ${where}${how}`
}

/** `forecast <- features <- lag28`; of a long way both ends. */
function wayOf(path: readonly string[]): string {
  const shown = path.length <= 6 ? path : [...path.slice(0, 3), `${path.length - 5} more`, ...path.slice(-2)]
  return shown.join(' <- ')
}

export function renderWhyRuns(found: DifferenceExplained, screen: Screen): string {
  const { colours } = screen
  const { bold, dim } = colours
  const { node, output, outputs, surroundings } = found
  const [first = '', ...reasons] = whySentences(found)
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', bold(title), ...lines]
  const isSame = output.is === 'same'
  const effects = isSame ? [] : [{ ...output, node }, ...outputs.slice(0, MOST_OUTPUTS)]
  return [
    bold(first),
    ...reasons.map((reason) => `  ${reason}`),
    ...section('the effect', [
      ...effects.flatMap(({ node: name, ...difference }) => [
        `  ${name}${name === node ? '' : dim('  output of the run')}`,
        ...describeDifference(difference, colours).map((line) => `    ${line}`),
      ]),
      ...(!isSame && outputs.length > MOST_OUTPUTS
        ? [dim(`  and ${outputs.length - MOST_OUTPUTS} more outputs; --json has all`)]
        : []),
    ]),
    ...withLines(relevantChanges(found)).flatMap((change) => ['', ...changeLines(change, screen)]),
    ...section('values on the way', valuesOnTheWay(found, screen)),
    ...section('the runs', [
      ...describeRunPair(found.before, found.after, colours).map((line) => `  ${line}`),
      ...describeSurroundings(surroundings).map((line) => dim(`  ${line}`)),
    ]),
  ].join('\n')
}

/** Those that are among the reasons. */
function relevantChanges({ causes, changes }: DifferenceExplained): readonly CodeChange[] {
  const indexes = new Set(causes.flatMap((cause) => (cause.kind === 'code' ? cause.changes : [])))
  return changes.filter((_, index) => indexes.has(index))
}

function changeLines({ change, nodes, lines }: ChangeWithLines, { colours }: Screen): string[] {
  const { name, before, after } = change
  const place = (after ?? before)!
  const title = name === '' ? `${place.file}:${place.line}` : `${name}  ${place.file}:${place.line}`
  const head = `${colours.bold(title)}  ${colours.dim(`in the code of ${count(nodes.length, 'node')}: ${some(nodes, MOST_NAMES)}`)}`
  if (lines) return [head, ...renderLines(lines, colours)]
  return [head, colours.dim('  its text is not in the record: only files that git tracks are kept')]
}

/** Of the nodes that differ by themselves. */
function valuesOnTheWay({ causes, node }: DifferenceExplained, { colours }: Screen): string[] {
  const others = new Map(causes.map((cause) => [cause.path.at(-1)!, cause.output]))
  others.delete(node)
  return [...others].slice(0, MOST_CAUSES).flatMap(([name, output]) => {
    if (output.is !== 'different') return []
    const lines = describeDifference(output, colours).slice(0, 2)
    return [`  ${name}`, ...lines.map((line) => `    ${line}`)]
  })
}
