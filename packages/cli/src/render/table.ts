// Rows in aligned columns.

import type { Colours } from '../terminal/terminal.ts'
import { fit, pad, textWidth } from '../terminal/text-width.ts'

export interface Column {
  readonly name: string
  readonly isNumeric?: boolean
  /** May be cut to make room for other columns. */
  readonly isFlexible?: boolean
  /** Longer cells are cut. @defaultValue 60 */
  readonly widest?: number
}

export interface TableOptions {
  readonly colours: Colours
  /** Columns that do not fit are left out and named below. */
  readonly width: number
  readonly indent?: string
}

const GAP = 2
const WIDEST_CELL = 60
const NARROWEST_CELL = 24

/** Takes what is too much from the flexible columns, the widest first. */
function narrow(widths: number[], columns: readonly Column[], tooMuch: number): void {
  for (let left = tooMuch; left > 0;) {
    const flexible = widths.map((own, index) => (columns[index]!.isFlexible ? own : 0))
    const widest = flexible.indexOf(Math.max(...flexible))
    const next = Math.max(NARROWEST_CELL, ...flexible.filter((_, index) => index !== widest))
    const taken = Math.min(left, Math.max(1, flexible[widest]! - next))
    if (flexible[widest]! - taken < NARROWEST_CELL) return
    widths[widest]! -= taken
    left -= taken
  }
}

/** Lines of a table with its header. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: TableOptions,
): string[] {
  const { colours, width, indent = '' } = options
  const widths = columns.map(({ name, widest = WIDEST_CELL }, index) =>
    Math.min(widest, Math.max(textWidth(name), ...rows.map((row) => textWidth(row[index] ?? '')))),
  )
  const wanted = widths.reduce((sum, one) => sum + one + GAP, indent.length - GAP)
  narrow(widths, columns, wanted - width)
  let shown = 0
  for (let used = indent.length; shown < columns.length; shown++) {
    used += widths[shown]! + (shown > 0 ? GAP : 0)
    if (used > width && shown > 0) break
  }
  const line = (cells: readonly string[]): string =>
    indent +
    cells
      .slice(0, shown)
      .map((cell, index) => {
        const text = fit(cell, widths[index]!)
        return columns[index]!.isNumeric
          ? pad(text, widths[index]!, 'left')
          : index === shown - 1
            ? text
            : pad(text, widths[index]!)
      })
      .join(' '.repeat(GAP))
  const lines = [colours.dim(line(columns.map(({ name }) => name))), ...rows.map((row) => line(row).trimEnd())]
  if (shown < columns.length) {
    const hidden = columns.slice(shown).map(({ name }) => name)
    lines.push(colours.dim(fit(`${indent}and ${hidden.length} more columns: ${hidden.join(', ')}`, width)))
  }
  return lines
}
