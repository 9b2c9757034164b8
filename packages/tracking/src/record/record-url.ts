// The address of a record: an SQLite file or a PostgreSQL database.

import { resolve } from 'node:path'
import { ThroughlineError } from 'throughline'
import { recordIssue } from './record-issues.ts'

export type RecordPlace =
  | { readonly kind: 'sqlite'; readonly path: string; readonly shown: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly shown: string }

/**
 * @param dir what a path is relative to
 * @throws {record/bad-url}
 */
export function parseRecordUrl(url: string, dir: string): RecordPlace {
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length)
    return { kind: 'sqlite', path: resolve(dir, url.slice('sqlite:'.length)), shown: url }
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return { kind: 'postgres', url, shown: withoutSecrets(url) }
  throw new ThroughlineError([recordIssue('record/bad-url', { found: url })])
}

/** Server, database and schema; neither the password nor other options. */
function withoutSecrets(url: string): string {
  const { protocol, username, host, pathname, searchParams } = new URL(url)
  const schema = searchParams.get('schema')
  const user = username === '' ? '' : `${username}@`
  return `${protocol}//${user}${host}${pathname}${schema === null ? '' : `?schema=${schema}`}`
}
