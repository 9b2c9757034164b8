// Memoization on a store of this machine: opened with a folder; without it, nothing is kept.

import { fingerprint, openLocalStore, type ClassRules, type Codec, type HashAlgorithm } from '@throughline/store'
import { isThroughlineError, type Issue } from 'throughline'
import { cacheIssue } from './issues.ts'
import { LocalValues } from './local-values.ts'
import type { Look } from './look.ts'
import type { ValueStore } from './value-store.ts'

export interface StoreSettings {
  /** The folder of the store. @defaultValue '.throughline' */
  readonly dir?: string
  /** For classes whose instances are kept as whole values. */
  readonly codecs?: readonly Codec[]
  /** How instances of classes are compared, and perhaps made again, that cannot be read from outside. */
  readonly classes?: ClassRules
  /**
   * What values are compared by: SHA-256, or the faster xxHash with 128 bits, for a folder that only you write to. Call
   * `prepareFastHash` before. Values of the one are never taken for values of the other. @defaultValue 'sha256'
   */
  readonly hash?: HashAlgorithm
  /** Most that is kept, in bytes; what was not used for longest goes first, when the cache is closed. Default: no limit. */
  readonly maxBytes?: number
  /** Values that were not used for so many milliseconds go, when the cache is closed. Default: no limit. */
  readonly maxAgeMs?: number
}

export interface OpenedValues {
  readonly store: ValueStore
  readonly look: Look
  close(): Promise<void>
}

/**
 * @param tell what is wrong with the folder, or with its disk
 * @throws {data/fast-hash-not-ready}
 */
export function openValueStore(settings: StoreSettings, tell: (issue: Issue) => void): OpenedValues {
  const { dir = '.throughline', codecs = [], classes = [], hash = 'sha256', maxBytes, maxAgeMs } = settings
  const look: Look = (value) => fingerprint(value, { classes, algorithm: hash })
  // A hash that is not ready is told here, not in a run.
  look(0)
  try {
    const store = openLocalStore({ dir, onTrouble: tell })
    const values = new LocalValues(store, { codecs, classes })
    const close = async (): Promise<void> => {
      if (!values.isUsable) return
      values.isUsable = false
      if (maxBytes !== undefined || maxAgeMs !== undefined) {
        store.evict({ ...(maxBytes !== undefined && { maxBytes }), ...(maxAgeMs !== undefined && { maxAgeMs }) })
      }
      await store.close()
    }
    return { store: values, look, close }
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    for (const { title, details, hints } of error.issues) {
      tell(cacheIssue('cache/unavailable', { path: dir, reason: title, details, hints }))
    }
    return { store: new NoValues(), look, close: async () => {} }
  }
}

/** In the place of a store that cannot be opened. */
class NoValues implements ValueStore {
  readonly isUsable = false
  find(): undefined {}
  latest(): readonly [] {
    return []
  }
  load(): { readonly damaged: string } {
    return { damaged: 'missing' }
  }
  keep(): undefined {}
  record(): undefined {}
  forget(): void {}
  claim(): { readonly release: () => void } {
    return { release: () => {} }
  }
  flush(): void {}
}
