// throughline check: everything wrong with the flows of a project, from its source.

import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  checkProject,
  createResolver,
  openTypeOracle,
  SourceTree,
  toSarif,
  type CheckOptions,
  type CheckReport,
} from '@throughline/analyze'
import { displayPath } from '@throughline/project'
import { watchFiles } from '@throughline/project/watch'
import { isThroughlineError } from 'throughline'
import { onInterrupt } from '../interrupt.ts'
import { cliIssue } from '../issues.ts'
import { checkJson, renderReport } from '../render/check-report.ts'
import { writeFile } from '../write-file.ts'
import { askProject } from './ask-project.ts'
import { locateProject, reportIssues, setExitCode, type Context, type ProjectFlags } from './context.ts'

export interface CheckFlags extends ProjectFlags {
  readonly types: boolean
  readonly json: boolean
  readonly sarif?: string
  readonly watch: boolean
}

/** What is kept from one check to the next. */
type Kept = Required<Pick<CheckOptions, 'tree' | 'resolver'>>

export async function check(this: Context, flags: CheckFlags): Promise<void> {
  const conflict = conflictOf(flags)
  if (conflict) {
    reportIssues(this, [cliIssue('cli/options-conflict', conflict)])
    return
  }
  const config = locateProject(this, flags)
  if (config === undefined) return
  const kept: Kept = { tree: new SourceTree(), resolver: createResolver() }
  if (flags.watch) await watchChecks(this, config, flags, kept)
  else await checkOnce(this, config, flags, kept)
}

function conflictOf({ json, sarif, watch }: CheckFlags): { options: readonly string[]; cure: string } | undefined {
  const forms = [...(json ? ['--json'] : []), ...(sarif === '-' ? ['--sarif -'] : [])]
  if (watch && (json || sarif !== undefined)) {
    return { options: ['--watch', json ? '--json' : '--sarif'], cure: 'a program reads one report; leave out  --watch' }
  }
  return forms.length > 1 ? { options: forms, cure: 'write one of them to a file:  --sarif check.sarif' } : undefined
}

/** @returns the files that were read; none when there was no check */
async function checkOnce(context: Context, config: string, flags: CheckFlags, kept: Kept): Promise<readonly string[]> {
  const report = await makeReport(context, config, flags, kept)
  if (!report) return []
  const { findings, files } = report
  const { out } = context.terminal
  if (flags.json) out.write(`${JSON.stringify(checkJson(report))}\n`)
  else if (flags.sarif !== '-') out.write(`${renderReport(report, { screen: out, directory: context.directory })}\n`)
  setExitCode(context, findings.some((one) => one.severity === 'error') ? 1 : 0)
  if (flags.sarif !== undefined) writeSarif(context, report, flags.sarif, dirname(config))
  return files
}

/** What source does not show is asked of the project, as other commands do. */
async function makeReport(
  context: Context,
  config: string,
  flags: CheckFlags,
  kept: Kept,
): Promise<CheckReport | undefined> {
  const directory = dirname(config)
  const options: CheckOptions = {
    ...kept,
    entries: [config],
    ...(flags.types && { openTypes: (files) => openTypeOracle({ directory, files }) }),
  }
  try {
    const report = checkProject(options)
    if (report.flows.length > 0 || report.findings.some((one) => one.severity === 'error')) return report
    const answer = await askProject(context, config, { kind: 'describe', places: 'auto' })
    if (!answer?.project) return undefined
    const flows = answer.project.flows.map(({ name, nodes }) => ({
      name,
      modules: [...new Set(nodes.flatMap((node) => node.exported?.module ?? []))],
    }))
    return checkProject({ ...options, flows })
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    reportIssues(context, error.issues, 1)
    return undefined
  }
}

/** Checks again whenever a file that was read changes. Ends with Ctrl-C only. */
async function watchChecks(context: Context, config: string, flags: CheckFlags, kept: Kept): Promise<void> {
  const { err } = context.terminal
  const say = (text: string): void => err.write(`${err.colours.dim(text)}\n`)
  const watched = await watchFiles([config])
  let isStopped = false
  const interrupt = onInterrupt(() => {
    isStopped = true
    watched.end()
  })
  while (!isStopped) {
    const startedAtMs = Date.now()
    watched.add(await checkOnce(context, config, flags, kept), startedAtMs)
    watched.lookAround(true, startedAtMs)
    if (isStopped) break
    say(`watching ${watched.size} files; press Ctrl-C to stop`)
    const paths = await watched.next()
    if (paths.length > 0)
      say(`${paths.map((path) => displayPath(path, context.directory)).join(', ')} changed; checking again`)
    kept.tree.refresh()
    kept.resolver.clear()
  }
  interrupt.dispose()
  await watched.close()
  setExitCode(context, 130)
}

function writeSarif(context: Context, { findings }: CheckReport, path: string, directory: string): void {
  const manifest = new URL('../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const text = `${JSON.stringify(toSarif(findings, { directory, version }), undefined, 2)}\n`
  if (path === '-') context.terminal.out.write(text)
  else writeFile(context, path, text)
}
