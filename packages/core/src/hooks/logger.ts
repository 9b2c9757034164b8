// One structured record for each event of a run, to wherever logs go.

import { HOST_CLOCK, type Clock } from '../execute/clock.ts'
import type { Hooks } from '../execute/hooks.ts'
import { expectOf } from './hook-option.ts'
import { logEntries, toRecord, type LogLevel, type LogRecord } from './log-record.ts'
import type { PlainData } from './plain-data.ts'

/** Has a method for each level, as `console` has, and loggers whose methods take a message and fields. */
export type LevelMethods = { readonly [Level in LogLevel]: (message: string, record: LogRecord) => unknown }

/** Text can be written to it, as to `process.stdout` or an open file. */
export interface WritableText {
  write(text: string): unknown
}

export interface LoggerOptions {
  /**
   * Where records go. A function gets each record; something with `write` gets each as a line of JSON; anything else has
   * a method for each level, which gets the message and the record. Default: `console`.
   */
  readonly to?: ((record: LogRecord) => unknown) | WritableText | LevelMethods
  /** What is less important is left out: starts, progress and passed checks are `debug`. @defaultValue 'info' */
  readonly level?: LogLevel
  /** Added to each record, as `{ service: 'forecast' }`. What the run says itself wins. */
  readonly fields?: Readonly<Record<string, unknown>>
  /**
   * What must not be written: names of fields, wherever they stand in a record, whose values become `[redacted]`; or a
   * function that gives a changed record, or `undefined` for none. A record for which it throws is not written.
   */
  readonly redact?: readonly string[] | ((record: LogRecord) => LogRecord | undefined)
  /** Default: the time of the host. */
  readonly clock?: Clock
}

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }

/**
 * Hooks that write one record for each event: starts and ends of runs and steps, logs, metrics, retries, checks,
 * failures. Values of nodes are not written; what nodes pass to `log`, what checks found, and messages of errors are.
 *
 * A target that gives promises is waited for before the run settles. One that throws never changes the run.
 *
 * @throws {hook/bad-option} when an option cannot be meant
 * @example
 * import { logger } from 'throughline/hooks'
 * const messages = []
 * const flow = dataflow({ answer: () => 42 }).with({ name: 'deep', hooks: [logger({ to: ({ message }) => messages.push(message) })] })
 * await flow.execute(['answer']) // => { answer: 42 }
 * messages[0] // => 'run of deep started: 1 node'
 */
export function logger(options: LoggerOptions = {}): Hooks {
  const { to = console as unknown as LevelMethods, level = 'info', fields = {}, redact, clock = HOST_CLOCK } = options
  const expect = expectOf('logger')
  expect(level in RANK, 'level', level, "'debug', 'info', 'warn' or 'error'")
  const isList = Array.isArray(redact) && redact.every((name) => typeof name === 'string')
  const isFunction = typeof redact === 'function'
  expect(redact === undefined || isList || isFunction, 'redact', redact, 'a list of names, or a function')
  const write = writerFor(to)
  expect(write !== undefined, 'to', to, 'a function, something with "write", or with a method for each level')
  const lowest = RANK[level]
  const secret = new Set(isList ? (redact as readonly string[]) : [])

  return logEntries((entry) => {
    if (RANK[entry.level] < lowest) return undefined
    const record = toRecord(entry, clock.Date.now(), fields)
    if (isFunction) {
      const changed = redact(record)
      return changed && write!(changed)
    }
    return write!(secret.size > 0 ? (hide(record as PlainData, secret) as LogRecord) : record)
  })
}

function writerFor(target: NonNullable<LoggerOptions['to']>): ((record: LogRecord) => unknown) | undefined {
  if (typeof target === 'function') return target
  if (typeof target !== 'object' || target === null) return undefined
  if ('write' in target) return (record) => target.write(`${JSON.stringify(record)}\n`)
  const levels = Object.keys(RANK) as LogLevel[]
  if (!levels.every((level) => typeof target[level] === 'function')) return undefined
  return (record) => target[record.level](record.message, record)
}

function hide(value: PlainData, secret: ReadonlySet<string>): PlainData {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => hide(item, secret))
  const entries = Object.entries(value).map(([name, item]): [string, PlainData] => [
    name,
    secret.has(name) ? '[redacted]' : hide(item, secret),
  ])
  return Object.fromEntries(entries)
}
