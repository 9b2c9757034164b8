// throughline ls: the flows and machines of a project, or the nodes, inputs and configuration of one flow.

import type { TypeOracle } from '@throughline/analyze'
import type { FlowDescription, MachineDescription, ProjectDescription } from '@throughline/project/process'
import { dirname } from 'node:path'
import { listNodes } from '../render/node-list.ts'
import { renderTable } from '../render/table.ts'
import { describeFromSource, openTypes, prepareSource, readSource, type DescribedFlow } from '../source/source-facts.ts'
import type { Screen } from '../terminal/terminal.ts'
import { askProject } from './ask-project.ts'
import { locateProject, reportIssues, type Context, type ProjectFlags } from './context.ts'

export interface LsFlags extends ProjectFlags {
  readonly json: boolean
  readonly types: boolean
}

export async function ls(this: Context, flags: LsFlags, flow?: string): Promise<void> {
  const config = locateProject(this, flags)
  if (config === undefined) return
  const needsNodes = flow !== undefined || flags.json
  if (needsNodes) prepareSource()
  const answer = await askProject(this, config, {
    kind: 'describe',
    places: needsNodes ? 'auto' : 'none',
    ...(flow !== undefined && { flow }),
  })
  if (answer?.project === undefined) return
  const { project, files } = answer
  const { out } = this.terminal
  if (!needsNodes) {
    out.write(`${listFlows(project, out)}\n`)
    return
  }
  const types = flags.types ? await typesFor(this, dirname(config), project.flows) : undefined
  const source = await readSource(files)
  const flows: DescribedFlow[] = []
  for (const one of project.flows) flows.push(await describeFromSource(one, source, types))
  const [described] = flows
  if (flags.json) out.write(`${JSON.stringify(flow === undefined ? { ...project, flows } : described)}\n`)
  else if (described)
    out.write(`${listNodes(described, { directory: dirname(config), screen: out, types: flags.types })}\n`)
}

/** Without a compiler there are the types that are written; said once. */
export async function typesFor(
  context: Context,
  directory: string,
  flows: readonly FlowDescription[],
): Promise<TypeOracle | undefined> {
  const types = await openTypes(directory, flows)
  if ('exportsOf' in types) return types
  reportIssues(
    context,
    types.map((issue) => ({ ...issue, severity: 'warning' as const })),
    0,
  )
  return undefined
}

function listFlows({ name, flows, machines = [] }: ProjectDescription, screen: Screen): string {
  const { bold, dim } = screen.colours
  const listed = listMachines(machines, screen)
  if (flows.length === 0) return [listed.length > 0 ? bold(name) : `${bold(name)} has no flows`, ...listed].join('\n')
  const rows = flows.map((flow) => [
    flow.name,
    String(flow.nodes.length),
    flow.inputs.map((input) => (input.optional ? `${input.name}?` : input.name)).join(', '),
    flow.config.map(({ key }) => key).join(', '),
  ])
  const columns = [{ name: 'flow' }, { name: 'nodes', isNumeric: true }, { name: 'inputs' }, { name: 'configuration' }]
  const table = renderTable(columns, rows, { colours: screen.colours, width: screen.columns(), indent: '  ' })
  return [bold(name), ...table, ...listed, dim(`see one with  throughline ls ${flows[0]!.name}`)].join('\n')
}

const MACHINE_COLUMNS = [
  { name: 'machine' },
  { name: 'action' },
  { name: 'reads' },
  { name: 'writes', isFlexible: true },
]

function listMachines(machines: readonly MachineDescription[], { colours, columns }: Screen): string[] {
  const rows = machines.flatMap(({ name, actions }) =>
    actions.map(({ name: action, reads, writes }, index) => [
      index === 0 ? name : '',
      action,
      reads.join(', '),
      writes.join(', '),
    ]),
  )
  return rows.length === 0 ? [] : renderTable(MACHINE_COLUMNS, rows, { colours, width: columns(), indent: '  ' })
}
