// throughline diff: which nodes differ between two states of the project, and the code that makes them differ.

import { diffProject, hasDifferences, type FlowOfModules, type ProjectDiff } from '@throughline/analyze'
import { isThroughlineError, type Issue } from 'throughline'
import { onInterrupt } from '../interrupt.ts'
import { cliIssue } from '../issues.ts'
import { diffMarkdown } from '../render/diff-markdown.ts'
import { renderDiff } from '../render/diff-text.ts'
import { askProject } from './ask-project.ts'
import { locateProject, reportIssues, setExitCode, type Context, type ProjectFlags } from './context.ts'

export interface DiffFlags extends ProjectFlags {
  readonly json: boolean
  readonly markdown: boolean
  readonly exitCode: boolean
}

/** Issues that say that something else should have been asked for. */
const WRONG_USE = /^diff\/(?:not-a-ref|unknown-ref|no-project|not-a-repository|nothing-in-common)$/

export async function diff(this: Context, flags: DiffFlags, range?: string): Promise<void> {
  if (flags.json && flags.markdown) {
    const options = ['--json', '--markdown']
    const cure = 'choose one form; run it again for the other.'
    reportIssues(this, [cliIssue('cli/options-conflict', { options, cure })])
    return
  }
  const config = locateProject(this, flags)
  if (config === undefined) return
  const found = await compare(this, config, range)
  if (!found) return
  const { out } = this.terminal
  if (flags.json) out.write(`${JSON.stringify({ differs: hasDifferences(found), ...found })}\n`)
  else if (flags.markdown) out.write(`${diffMarkdown(found)}\n`)
  else out.write(`${renderDiff(found, out)}\n`)
  setExitCode(this, flags.exitCode && hasDifferences(found) ? 1 : 0)
}

/** The comparison; `undefined` after a report when there is none. */
async function compare(context: Context, config: string, range: string | undefined): Promise<ProjectDiff | undefined> {
  let isReported = false
  // What was written for the comparison is removed when the process ends by itself, not when a signal ends it.
  const interrupt = onInterrupt(() => process.exit(130))
  const loadFlows = async (): Promise<readonly FlowOfModules[]> => {
    const answer = await askProject(context, config, { kind: 'describe', places: 'auto' })
    isReported = !answer?.project
    return (answer?.project?.flows ?? []).map(({ name, nodes }) => ({
      name,
      modules: [...new Set(nodes.flatMap((node) => node.exported?.module ?? []))],
    }))
  }
  try {
    const found = await diffProject({ config, loadFlows, ...(range !== undefined && { range }) })
    return isReported ? undefined : found
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    reportIssues(context, error.issues, error.issues.every(isWrongUse) ? 2 : 1)
    return undefined
  } finally {
    interrupt.dispose()
  }
}

function isWrongUse({ code }: Issue): boolean {
  return WRONG_USE.test(code)
}
