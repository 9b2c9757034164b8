// In the process that runs user code: where the applications of a project are, and of which machines.

import type { LoadedProject, ProjectTracking } from '@throughline/project'

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
  /** How the project wants to be recorded. */
  readonly tracking: ProjectTracking
}

export function answer({ project }: LoadedProject): ApplicationPlace {
  const machines = Object.entries(project.machines).map(([name, machine]) => ({ name, recordedAs: machine.name }))
  const { store: url, name, codecs, tracking = {} } = project
  return { url, project: name, machines, codecs: codecs.map((codec) => codec.name), tracking }
}
