// An evaluation for people: as text, and as Markdown for a pull request.

import type { Comparison } from './compare-with.ts'
import type { Evaluation } from './evaluate.ts'

const MOST_CASES = 10

/** Of a scorer that has become worse by more than this, on average. */
export function droppedScorers({ comparison = {} }: Evaluation, maxDrop: number): string[] {
  return Object.entries(comparison)
    .filter(([, { difference, lost }]) => lost.length > 0 || (difference ?? 0) < -maxDrop - ROUNDING)
    .map(([scorer]) => scorer)
}
/** 0.8 - 0.78 is a little more than 0.02. */
const ROUNDING = 1e-9

export function evaluationText(evaluation: Evaluation): string {
  const { name, results, summary, comparison = {} } = evaluation
  const width = Math.max(...Object.keys(summary).map((scorer) => scorer.length))
  const lines = Object.entries(summary).flatMap(([scorer, { mean, cases, errors }]) => [
    `  ${scorer.padEnd(width)}  ${figure(mean)}  of ${cases} cases${errors > 0 ? `, ${errors} with errors` : ''}${differenceText(comparison[scorer])}`,
    ...worseLines(comparison[scorer]).map((line) => `    ${line}`),
  ])
  return [`${name}: ${results.length} cases`, ...lines, ...errorLines(evaluation).map((line) => `  ${line}`)].join('\n')
}

export function evaluationMarkdown(evaluation: Evaluation): string {
  const { name, results, summary, comparison = {} } = evaluation
  const rows = Object.entries(summary).map(([scorer, { mean, cases, errors }]) => {
    const { before, difference, interval } = comparison[scorer] ?? {}
    const range = interval ? `${signed(interval[0])} to ${signed(interval[1])}` : ''
    const changed = difference === undefined ? '' : signed(difference)
    return `| ${escaped(scorer)} | ${figure(mean)} | ${cases} | ${errors} | ${before === undefined ? '' : figure(before)} | ${changed} | ${range} |`
  })
  const worse = Object.entries(comparison).flatMap(([scorer, one]) =>
    worseLines(one).map((line) => `- ${escaped(scorer)}: ${escaped(line)}`),
  )
  return [
    `### ${escaped(name)}: ${results.length} cases`,
    '',
    '| scorer | mean | cases | errors | before | difference | 95 % interval |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    ...(worse.length > 0 ? ['', ...worse] : []),
    ...errorLines(evaluation).flatMap((line, index) => [...(index === 0 ? [''] : []), `- ${escaped(line)}`]),
  ].join('\n')
}

function differenceText(comparison: Comparison | undefined): string {
  if (comparison?.difference === undefined) return ''
  const { difference, before, interval } = comparison
  const range = interval ? ` (95 %: ${signed(interval[0])} to ${signed(interval[1])})` : ''
  return `; ${figure(before)} before, ${signed(difference)}${range}`
}

function worseLines(comparison: Comparison | undefined): string[] {
  if (!comparison) return []
  const { worse, lost } = comparison
  const shown = worse
    .slice(0, MOST_CASES)
    .map(({ id, before, after }) => `${id}: ${figure(before)} -> ${figure(after)}`)
  const rest = worse.length - shown.length
  return [...shown, ...(rest > 0 ? [`and ${rest} more are worse`] : []), ...lost.map((id) => `${id}: an error now`)]
}

function errorLines({ results }: Evaluation): string[] {
  const lines = results.flatMap(({ id, errors = [] }) =>
    errors.map(({ in: where, name, message }) => `error in ${where} of ${id}: ${name}: ${message.split('\n', 1)[0]}`),
  )
  const rest = lines.length - MOST_CASES
  return rest > 0 ? [...lines.slice(0, MOST_CASES), `and ${rest} more errors`] : lines
}

function figure(value: number | undefined): string {
  return value === undefined ? 'none' : value.toFixed(3)
}

function signed(value: number): string {
  const text = value.toFixed(3)
  return value > 0 ? `+${text}` : text
}

function escaped(text: string): string {
  return text.replace(/[|<>*_`[\]\\]/g, '\\$&')
}
