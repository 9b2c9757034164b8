// The record of a project, opened by a command: what waits in the spool is brought into it first.

import { renderPlainIssue } from '@throughline/project/process'
import { nodeProcesses } from '@throughline/store'
import type { RecordOptions, RunRecord } from '@throughline/tracking/record'
import { existsSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { isThroughlineError, type Issue } from 'throughline'
import type { RecordPlace } from '../child/record-place.ts'
import { askProject } from '../commands/ask-project.ts'
import { storeFolder } from './store-folder.ts'
import { findProject, reportIssues, type Context, type ProjectFlags } from '../commands/context.ts'

export interface RecordFlags extends ProjectFlags {
  /** Address of a record, in the place of the project's. */
  readonly store?: string
}

export interface NarrowedFlags extends RecordFlags {
  /** Only runs that are recorded under this name. */
  readonly projectName?: string
}

export interface OpenedRecord {
  readonly record: RunRecord
  /** Only runs under this name count, where others may share the record; absent where all belong to the project. */
  readonly project?: string
}

/**
 * Opens the record, does something with it, and closes it. What is wrong is reported.
 *
 * @param use not called when there is no record
 * @returns `undefined` after a report
 */
export async function withRecord<Result>(
  context: Context,
  flags: NarrowedFlags,
  use: (opened: OpenedRecord) => Promise<Result>,
): Promise<Result | undefined> {
  const place = await placeOf(context, flags)
  if (!place) return undefined
  const { url, dir, store, project } = place
  let record: RunRecord | undefined
  try {
    record = await open({ url, dir, onTrouble: (issue) => warn(context, [issue]) })
    if (store !== undefined) await bringWhatWaits(context, record, store)
    await tellLeftBehind(context, record)
    return await use({ record, ...(project !== undefined && { project }) })
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    reportIssues(context, error.issues, 1)
    return undefined
  } finally {
    await record?.close()
  }
}

interface Place {
  readonly url: string
  readonly dir: string
  /** The folder with the spool. */
  readonly store?: string
  readonly project?: string
}

async function placeOf(context: Context, flags: NarrowedFlags): Promise<Place | undefined> {
  const config = findProject(context, flags)
  if (flags.store !== undefined) {
    const store = typeof config === 'string' ? storeFolder(config) : undefined
    const more = flags.projectName === undefined ? {} : { project: flags.projectName }
    return {
      url: flags.store,
      dir: context.directory,
      ...more,
      ...(store !== undefined && isOwn(flags.store) && { store }),
    }
  }
  if (typeof config !== 'string') {
    reportIssues(context, config)
    return undefined
  }
  const module = new URL(`../child/record-place${extname(import.meta.url)}`, import.meta.url).href
  const answer = await askProject(context, config, { kind: 'ask', module, question: null })
  if (!answer) return undefined
  const { url, project } = answer.reply as RecordPlace
  const more = flags.projectName ?? (isOwn(url) ? undefined : project)
  return { url, dir: dirname(config), store: storeFolder(config), ...(more !== undefined && { project: more }) }
}

/** The folder of a project is its own: what waits there belongs to this record, and its runs to this project. */
function isOwn(url: string): boolean {
  return url === 'sqlite:.throughline/store.db'
}

/** Where it cannot be written it is only read. */
async function open(options: RecordOptions): Promise<RunRecord> {
  const { openRecord } = await import('@throughline/tracking/record')
  try {
    return await openRecord(options)
  } catch (error) {
    if (!isThroughlineError(error) || !error.issues.some(({ code }) => code === 'store/not-writable')) throw error
    return openRecord({ ...options, access: 'read' })
  }
}

/** Runs whose process was killed are among it. What goes wrong is a warning: what is in the record can be read. */
async function bringWhatWaits(context: Context, record: RunRecord, store: string): Promise<void> {
  if (!existsSync(join(store, 'spool'))) return
  const { ship } = await import('@throughline/tracking')
  await orWarnings(context, (onTrouble) => ship({ dir: store, sink: record, onTrouble, processes: nodeProcesses() }))
}

/** Of applications whose process was killed. */
async function tellLeftBehind(context: Context, record: RunRecord): Promise<void> {
  await orWarnings(context, () => record.tellLeftBehind())
}

async function orWarnings(
  context: Context,
  call: (onTrouble: NonNullable<RecordOptions['onTrouble']>) => Promise<unknown>,
): Promise<void> {
  const told: Issue[] = []
  try {
    await call((issue) => void told.push(issue))
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    told.push(...error.issues)
  }
  warn(context, told)
}

function warn(context: Context, told: readonly Issue[]): void {
  const { err } = context.terminal
  const options = { colours: err.colours, directory: context.directory }
  for (const issue of told) err.write(`${renderPlainIssue(issue, options)}\n`)
}
