// Histograms of equal bins that add up exactly: their widths are powers of two and their edges multiples of the width.

/** Bins of one width: bin `i` counts what is at least `(first + i) * width` and less than `(first + i + 1) * width`. */
export interface Histogram {
  /** A power of two. */
  readonly width: number
  readonly first: number
  readonly counts: readonly number[]
}

export const NO_HISTOGRAM: Histogram = { width: 1, first: 0, counts: [] }

/** At most so many bins; half as many at least, as soon as there are numbers enough. */
export const MOST_BINS = 40

/**
 * Counts numbers as they come, without knowing their range: when they no longer fit, two neighbouring bins become one. As the
 * edges of coarse bins are edges of the finer ones, nothing is counted in a wrong bin, and two histograms always have a common
 * coarser one. The width is the least that the range needs, so that the order of the numbers does not matter.
 */
export class HistogramBuilder {
  #exponent = LEAST_EXPONENT
  #inverse = 1
  #first = 0
  #last = -1
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY
  readonly #counts = new Float64Array(MOST_BINS)

  add(values: Float64Array, length: number): void {
    const counts = this.#counts
    let [min, max] = [this.#min, this.#max]
    for (let at = 0; at < length; at++) {
      const value = values[at]!
      if (value < min) min = value
      if (value > max) max = value
      let index = binOf(value, this.#inverse) - this.#first
      // What is not below is beyond: before the first number, everything is.
      if (!(index >= 0 && index <= this.#last - this.#first)) index = this.#reach(value)
      counts[index]!++
    }
    this.#min = min
    this.#max = max
  }

  /** @returns the index of the bin of this number */
  #reach(value: number): number {
    if (this.#last < this.#first) {
      this.#exponent = leastExponent(value)
      this.#inverse = 2 ** -this.#exponent
      this.#first = this.#last = binOf(value, this.#inverse)
      return 0
    }
    this.#coarsenTo(this.#exponentFor(value))
    const bin = binOf(value, this.#inverse)
    if (bin < this.#first) {
      this.#counts.copyWithin(this.#first - bin, 0, this.#last - this.#first + 1)
      this.#counts.fill(0, 0, this.#first - bin)
      this.#first = bin
    } else if (bin > this.#last) {
      this.#counts.fill(0, this.#last - this.#first + 1, bin - this.#first + 1)
      this.#last = bin
    }
    return bin - this.#first
  }

  /** The least, from the present one on, with which all fits. */
  #exponentFor(value: number): number {
    let exponent = Math.max(this.#exponent, leastExponent(value))
    for (; ; exponent++) {
      const [bin, ratio] = [binOf(value, 2 ** -exponent), 2 ** (this.#exponent - exponent)]
      const [first, last] = [binOf(this.#first, ratio), binOf(this.#last, ratio)]
      if (Math.max(bin, last) - Math.min(bin, first) < MOST_BINS) return exponent
    }
  }

  #coarsenTo(exponent: number): void {
    if (exponent === this.#exponent) return
    const ratio = 2 ** (this.#exponent - exponent)
    const [first, last] = [binOf(this.#first, ratio), binOf(this.#last, ratio)]
    const finer = this.#counts.slice(0, this.#last - this.#first + 1)
    this.#counts.fill(0)
    for (let at = 0; at < finer.length; at++) this.#counts[binOf(this.#first + at, ratio) - first]! += finer[at]!
    this.#first = first
    this.#last = last
    this.#exponent = exponent
    this.#inverse = 2 ** -exponent
  }

  /** The least and the greatest number. */
  get range(): readonly [min: number, max: number] {
    return [this.#min + 0, this.#max + 0]
  }

  /** @param factor how many each of the numbers stands for */
  build(factor = 1): Histogram {
    if (this.#last < this.#first) return NO_HISTOGRAM
    const counts = Array.from(this.#counts.subarray(0, this.#last - this.#first + 1), (count) =>
      Math.round(count * factor),
    )
    return { width: 2 ** this.#exponent, first: this.#first, counts }
  }
}

/** Of both together: exactly that of all their numbers. */
export function addHistograms(a: Histogram, b: Histogram): Histogram {
  if (a.counts.length === 0) return b
  if (b.counts.length === 0) return a
  let width = Math.max(a.width, b.width)
  const lastOf = ({ first, counts }: Histogram): number => first + counts.length - 1
  let [one, other] = [coarser(a, width), coarser(b, width)]
  while (Math.max(lastOf(one), lastOf(other)) - Math.min(one.first, other.first) >= MOST_BINS) {
    width *= 2
    ;[one, other] = [coarser(one, width), coarser(other, width)]
  }
  const first = Math.min(one.first, other.first)
  const counts = new Array<number>(Math.max(lastOf(one), lastOf(other)) - first + 1).fill(0)
  for (const part of [one, other])
    for (const [at, count] of part.counts.entries()) counts[part.first - first + at]! += count
  return { width, first, counts }
}

/** The same numbers in wider bins. */
function coarser(histogram: Histogram, width: number): Histogram {
  const ratio = width / histogram.width
  if (ratio === 1) return histogram
  const wider = (at: number): number => binOf(histogram.first + at, 1 / ratio)
  const first = wider(0)
  const counts = new Array<number>(wider(histogram.counts.length - 1) - first + 1).fill(0)
  for (const [at, count] of histogram.counts.entries()) counts[wider(at) - first]! += count
  return { width, first, counts }
}

/** Never -0. A negative number is in a bin below 0, also when it is too small beside the width for the product to be a number. */
function binOf(value: number, inverse: number): number {
  const scaled = value * inverse
  return scaled === 0 && value < 0 ? -1 : Math.floor(scaled) + 0
}

/** Narrower bins could not be told apart: the inverse of the width must be a number. */
const LEAST_EXPONENT = -1000

/** Indices of bins stay below 2 to the power 52, so that they are exact. */
function leastExponent(value: number): number {
  const magnitude = Math.abs(value)
  return magnitude < 1e-280 ? LEAST_EXPONENT : Math.max(LEAST_EXPONENT, Math.floor(Math.log2(magnitude)) - 51)
}
