// throughline ls: the flows of a project, or the nodes, inputs and configuration of one flow.

import { displayPath } from '@throughline/project'
import type { FlowDescription, ProjectDescription } from '@throughline/project/process'
import { dirname } from 'node:path'
import { renderTable } from '../render/table.ts'
import type { Screen } from '../terminal/terminal.ts'
import { askProject } from './ask-project.ts'
import { locateProject, type Context, type ProjectFlags } from './context.ts'

export interface LsFlags extends ProjectFlags {
  readonly json: boolean
}

export async function ls(this: Context, flags: LsFlags, flow?: string): Promise<void> {
  const config = locateProject(this, flags)
  if (config === undefined) return
  const answer = await askProject(this, config, {
    kind: 'describe',
    places: flow !== undefined || flags.json,
    ...(flow !== undefined && { flow }),
  })
  if (answer?.project === undefined) return
  const { out } = this.terminal
  const [described] = answer.project.flows
  if (flags.json) out.write(`${JSON.stringify(flow === undefined ? answer.project : described)}\n`)
  else if (flow === undefined) out.write(`${listFlows(answer.project, out)}\n`)
  else if (described) out.write(`${listNodes(described, dirname(config), out)}\n`)
}

function listFlows({ name, flows }: ProjectDescription, screen: Screen): string {
  const { bold, dim } = screen.colours
  if (flows.length === 0) return `${bold(name)} has no flows`
  const rows = flows.map((flow) => [
    flow.name,
    String(flow.nodes.length),
    flow.inputs.map((input) => (input.optional ? `${input.name}?` : input.name)).join(', '),
    flow.config.map(({ key }) => key).join(', '),
  ])
  const columns = [{ name: 'flow' }, { name: 'nodes', isNumeric: true }, { name: 'inputs' }, { name: 'configuration' }]
  const table = renderTable(columns, rows, { colours: screen.colours, width: screen.columns(), indent: '  ' })
  return [bold(name), ...table, dim(`see one with  throughline ls ${flows[0]!.name}`)].join('\n')
}

function listNodes({ name, nodes, inputs, config }: FlowDescription, directory: string, screen: Screen): string {
  const { bold, dim } = screen.colours
  const options = { colours: screen.colours, width: screen.columns(), indent: '  ' }
  const rows = nodes.map((node) => [
    node.name,
    node.kind,
    node.dependencies.map(({ name: read, optional }) => (optional ? `${read}?` : read)).join(', '),
    Object.entries(node.tags)
      .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
      .join(', '),
    node.origin ? `${displayPath(node.origin.module, directory)}:${node.origin.line}` : '',
  ])
  const columns = ['node', 'kind', 'reads', 'tags', 'where'].map((column) => ({ name: column }))
  const used = columns.map((_, index) => index < 2 || rows.some((row) => row[index] !== ''))
  const pick = <Item>(items: readonly Item[]): Item[] => items.filter((_, index) => used[index])
  const lines = [
    `${bold(name)}  ${dim(`${nodes.length} nodes`)}`,
    ...renderTable(pick(columns), rows.map(pick), options),
  ]
  if (inputs.length > 0) {
    const inputRows = inputs.map((input) => [
      input.name,
      input.optional ? 'optional' : 'required',
      input.consumers.join(', '),
    ])
    lines.push(
      bold('inputs'),
      ...renderTable([{ name: 'input' }, { name: '' }, { name: 'read by' }], inputRows, options),
    )
  }
  if (config.length > 0) {
    const configRows = config.map(({ key, values, chosen }) => [
      key,
      values.join(' | '),
      chosen === undefined ? '' : String(chosen),
    ])
    lines.push(
      bold('configuration'),
      ...renderTable([{ name: 'key' }, { name: 'values' }, { name: 'chosen' }], configRows, options),
    )
  }
  return lines.join('\n')
}
