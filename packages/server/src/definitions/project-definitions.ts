// The definitions of a project, as its files are now: read again, in a process of their own, whenever one of them changes.

import { startProjectProcess, type Answer, type ProcessListener } from '@throughline/project/process'
import { watchFiles } from '@throughline/project/watch'
import { dirname, extname } from 'node:path'
import type { Definitions } from '../api/index.ts'
import type { ReadProject } from './child/read-project.ts'
import { findMissingTypes, withTypes } from './missing-types.ts'
import { toIssueRecords } from './problem-records.ts'

export interface DefinitionsOptions {
  /** The configuration file, absolute. */
  readonly config: string
  /** What user code writes while it is loaded. Default: goes to the streams of this process */
  readonly onOutput?: ProcessListener['onOutput']
  /** How long the first reading is waited for, in milliseconds. @defaultValue 10,000 */
  readonly patienceMs?: number
}

export interface ProjectDefinitions extends AsyncDisposable {
  readonly current: Definitions
  /** As it could be read last; absent as long as it could not. */
  readonly project: ReadProject | undefined
  /** @returns ends it */
  onChange(told: (definitions: Definitions) => void): () => void
}

const NOTHING: Definitions = { revision: 0, status: 'loading', issues: [], flows: [], machines: [] }

/** Resolves when they have been read for the first time, or could not, or that takes long. */
export async function openDefinitions(options: DefinitionsOptions): Promise<ProjectDefinitions> {
  const { config, onOutput, patienceMs = 10_000 } = options
  const module = new URL(`./child/read-project${extname(import.meta.url)}`, import.meta.url).href
  const listeners = new Set<(definitions: Definitions) => void>()
  const files = await watchFiles([config])
  let current = NOTHING
  let project: ReadProject | undefined
  let isEnded = false
  let onFirst: () => void
  const first = new Promise<void>((resolve) => (onFirst = resolve))

  const tell = (definitions: Definitions): void => {
    current = definitions
    for (const told of listeners) told(definitions)
  }
  const take = async ({ answer, files: loaded }: { answer: Answer; files: readonly string[] }): Promise<void> => {
    const revision = current.revision + 1
    if (answer.kind === 'ask' && answer.reply !== undefined) {
      project = answer.reply as ReadProject
      tell({ revision, status: 'loaded', loadedAtMs: Date.now(), issues: [], ...listsOf(project) })
    } else {
      const issues = answer.problem ? await toIssueRecords(answer.problem, loaded, dirname(config)) : []
      tell({ ...current, revision, status: 'broken', issues })
    }
    onFirst()
  }

  /** Ends with the next change. */
  const addTypes = async (signal: AbortSignal): Promise<void> => {
    const read = project
    const found = read && current.status === 'loaded' ? await findMissingTypes(read, dirname(config), signal) : []
    if (found.length === 0 || signal.aborted || project !== read) return
    project = withTypes(read!, found)
    tell({ ...current, revision: current.revision + 1 })
  }
  const follow = async (): Promise<void> => {
    while (!isEnded) {
      const startedAtMs = Date.now()
      const changes = files.next()
      const reading = startProjectProcess(
        config,
        { kind: 'ask', module, question: null },
        {
          onLoaded: ({ files: loaded }) => files.add(loaded, startedAtMs),
          ...(onOutput && { onOutput }),
        },
      )
      const outdated = new AbortController()
      void changes.then(() => {
        outdated.abort()
        reading.kill()
      })
      const finished = await reading.finished
      if (isEnded) break
      files.add(finished.files, startedAtMs)
      files.lookAround(finished.answer.problem?.phase === 'load', startedAtMs)
      if (!outdated.signal.aborted) await take(finished)
      await addTypes(outdated.signal)
      await changes
    }
  }
  const following = follow()
  const timer = setTimeout(() => onFirst(), patienceMs)
  await first
  clearTimeout(timer)

  return {
    get current() {
      return current
    },
    get project() {
      return project
    },
    onChange: (told) => {
      listeners.add(told)
      return () => void listeners.delete(told)
    },
    [Symbol.asyncDispose]: async () => {
      isEnded = true
      files.end()
      await following
      await files.close()
    },
  }
}

function listsOf({ flows, machines }: ReadProject): Pick<Definitions, 'flows' | 'machines'> {
  return {
    flows: flows.map(({ graph: { name, nodes } }) => ({
      name,
      nodes: nodes.length,
      modules: [...new Set(nodes.flatMap((node) => node.module ?? []))].toSorted(),
    })),
    machines: machines.map(({ name, machine }) => ({ name, actions: machine.actions.length })),
  }
}
