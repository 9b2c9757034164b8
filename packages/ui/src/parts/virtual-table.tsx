// A table of any length: only the rows in sight are in the document. Its head sorts where a column says how.

import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import styles from './virtual-table.module.css'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** Sorts by it; absent values come last. */
  readonly sortBy?: (row: Row) => number | string | undefined
  readonly align?: 'left' | 'right'
  /** A width of CSS. Default: what is left. */
  readonly width?: string
}

interface Props<Row> {
  /** What it is a table of, for those who do not see it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Given with a key of columns; `-` before it for descending. */
  readonly sort?: string
  readonly isSelected?: (row: Row) => boolean
  readonly onSelect?: (row: Row) => void
  /** Called when the last rows are in sight. */
  readonly onEnd?: () => void
  /** Default: 26 rem */
  readonly maxHeight?: string
  readonly rowHeight?: number
}

export function VirtualTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, isSelected, onSelect, onEnd, maxHeight = '26rem', rowHeight = 36 } = props
  const [sort, setSort] = useState(props.sort)
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort])
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 500 },
    onChange: ({ range }) => {
      if (range && range.endIndex >= sorted.length - 5) onEnd?.()
    },
  })
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div ref={box} className={styles.box} style={{ maxHeight }} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table} aria-rowcount={sorted.length + 1} aria-label={label}>
        <colgroup>
          {columns.map(({ key, width }) => (
            <col key={key} style={width === undefined ? undefined : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden="true" style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = sorted[index]!
            return (
              <tr
                key={rowKey(row)}
                aria-rowindex={index + 2}
                aria-selected={isSelected?.(row)}
                className={onSelect ? styles.selectable : undefined}
                style={{ height: rowHeight }}
                onClick={(event) => {
                  if (!(event.target as Element).closest('a, button')) onSelect?.(row)
                }}
              >
                {columns.map(({ key, cell, align }) => (
                  <td key={key} className={align === 'right' ? styles.right : undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <tr aria-hidden="true" style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  )
}

interface HeadProps<Row> {
  readonly column: Column<Row>
  readonly sort: string | undefined
  readonly onSort: (sort: string | undefined) => void
}

function Head<Row>({ column: { key, title, sortBy, align }, sort, onSort }: HeadProps<Row>) {
  const className = align === 'right' ? styles.right : undefined
  if (!sortBy)
    return (
      <th scope="col" className={className}>
        {title}
      </th>
    )
  const order = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined
  return (
    <th scope="col" className={className} aria-sort={order ?? 'none'}>
      <button type="button" className={styles.sort} onClick={() => onSort(order === 'descending' ? key : `-${key}`)}>
        {title}
        <span aria-hidden="true">{order === 'ascending' ? ' ↑' : order === 'descending' ? ' ↓' : ''}</span>
      </button>
    </th>
  )
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: string | undefined,
): readonly Row[] {
  if (sort === undefined) return rows
  const isDescending = sort.startsWith('-')
  const by = columns.find(({ key }) => key === sort.slice(isDescending ? 1 : 0))?.sortBy
  if (!by) return rows
  return rows.toSorted((one, other) => {
    const [a, b] = [by(one), by(other)]
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
    const order = a < b ? -1 : a > b ? 1 : 0
    return isDescending ? -order : order
  })
}
