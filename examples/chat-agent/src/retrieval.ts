// Finding passages, as a dataflow: each exported function is a node, and reads other nodes by their names.

import { bm25, buildIndex, termsOf, type TermIndex } from './bm25.ts'
import type { Speech } from './corpus.ts'
import { piecesOf } from './pieces.ts'

export interface Passage {
  readonly year: number
  readonly president: string
  readonly text: string
}

export interface Hit extends Passage {
  /** Of BM25: comparable within one search only. */
  readonly score: number
}

/** Every address in pieces that end where a sentence ends. */
export function passages({ speeches }: { speeches: readonly Speech[] }): Passage[] {
  return speeches.flatMap(({ year, president, text }) =>
    piecesOf(text).map((piece) => ({ year, president, text: piece })),
  )
}

export function index({ passages }: { passages: readonly Passage[] }): TermIndex {
  return buildIndex(passages.map(({ text }) => termsOf(text)))
}

export function scores({ index, query }: { index: TermIndex; query: string }): ReadonlyMap<number, number> {
  return bm25(index, termsOf(query))
}

/** The best passages for the query, best first; of the same score the older one first. */
export function hits({
  passages,
  scores,
  limit,
}: {
  passages: readonly Passage[]
  scores: ReadonlyMap<number, number>
  limit: number
}): Hit[] {
  return [...scores]
    .toSorted(([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || a - b)
    .slice(0, limit)
    .map(([passage, score]) => ({ ...passages[passage]!, score }))
}
