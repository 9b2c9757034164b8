// The store of a project, opened by a command: its code does not run.

import { openLocalStore, type Store, type StoreOptions } from '@throughline/store'
import { existsSync } from 'node:fs'
import { isThroughlineError } from 'throughline'
import { displayPath } from '@throughline/project'
import { storeFolder } from '../../record/store-folder.ts'
import { locateProject, reportIssues, type Context, type ProjectFlags } from '../context.ts'

export interface KeptIn {
  readonly config: string
  /** As shown to a person. */
  readonly path: string
  /** Absent when nothing was ever kept. */
  readonly store?: Store
}

/**
 * @param purpose to read, a folder that may not be written is good enough
 * @returns `undefined` after a report, when there is no project, or a store that cannot be used
 */
export function openKept(context: Context, flags: ProjectFlags, purpose: 'read' | 'write'): KeptIn | undefined {
  const config = locateProject(context, flags)
  if (config === undefined) return undefined
  const dir = storeFolder(config)
  const path = displayPath(dir, context.directory)
  if (!existsSync(dir)) return { config, path }
  const onTrouble: StoreOptions['onTrouble'] = (issue) => {
    if (purpose === 'write' || issue.code !== 'store/not-writable') reportIssues(context, [issue], 1)
  }
  try {
    const store = openLocalStore({ dir, onTrouble })
    if (purpose === 'read' || store.isStoring) return { config, path, store }
    void store.close()
    return undefined
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    reportIssues(context, error.issues, 1)
    return undefined
  }
}

/** Said when there is no store: it is no mistake. */
export function sayNothingKept(context: Context, path: string): void {
  const { write, colours } = context.terminal.out
  const how = 'with  cache: true  in throughline.config.ts, runs keep what they compute.'
  write(`Nothing is kept: there is no ${path}.\n${colours.dim(how)}\n`)
}

/** `1 value`, `160 values`. */
export function countOf(values: number): string {
  return values === 1 ? '1 value' : `${values.toLocaleString('en')} values`
}
