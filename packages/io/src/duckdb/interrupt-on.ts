// Ends what runs on a connection of DuckDB when nobody wants it any more.

import type { DuckDBConnection } from '@duckdb/node-api'
import { onAbort } from 'throughline/insides'

const AGAIN_MS = 20

/**
 * A query that is about to begin is not interrupted by what came before it: it is tried again until nothing runs.
 *
 * @returns stops interrupting
 */
export function interruptOn(signal: AbortSignal, connection: DuckDBConnection): () => void {
  let timer: NodeJS.Timeout | undefined
  const stop = onAbort(signal, () => {
    connection.interrupt()
    timer = setInterval(() => connection.interrupt(), AGAIN_MS)
  })
  return () => {
    stop()
    clearInterval(timer)
  }
}
