// The machines of which there are applications, or could be.

import type { Persister } from '@throughline/machine'
import type { ApplicationPlace } from '../child/application-place.ts'

/** Their names as they are recorded: those of the project, and those of applications that are kept. Reads every page. */
export async function recordedMachines(
  machines: ApplicationPlace['machines'],
  persisters: readonly Persister[],
): Promise<readonly string[]> {
  const names = new Set(machines.map(({ recordedAs }) => recordedAs))
  for (const persister of persisters) {
    let after: string | undefined
    do {
      const page = await persister.list({ limit: 1_000, ...(after !== undefined && { after }) })
      for (const { machine } of page.applications) names.add(machine)
      after = page.after
    } while (after !== undefined)
  }
  return [...names].toSorted()
}
