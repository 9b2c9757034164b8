// Why a value differs between two runs: plain sentences first, then the lines of code and the figures.

import { lineDiff, type LineDiff } from '@throughline/analyze'
import type { Cause, CodeChange, DifferenceExplained, PieceChange } from '@throughline/tracking/compare'
import type { Screen } from '../terminal/terminal.ts'
import { renderLines } from './diff-text.ts'
import { count, some } from './diff-summary.ts'
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
  const reasons = causes.slice(0, MOST_CAUSES).map((cause) => sentenceOf(cause, found))
  const distinct = [...new Set(reasons)]
  const rest = causes.length > MOST_CAUSES ? [`There are ${causes.length - MOST_CAUSES} more reasons.`] : []
  const flows =
    before.subject === after.subject ? [] : [`The runs are of two flows: ${before.subject} and ${after.subject}.`]
  return [...flows, `${node} ${verb}, because:`, ...distinct, ...rest]
}

function sentenceOf(cause: Cause, { node, changes, after }: DifferenceExplained): string {
  const at = cause.path.at(-1)!
  const way = cause.path.length > 1 ? ` (${wayOf(cause.path)})` : ''
  switch (cause.kind) {
    case 'code': {
      const edits = cause.changes.map((index) => namesOf(changes[index]!.change, at))
      const packages = cause.packages.map(
        ({ name, before, after: now }) =>
          `the package ${name} (${before.join(' and ') || 'none'} -> ${now.join(' and ') || 'none'})`,
      )
      const what = [...new Set([...edits, ...packages])]
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

/** `the helper lag`, `its own code`. */
function namesOf({ kind, name, before, after }: PieceChange, node: string): string {
  const place = (after ?? before)!
  const where = `${place.file}:${place.line}`
  if (kind === 'file') return `the file ${place.file}`
  if (name === '') return `a statement at ${where}`
  if (name.split(', ').includes(node.split('.')[0]!)) return `its own, at ${where}`
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
  const effects = [{ ...output, node }, ...outputs.slice(0, MOST_OUTPUTS)].filter(({ is }) => is !== 'same')
  return [
    bold(first),
    ...reasons.map((reason) => `  ${reason}`),
    ...section('the effect', [
      ...effects.flatMap(({ node: name, ...difference }) => [
        `  ${name}${name === node ? '' : dim('  output of the run')}`,
        ...describeDifference(difference, colours).map((line) => `    ${line}`),
      ]),
      ...(outputs.length > MOST_OUTPUTS
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
    const lines = describeDifference(output, colours).slice(0, 2)
    return [`  ${name}`, ...lines.map((line) => `    ${line}`)]
  })
}
