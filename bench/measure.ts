// Runs a measurement in a process of its own, and the small statistics that the tables need.

import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** Runs one of the files in `workers/`. @returns what it printed, as JSON; a failure is told, not thrown */
export function runWorker<Result>(
  worker: string,
  args: readonly (string | number)[],
  { timeoutMs = 120_000, nodeFlags = [] as readonly string[] } = {},
): Promise<Result | { readonly failure: string }> {
  const command = [...nodeFlags, join(import.meta.dirname, 'workers', worker), ...args.map(String)]
  return new Promise((resolve) => {
    execFile(process.execPath, command, { timeout: timeoutMs, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error === null) return resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result)
      resolve({ failure: error.killed ? `over ${timeoutMs / 1000} s` : reasonOf(stderr, error.code) })
    })
  })
}

function reasonOf(stderr: string, code: unknown): string {
  if (stderr.includes('heap out of memory')) return 'out of memory'
  return (/^\w*Error\b[^\n]*/m.exec(stderr)?.[0] ?? `exit code ${String(code)}`).slice(0, 60)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** The median over rounds of a value by its calibration in the same round. */
export function medianRatio(values: readonly number[], calibrations: readonly number[]): number {
  return median(values.map((value, round) => value / (calibrations[round] ?? Number.NaN)))
}
