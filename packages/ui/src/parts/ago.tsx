// How long ago something was, with the instant as its title. Told anew every half minute.

import { useSyncExternalStore } from 'react'
import { agoText, instantText } from './amounts.ts'

let nowMs = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    nowMs = Date.now()
    for (const one of listeners) one()
  }, 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

export function Ago({ atMs }: { readonly atMs: number }) {
  const now = useSyncExternalStore(subscribe, () => nowMs)
  return (
    <time dateTime={new Date(atMs).toISOString()} title={instantText(atMs)}>
      {agoText(atMs, Math.max(now, atMs))}
    </time>
  )
}
