// Ranks texts by the words that they share with a question: BM25.

/** By term: in which texts it is, and how often. */
export interface TermIndex {
  readonly postings: ReadonlyMap<string, readonly { readonly text: number; readonly count: number }[]>
  /** Terms in each text. */
  readonly lengths: readonly number[]
  readonly meanLength: number
}

/** Words that say nothing about what a text is about. */
const STOP_WORDS = new Set(
  `a about after all also an and any are as at be been before being but by can could did do does for from had has have
  he her his how i if in into is it its may me more most my no not of on or our shall she should so some such than that
  the their them then there these they this those to under upon us was we were what when where which who why will with
  would you your say said says speak speech address president presidents state union tell mention`.split(/\s+/),
)

/** The words of a text that count, in small letters, without their plural s. */
export function termsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z]+|\d+/g) ?? []
  return words.filter((word) => word.length > 1 && !STOP_WORDS.has(word)).map(singular)
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

export function buildIndex(texts: readonly (readonly string[])[]): TermIndex {
  const postings = new Map<string, { text: number; count: number }[]>()
  for (const [text, terms] of texts.entries()) {
    for (const term of terms) {
      const list = postings.get(term)
      const last = list?.at(-1)
      if (!list) postings.set(term, [{ text, count: 1 }])
      else if (last!.text === text) last!.count++
      else list.push({ text, count: 1 })
    }
  }
  const lengths = texts.map((terms) => terms.length)
  return { postings, lengths, meanLength: lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1) }
}

/** How fast another occurrence of a term loses weight, and how much long texts lose. */
const SATURATION = 1.2
const LENGTH_WEIGHT = 0.75

/**
 * The score of every text that has one of the terms.
 * Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
 */
export function bm25(
  { postings, lengths, meanLength }: TermIndex,
  terms: readonly string[],
): ReadonlyMap<number, number> {
  const scores = new Map<number, number>()
  for (const term of new Set(terms)) {
    const list = postings.get(term) ?? []
    const rarity = Math.log(1 + (lengths.length - list.length + 0.5) / (list.length + 0.5))
    for (const { text, count } of list) {
      const length = 1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * lengths[text]!) / meanLength
      const score = (rarity * count * (SATURATION + 1)) / (count + SATURATION * length)
      scores.set(text, (scores.get(text) ?? 0) + score)
    }
  }
  return scores
}
