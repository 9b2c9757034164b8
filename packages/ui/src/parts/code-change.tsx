// What was edited in a piece of code: the lines that went, and those that came.

import { diffLines } from 'diff'
import styles from './code-change.module.css'

interface Props {
  readonly before: string | undefined
  readonly after: string | undefined
}

interface Line {
  readonly text: string
  readonly kind: 'same' | 'added' | 'removed'
}

/** Lines around a change that are shown. */
const AROUND = 3

export function CodeChange({ before = '', after = '' }: Props) {
  const lines = linesOf(before, after)
  const isNear = lines.map((_, at) =>
    lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same'),
  )
  return (
    <pre className={styles.change} tabIndex={0} role="region" aria-label="What was edited">
      {lines.map(({ text, kind }, at) =>
        isNear[at] ? (
          <span key={at} className={`${styles.line} ${styles[kind]}`}>
            <span className={styles.mark}>{kind === 'added' ? '+' : kind === 'removed' ? '−' : ' '}</span>
            {text}
            {'\n'}
          </span>
        ) : isNear[at - 1] || at === 0 ? (
          <span key={at} className={styles.gap}>
            {'⋯\n'}
          </span>
        ) : null,
      )}
    </pre>
  )
}

function linesOf(before: string, after: string): readonly Line[] {
  return diffLines(withEnd(before), withEnd(after)).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): Line => ({ text, kind: added ? 'added' : removed ? 'removed' : 'same' })),
  )
}

function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
