// Layouts by their graphs: each is made once, in a worker.

import type { GraphLayout, LayoutInput, LayoutOptions } from '@throughline/layout'
import type { LayoutDone, LayoutTask } from './layout-worker.ts'

const KEPT = 30
const kept = new Map<string, Promise<GraphLayout>>()
const waiting = new Map<number, PromiseWithResolvers<GraphLayout>>()
let worker: Worker | undefined
let last = 0

/** The same graph with the same options has the same layout; what it was before changes where it is, and not what it is. */
export function layoutOf(input: LayoutInput, options: LayoutOptions): Promise<GraphLayout> {
  const { previous: _, ...rest } = options
  const key = JSON.stringify([
    rest,
    input.nodes.map(({ id, width, height }) => [id, width, height]),
    input.edges.map(({ from, to, label }) => [from, to, label?.width]),
  ])
  const known = kept.get(key)
  kept.delete(key)
  const layout = known ?? perform(input, options)
  kept.set(key, layout)
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
  layout.catch(() => kept.delete(key))
  return layout
}

function perform(input: LayoutInput, options: LayoutOptions): Promise<GraphLayout> {
  const done = Promise.withResolvers<GraphLayout>()
  const id = ++last
  waiting.set(id, done)
  worker ??= start()
  worker.postMessage({ id, input, options } satisfies LayoutTask, [])
  return done.promise
}

function start(): Worker {
  const started = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', ({ data }: MessageEvent<LayoutDone>) => {
    const task = waiting.get(data.id)
    waiting.delete(data.id)
    if ('layout' in data) task?.resolve(data.layout)
    else task?.reject(new Error(data.problem))
  })
  started.addEventListener('error', ({ message }) => {
    worker = undefined
    for (const task of waiting.values()) task.reject(new Error(message || 'The layout could not be made.'))
    waiting.clear()
  })
  return started
}
