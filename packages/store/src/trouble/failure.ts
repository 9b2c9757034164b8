// What an error of the disk or the database means for the store.

import type { Issue } from 'throughline'
import { storeIssue } from '../issues.ts'

/** Why a store cannot be written, or not be used at all. */
export type FailureKind = 'full' | 'not-writable' | 'locked' | 'damaged' | 'failed'

/** Codes of SQLite: https://www.sqlite.org/rescode.html. The low byte is the primary one. */
const databaseFailures: Readonly<Record<number, FailureKind>> = {
  3: 'not-writable', // PERM
  5: 'locked', // BUSY
  6: 'locked', // LOCKED
  8: 'not-writable', // READONLY
  10: 'failed', // IOERR
  11: 'damaged', // CORRUPT
  13: 'full', // FULL
  14: 'not-writable', // CANTOPEN
  15: 'locked', // PROTOCOL
  22: 'failed', // NOLFS
  23: 'not-writable', // AUTH
  26: 'damaged', // NOTADB
}

const systemFailures: Readonly<Record<string, FailureKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
  EBUSY: 'locked',
}

/** @returns `undefined` for what is no failure of the disk or the database, and so a mistake in the program */
export function failureOf(error: unknown): FailureKind | undefined {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown }
  if (typeof errcode === 'number') return databaseFailures[errcode & 0xff]
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return undefined
  return systemFailures[code] ?? 'failed'
}

/** The issue that tells a user about a failure. */
export function failureIssue(
  error: unknown,
  { path, readable = true, waitedMs = 15_000 }: { path: string; readable?: boolean; waitedMs?: number },
): Issue {
  const reason = error instanceof Error ? error.message : String(error)
  switch (failureOf(error)) {
    case 'full':
      return storeIssue('store/disk-full', { path, reason })
    case 'not-writable':
      return storeIssue('store/not-writable', { path, reason, readable })
    case 'locked':
      return storeIssue('store/locked', { path, waitedMs })
    default:
      return storeIssue('store/disk-failed', { path, reason })
  }
}
