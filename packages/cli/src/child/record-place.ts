// In the process that runs user code: where the record of a project is.

import type { LoadedProject } from '@throughline/project'

export interface RecordPlace {
  readonly url: string
  readonly project: string
}

export function answer({ project }: LoadedProject): RecordPlace {
  return { url: project.store, project: project.name }
}
