// Two runs side by side: which they are, and what they were made of.

import { formatInstant } from '@throughline/project/process'
import type { RunHead, Surroundings } from '@throughline/tracking/compare'
import { formatDuration } from '../terminal/duration.ts'
import type { Colours } from '../terminal/terminal.ts'
import { pad } from '../terminal/text-width.ts'
import { colourOfStatus, describeCounts } from './run-name.ts'
import { some, versions } from './diff-summary.ts'

export function describeRunPair(before: RunHead, after: RunHead, colours: Colours): string[] {
  const line = (name: string, { id, subject, status, startedAtMs, durationMs, counts }: RunHead): string =>
    [
      pad(name, 6),
      colours.bold(id),
      subject,
      `${colourOfStatus(status, colours)(status)}${durationMs === undefined ? '' : ` in ${formatDuration(durationMs)}`}`,
      formatInstant(startedAtMs),
      colours.dim(describeCounts(counts)),
    ].join('  ')
  return [line('before', before), line('after', after)]
}

const MOST_PACKAGES = 8

export function describeSurroundings({ config, packages, runtime, git }: Surroundings): string[] {
  const listed = packages.map(({ name, before, after }) => `${name} ${versions(before)} -> ${versions(after)}`)
  const commit = (one: NonNullable<Surroundings['git']>['before']): string =>
    `${one.commit.slice(0, 10)}${one.isDirty ? ' with changes' : ''}`
  return [
    ...(git ? [`git ${commit(git.before)} -> ${commit(git.after)}`] : []),
    ...config.map(({ key, before, after }) => `configuration ${key}: ${choice(before)} -> ${choice(after)}`),
    ...(listed.length > 0 ? [`locked packages ${some(listed, MOST_PACKAGES)}`] : []),
    ...runtime.map(({ name, before, after }) => `${name} ${before ?? 'unknown'} -> ${after ?? 'unknown'}`),
  ]
}

function choice(value: unknown): string {
  return value === undefined ? 'not chosen' : typeof value === 'string' ? value : JSON.stringify(value)
}
