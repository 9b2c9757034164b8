// Tells runs to OpenLineage while they happen, as hooks of a flow.

import type { Hooks, Issue } from 'throughline'
import type { EventBody } from '../events/event.ts'
import type { Recorder } from '../recorder/index.ts'
import { tracker } from '../tracker/tracker.ts'
import type { TrackerOptions } from '../tracker/tracker-options.ts'
import { openLineageIssue } from './open-lineage-issues.ts'
import type { OpenLineageEvent } from './run-event.ts'
import { openLineageTranslator, type OpenLineageOptions } from './translator.ts'

export interface OpenLineageHookOptions
  extends OpenLineageOptions, Pick<TrackerOptions, 'capture' | 'redact' | 'versions' | 'actor' | 'tags' | 'trigger'> {
  /** Under which jobs are found. */
  readonly project: string
  /** Sends an event: it is not waited for, and what it throws changes nothing. */
  readonly emit: (event: OpenLineageEvent) => void | Promise<void>
  /** Told what a user should know, each thing once. Default: printed to standard error */
  readonly onIssue?: (issue: Issue) => void
}

export interface OpenLineageHook extends Hooks, AsyncDisposable {
  /** Waits for what is being sent. */
  settled(): Promise<void>
}

/**
 * Hooks that tell what happens to OpenLineage. It leaves no record of ours: give the flow a `tracker` besides.
 *
 * @example
 * import { openLineage } from '@throughline/tracking/openlineage'
 * import { dataflow } from 'throughline'
 * const sent = []
 * const hook = openLineage({ project: 'shop', emit: (event) => void sent.push(event.eventType) })
 * await dataflow({ price: () => 3 }).with({ name: 'prices', hooks: [hook] }).execute(['price']) // => { price: 3 }
 * sent // => ['START', 'START', 'COMPLETE', 'COMPLETE']
 */
export function openLineage(options: OpenLineageHookOptions): OpenLineageHook {
  const { project, emit, onIssue, namespace, producer, steps, ...tracked } = options
  const translator = openLineageTranslator({
    ...(namespace !== undefined && { namespace }),
    ...(producer !== undefined && { producer }),
    ...(steps !== undefined && { steps }),
  })
  const sending = new Set<Promise<void>>()
  let isTold = false
  const failed = (error: unknown): void => {
    if (isTold) return
    isTold = true
    const reason = error instanceof Error ? error.message : String(error)
    tell(openLineageIssue('openlineage/not-sent', { reason }), onIssue)
  }
  const send = (event: OpenLineageEvent): void => {
    try {
      const sent = emit(event)
      if (!(sent instanceof Promise)) return
      const settled = sent.catch(failed).finally(() => void sending.delete(settled))
      sending.add(settled)
    } catch (error) {
      failed(error)
    }
  }
  let seq = 0
  const take = (run: string | undefined, body: EventBody): void => {
    const head = {
      v: 1 as const,
      writer: 'openlineage',
      seq: ++seq,
      atMs: Date.now(),
      ...(run !== undefined && { run }),
    }
    for (const event of translator.translate({ ...head, ...body })) send(event)
  }
  const recorder: Recorder = {
    writer: 'openlineage',
    isRecording: true,
    beginRun: take,
    record: take,
    endRun: (run, ended) => {
      take(run, ended)
      return true
    },
    flush: () => true,
    close: () => true,
  }
  const hooks = tracker({ ...tracked, project, recorder, ...(onIssue && { onIssue }) })
  const settled = async (): Promise<void> => {
    while (sending.size > 0) await Promise.all(sending)
  }
  return {
    ...hooks,
    settled,
    [Symbol.asyncDispose]: async () => {
      await hooks.close()
      await settled()
    },
  }
}

function tell(issue: Issue, onIssue: ((issue: Issue) => void) | undefined): void {
  if (onIssue) onIssue(issue)
  else process.stderr.write(`${issue.title}\n`)
}
