// A graph as a tree of names: the same as the picture, for those who read or hear it.

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { ShownPicture } from './grouping.ts'
import { linksOf } from './links.ts'
import { rowsOf, type Row } from './list-rows.ts'
import type { Picture } from './picture.ts'
import styles from './graph-list.module.css'

interface Props {
  readonly name: string
  readonly picture: Picture
  readonly shown: ShownPicture
  readonly selected: string | undefined
  readonly matches: ReadonlySet<string> | undefined
  readonly statuses: ReadonlyMap<string, string> | undefined
  readonly onSelect: (id: string | undefined) => void
  readonly onOpen: (id: string) => void
  /** Opens a group, or closes it. */
  readonly onToggle: (id: string) => void
}

const ROW = 38

export function GraphList(props: Props) {
  const { name, picture, shown, selected, matches, statuses, onSelect, onOpen, onToggle } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const byId = useMemo(() => new Map(picture.boxes.map((box) => [box.id, box])), [picture])
  const links = useMemo(() => linksOf(picture.arrows), [picture])
  const rows = useMemo(() => rowsOf(shown, byId, matches), [shown, byId, matches])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const at = Math.min(active, rows.length - 1)
  useEffect(() => {
    const found = rows.findIndex((row) => row.id === selected)
    if (found < 0) return
    setActive(found)
    virtual.scrollToIndex(found)
  }, [selected, rows, virtual])

  const go = (to: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to))
    setActive(next)
    virtual.scrollToIndex(next)
    const row = rows[next]
    if (row?.box) onSelect(row.id)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at]
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'ArrowDown') go(at + 1)
    else if (event.key === 'ArrowUp') go(at - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(rows.length - 1)
    else if (event.key === 'PageDown') go(at + 12)
    else if (event.key === 'PageUp') go(at - 12)
    else if (event.key === 'ArrowRight' && row.group && !row.group.isOpen) onToggle(row.id)
    else if (event.key === 'ArrowLeft' && row.group?.isOpen) onToggle(row.id)
    else if (event.key === 'ArrowLeft' && row.level === 2) go(rows.findLastIndex((one, i) => i < at && one.level === 1))
    else if (event.key === 'Enter' || event.key === ' ') {
      if (row.group) onToggle(row.id)
      else if (event.key === 'Enter' && selected === row.id) onOpen(row.id)
      else onSelect(row.id)
    } else return
    event.preventDefault()
  }

  return (
    <div
      ref={scroller}
      className={styles.list}
      role="tree"
      aria-label={name}
      tabIndex={0}
      aria-activedescendant={rows[at] ? `${id}-${at}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={styles.rows} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!
          return (
            <div
              key={row.id}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={row.level}
              aria-posinset={row.place}
              aria-setsize={row.of}
              aria-selected={row.id === selected}
              aria-expanded={row.group?.isOpen}
              className={styles.row}
              data-active={index === at}
              data-level={row.level}
              style={{ transform: `translateY(${start}px)`, height: ROW }}
              onClick={() => {
                setActive(index)
                if (row.group) onToggle(row.id)
                else onSelect(row.id)
              }}
              onDoubleClick={() => row.box && onOpen(row.id)}
            >
              <RowText row={row} links={links} status={statuses?.get(row.id)} />
            </div>
          )
        })}
      </div>
      {rows.length === 0 && <p className={styles.nothing}>Nothing is found.</p>}
    </div>
  )
}

interface RowTextProps {
  readonly row: Row
  readonly links: ReturnType<typeof linksOf>
  readonly status: string | undefined
}

function RowText({ row: { id, box, group }, links, status }: RowTextProps) {
  if (group)
    return (
      <>
        <span className={styles.twist} aria-hidden="true">
          {group.isOpen ? '▾' : '▸'}
        </span>
        <strong>{group.name}</strong>
        <span className={styles.soft}>{group.members.length} nodes</span>
      </>
    )
  const [up, down] = [links.upstream.get(id)?.length ?? 0, links.downstream.get(id)?.length ?? 0]
  return (
    <>
      <span className={styles.name}>{box!.label}</span>
      {box!.detail !== undefined && <code className={styles.soft}>{box!.detail}</code>}
      <span className={styles.summary}>{box!.summary}</span>
      {status !== undefined && <StatusBadge status={status} />}
      <span className={styles.soft}>
        <span className="visually-hidden">reads </span>
        {up}
        <span aria-hidden="true"> → </span>
        <span className="visually-hidden"> read by </span>
        {down}
      </span>
    </>
  )
}
