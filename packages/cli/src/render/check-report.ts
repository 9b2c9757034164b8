// What a check has found, as text and as JSON.

import { renderPlainIssue } from '@throughline/project/process'
import type { CheckReport } from '@throughline/analyze'
import type { Screen } from '../terminal/terminal.ts'
import { count } from './diff-summary.ts'

export interface CheckReportOptions {
  readonly screen: Screen
  /** Paths are shown from here. */
  readonly directory: string
}

/** Every finding with its place in the source, and how many there are. */
export function renderReport(report: CheckReport, { screen, directory }: CheckReportOptions): string {
  const { colours } = screen
  const blocks = report.findings.map((one) => {
    const { start, end } = one.place
    return renderPlainIssue(one, { colours, directory, length: end - start })
  })
  return [...blocks, summary(report, screen)].join('\n\n')
}

function summary(report: CheckReport, { colours }: Screen): string {
  const { errors, warnings } = countFindings(report)
  const where = `in ${count(report.flows.length, 'flow')}, ${count(report.files.length, 'file')}`
  if (errors + warnings === 0) return colours.green(`nothing wrong ${where}`)
  const found = [...(errors > 0 ? [count(errors, 'error')] : []), ...(warnings > 0 ? [count(warnings, 'warning')] : [])]
  const tone = errors > 0 ? colours.red : colours.yellow
  return tone(`${found.join(', ')} ${where}`)
}

function countFindings({ findings }: CheckReport): { readonly errors: number; readonly warnings: number } {
  const errors = findings.filter((one) => one.severity === 'error').length
  return { errors, warnings: findings.length - errors }
}

/** The same as plain data. */
export function checkJson(report: CheckReport): object {
  return { ...countFindings(report), flows: report.flows, files: report.files, findings: report.findings }
}
