// What a list says of a journal in a file, also of one that cannot be read: it never hides the others.

import type { ApplicationFacts, UnreadableApplication } from '@throughline/machine'
import { storeIssue } from '@throughline/store'
import { hasIssue, isThroughlineError, type Issue } from 'throughline'
import { factsOfAccount } from './account.ts'
import { soundPartOf } from './journal-damage.ts'
import { endOf } from './journal-file.ts'
import type { JournalFiles } from './journal-files.ts'
import { accountOf } from './journal-lines.ts'

/** @returns undefined when the file is gone */
export function listedIn(files: JournalFiles, path: string): ApplicationFacts | UnreadableApplication | undefined {
  try {
    const end = endOf(files, path)
    return end && factsOfAccount(end.head.app, accountOf(end.head, end.place))
  } catch (error) {
    if (!isThroughlineError(error)) return { issue: ofThisFile(error, path) }
    const [issue] = error.issues
    const file = issue!.code === 'applications/damaged' ? files.open(path) : undefined
    if (!file) return { issue: issue! }
    try {
      const { head, place } = soundPartOf(file)
      const facts = head && place && factsOfAccount(head.app, accountOf(head, place))
      return { issue: issue!, ...(head && { app: head.app }), ...(facts && { facts }) }
    } finally {
      file.close()
    }
  }
}

/** What the system says of one file and not of its folder; else it is thrown. */
function ofThisFile(error: unknown, path: string): Issue {
  const { code, message } = error as NodeJS.ErrnoException
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EISDIR') throw error
  return { ...storeIssue('store/disk-failed', { path, reason: message }), severity: 'error' }
}

/** What is damaged may be taken away, and not what a newer program wrote. */
export function refuseNewer(look: () => unknown): void {
  try {
    look()
  } catch (error) {
    if (!hasIssue(error, 'applications/damaged')) throw error
  }
}
