// An issue as text: the sentence, the place, the details, the cure.

import type { Issue, Origin } from './issue.ts'

export interface RenderOptions {
  /** Draws the source around a place, without a trailing line break. Default: `file:line`. */
  readonly frame?: (at: Origin) => string
  /** Prints the code above the sentence. Default: true. */
  readonly code?: boolean
}

/** Renders an issue as plain text of several lines, without a trailing line break. */
export function renderIssue(issue: Issue, options: RenderOptions = {}): string {
  const frame = options.frame ?? formatPlace
  const lines = options.code === false ? [] : [issue.code]
  lines.push(issue.title)
  if (issue.at) lines.push(indent(frame(issue.at)))
  for (const place of issue.related ?? []) {
    if (place.at) lines.push(indent(`${formatPlace(place.at)}  ${place.label}`))
  }
  for (const line of issue.details) lines.push(indent(line))
  for (const [index, hint] of issue.hints.entries()) lines.push(index === 0 ? `help: ${hint}` : `      ${hint}`)
  return lines.join('\n')
}

function formatPlace(at: Origin): string {
  return `${at.module}:${at.line}`
}

function indent(text: string): string {
  return `  ${text.replaceAll('\n', '\n  ')}`
}
