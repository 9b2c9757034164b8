// Which figures of two values are put beside each other, and in what order.

export interface ComparedFigure {
  /** Empty for that of a single number, which needs no name. */
  readonly figure: string
  readonly before: Figure
  readonly now: Figure
}

type Figure = number | string | null
type Figures = Readonly<Record<string, { readonly before: Figure; readonly now: Figure }>>

/** Figures that people compare first. */
const COMPARED = ['rows', 'n', 'mean', 'trueRatio', 'median', 'min', 'max', 'std', 'missing', 'distinct', 'columns']

/** A single number has the same in all of them. */
const OF_ONE_NUMBER = ['mean', 'median', 'min', 'max']

/** @param most how many at most */
export function comparedFigures(figures: Figures, most: number): readonly ComparedFigure[] {
  const listed = Object.entries(figures).map(([figure, { before, now }]) => ({ figure, before, now }))
  const [first, ...others] = OF_ONE_NUMBER.map((name) => figures[name])
  const isOneNumber =
    first !== undefined &&
    listed.length === OF_ONE_NUMBER.length &&
    others.every((other) => other?.before === first.before && other?.now === first.now)
  if (isOneNumber) return [{ figure: '', before: first.before, now: first.now }]
  return listed.toSorted((a, b) => placeOf(a.figure) - placeOf(b.figure)).slice(0, most)
}

function placeOf(figure: string): number {
  const at = COMPARED.indexOf(figure)
  return at < 0 ? COMPARED.length : at
}
