// What every summary of a list begins with: how many there are, and whether all were looked at.

/** Figures of a list of which only a part was looked at are scaled up to the whole; least, greatest and distinct are of the part. */
export interface SummaryHead {
  /** How many, with those that are missing. */
  readonly n: number
  /** `null` and `undefined`. */
  readonly missing: number
  /** How many were looked at, when not all. */
  readonly sampled?: { readonly n: number; readonly of: number }
}

/** How much of a list was seen. */
export interface Seen {
  readonly n: number
  readonly of: number
}

/** How many each that was seen stands for. */
export function factorOf({ n, of }: Seen): number {
  return n === 0 || n === of ? 1 : of / n
}

export function headOf(n: number, missing: number, seen: Seen): SummaryHead {
  const factor = factorOf(seen)
  const head = { n: Math.round(n * factor), missing: Math.round(missing * factor) }
  return seen.n === seen.of ? head : { ...head, sampled: { n, of: head.n } }
}

export function mergeHeads(a: SummaryHead, b: SummaryHead): SummaryHead {
  const head = { n: a.n + b.n, missing: a.missing + b.missing }
  if (!a.sampled && !b.sampled) return head
  return { ...head, sampled: { n: seenOf(a) + seenOf(b), of: head.n } }
}

/** How many were looked at: what a test may reckon with. */
export function seenOf({ n, sampled }: SummaryHead): number {
  return sampled?.n ?? n
}
