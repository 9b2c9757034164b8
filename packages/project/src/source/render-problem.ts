// What went wrong, as text: the issue, the place in the source, the user's own part of the stack.

import { renderIssue, type Issue } from 'throughline'
import type { PlainIssue, Problem, Thrown } from '../isolate/problem.ts'
import { codeFrame, displayPath } from './code-frame.ts'
import { formatFrame } from './user-frames.ts'

type Tone = (text: string) => string

/** How parts of a message are set off: the colours of a terminal have these names. */
export interface Tones {
  readonly red: Tone
  readonly yellow: Tone
  readonly cyan: Tone
  readonly bold: Tone
  readonly dim: Tone
}

const asIs: Tone = (text) => text
const PLAIN: Tones = { red: asIs, yellow: asIs, cyan: asIs, bold: asIs, dim: asIs }

export interface ProblemOptions {
  /** Default: none. */
  readonly colours?: Tones
  /** Paths are shown from here. */
  readonly directory: string
  /** How many characters to mark. Default: the word at the place. */
  readonly length?: number
}

/** All issues of a problem, each followed by what user code threw, if anything. */
export function renderProblem(problem: Problem, options: ProblemOptions): string {
  const thrown = new Map(problem.thrown.map(({ node, error }) => [node, error]))
  const blocks = problem.issues.map((issue) => {
    const node = issue.code === 'run/node-failed' ? (issue.subject.node ?? '') : ''
    const error = thrown.get(node)
    thrown.delete(node)
    return renderPlainIssue(
      issue,
      options,
      error === undefined ? '' : indent(renderThrown(error, issue.title, options)),
    )
  })
  return blocks.join('\n\n')
}

/** @param inside lines that belong between what is wrong and what to do */
export function renderPlainIssue(
  issue: PlainIssue | Issue,
  { colours = PLAIN, directory, length }: ProblemOptions,
  inside = '',
): string {
  const related = issue.related?.map((place) =>
    place.at ? { ...place, at: { ...place.at, module: displayPath(place.at.module, directory) } } : place,
  )
  const shown = { ...issue, ...(related && { related }) } as Issue
  const [code = '', title = '', ...rest] = renderIssue(shown, {
    frame: (at) => codeFrame(at, { directory, ...(length !== undefined && { length }) }),
  }).split('\n')
  const tone = issue.severity === 'error' ? colours.red : colours.yellow
  const lines = rest.map((line) =>
    line
      .replace(/^help:/, colours.cyan('help:'))
      .replace(/^(\s+)(\^+)$/, (_, space: string, marks: string) => space + tone(marks)),
  )
  const help = rest.findIndex((line) => line.startsWith('help:'))
  if (inside !== '') lines.splice(help < 0 ? lines.length : help, 0, inside)
  return [colours.dim(code), colours.bold(tone(title)), ...lines].join('\n')
}

/** The message when the title does not say it already, the frames, and the causes. */
function renderThrown(error: Thrown, title: string, options: ProblemOptions): string {
  const { dim } = options.colours ?? PLAIN
  const lines = title.includes(error.text.replace(/^\w+: /, '')) ? [] : [error.text]
  for (const frame of error.frames) lines.push(dim(`  ${formatFrame(frame, options.directory)}`))
  if (error.cause) lines.push(`caused by ${renderThrown(error.cause, '', options)}`)
  return lines.join('\n')
}

function indent(text: string): string {
  return text === '' ? '' : text.replace(/^/gm, '  ')
}
