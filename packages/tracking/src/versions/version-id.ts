// Names of versions: the algorithm, and what it gives.

import { hash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

export type HashedKind = 'graph' | 'config' | 'lock' | 'runtime'

/**
 * SHA-256 over the canonical JSON of what the version is of.
 */
export function versionId(kind: HashedKind, body: unknown): string {
  return `${kind}1:${hash('sha256', canonicalJson(body))}`
}

/** Of a piece of code that nodes reach. @param hash SHA-256 of its normal form */
export function pieceVersion(hash: string): string {
  return `piece1:${hash}`
}
