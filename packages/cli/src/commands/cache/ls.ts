// throughline cache ls: what is kept of which node.

import { formatInstant } from '@throughline/project/process'
import type { NodeSummary, Store } from '@throughline/store'
import { renderTable, type Column } from '../../render/table.ts'
import { formatBytes } from '../../terminal/byte-size.ts'
import { formatDuration } from '../../terminal/duration.ts'
import type { Screen } from '../../terminal/terminal.ts'
import type { Context, ProjectFlags } from '../context.ts'
import { countOf, openKept, sayNothingKept } from './open-kept.ts'

export interface CacheLsFlags extends ProjectFlags {
  readonly json: boolean
}

interface Totals {
  readonly nodes: number
  readonly values: number
  readonly bytes: number
  readonly computeMs: number
}

export async function ls(this: Context, flags: CacheLsFlags, flow?: string, node?: string): Promise<void> {
  const kept = openKept(this, flags, 'read')
  if (!kept) return
  const { store, path } = kept
  const { out } = this.terminal
  if (!store && !flags.json) {
    sayNothingKept(this, path)
    return
  }
  const found = store ? keptOf(store, flow, node) : []
  const keptBytes = store?.keptBytes() ?? 0
  await store?.close()
  const totals = sumOf(found)
  if (flags.json) {
    const nodes = found.map(({ entries, sizeBytes, durationMs, ...one }) => {
      return { ...one, values: entries, bytes: sizeBytes, computeMs: durationMs }
    })
    out.write(`${JSON.stringify({ store: store?.path ?? null, nodes, totals, kept: { bytes: keptBytes } })}\n`)
  } else out.write(`${found.length === 0 ? nothingOf(flow, node) : listKept(found, keptBytes, out)}\n`)
}

/** Of a node, with the items of its fan-out, which are kept as `node[]`. */
export function keptOf(store: Store, flow?: string, node?: string): readonly NodeSummary[] {
  const ofFlow = flow === undefined ? {} : { flow }
  if (node === undefined) return store.entries.summarise(ofFlow)
  return [node, `${node}[]`].flatMap((name) => store.entries.summarise({ ...ofFlow, node: name }))
}

export function sumOf(found: readonly NodeSummary[]): Totals {
  const sum = (of: (one: NodeSummary) => number): number => found.reduce((all, one) => all + of(one), 0)
  return {
    nodes: found.length,
    values: sum((one) => one.entries),
    bytes: sum((one) => one.sizeBytes),
    computeMs: sum((one) => one.durationMs),
  }
}

/** Which nodes are meant, as a person says it; empty for all. */
export function scopeOf(flow: string | undefined, node: string | undefined): string {
  if (node !== undefined) return ` of "${node}" in the flow ${flow}`
  return flow === undefined ? '' : ` of the flow ${flow}`
}

function nothingOf(flow: string | undefined, node: string | undefined): string {
  return flow === undefined ? 'Nothing is kept.' : `Nothing is kept${scopeOf(flow, node)}.`
}

const COLUMNS: readonly Column[] = [
  { name: 'node', isFlexible: true },
  { name: 'values', isNumeric: true },
  { name: 'size', isNumeric: true },
  { name: 'computing took', isNumeric: true },
  { name: 'made' },
  { name: 'used' },
]

/** @param keptBytes of everything that is in the store */
function listKept(found: readonly NodeSummary[], keptBytes: number, screen: Screen): string {
  const { bold, dim } = screen.colours
  const flows = [...new Set(found.map((one) => one.flow))]
  const blocks = flows.map((flow) => {
    const ofFlow = found.filter((one) => one.flow === flow)
    const rows = ofFlow.map(({ node, entries, sizeBytes, durationMs, madeAtMs, usedAtMs }) => [
      node,
      String(entries),
      formatBytes(sizeBytes),
      formatDuration(durationMs),
      formatInstant(madeAtMs),
      formatInstant(usedAtMs),
    ])
    const table = renderTable(COLUMNS, rows, { colours: screen.colours, width: screen.columns(), indent: '  ' })
    return [bold(flow === '' ? 'flows without a name' : flow), ...table].join('\n')
  })
  const { nodes, values, bytes, computeMs } = sumOf(found)
  const summary = [
    `${countOf(values)} of ${nodes === 1 ? '1 node' : `${nodes} nodes`}, ${formatBytes(bytes)}`,
    `computing them took ${formatDuration(computeMs)}`,
    `the store has ${formatBytes(keptBytes)}: equal values are kept once`,
  ]
  return [...blocks, dim(summary.join('; '))].join('\n')
}
