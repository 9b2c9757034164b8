// Tables for people, files for machines, and a line for each promise that a measurement can keep or break.

import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'
import { join } from 'node:path'

/** A promise with its limit, and what was measured. */
export interface Verdict {
  readonly promise: string
  readonly measured: number
  readonly limit: number
  readonly unit: string
}

export interface Section {
  readonly name: string
  readonly verdicts: readonly Verdict[]
  /** What is written to `results/<name>.json`. */
  readonly figures: unknown
}

export type Row = readonly (string | number)[]

export function printTable(title: string, head: Row, rows: readonly Row[]): void {
  const cells = [head, ...rows].map((row) => row.map(text))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  console.log(`\n${title}`)
  cells.forEach((row, index) => console.log(index === 0 ? `${line(row)}\n${'-'.repeat(line(row).length)}` : line(row)))
}

export const isKept = ({ measured, limit }: Verdict): boolean => measured <= limit

/** Prints `pass` or `FAIL` for each promise. */
export function printVerdicts(verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) {
    const { promise, measured, limit, unit } = verdict
    console.log(
      `${isKept(verdict) ? 'pass' : 'FAIL'}  ${promise}: ${text(measured)}${unit} (limit ${text(limit)}${unit})`,
    )
  }
}

export function writeResults({ name, verdicts, figures }: Section): void {
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  const machine = {
    node: process.version,
    system: `${platform()} ${arch()}`,
    processor: cpus()[0]?.model,
    cores: cpus().length,
  }
  const content = {
    measuredAt: new Date().toISOString(),
    machine,
    verdicts: verdicts.map((v) => ({ ...v, kept: isKept(v) })),
    figures,
  }
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`)
}

function text(value: string | number): string {
  if (typeof value === 'string') return value
  if (Number.isNaN(value)) return '-'
  if (Number.isInteger(value)) return value.toLocaleString('en-US')
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}
