// A value of JSON as a tree that opens, and what changed in it.

import styles from './json-view.module.css'

interface Props {
  readonly value: unknown
  /** Levels that are open at first. */
  readonly depth?: number
}

export function JsonView({ value, depth = 2 }: Props) {
  return (
    <div className={styles.tree}>
      <Branch value={value} depth={depth} />
    </div>
  )
}

/** So many entries of a list are drawn; the rest is counted. */
const MOST = 200
const LONG = 2_000

function Branch({ value, depth }: { readonly value: unknown; readonly depth: number }) {
  if (value === null || typeof value !== 'object') return <Leaf value={value} />
  const entries = Object.entries(value)
  const isList = Array.isArray(value)
  if (entries.length === 0) return <span className={styles.mark}>{isList ? '[]' : '{}'}</span>
  return (
    <details className={styles.branch} open={depth > 0}>
      <summary className={styles.mark}>{isList ? `[${entries.length}]` : `{${entries.length}}`}</summary>
      <ul className={styles.entries}>
        {entries.slice(0, MOST).map(([key, one]) => (
          <li key={key}>
            <span className={styles.key}>{key}</span>
            <span className={styles.mark}>: </span>
            <Branch value={one} depth={depth - 1} />
          </li>
        ))}
        {entries.length > MOST && (
          <li className={styles.mark}>and {(entries.length - MOST).toLocaleString('en')} more</li>
        )}
      </ul>
    </details>
  )
}

function Leaf({ value }: { readonly value: unknown }) {
  if (typeof value !== 'string') return <span className={styles.plain}>{String(value)}</span>
  return (
    <span className={styles.text}>
      {value.slice(0, LONG)}
      {value.length > LONG && ` … ${(value.length - LONG).toLocaleString('en')} characters more`}
    </span>
  )
}
