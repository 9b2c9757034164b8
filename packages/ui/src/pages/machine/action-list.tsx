// The actions of a machine: what each reads, writes and needs, and where it leads.

import type { MachinePage } from '@throughline/server/api'
import { useEffect, useRef } from 'react'
import { Facts } from '../../parts/facts.tsx'
import { Markdown } from '../../parts/markdown.tsx'
import styles from './machine-page.module.css'

interface Props {
  readonly page: MachinePage
  readonly selected: string | undefined
  readonly onSelect: (action: string | undefined) => void
}

export function ActionList({ page: { machine, edges }, selected, onSelect }: Props) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[data-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <section className={styles.aside} aria-label="Actions">
      <ul ref={list} className={styles.actions}>
        {machine.actions.map((action) => {
          const { name, kind, doc, reads, writes, inputs, tags, awaits } = action
          const ways = edges.filter(({ from }) => from === name)
          return (
            <li key={name} className={styles.action} data-selected={name === selected}>
              <button
                type="button"
                className={styles.name}
                aria-pressed={name === selected}
                onClick={() => onSelect(name === selected ? undefined : name)}
              >
                {name}
              </button>
              {doc !== undefined && <Markdown text={doc} />}
              <Facts
                facts={[
                  ['kind', kind === 'action' ? undefined : kind],
                  ['waits', awaits ? 'for an answer from outside' : undefined],
                  ['reads', codes(reads)],
                  ['writes', codes(writes)],
                  ['needs', codes(inputs?.required)],
                  ['may be given', codes(inputs?.optional)],
                  ['tags', tags?.join(', ')],
                ]}
              />
              {ways.length > 0 && (
                <ul className={styles.ways}>
                  {ways.map(({ to, label, isError }, at) => (
                    <li key={at} className={isError ? styles.error : undefined}>
                      → {to}
                      {label !== undefined && label !== '' && <span className={styles.soft}> when {label}</span>}
                      {isError && <span> after a failure</span>}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function codes(names: readonly string[] | undefined) {
  if (!names || names.length === 0) return undefined
  return names.map((name, at) => (
    <span key={name}>
      {at > 0 && ', '}
      <code>{name}</code>
    </span>
  ))
}
