// Figures of values as people read them.

/** Five significant digits of what is no whole number; `none` for nothing. */
export function figureText(figure: number | string | null | undefined): string {
  if (figure === null || figure === undefined) return 'none'
  if (typeof figure === 'string') return figure
  if (Number.isInteger(figure)) return figure.toLocaleString('en')
  const rounded = Number(figure.toPrecision(5))
  return Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e15
    ? rounded.toLocaleString('en', { maximumSignificantDigits: 5 })
    : String(rounded)
}
