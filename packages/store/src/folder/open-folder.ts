// The folder of a store: made with its marks, recognised by its format, refused when it cannot be used.

import { join } from 'node:path'
import { ThroughlineError } from 'throughline'
import type { Files } from '../files/files.ts'
import { lockFile } from '../files/lock-file.ts'
import { networkShare } from '../files/network-share.ts'
import { storeIssue } from '../issues.ts'
import { failureIssue, failureOf } from '../trouble/failure.ts'
import type { OnTrouble } from '../trouble/health.ts'

/** The format that this program writes. */
export const storeFormat = 1

/** Leads a folder from the format of its number to the next one. It may be begun again after it was interrupted. */
export type FolderMigration = (folder: string, files: Files) => void

export interface FolderOptions {
  readonly files: Files
  /** Told when the folder can be read, and not written. */
  readonly onTrouble: OnTrouble
  /** `read-only` writes nothing, and makes no folder. @defaultValue 'write' */
  readonly access?: 'write' | 'read-only'
  /** By the format that they begin with. @defaultValue those of this version */
  readonly migrations?: ReadonlyMap<number, FolderMigration>
  /** @defaultValue the format of this version */
  readonly format?: number
}

export interface StoreFolder {
  readonly path: string
  readonly access: 'write' | 'read-only'
}

/** A migration renames or rewrites small things; what takes longer was killed. */
const migrationLimitMs = 10 * 60_000

const migrationsToNow: ReadonlyMap<number, FolderMigration> = new Map()

/**
 * Opens the folder of a store, and makes it when it is not there.
 *
 * @throws {store/newer-format} and nothing is touched
 * @throws {store/unreadable-format} when `format.json` holds no number, or the folder holds other things
 * @throws {store/not-a-folder}
 * @throws {store/not-writable} when it can be neither made nor read
 * @throws {store/disk-full}
 * @throws {store/disk-failed}
 * @throws {store/network-share}
 */
export function openFolder(path: string, options: FolderOptions): StoreFolder {
  const { files, onTrouble, access = 'write', migrations = migrationsToNow, format = storeFormat } = options
  const failing = <Result>(call: () => Result): Result => {
    try {
      return call()
    } catch (error) {
      if (failureOf(error) === undefined) throw error
      const { code } = error as { code?: unknown }
      if (code === 'ENOTDIR' || code === 'EEXIST') throw fatal(storeIssue('store/not-a-folder', { path }))
      throw fatal(failureIssue(error, { path, readable: false }))
    }
  }

  const facts = failing(() => files.facts(path))
  if (facts && !facts.isFolder) throw fatal(storeIssue('store/not-a-folder', { path }))
  if (!facts && access === 'write') failing(() => files.makeFolder(path, { parents: true }))

  let found = failing(() => readFormat(path, files))
  if (found === undefined && access === 'write') {
    refuseShare(path, files)
    failing(() => {
      writeNew(join(path, '.gitignore'), '*\n', files)
      writeNew(formatFile(path), `${format}\n`, files)
    })
    found = failing(() => readFormat(path, files))
  }
  if (found === undefined)
    throw fatal(storeIssue('store/unreadable-format', { path, found: facts ? 'no such file' : 'no such folder' }))
  if (found > format) throw fatal(storeIssue('store/newer-format', { path, found, known: format }))
  refuseShare(path, files)
  if (access === 'read-only') return { path, access }

  const problem = writingProblem(path, files)
  if (problem !== undefined) {
    onTrouble(failureIssue(problem, { path, readable: true }))
    return { path, access: 'read-only' }
  }
  failing(() => migrateFolder(path, found, { files, migrations, format }))
  return { path, access }
}

function migrateFolder(
  path: string,
  found: number,
  { files, migrations, format }: { files: Files; migrations: ReadonlyMap<number, FolderMigration>; format: number },
): void {
  if (found === format) return
  const unlock = lockFile(`${formatFile(path)}.migrating`, { files, nowMs: Date.now, limitMs: migrationLimitMs })
  try {
    for (let from = readFormat(path, files) ?? found; from < format; from++) {
      migrations.get(from)?.(path, files)
      write(formatFile(path), `${from + 1}\n`, files)
    }
  } finally {
    unlock()
  }
}

function readFormat(path: string, files: Files): number | undefined {
  let bytes = files.read(formatFile(path))
  if (!bytes) {
    const others = files.list(path).filter((name) => !ownNames.test(name))
    if (others.length === 0) return undefined
    // Another process may have made the folder meanwhile: the format is written before anything else.
    bytes = files.read(formatFile(path))
  }
  if (!bytes) {
    const others = files.list(path).filter((name) => !ownNames.test(name))
    throw fatal(
      storeIssue('store/unreadable-format', { path, found: `other things: ${others.slice(0, 3).join(', ')}` }),
    )
  }
  const text = new TextDecoder().decode(bytes).trim()
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw fatal(storeIssue('store/unreadable-format', { path, found: JSON.stringify(text.slice(0, 40)) }))
  return Number(text)
}

/** What may be in a folder that is being made, or whose making was interrupted. */
const ownNames = /^\.gitignore$|\.new$/

/** @returns the error, when nothing can be written */
function writingProblem(path: string, files: Files): unknown {
  const probe = join(path, `${process.pid}-${Math.random().toString(36).slice(2)}.new`)
  try {
    files.createFile(probe).close()
    files.remove(probe)
    return undefined
  } catch (error) {
    if (failureOf(error) === undefined) throw error
    return error
  }
}

function refuseShare(path: string, files: Files): void {
  const kind = networkShare(path, files)
  if (kind !== undefined) throw fatal(storeIssue('store/network-share', { path, kind }))
}

function writeNew(path: string, text: string, files: Files): void {
  if (!files.facts(path)) write(path, text, files)
}

/** In one step: nobody reads half of it, also after a power cut. */
function write(path: string, text: string, files: Files): void {
  const draft = `${path}-${process.pid}-${Math.random().toString(36).slice(2)}.new`
  try {
    const file = files.createFile(draft)
    try {
      file.write(new TextEncoder().encode(text))
      file.sync()
    } finally {
      file.close()
    }
    files.rename(draft, path)
  } catch (error) {
    removeDraft(draft, files)
    throw error
  }
}

/** A disk that is full would else get one with each attempt. */
function removeDraft(draft: string, files: Files): void {
  try {
    files.remove(draft)
  } catch {
    // Told is why nothing could be written.
  }
}

function formatFile(path: string): string {
  return join(path, 'format.json')
}

function fatal(issue: ReturnType<typeof storeIssue>): ThroughlineError {
  return new ThroughlineError([{ ...issue, severity: 'error' }])
}
