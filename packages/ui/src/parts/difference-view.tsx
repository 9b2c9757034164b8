// How a value differs from what it was: figures with their changes, the marked ones first.

import type { RunComparison } from '@throughline/server/api'
import { comparedFigures } from './compared-figures.ts'
import { figureText } from './figures.ts'
import styles from './difference-view.module.css'

type ValueDifference = RunComparison['nodes'][number]['output']
type Field = NonNullable<ValueDifference['summaries']>['fields'][number]

const WEIGHTS: Readonly<Record<string, number>> = { drift: 0, possible: 1, none: 2, unknown: 3 }

interface Props {
  readonly difference: ValueDifference
  /** How many fields at most. */
  readonly most?: number
}

export function DifferenceView({ difference: { is, before, after, summaries }, most = 8 }: Props) {
  const fields = (summaries?.fields ?? [])
    .filter(({ change }) => change.kind !== 'none')
    .toSorted((a, b) => (WEIGHTS[a.drift] ?? 3) - (WEIGHTS[b.drift] ?? 3))
  if (is === 'same') return <span className={styles.soft}>the same value</span>
  if (fields.length === 0) {
    if (!before || !after)
      return <span className={styles.soft}>{after ? 'new' : before ? 'gone' : 'nothing was recorded'}</span>
    if (before.type !== after.type)
      return (
        <span>
          {before.type} → {after.type}
        </span>
      )
    return (
      <span className={styles.soft}>
        {is === 'unknown'
          ? 'nobody can tell: no data version was recorded of both'
          : 'the content differs, what is recorded of its look does not'}
      </span>
    )
  }
  return (
    <ul className={styles.fields}>
      {fields.slice(0, most).map((field) => (
        <li key={field.name} className={styles.field}>
          <FieldView field={field} />
        </li>
      ))}
      {fields.length > most && <li className={styles.soft}>and {fields.length - most} more fields</li>}
    </ul>
  )
}

function FieldView({ field: { name, change, drift, test, statistic } }: { readonly field: Field }) {
  const label = name === '' ? null : <code>{name.replace(/^\./, '')}</code>
  if (change.kind === 'added' || change.kind === 'removed')
    return (
      <>
        {label} {change.kind === 'added' ? 'new' : 'gone'}
      </>
    )
  return (
    <>
      {label}
      {comparedFigures(change.figures, 4).map(({ figure, before, now }) => (
        <span key={figure} className={styles.figure}>
          {figure !== '' && <span className={styles.soft}>{figure} </span>}
          {figureText(before)} → {figureText(now)}
          {changeText(before, now)}
        </span>
      ))}
      {(drift === 'drift' || drift === 'possible') && (
        <span className={styles.drift}>
          {drift === 'drift' ? 'drift' : 'possible drift'}
          {test !== null && statistic !== null && ` (${test} ${figureText(statistic)})`}
        </span>
      )}
    </>
  )
}

function changeText(before: unknown, now: unknown): string {
  if (typeof before !== 'number' || typeof now !== 'number' || before === 0) return ''
  const percent = Number((((now - before) / Math.abs(before)) * 100).toPrecision(2))
  return ` (${percent >= 0 ? '+' : ''}${percent.toLocaleString('en')} %)`
}
