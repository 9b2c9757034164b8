// In the process that runs user code: records the runs of a project, into the spool beside its configuration.

import { projectGit, projectLock, type CodedNode, type LoadedProject } from '@throughline/project'
import type { Equipment } from '@throughline/project/process'
import type { AskedRun } from '@throughline/server'
import { join } from 'node:path'
import type { Issue, SourceReference, UntypedFlow } from 'throughline'

/**
 * @param asked how the run was asked for
 * @returns `undefined` when the project does not record its runs
 */
export async function trackRuns(
  loaded: LoadedProject,
  onIssue: (issue: Issue) => void,
  asked?: AskedRun,
): Promise<Pick<Equipment, 'flow' | 'close'> | undefined> {
  const { directory, project } = loaded
  if (project.tracking === undefined) return undefined
  const { capture, secretNames, actor } = project.tracking
  const [{ tracker }, { runTrigger }, versions, git] = await Promise.all([
    import('@throughline/tracking'),
    import('./run-trigger.ts'),
    loaded.codeVersions(),
    projectGit(directory, loaded.files()),
  ])
  // Reading what the run stands in belongs to loading, not to the flow's own time.
  const lock = projectLock(directory)
  const isTracked = (file: string): boolean => git?.isTracked(file) ?? false
  const tracking = tracker({
    project: project.name,
    dir: join(directory, '.throughline'),
    versions: { of: (node) => versions.of(node), describe: (node) => versions.describe(node, { isTracked }) },
    git: () => git,
    lock: () => lock,
    trigger: asked ? runTrigger(asked, project.tracking, directory) : { kind: 'command' },
    onIssue,
    ...(capture !== undefined && { capture }),
    ...(secretNames && { redact: { moreNames: secretNames } }),
    ...(actor !== undefined && { actor }),
  })
  return {
    flow: (flow) => {
      // As does reading the source.
      for (const node of codedNodes(flow)) versions.describe(node, { isTracked })
      return flow.with({ hooks: [tracking] })
    },
    close: () => tracking.close(),
  }
}

/** Of a larger flow only a part may run. */
const MOST_READ = 2_000

function codedNodes(flow: UntypedFlow): CodedNode[] {
  const sources: SourceReference[] = []
  const { nodes } = flow.with({ origins: (source) => void sources.push(source) })
  if (nodes.length !== sources.length || nodes.length > MOST_READ) return []
  return nodes.map(({ kind, exportPath }, at): CodedNode => {
    const reach = kind === 'resource' || kind === 'source' || kind === 'sink' ? { reach: kind } : {}
    return { source: sources[at]!, flowExport: exportPath, ...reach }
  })
}
