// What colours mean, and which groups are open.

import type { Size } from '@throughline/layout'
import { useEffect, useRef } from 'react'
import { lookOf } from '../parts/status-looks.ts'
import { openText, type Group, type ShownPicture } from './grouping.ts'
import styles from './legend.module.css'

interface Props {
  readonly shown: ShownPicture
  readonly colours: ReadonlyMap<string, number>
  readonly statuses: ReadonlyMap<string, string> | undefined
  readonly onOpen: (open: string) => void
  /** Told how much of the picture it covers, from the lower left corner. */
  readonly onCover: (size: Size) => void
}

/** A longer list covers too much of the picture, until it is asked for. */
const MOST_OPEN = 10

export function Legend({ shown, colours, statuses, onOpen, onCover }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const counts = new Map<string, number>()
  for (const status of statuses?.values() ?? []) counts.set(status, (counts.get(status) ?? 0) + 1)
  const hasGroups = shown.groups.length > 0 && colours.size > 1
  const isShown = counts.size > 0 || hasGroups
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() =>
      onCover({ width: element.offsetLeft + element.offsetWidth, height: element.offsetHeight + element.offsetLeft }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      onCover({ width: 0, height: 0 })
    }
  }, [isShown, onCover])
  if (!isShown) return null
  return (
    <div ref={box} className={styles.legend}>
      {counts.size > 0 && <States counts={counts} />}
      {hasGroups && <Groups shown={shown} colours={statuses ? new Map() : colours} onOpen={onOpen} />}
    </div>
  )
}

function States({ counts }: { readonly counts: ReadonlyMap<string, number> }) {
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  return (
    <ul className={styles.keys} aria-label="How many have which status">
      {sorted.map(([status, count]) => (
        <li key={status} className={styles.key}>
          <span className={`${styles.mark} ${styles[lookOf(status).look]}`} aria-hidden="true">
            {lookOf(status).mark}
          </span>
          {status}
          <span className={styles.count}>{count.toLocaleString('en')}</span>
        </li>
      ))}
    </ul>
  )
}

function Groups({ shown: { groups, grouping }, colours, onOpen }: Pick<Props, 'shown' | 'colours' | 'onOpen'>) {
  const openOf = (list: readonly Group[]): string => openText(list.map(({ name }) => name))
  const open = groups.filter(({ isOpen }) => isOpen)
  return (
    <details open={groups.length <= MOST_OPEN}>
      <summary>By {grouping}</summary>
      <ul className={styles.keys}>
        {groups.map((group) => (
          <li key={group.name}>
            <button
              type="button"
              className={styles.key}
              aria-expanded={group.isOpen}
              title={group.isOpen ? 'Show as one' : 'Show what is in it'}
              onClick={() => onOpen(openOf(group.isOpen ? open.filter((one) => one !== group) : [...open, group]))}
            >
              <span className={`${styles.patch} ${styles[`group${colours.get(group.name) ?? 0}`]}`} aria-hidden="true">
                {group.isOpen ? '−' : '+'}
              </span>
              <span className={styles.groupName}>{group.name}</span>
              <span className={styles.count}>{group.members.length.toLocaleString('en')}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.both}>
        <button type="button" disabled={open.length === groups.length} onClick={() => onOpen('*')}>
          Open all
        </button>
        <button type="button" disabled={open.length === 0} onClick={() => onOpen('')}>
          Close all
        </button>
      </div>
    </details>
  )
}
