// Recorded values in a few words: what they look like, and how two of them differ.

import { figuresOf, type FieldComparison, type Figure, type ValueDifference } from '@throughline/tracking/compare'
import type { ValueFacts } from '@throughline/tracking'
import type { Colours } from '../terminal/terminal.ts'

type Summary = Parameters<typeof figuresOf>[0]

/** Figures that say most, in this order. */
const TELLING = [
  'rows',
  'columns',
  'n',
  'mean',
  'min',
  'max',
  'trueRatio',
  'distinct',
  'meanLength',
  'entries',
  'sizeBytes',
  'class',
]
const MOST_FIGURES = 4

/** `Float64Array, n 6,941, mean 0.02`. */
export function describeFacts(facts: ValueFacts | undefined): string {
  if (!facts) return ''
  const summary = facts.summary as Summary | undefined
  const type = facts.type === 'unknown' ? '' : facts.type
  if (!summary) return type
  const figures = figuresOf(summary)
  if (figures['n'] === 1 && typeof figures['mean'] === 'number') return `${type} ${formatFigure(figures['mean'])}`
  const told = TELLING.flatMap((name) => {
    const figure = figures[name]
    return figure === undefined || figure === null ? [] : [`${wordsOf(name)} ${formatFigure(figure)}`]
  })
  return [type, ...told.slice(0, MOST_FIGURES)].filter((one) => one !== '').join(', ')
}

const MOST_FIELDS = 6
/** Of a field, the figures that a person compares first. */
const COMPARED = [
  'rows',
  'n',
  'mean',
  'trueRatio',
  'median',
  'min',
  'max',
  'std',
  'missing',
  'distinct',
  'meanLength',
  'columns',
]

/** Lines, each a field that differs; the marked ones first. */
export function describeDifference({ is, before, after, summaries }: ValueDifference, colours: Colours): string[] {
  const fields = (summaries?.fields ?? []).filter(({ change }) => change.kind !== 'none')
  if (fields.length === 0) {
    if (before && after && before.type !== after.type) return [`${describeFacts(before)} -> ${describeFacts(after)}`]
    if (is === 'unknown') return ['nobody can tell whether it differs: no data version is recorded of both']
    return is === 'same' ? [] : ['the content differs, what is recorded of its look does not']
  }
  const weight = ({ drift }: FieldComparison): number => ({ drift: 0, possible: 1, none: 2, unknown: 3 })[drift]
  const ordered = fields.toSorted((a, b) => weight(a) - weight(b))
  const lines = ordered.slice(0, MOST_FIELDS).map((field) => describeField(field, colours))
  return fields.length > MOST_FIELDS
    ? [...lines, `and ${fields.length - MOST_FIELDS} more fields; --json has all`]
    : lines
}

function describeField({ name, change, drift, test, statistic, n }: FieldComparison, colours: Colours): string {
  const label = name === '' ? '' : `${name.replace(/^\./, '')}: `
  if (change.kind === 'added' || change.kind === 'removed') return `${label}${change.kind === 'added' ? 'new' : 'gone'}`
  const figures = Object.entries(change.figures)
    .filter(([, pair]) => !isRounding(pair))
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
  const [first] = figures
  const isSingle = n.before === 1 && n.now === 1 && change.figures['mean'] !== undefined
  // Of one number, and of equal ones, mean and median are the same news.
  const news = figures.map(([, pair]) => JSON.stringify(pair))
  const distinct = figures.filter((_, at) => news.indexOf(news[at]!) === at)
  const shown = isSingle ? [['', change.figures['mean']!] as const] : distinct.slice(0, MOST_FIGURES)
  const text = first ? shown.map(([figure, pair]) => describePair(figure, pair)).join(', ') : 'differs'
  const counts =
    n.before === n.now ? `n ${formatFigure(n.now)}` : `n ${formatFigure(n.before)} and ${formatFigure(n.now)}`
  const how = [test ?? '', statistic === null ? '' : formatFigure(statistic)].filter((one) => one !== '').join(' ')
  if (drift === 'drift') return `${label}${text}  ${colours.yellow(`drift (${how}, ${counts})`)}`
  if (drift === 'possible') return `${label}${text}  ${colours.yellow(`possible drift (${how}, ${counts})`)}`
  if (drift === 'none') return `${label}${text}  ${colours.dim(`no drift (${how}, ${counts})`)}`
  return `${label}${text}`
}

function describePair(name: string, { before, now }: { readonly before: Figure; readonly now: Figure }): string {
  const change =
    typeof before === 'number' && typeof now === 'number' && before !== 0
      ? ` (${formatRatio((now - before) / Math.abs(before))})`
      : ''
  const label = name === '' ? '' : `${wordsOf(name)} `
  return `${label}${formatFigure(before)} -> ${formatFigure(now)}${change}`
}

/** What remains where numbers that are equal were added up. */
function isRounding({ before, now }: { readonly before: Figure; readonly now: Figure }): boolean {
  return [before, now].every((figure) => typeof figure === 'number' && Math.abs(figure) < 1e-12)
}

function placeOf(name: string): number {
  const at = COMPARED.indexOf(name)
  return at < 0 ? COMPARED.length : at
}

/** `+6.2 %`, `-0.01 %`. */
function formatRatio(ratio: number): string {
  const percent = Number((ratio * 100).toPrecision(2))
  return `${percent >= 0 ? '+' : ''}${percent.toLocaleString('en', { maximumFractionDigits: 6 })} %`
}

/** Four significant digits of what is no whole number. */
export function formatFigure(figure: Figure): string {
  if (figure === null) return 'none'
  if (typeof figure === 'string') return figure
  if (Number.isInteger(figure)) return figure.toLocaleString('en')
  const rounded = Number(figure.toPrecision(5))
  return Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e15
    ? rounded.toLocaleString('en', { maximumSignificantDigits: 5 })
    : String(rounded)
}

/** `meanLength` as `mean length`. */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
