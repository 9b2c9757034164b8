// Loads the SQLite of Node without its warning of being an experiment.

import type { DatabaseSync } from 'node:sqlite'

type Sqlite = { readonly DatabaseSync: typeof DatabaseSync }

let loaded: Sqlite | undefined

/**
 * Node 22 warns once, while the module is loaded. The warning is taken out of exactly that call: loading is synchronous,
 * so nobody else can warn in between, and every other warning passes.
 */
export function loadSqlite(): Sqlite {
  if (loaded) return loaded
  // oxlint-disable-next-line typescript/unbound-method -- called with its object below
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).startsWith('SQLite is an experimental feature')) return
    Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    loaded = process.getBuiltinModule('node:sqlite')
    return loaded
  } finally {
    process.emitWarning = emitWarning
  }
}
