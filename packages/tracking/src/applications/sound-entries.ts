// The entries of a journal as far as they can be read.

import type { Numbered, Persister } from '@throughline/machine'
import { isThroughlineError, type Issue } from 'throughline'

export interface SoundEntries {
  readonly entries: readonly Numbered[]
  /** Why there are no more, although there were. */
  readonly issue?: Issue
}

/**
 * As `persister.entries`; of a journal that is damaged those before the damage.
 *
 * @throws {applications/damaged} when its beginning is damaged, and what `entries` throws besides
 */
export async function soundEntries(
  persister: Pick<Persister, 'entries'>,
  app: string,
  { after = 0, limit }: { readonly after?: number; readonly limit?: number } = {},
): Promise<SoundEntries> {
  try {
    return { entries: await persister.entries(app, { after, ...(limit !== undefined && { limit }) }) }
  } catch (error) {
    const issue = isThroughlineError(error) && error.issues.find(({ code }) => code === 'applications/damaged')
    const damaged = issue ? Number(issue.facts['number']) : 1
    if (!issue || damaged === 1) throw error
    const sound = Math.max(0, damaged - 1 - after)
    return { entries: sound === 0 ? [] : await persister.entries(app, { after, limit: sound }), issue }
  }
}
