// The steps of a run, as they stand now: asked once, then told by the stream of the run.

import type { RunMessage, RunPageAnswer, StepState, StepStates } from '@throughline/server/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useConnectionReturns } from '../../api/connection.ts'
import { statesOf } from '../../api/queries.ts'
import { readJson } from '../../api/read-json.ts'

/** Tells a step from the others of its run. */
export function stepKey({ node, item, sequence }: Pick<StepState, 'node' | 'item' | 'sequence'>): string {
  return JSON.stringify([node, item ?? null, sequence ?? null])
}

/** @param isOver nothing more comes */
export function useRunLive(run: string, isOver: boolean): readonly StepState[] | undefined {
  const { api } = useRouteContext({ from: '__root__' })
  const queries = useQueryClient()
  const { queryKey } = statesOf(api, run)
  const { data } = useQuery(statesOf(api, run))
  const cursor = data?.cursor
  const isAsked = data !== undefined
  const returns = useConnectionReturns()
  useEffect(() => {
    if (isOver || !isAsked || cursor === undefined) return
    const source = new EventSource(`/api/runs/${encodeURIComponent(run)}/live?cursor=${encodeURIComponent(cursor)}`)
    const news = new Map<string, StepState>()
    let frame = 0
    const show = (): void => {
      frame = 0
      queries.setQueryData<StepStates>(queryKey, (known) => known && { ...known, steps: merge(known.steps, news) })
      news.clear()
    }
    const on = <Type extends RunMessage['type']>(type: Type, hear: (message: RunMessage & { type: Type }) => void) =>
      source.addEventListener(type, (event: MessageEvent<string>) => hear(readJson(event.data) as never))
    on('states', ({ steps }) => {
      for (const step of steps) news.set(stepKey(step), step)
      frame ||= requestAnimationFrame(show)
    })
    on('run', ({ run: details }) =>
      queries.setQueryData<RunPageAnswer>(['run', run, 'head'], (known) => known && { ...known, run: details }),
    )
    on('logs', () => void queries.invalidateQueries({ queryKey: ['run', run, 'logs'] }))
    on('metrics', () => void queries.invalidateQueries({ queryKey: ['run', run, 'said'] }))
    on('end', () => {
      source.close()
      void queries.invalidateQueries({ queryKey: ['run', run] })
      void queries.invalidateQueries({ queryKey })
    })
    return () => {
      source.close()
      cancelAnimationFrame(frame)
    }
    // The cursor is where the stream begins: it goes on by itself.
  }, [run, isOver, isAsked, returns])
  return data?.steps
}

function merge(known: readonly StepState[], news: ReadonlyMap<string, StepState>): readonly StepState[] {
  const left = new Map(news)
  const steps = known.map((step) => {
    const key = stepKey(step)
    const next = left.get(key)
    if (!next) return step
    left.delete(key)
    return { ...step, ...next }
  })
  return [...steps, ...left.values()]
}
