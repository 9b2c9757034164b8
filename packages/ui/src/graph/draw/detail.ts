// How much is drawn at which size.

export interface Detail {
  readonly hasNames: boolean
  readonly hasMore: boolean
  /** Boxes have outlines; otherwise they are patches of colour. */
  readonly hasOutlines: boolean
  readonly hasCurves: boolean
  readonly hasHeads: boolean
}

/** So many curves are drawn in a few milliseconds; more are drawn as lines. */
const MOST_CURVES = 900
const MOST_HEADS = 1500
const MOST_OUTLINES = 2500

export function detailOf(scale: number, boxes: number, arrows: number): Detail {
  return {
    hasNames: scale >= 0.3 && boxes < 1200,
    hasMore: scale >= 0.62,
    hasOutlines: scale >= 0.12 && boxes < MOST_OUTLINES,
    hasCurves: scale >= 0.08 && arrows < MOST_CURVES,
    hasHeads: scale >= 0.25 && arrows < MOST_HEADS,
  }
}
