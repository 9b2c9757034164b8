// throughline cache gc: removes what was not used for longest, until the limits hold.

import type { Evicted, EvictOptions, Store } from '@throughline/store'
import { extname } from 'node:path'
import type { Issue } from 'throughline'
import type { CacheLimits } from '../../child/cache-limits.ts'
import { DEFAULT_MAX_BYTES } from '../../default-limit.ts'
import { cliIssue } from '../../issues.ts'
import { parseDuration } from '../../record/run-filters.ts'
import { formatBytes, parseBytes } from '../../terminal/byte-size.ts'
import { formatDuration } from '../../terminal/duration.ts'
import { askProject } from '../ask-project.ts'
import { reportIssues, type Context, type ProjectFlags } from '../context.ts'
import { countOf, openKept, sayNothingKept } from './open-kept.ts'

export interface CacheGcFlags extends ProjectFlags {
  readonly maxSize?: string
  readonly maxAge?: string
  readonly json: boolean
}

export async function gc(this: Context, flags: CacheGcFlags): Promise<void> {
  const given = limitsFrom(flags)
  if (Array.isArray(given)) {
    reportIssues(this, given)
    return
  }
  const kept = openKept(this, flags, 'write')
  if (!kept) return
  const { store, path, config } = kept
  const { out } = this.terminal
  if (!store) {
    if (flags.json) out.write(`${JSON.stringify({ store: null, limits: given, ...toJson(NOTHING, 0) })}\n`)
    else sayNothingKept(this, path)
    return
  }
  try {
    const limits = Object.keys(given).length > 0 ? given : await limitsOfProject(this, config)
    if (!limits) return
    const removed = store.evict(limits)
    const others = runningBeside(store)
    if (flags.json) out.write(`${JSON.stringify({ store: store.path, limits, ...toJson(removed, others) })}\n`)
    else out.write(`${describe(removed, limits, others)}\n`)
  } finally {
    await store.close()
  }
}

const NOTHING: Evicted = { blobs: 0, bytes: 0, entries: 0, keptBytes: 0 }

/** One limit alone leaves the other one open. */
function limitsFrom({ maxSize, maxAge }: CacheGcFlags): EvictOptions | Issue[] {
  const issues: Issue[] = []
  const maxBytes = maxSize === undefined ? undefined : parseBytes(maxSize)
  if (maxSize !== undefined && maxBytes === undefined) {
    issues.push(cliIssue('cli/amount', { option: '--max-size', given: maxSize, example: '2GB' }))
  }
  const maxAgeMs = maxAge === undefined ? undefined : parseDuration(maxAge)
  if (maxAge !== undefined && maxAgeMs === undefined) {
    issues.push(cliIssue('cli/amount', { option: '--max-age', given: maxAge, example: '30d' }))
  }
  if (issues.length > 0) return issues
  return { ...(maxBytes !== undefined && { maxBytes }), ...(maxAgeMs !== undefined && { maxAgeMs }) }
}

/** Its configuration is code: it is read in a process of its own. */
async function limitsOfProject(context: Context, config: string): Promise<EvictOptions | undefined> {
  const module = new URL(`../../child/cache-limits${extname(import.meta.url)}`, import.meta.url).href
  const answer = await askProject(context, config, { kind: 'ask', module, question: null })
  return answer && { maxBytes: DEFAULT_MAX_BYTES, ...(answer.reply as CacheLimits) }
}

function runningBeside({ sessions }: Store): number {
  return new Set(sessions.live().flatMap(({ id, host, pid }) => (id === sessions.id ? [] : `${host} ${pid}`))).size
}

function toJson({ entries, bytes, keptBytes }: Evicted, others: number): object {
  return { removed: { values: entries, bytes }, kept: { bytes: keptBytes }, usedByProcesses: others }
}

function describe(
  { entries, bytes, keptBytes }: Evicted,
  { maxBytes, maxAgeMs }: EvictOptions,
  others: number,
): string {
  const limits = [
    ...(maxBytes === undefined ? [] : [`at most ${formatBytes(maxBytes)}`]),
    ...(maxAgeMs === undefined ? [] : [`used within ${formatDuration(maxAgeMs)}`]),
  ]
  const lines = [
    `Removed ${countOf(entries)} (${formatBytes(bytes)}); ${formatBytes(keptBytes)} are kept (${limits.join(', ')}).`,
  ]
  const inUse =
    others === 0 ? '' : `, or since ${others === 1 ? 'a process' : `${others} processes`} began that still run`
  if (maxBytes !== undefined && keptBytes > maxBytes) {
    lines.push(
      `${formatBytes(keptBytes - maxBytes)} more than the limit stay: used within the last hour${inUse}, or pinned.`,
    )
  } else if (others > 0) lines.push(`In use by ${others === 1 ? '1 process' : `${others} processes`}.`)
  return lines.join('\n')
}
