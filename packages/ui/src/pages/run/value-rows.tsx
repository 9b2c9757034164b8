// Values, a line each: name, type, look.

import type { Summarised, ValueFacts } from '@throughline/server/api'
import type { ReactNode } from 'react'
import { Look } from '../../parts/value-view.tsx'
import styles from './value-rows.module.css'

interface Row {
  readonly name: string
  readonly facts: ValueFacts | undefined
  readonly link?: ReactNode
}

interface Props {
  readonly values: readonly Row[]
  readonly linkOf?: (name: string) => ReactNode
}

export function ValueRows({ values, linkOf }: Props) {
  return (
    <table className={styles.values}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Looks like</th>
          <th scope="col">More</th>
        </tr>
      </thead>
      <tbody>
        {values.map(({ name, facts, link }) => (
          <tr key={name}>
            <th scope="row">{linkOf ? linkOf(name) : name}</th>
            <td className={styles.soft}>{facts?.type}</td>
            <td>{facts?.summary && <Look summary={facts.summary as Summarised} />}</td>
            <td className={styles.link}>{link}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
