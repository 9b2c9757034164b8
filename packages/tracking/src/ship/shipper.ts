// A shipper in a thread of its own: what runs does not wait for it.

import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { OnTrouble } from '@throughline/store'
import { threadArguments } from '../recorder/thread-arguments.ts'
import { shipIssue } from './ship-issues.ts'
import type { ShipperData, ShipperReport, ShipperRequest, SinkChoice } from './shipper-messages.ts'

export interface ShipperOptions {
  /** The folder of the store. */
  readonly dir: string
  readonly sink: SinkChoice
  /** Between two passes, in milliseconds. @defaultValue 500 */
  readonly intervalMs?: number
  /** How long a segment stays after it was shipped, in milliseconds. @defaultValue 10 minutes */
  readonly graceMs?: number
  readonly onTrouble?: OnTrouble
}

/** Ships while the process lives, and does not keep it alive. What it did not ship, the next shipper does. */
export interface RunningShipper extends AsyncDisposable {
  /** Ships all that is recorded now. @returns whether it worked; if not, it is in the spool */
  flush(): Promise<boolean>
  /** Ships what is there, closes the sink, ends the thread. */
  stop(): Promise<void>
}

/**
 * Starts a thread that brings the events of a spool to a sink. Never throws: when the thread or the sink cannot be had,
 * `onTrouble` is told, and the events stay in the spool.
 */
export function startShipper(options: ShipperOptions): RunningShipper {
  const { dir, sink, intervalMs = 500, graceMs, onTrouble = () => {} } = options
  const program = new URL(`./shipper-thread${extname(import.meta.url)}`, import.meta.url)
  const workerData: ShipperData = { dir, sink, intervalMs, graceMs }
  const failed = (error: unknown): void => {
    const to = sink.kind === 'http' ? sink.url : 'the store'
    onTrouble(shipIssue('ship/failed', { to, reason: error instanceof Error ? error.message : String(error) }))
  }
  let worker: Worker
  try {
    worker = new Worker(program, { workerData, name: 'throughline shipper', execArgv: threadArguments(program) })
  } catch (error) {
    failed(error)
    const stop = (): Promise<void> => Promise.resolve()
    return { flush: () => Promise.resolve(false), stop, [Symbol.asyncDispose]: stop }
  }
  const asked = new Map<number, (worked: boolean) => void>()
  let lastId = 0
  let isOver = false
  const over = (): void => {
    isOver = true
    for (const settle of asked.values()) settle(false)
    asked.clear()
  }
  worker.on('message', (report: ShipperReport) => {
    if (report.kind === 'trouble') onTrouble(report.issue)
    else {
      asked.get(report.id)?.(!report.failed)
      asked.delete(report.id)
      if (asked.size === 0) worker.unref()
    }
  })
  worker.on('error', failed)
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      over()
      resolve()
    })
  })
  worker.unref()
  const stop = async (): Promise<void> => {
    if (!isOver) {
      worker.ref()
      worker.postMessage({ kind: 'stop' } satisfies ShipperRequest, [])
    }
    await ended
  }
  return {
    flush: () => {
      if (isOver) return Promise.resolve(false)
      worker.ref()
      const id = ++lastId
      worker.postMessage({ kind: 'flush', id } satisfies ShipperRequest, [])
      return new Promise((resolve) => asked.set(id, resolve))
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
