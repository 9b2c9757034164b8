// A flow of a loaded project, with the variants that were chosen on a command line.

import type { UntypedFlow } from 'throughline'
import { parseAssignments } from '../inputs/parse-assignments.ts'
import type { LoadedProject } from '../load-project.ts'

/** As `RunRequest` has them. */
export interface ChosenFlow {
  readonly flow: string
  /** As written: `key=value`. */
  readonly config: readonly string[]
  readonly directory: string
}

/** @throws {project/unknown-flow} {project/input-form} {config/unknown-key} {config/unknown-value} */
export function configuredFlow(loaded: LoadedProject, { flow: name, config, directory }: ChosenFlow): UntypedFlow {
  const flow = loaded.flow(name)
  if (config.length === 0) return flow
  const chosen = Object.entries(parseAssignments(config, { option: 'config', directory }))
  return flow.configure(Object.fromEntries(chosen.map(([key, value]) => [key, meantValue(flow, key, value)])))
}

/** The value of the flow that is written so: on a command line `3` may be the text or the number. */
function meantValue(flow: UntypedFlow, key: string, given: unknown): unknown {
  const known = flow.config.find((one) => one.key === key)?.values ?? []
  return known.find((value) => value === given) ?? known.find((value) => String(value) === String(given)) ?? given
}
