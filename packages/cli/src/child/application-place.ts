// In the process that runs user code: where the applications of a project are, and of which machines.

import type { LoadedProject } from '@throughline/project'

export interface ApplicationPlace {
  /** Address of the store. */
  readonly url: string
  readonly project: string
  readonly machines: readonly {
    /** In the project. */
    readonly name: string
    /** In the journal. */
    readonly recordedAs: string
  }[]
  /** Names of the codecs of the project. */
  readonly codecs: readonly string[]
}

export function answer({ project }: LoadedProject): ApplicationPlace {
  const machines = Object.entries(project.machines).map(([name, machine]) => ({ name, recordedAs: machine.name }))
  return { url: project.store, project: project.name, machines, codecs: project.codecs.map(({ name }) => name) }
}
