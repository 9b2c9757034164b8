// What the file system says, in the words of a user.

import { isThroughlineError, ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
  EISDIR: 'it is a folder',
  ENODEV: 'it is a pipe or a device, which cannot be replaced by a file',
  EEXIST: 'a part of its path is a file',
  ENOTDIR: 'a part of its path is a file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EROFS: 'the disk can only be read',
  ELOOP: 'links lead round in a circle',
  EMFILE: 'too many files are open',
  EFBIG: 'it would be larger than the disk allows',
  EIO: 'the disk has failed',
  ENAMETOOLONG: 'its name is too long',
}

/** An error with a code of ours; errors of another kind, and what is told already, stay what they are. */
export function fileFailure(error: unknown, name: string, doing: 'read' | 'write'): unknown {
  if (isThroughlineError(error)) return error
  const code = (error as { code?: unknown } | undefined)?.code
  if (typeof code !== 'string') return error
  if (code === 'ENOENT' && doing === 'read') return new ThroughlineError([ioIssue('io/not-found', { name })])
  const reason = REASONS[code]
  if (reason === undefined) return error
  const issue =
    doing === 'read' ? ioIssue('io/unreadable', { name, reason }) : ioIssue('io/unwritable', { name, reason })
  return new ThroughlineError([issue], { cause: error })
}
