// What the agent can look up: passages by a question, and who used a phrase when.

import { dataflow } from 'throughline'
import type { Speech } from './corpus.ts'
import * as retrieval from './retrieval.ts'
import type { Hit } from './retrieval.ts'

interface Mentions {
  readonly phrase: string
  /** Addresses in which it is. */
  readonly addresses: number
  readonly first?: { readonly year: number; readonly president: string }
  readonly last?: { readonly year: number; readonly president: string }
}

export interface Library {
  search(query: string, limit: number): Promise<readonly Hit[]>
  mentions(phrase: string): Mentions
}

/** The index is built once; a search computes only what its words change. */
export async function createLibrary(speeches: readonly Speech[]): Promise<Library> {
  const flow = dataflow(retrieval)
  const built = flow.override(await flow.execute(['passages', 'index'], { inputs: { speeches } }))
  return {
    search: async (query, limit) => (await built.execute(['hits'], { inputs: { query, limit } })).hits,
    mentions: (phrase) => {
      const pattern = new RegExp(String.raw`\b${phrase.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}\b`, 'i')
      const found = speeches
        .filter(({ text }) => pattern.test(text))
        .map(({ year, president }) => ({ year, president }))
      const [first] = found
      const last = found.at(-1)
      return { phrase, addresses: found.length, ...(first && { first }), ...(last && { last }) }
    },
  }
}
