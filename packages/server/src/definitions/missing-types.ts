// Types that nobody wrote down, asked of the project's TypeScript when nothing else is to be done.

import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ReadProject } from './child/read-project.ts'
import type { TypesQuestion } from './child/types-main.ts'

export interface UntypedNode {
  readonly flow: string
  readonly name: string
  readonly exportPath: string
  /** Where it was written. */
  readonly exported: { readonly module: string; readonly exportPath: string }
}

export interface FoundType {
  readonly flow: string
  readonly name: string
  readonly type: string
}

/** Whoever writes goes on to write: a compiler is not started for every file that is saved. */
const quietMs = 1_500

/**
 * Resolves with the types that a compiler knows, and with none when there is no compiler, or when it was stopped.
 *
 * @param signal stops it
 */
export async function findMissingTypes(
  project: ReadProject,
  directory: string,
  signal: AbortSignal,
): Promise<readonly FoundType[]> {
  const nodes = project.flows.flatMap(({ untyped }) => untyped)
  if (nodes.length === 0 || signal.aborted || !(await isQuiet(signal))) return []
  const entry = fileURLToPath(new URL(`./child/types-main${extname(import.meta.url)}`, import.meta.url))
  const child = fork(entry, { cwd: directory, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const stop = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', stop, { once: true })
  process.once('exit', stop)
  try {
    return await new Promise<readonly FoundType[]>((resolve) => {
      child.once('message', (found) => resolve(found as readonly FoundType[]))
      child.once('error', () => resolve([]))
      child.once('close', () => resolve([]))
      child.send({ directory, nodes } satisfies TypesQuestion, () => {})
    })
  } finally {
    signal.removeEventListener('abort', stop)
    process.off('exit', stop)
  }
}

/** @returns false when it was stopped before */
function isQuiet(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(!signal.aborted), quietMs)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve(false)), { once: true })
  })
}

/** The project with these types where it has none. */
export function withTypes(project: ReadProject, found: readonly FoundType[]): ReadProject {
  const types = new Map(found.map(({ flow, name, type }) => [`${flow} ${name}`, type]))
  const flows = project.flows.map((flow) => {
    const { graph } = flow
    const nodes = graph.nodes.map((node) => {
      const type = node.type ?? types.get(`${graph.name} ${node.name}`)
      return type === undefined ? node : { ...node, type }
    })
    return { ...flow, graph: { ...graph, nodes } }
  })
  return { ...project, flows }
}
