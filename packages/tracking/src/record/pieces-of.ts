// The pieces of code that versions of nodes are made of, by the ids under which their texts were told.

import { pieceVersion } from '../versions/version-id.ts'
import { isFields } from './cells.ts'

/** @param body of a version of a node, as JSON */
export function piecesIn(body: string | null): readonly string[] {
  const parsed: unknown = body === null ? null : JSON.parse(body)
  const pieces = isFields(parsed) ? parsed['pieces'] : undefined
  if (!Array.isArray(pieces)) return []
  return pieces.flatMap((piece: unknown) =>
    isFields(piece) && piece['hasText'] === true && typeof piece['hash'] === 'string'
      ? [pieceVersion(piece['hash'])]
      : [],
  )
}
