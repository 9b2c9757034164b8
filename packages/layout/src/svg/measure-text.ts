// How wide a text is, without a browser and without a font: by a table of the widths of Helvetica and its like.

/** In thousandths of the size of the font, from the space to the tilde, as Adobe's metrics of Helvetica have them. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
]
const FIRST = 0x20
const OTHER = 600
const WIDE = 1000
/** Fonts that stand in for Helvetica are up to this much wider. */
const SAFETY = 1.1

/** Scripts whose signs are as wide as they are high, and pictures. */
const WIDE_SIGN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff00-\uff60]/u
const COMBINING = /\p{Mark}/u

/**
 * The width of a line in a sans-serif font; a little more than it takes in most.
 *
 * @param fontSize in the unit of the answer
 */
export function measureText(text: string, fontSize: number): number {
  let sum = 0
  for (const sign of text.normalize('NFD')) {
    const known = WIDTHS[sign.codePointAt(0)! - FIRST]
    sum += known ?? (COMBINING.test(sign) ? 0 : WIDE_SIGN.test(sign) ? WIDE : OTHER)
  }
  return (sum * fontSize * SAFETY) / 1000
}
