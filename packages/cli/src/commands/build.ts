// throughline build: code versions for the program that a bundler has made of a project.

import { dirname, join, resolve } from 'node:path'
import { buildManifest, type BuildReport, type NodeWithoutVersion } from '@throughline/analyze'
import { displayPath } from '@throughline/project'
import { isThroughlineError } from 'throughline'
import { count } from '../render/diff-summary.ts'
import { writeFile } from '../write-file.ts'
import { askProject } from './ask-project.ts'
import { locateProject, reportIssues, type Context, type ProjectFlags } from './context.ts'

export interface BuildFlags extends ProjectFlags {
  readonly out?: string
  readonly manifest?: string
}

/** How many nodes without a version are named. */
const MOST_NAMED = 5

export async function build(this: Context, flags: BuildFlags, ...given: readonly string[]): Promise<void> {
  const config = locateProject(this, flags)
  if (config === undefined) return
  const answer = await askProject(this, config, { kind: 'describe', places: 'modules' })
  if (!answer?.project) return
  const { flows } = answer.project
  const directory = dirname(config)
  const named = (path: string): string => resolve(this.directory, path)
  const out = flags.out === undefined ? join(directory, 'dist') : named(flags.out)
  const manifest = flags.manifest === undefined ? join(out, 'throughline.versions.json') : named(flags.manifest)
  const display = (path: string): string => displayPath(path, this.directory)
  try {
    const files = given.length > 0 ? { files: given.map(named) } : {}
    const report = buildManifest({ flows, directory, out, manifest, display, ...files })
    if (report.warnings.length > 0) reportIssues(this, report.warnings, 0)
    this.terminal.out.write(`${summary(report, flows.length)}\n`)
    writeFile(this, display(manifest), report.text)
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    reportIssues(this, error.issues, 1)
  }
}

function summary({ versions, withoutVersion, files, packages }: BuildReport, flows: number): string {
  const counted = [count(versions, 'code version'), `of ${count(flows, 'flow')},`, 'for', count(files.length, 'file')]
  const beside = packages.length > 0 ? [`and what is installed of ${packages.join(', ')}`] : []
  return [[...counted, ...beside].join(' '), ...without(withoutVersion)].join('\n')
}

function without(nodes: readonly NodeWithoutVersion[]): string[] {
  if (nodes.length === 0) return []
  const lines = nodes.slice(0, MOST_NAMED).map(({ flow, node, reason }) => `  ${flow} ${node}: ${reason}`)
  const rest = nodes.length - lines.length
  return [`without a version: ${count(nodes.length, 'node')}`, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])]
}
