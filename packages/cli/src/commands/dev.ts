// throughline dev: pages that show a project, and stay with its files. throughline ui: pages that show a record.

import type { Definitions } from '@throughline/server'
import { displayPath } from '@throughline/project'
import { dirname, extname } from 'node:path'
import { storeFolder } from '../record/store-folder.ts'
import { count } from '../render/diff-summary.ts'
import { serveUntilStopped, readServing, type ServingFlags } from '../serving/serve-until-stopped.ts'
import { locateProject, type Context, type ProjectFlags } from './context.ts'

export interface DevFlags extends ProjectFlags, ServingFlags {}

export interface UiFlags extends ServingFlags {
  /** Address of the record. */
  readonly store: string
}

export async function dev(this: Context, flags: DevFlags): Promise<void> {
  const config = locateProject(this, flags)
  const serving = config === undefined ? undefined : readServing(this, flags)
  if (config === undefined || serving === undefined) return
  const { out, err } = this.terminal
  const folder = displayPath(dirname(config), this.directory) || '.'
  // Said before it is true.
  err.write(
    `${err.colours.dim(`runs the code of ${folder}: now, whenever a file changes, and when a page asks for it`)}\n`,
  )
  const { openDefinitions } = await import('@throughline/server/definitions')
  const reading = openDefinitions({ config })
  // Meanwhile.
  const { openServedProject } = await import('@throughline/server')
  const equipment = new URL(`../child/equip${extname(import.meta.url)}`, import.meta.url).href
  const project = openServedProject({ config, definitions: await reading, equipment })
  try {
    await serveUntilStopped(this, {
      ...serving,
      record: project.record,
      dir: project.directory,
      store: storeFolder(config),
      project,
      routes: [project.addRoutes],
      onStart: (address) => {
        out.write(`${out.colours.bold(project.name)}  ${address}\n`)
        const tell = tellingDefinitions(this)
        tell(project.definitions())
        project.onDefinitions(tell)
      },
    })
  } finally {
    await project[Symbol.asyncDispose]()
  }
}

export async function ui(this: Context, { store: record, ...flags }: UiFlags): Promise<void> {
  const serving = readServing(this, flags)
  if (serving === undefined) return
  const { out } = this.terminal
  const { storedApplications } = await import('@throughline/server')
  const applications = storedApplications(record, this.directory)
  try {
    await serveUntilStopped(this, {
      ...serving,
      record,
      dir: this.directory,
      routes: [applications.addRoutes],
      onStart: (address) => out.write(`${out.colours.bold('record')}  ${address}\n`),
    })
  } finally {
    await applications[Symbol.asyncDispose]()
  }
}

/** @returns says what was read, whenever that was done anew */
function tellingDefinitions({ terminal: { err } }: Context): (definitions: Definitions) => void {
  const { dim, red, yellow } = err.colours
  let toldAtMs: number | undefined
  return ({ status, issues, flows, machines, loadedAtMs }) => {
    // What is added later to what was read, as types are, is no news here.
    if (status === 'loaded' && loadedAtMs === toldAtMs) return
    for (const { severity, text } of issues) err.write(`${(severity === 'error' ? red : yellow)(text)}\n`)
    if (status === 'broken')
      err.write(
        `${dim(`${loadedAtMs === undefined ? 'the pages have no flows yet' : 'the pages show what was loaded last'}; they follow when a file changes`)}\n`,
      )
    if (status === 'loading') err.write(`${dim('the project takes its time to load; the pages follow when it has')}\n`)
    if (status !== 'loaded') return
    const nodes = flows.reduce((sum, flow) => sum + flow.nodes, 0)
    const parts = [count(flows.length, 'flow'), count(nodes, 'node')]
    if (machines.length > 0) parts.push(count(machines.length, 'machine'))
    const isFirst = toldAtMs === undefined
    err.write(
      `${dim(`${isFirst ? '' : 'read again: '}${parts.join(', ')}${isFirst ? '; press Ctrl-C to stop' : ''}`)}\n`,
    )
    toldAtMs = loadedAtMs
  }
}
