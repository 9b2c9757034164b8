// The nodes, inputs and configuration of a flow as tables.

import { displayPath } from '@throughline/project'
import type { DescribedFlow, DescribedNode } from '../source/source-facts.ts'
import type { Screen } from '../terminal/terminal.ts'
import { renderTable, type Column } from './table.ts'

export interface NodeListOptions {
  /** Paths are shown from here. */
  readonly directory: string
  readonly screen: Screen
  /** Shows types beside what a node reads, and what it gives. */
  readonly types: boolean
}

/** A column and what it shows of a node; left out when it is empty for all. */
interface NodeColumn extends Column {
  readonly cell: (node: DescribedNode) => string
}

export function listNodes({ name, nodes, inputs, config }: DescribedFlow, options: NodeListOptions): string {
  const { screen } = options
  const { bold, dim } = screen.colours
  const all = nodeColumns(options)
  const rows = nodes.map((node) => all.map(({ cell }) => cell(node)))
  const used = all.map((_, index) => index < 2 || rows.some((row) => row[index] !== ''))
  const pick = <Item>(items: readonly Item[]): Item[] => items.filter((_, index) => used[index])
  const table = (columns: readonly Column[], lines: readonly (readonly string[])[]): string[] =>
    renderTable(columns, lines, { colours: screen.colours, width: screen.columns(), indent: '  ' })
  const lines = [`${bold(name)}  ${dim(`${nodes.length} nodes`)}`, ...table(pick(all), rows.map(pick))]
  if (inputs.length > 0) {
    const inputRows = inputs.map((input) => [
      input.name,
      input.optional ? 'optional' : 'required',
      input.consumers.join(', '),
    ])
    lines.push(bold('inputs'), ...table([{ name: 'input' }, { name: '' }, { name: 'read by' }], inputRows))
  }
  if (config.length > 0) {
    const configRows = config.map(({ key, values, chosen }) => [
      key,
      values.join(' | '),
      chosen === undefined ? '' : String(chosen),
    ])
    lines.push(bold('configuration'), ...table([{ name: 'key' }, { name: 'values' }, { name: 'chosen' }], configRows))
  }
  return lines.join('\n')
}

function nodeColumns({ directory, types }: NodeListOptions): NodeColumn[] {
  const tag = (name: string) => (node: DescribedNode) => tagOf(node, name)
  return [
    { name: 'node', cell: ({ name }) => name },
    { name: 'kind', cell: ({ kind }) => kind },
    { name: 'reads', isFlexible: true, cell: (node) => readsOf(node, types) },
    ...(types ? [{ name: 'gives', isFlexible: true, cell: ({ type = '' }: DescribedNode) => type }] : []),
    { name: 'about', isFlexible: true, widest: 120, cell: ({ documentation }) => documentation?.summary ?? '' },
    { name: 'owner', cell: tag('owner') },
    { name: 'unit', cell: tag('unit') },
    { name: 'deprecated', isFlexible: true, cell: tag('deprecated') },
    { name: 'tags', isFlexible: true, cell: otherTags },
    { name: 'where', cell: ({ origin }) => (origin ? `${displayPath(origin.module, directory)}:${origin.line}` : '') },
  ]
}

function readsOf({ dependencies }: DescribedNode, types: boolean): string {
  return dependencies
    .map(({ name, optional, type }) => {
      const read = optional ? `${name}?` : name
      return types && type !== undefined ? `${read}: ${type}` : read
    })
    .join(', ')
}

/** A tag without a value says yes. */
function tagOf({ tags }: DescribedNode, name: string): string {
  return Object.hasOwn(tags, name) ? tags[name]!.replace(/\s+/g, ' ') || 'yes' : ''
}

function otherTags({ tags }: DescribedNode): string {
  return Object.entries(tags)
    .filter(([key]) => key !== 'owner' && key !== 'unit' && key !== 'deprecated')
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join(', ')
}
