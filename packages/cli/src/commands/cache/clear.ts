// throughline cache clear: removes what is kept, of all flows, of one, or of one node.

import { formatBytes } from '../../terminal/byte-size.ts'
import type { Context, ProjectFlags } from '../context.ts'
import { keptOf, scopeOf, sumOf } from './ls.ts'
import { countOf, openKept, sayNothingKept } from './open-kept.ts'

export interface CacheClearFlags extends ProjectFlags {
  readonly yes: boolean
  readonly json: boolean
}

export async function clear(this: Context, flags: CacheClearFlags, flow?: string, node?: string): Promise<void> {
  const opened = openKept(this, flags, 'write')
  if (!opened) return
  const { store, path } = opened
  const { out } = this.terminal
  const tell = (values: number, bytes: number, keptBytes: number, text: string): void => {
    const facts = { store: store?.path ?? null, removed: { values, bytes }, kept: { bytes: keptBytes } }
    out.write(`${flags.json ? JSON.stringify(facts) : text}\n`)
  }
  if (!store) {
    if (flags.json) tell(0, 0, 0, '')
    else sayNothingKept(this, path)
    return
  }
  try {
    const nodes = keptOf(store, flow, node)
    const { values, bytes } = sumOf(nodes)
    const scope = scopeOf(flow, node)
    const question = `Remove ${countOf(values)} (${formatBytes(bytes)})${scope}?`
    if (values > 0 && !flags.yes && !flags.json && this.confirm && !(await this.confirm(question))) {
      out.write('Nothing was removed.\n')
      return
    }
    const removed = nodes.reduce((count, one) => count + store.entries.delete({ flow: one.flow, node: one.node }), 0)
    const freed = store.removeUnreferenced()
    const stays = freed.keptBytes > 0 ? `; ${formatBytes(freed.keptBytes)} are kept` : ''
    const text = removed === 0 ? `Nothing is kept${scope}.` : `Removed ${countOf(removed)}${scope}`
    tell(removed, freed.bytes, freed.keptBytes, removed === 0 ? text : `${text} (${formatBytes(freed.bytes)})${stays}.`)
  } finally {
    await store.close()
  }
}
