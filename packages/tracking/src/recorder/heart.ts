// The heart of a process: a thread that says of its runs that they are alive, whatever blocks the loop that runs nodes.

import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { OnTrouble } from '@throughline/store'
import { Beats, beatIntervalMs } from './beats.ts'
import type { HeartData, HeartMessage, HeartTrouble } from './heart-messages.ts'
import { threadArguments } from './thread-arguments.ts'

export interface HeartRun {
  /** The folder of the store. */
  readonly dir: string
  readonly run: string
  readonly onTrouble: OnTrouble
}

export interface Heart {
  /** @returns what ends the beats of the run */
  beginRun(run: HeartRun): () => void
}

export interface HeartThreadOptions {
  /** @defaultValue 10 seconds */
  readonly intervalMs?: number
  /** The program of the thread. @defaultValue the one beside this file */
  readonly program?: URL
}

/**
 * A heart in a thread of its own, which is started with the first run and does not keep the process alive. Where the thread
 * cannot be started, as in a bundle without its program, the beats come from the loop: then a node that blocks it for more
 * than a minute looks like one whose process is gone.
 */
export function createHeart({ intervalMs = beatIntervalMs, program = ownProgram() }: HeartThreadOptions = {}): Heart {
  const listeners = new Map<string, Set<OnTrouble>>()
  const live = new Map<string, HeartRun>()
  const inLoop = new Map<string, Beats>()
  let worker: Worker | undefined
  let isThreaded = true

  const tell = ({ dir, issue }: HeartTrouble): void => {
    for (const listener of listeners.get(dir) ?? []) listener(issue)
  }
  const beatInLoop = ({ dir, run }: HeartRun): void => {
    let beats = inLoop.get(dir)
    if (!beats)
      inLoop.set(dir, (beats = new Beats({ folder: dir, intervalMs, onTrouble: (issue) => tell({ dir, issue }) })))
    beats.begin(run)
  }
  const fail = (): void => {
    if (!isThreaded) return
    isThreaded = false
    worker = undefined
    for (const run of live.values()) beatInLoop(run)
  }
  const start = ({ dir, run }: HeartRun): Worker => {
    const workerData: HeartData = { intervalMs, first: { kind: 'begin', dir, run } }
    const started = new Worker(program, {
      workerData,
      name: 'throughline heart',
      execArgv: threadArguments(program),
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 },
    })
    started.on('message', tell).on('error', fail).on('exit', fail)
    started.unref()
    return started
  }
  const begin = (run: HeartRun): void => {
    if (!isThreaded) return beatInLoop(run)
    try {
      if (worker) worker.postMessage({ kind: 'begin', dir: run.dir, run: run.run } satisfies HeartMessage, [])
      else worker = start(run)
    } catch {
      fail()
    }
  }
  return {
    beginRun: (run) => {
      live.set(run.run, run)
      const heard = listeners.get(run.dir)
      if (heard) heard.add(run.onTrouble)
      else listeners.set(run.dir, new Set([run.onTrouble]))
      begin(run)
      return () => {
        live.delete(run.run)
        listeners.get(run.dir)?.delete(run.onTrouble)
        inLoop.get(run.dir)?.end(run.run)
        worker?.postMessage({ kind: 'end', dir: run.dir, run: run.run } satisfies HeartMessage, [])
      }
    },
  }
}

/** The heart of this thread. */
export const threadHeart: Heart = createHeart()

/** For those who keep no heart: something else says that the runs are alive. */
export const noHeart: Heart = { beginRun: () => () => {} }

function ownProgram(): URL {
  return new URL(`./heart-thread${extname(import.meta.url)}`, import.meta.url)
}
