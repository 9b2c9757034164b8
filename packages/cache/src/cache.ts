// Memoization with a store on this machine: opened with a folder, given to a flow, asked by its runs.

import { createMemoizer, type Memoizer, type MemoizerOptions } from './memoizer.ts'
import { createReporter } from './reporter.ts'
import { openValueStore, type StoreSettings } from './open-value-store.ts'

export interface CacheOptions extends StoreSettings, MemoizerOptions {}

/** Given to a flow with `flow.with({ cache })`; closed when the program ends, or by `close`. */
export interface Cache extends Memoizer, AsyncDisposable {
  /** Writes what waits, and closes the store. Runs go on without it. */
  close(): Promise<void>
}

/**
 * Takes values from earlier runs, and keeps new ones: a node runs only when its code, its configuration or what it reads
 * has changed. A folder that cannot be used is told once, and then every node runs.
 *
 * @throws {data/fast-hash-not-ready} with `hash: 'xxh128'` before `prepareFastHash`
 * @example
 * const flow = dataflow(features)
 * const memoized = flow.with({ cache: cache({ dir: '.throughline', versions: await codeVersions([flow]) }) })
 */
export function cache(options: CacheOptions = {}): Cache {
  const reporter = createReporter(options.onIssue)
  const opened = openValueStore(options, (issue) => reporter.report(issue))
  const memoizer = createMemoizer(opened.store, opened.look, options)
  const close = (): Promise<void> => opened.close()
  return { ...memoizer, close, [Symbol.asyncDispose]: close }
}
