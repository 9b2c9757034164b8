// Texts: how long, how many are different, what they look like, how often each hash comes; no text.

import { digestOf, mergeDigests, quantileOf, type Digest } from '../sketches/digest.ts'
import { DistinctSketch, hashText } from '../sketches/distinct.ts'
import { Sampler } from '../sketches/sampler.ts'
import { factorOf, headOf, mergeHeads, seenOf, type Seen, type SummaryHead } from './head.ts'
import { patternOf, type TextPattern } from './text-pattern.ts'

export interface TextSummary extends SummaryHead {
  readonly empty: number
  /** In UTF-16 code units; null without texts. */
  readonly length: {
    readonly min: number
    readonly max: number
    readonly mean: number
    readonly p50: number
    readonly p95: number
  } | null
  /** Of all texts together. */
  readonly characters: number
  /** In UTF-8; of texts above 1,024 characters, by their beginning. */
  readonly bytes: number
  /** As a language model would count, about: a quarter of the bytes of UTF-8 (OpenAI's rule of thumb: four characters of English). */
  readonly tokens: number
  /** Null of a single text, of which no hash is kept, and what was merged from such. */
  readonly distinct: number | null
  /** What nine in ten of those looked at are like. */
  readonly pattern: TextPattern | null
  readonly sketch: {
    readonly lengths: Digest
    readonly patterns: { readonly looked: number } & Readonly<Partial<Record<TextPattern, number>>>
    readonly distinct?: string
    /** How many texts have each of 64 hashes: whether frequencies changed can be told from it, but not of which texts. */
    readonly buckets?: readonly number[]
  }
}

const TEXT_BUCKETS = 64

/** So many texts of a list are compared with the patterns. */
const LOOKED_AT = 256

/** What is told of one text, for those that come often. */
export interface TextFacts {
  readonly text: string
  readonly bytes: number
  readonly hash: number
}

export function factsOf(text: string, salt: number): TextFacts {
  return { text, bytes: bytesOf(text), hash: hashText(text, salt) }
}

export class Texts {
  #n = 0
  #empty = 0
  #characters = 0
  #bytes = 0
  readonly #lengths: Sampler
  #distinct: DistinctSketch | undefined
  readonly #buckets = new Array<number>(TEXT_BUCKETS).fill(0)
  #firstHash = 0
  readonly #patterns: Partial<Record<TextPattern, number>> = {}
  #looked = 0
  readonly #lookStep: number
  readonly #salt: number

  constructor(expected: number, seed: number, salt: number) {
    this.#lookStep = Math.max(1, Math.floor(expected / LOOKED_AT))
    this.#lengths = new Sampler(seed)
    this.#salt = salt
  }

  add(text: string): void {
    this.addFacts(factsOf(text, this.#salt))
  }

  /** @param facts with the salt of these texts */
  addFacts({ text, bytes, hash }: TextFacts): void {
    const place = this.#n++
    if (text === '') this.#empty++
    this.#characters += text.length
    this.#bytes += bytes
    this.#lengths.add(text.length)
    if (place === 0) this.#firstHash = hash
    else (this.#distinct ??= this.#begun()).add(hash)
    this.#buckets[hash & (TEXT_BUCKETS - 1)]!++
    if (text !== '' && place % this.#lookStep === 0 && this.#looked < LOOKED_AT) {
      this.#looked++
      const pattern = patternOf(text)
      if (pattern) this.#patterns[pattern] = (this.#patterns[pattern] ?? 0) + 1
    }
  }

  /** A single text needs no registers. */
  #begun(): DistinctSketch {
    const sketch = new DistinctSketch()
    sketch.add(this.#firstHash)
    return sketch
  }

  get n(): number {
    return this.#n
  }

  finish(missing: number, seen: Seen): TextSummary {
    const factor = factorOf(seen)
    const sums = {
      empty: Math.round(this.#empty * factor),
      characters: Math.round(this.#characters * factor),
      bytes: Math.round(this.#bytes * factor),
    }
    const sketch = {
      lengths: digestOf(this.#lengths.values(), this.#lengths.perKept * factor),
      patterns: { looked: this.#looked, ...this.#patterns },
      // A hash of one text can be compared with guesses: with it, the text would be as good as written.
      ...(this.#distinct && {
        distinct: this.#distinct.toText(),
        buckets: this.#buckets.map((count) => Math.round(count * factor)),
      }),
    }
    return textSummary(headOf(this.#n + missing, missing, seen), sums, sketch)
  }
}

/** Of both together. Lengths hold within `RANK_ERROR`, distinct ones within the error of their sketch. */
export function mergeTexts(a: TextSummary, b: TextSummary): TextSummary {
  const sums = { empty: a.empty + b.empty, characters: a.characters + b.characters, bytes: a.bytes + b.bytes }
  const [one, other] = [a.sketch, b.sketch]
  const names = [
    ...new Set([...Object.keys(one.patterns), ...Object.keys(other.patterns)]),
  ] as (keyof typeof one.patterns)[]
  const patterns = Object.fromEntries(
    names.map((name) => [name, (one.patterns[name] ?? 0) + (other.patterns[name] ?? 0)]),
  )
  const isCounted = one.distinct !== undefined && other.distinct !== undefined
  return textSummary(mergeHeads(a, b), sums, {
    lengths: mergeDigests(one.lengths, other.lengths),
    patterns: patterns as TextSummary['sketch']['patterns'],
    ...(isCounted && {
      distinct: DistinctSketch.fromText(one.distinct).merge(DistinctSketch.fromText(other.distinct)).toText(),
    }),
    ...(one.buckets && other.buckets && { buckets: one.buckets.map((count, at) => count + other.buckets![at]!) }),
  })
}

function textSummary(
  head: SummaryHead,
  sums: { readonly empty: number; readonly characters: number; readonly bytes: number },
  sketch: TextSummary['sketch'],
): TextSummary {
  const texts = head.n - head.missing
  const { lengths, patterns } = sketch
  const common = (Object.entries(patterns) as [TextPattern | 'looked', number][]).find(([name, count]) => {
    return name !== 'looked' && count >= 0.9 * patterns.looked
  })
  return {
    ...head,
    ...sums,
    tokens: Math.round(sums.bytes / 4),
    length:
      texts === 0 || lengths.means.length === 0
        ? null
        : {
            min: lengths.min,
            max: lengths.max,
            mean: sums.characters / texts,
            p50: quantileOf(lengths, 0.5)!,
            p95: quantileOf(lengths, 0.95)!,
          },
    distinct:
      sketch.distinct === undefined
        ? null
        : Math.min(DistinctSketch.fromText(sketch.distinct).estimate(), texts, seenOf(head)),
    pattern: (common?.[0] as TextPattern | undefined) ?? null,
    sketch,
  }
}

/** Bytes in UTF-8. Of long texts those of the beginning, scaled up. */
function bytesOf(text: string): number {
  const length = Math.min(text.length, 1024)
  let bytes = 0
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at)
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3
  }
  return length === text.length ? bytes : (bytes * text.length) / length
}
