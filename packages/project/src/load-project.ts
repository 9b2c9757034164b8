// Loads a user's configuration file and everything that it imports.

import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ThroughlineError, untyped, type OriginResolver, type UntypedFlow } from 'throughline'
import { inspect } from 'node:util'
import { isProject, type Project, type ProjectMachine } from './define-project.ts'
import { explainFailure } from './explain-failure.ts'
import { findConfigAt } from './find-config.ts'
import { projectIssue } from './issues.ts'
import type { CompileNotice } from './loader/compile-typescript.ts'
import { registerLoader } from './loader/register-loader.ts'
import { readModuleFiles, type ModuleFiles } from './origins/module-files.ts'
import { createOriginResolver } from './origins/origin-resolver.ts'
import { displayPath } from './source/code-frame.ts'
import { userFrames } from './source/user-frames.ts'
import type { NodeCodeVersions } from './versions/code-versions.ts'

export interface LoadedProject {
  readonly project: Project
  /** The configuration file, absolute. */
  readonly file: string
  readonly directory: string
  /** Gives a `ProjectOrigin` for each node. */
  readonly origins: OriginResolver
  /** The file of a module, by its namespace object. */
  readonly fileOf: ModuleFiles
  /** The user's files that this process has loaded so far. */
  readonly files: () => readonly string[]
  /** Files that needed more than type stripping. */
  readonly notices: readonly CompileNotice[]
  /** Versions of the code that was loaded, always the same ones. Reads the source when first asked. */
  readonly codeVersions: () => Promise<NodeCodeVersions>
  /**
   * The flow of this name, told its name and where its nodes come from.
   * @throws {project/unknown-flow}
   */
  readonly flow: (name: string) => UntypedFlow
  /** @throws {project/unknown-machine} */
  readonly machine: (name: string) => ProjectMachine
}

/**
 * Imports a configuration file; TypeScript needs no build step. A module is loaded once per process: to see a changed
 * file, load in a new one.
 *
 * @param file absolute, as `findConfig` gives it
 * @throws {project/no-such-path} when the file is gone
 * @throws {project/nothing-exported} {project/syntax} {project/unsupported-syntax} {project/module-not-found}
 *   {project/export-not-found} {project/import-failed}, or the issues of `defineProject` and `dataflow` with their places
 */
export async function loadProject(file: string): Promise<LoadedProject> {
  const loadedFromMs = Date.now()
  // It may have been removed since it was found.
  findConfigAt(file)
  const loader = registerLoader()
  const directory = dirname(file)
  let exported: Record<string, unknown>
  try {
    exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    // What the code that threw had imported has been evaluated; of other modules nobody knows.
    const fileOf = await readModuleFiles(loader.modulesBehind(userFrames(error).map((frame) => frame.file)))
    throw explainFailure(error, { loader, origins: createOriginResolver(fileOf), entry: file, directory })
  }
  const project = findProject(exported)
  if (project === undefined) {
    const facts = { file: displayPath(file, directory), found: describeExports(exported) }
    throw new ThroughlineError([projectIssue('project/nothing-exported', facts)])
  }
  const fileOf = await readModuleFiles(loader.modules)
  const origins = createOriginResolver(fileOf)
  const readVersions = async (): Promise<NodeCodeVersions> => {
    const { createCodeVersions } = await import('./versions/code-versions.ts')
    return createCodeVersions({ fileOf, loadedFromMs, directory })
  }
  let codeVersions: Promise<NodeCodeVersions> | undefined
  return {
    project,
    file,
    directory,
    origins,
    fileOf,
    files: () => [...loader.files],
    notices: loader.notices,
    codeVersions: () => (codeVersions ??= readVersions()),
    flow: (name) => {
      const known = Object.keys(project.flows)
      const flow = Object.hasOwn(project.flows, name) ? project.flows[name] : undefined
      if (flow !== undefined) return untyped(flow).with({ name, origins })
      throw new ThroughlineError([projectIssue('project/unknown-flow', { name, known })])
    },
    machine: (name) => {
      const machine = Object.hasOwn(project.machines, name) ? project.machines[name] : undefined
      if (machine !== undefined) return machine
      const known = Object.keys(project.machines)
      throw new ThroughlineError([projectIssue('project/unknown-machine', { name, known })])
    },
  }
}

/** The default export; a CommonJS module has it one level deeper. */
function findProject({ default: main }: Record<string, unknown>): Project | undefined {
  if (isProject(main)) return main
  const inner = typeof main === 'object' && main !== null ? (main as { default?: unknown }).default : undefined
  return isProject(inner) ? inner : undefined
}

function describeExports(exported: Record<string, unknown>): string {
  if ('default' in exported) {
    const text = inspect(exported['default'], { depth: 0, breakLength: Number.POSITIVE_INFINITY })
    return `a default export that is ${text.length > 80 ? `${text.slice(0, 77)}...` : text}`
  }
  const names = Object.keys(exported)
  return names.length === 0 ? 'no exports' : `only the named exports ${names.join(', ')}`
}
