// Addresses of what the files of the project say: its flows, their nodes, its machines.

import { checksOf, nodeHistory, versionsOf } from '@throughline/tracking/queries'
import type { RunRecord } from '@throughline/tracking/record'
import type { Definitions, NodePage } from '../api/index.ts'
import { flowOf, machineOf, nodeOf } from '../definitions/definition-pages.ts'
import type { ProjectDefinitions } from '../definitions/project-definitions.ts'
import type { Api } from '../http/api.ts'

interface DefinitionParts {
  readonly definitions: ProjectDefinitions
  readonly current: () => Definitions
  readonly record: RunRecord
}

export function addDefinitions(api: Api, { definitions, current, record }: DefinitionParts): void {
  api.add('GET /api/definitions', {
    summary: 'The flows and machines of the project, and whether its files could be loaded.',
    answer: current,
  })

  api.add('GET /api/flows/:flow', {
    summary: 'The graph of a flow, as the files say it now.',
    answer: ({ path: { flow } }) => flowOf(definitions.project, flow),
  })

  api.add('GET /api/flows/:flow/nodes/:node', {
    summary: 'A node: its documentation and source, what it reads, who reads it, and what the record knows of it.',
    answer: async ({ path: { flow, node } }) => {
      const page = nodeOf(definitions.project, flow, node)
      const project = definitions.project?.name ?? ''
      return { ...page, ...(await recordedOf(record, project, node)) }
    },
  })

  api.add('GET /api/machines/:machine', {
    summary: 'A machine: its actions, and which can follow which.',
    answer: ({ path: { machine } }) => machineOf(definitions.project, machine),
  })
}

/** The versions of its code, and what the checks of its last run said. */
async function recordedOf(record: RunRecord, project: string, node: string): Promise<Pick<NodePage, 'recorded'>> {
  const [versions, { steps }] = await Promise.all([
    versionsOf(record, { project, node }),
    nodeHistory(record, { project, node, limit: 1 }),
  ])
  const [last] = steps
  if (!last) return {}
  return { recorded: { versions, checks: await checksOf(record, { run: last.run, node }) } }
}
