// From where a step has read and to where it has written; the statement that it is, and the columns of that.

import type { StepPageAnswer } from '@throughline/server/api'
import { Code } from '../../parts/code.tsx'
import { Facts } from '../../parts/facts.tsx'
import { dataFacts } from './data-facts.ts'
import styles from './step-panel.module.css'

export function DataOfStep({ attributes }: Pick<StepPageAnswer, 'attributes'>) {
  return attributes.map((attribute) => {
    const said = dataFacts(attribute)
    return (
      said && (
        <section key={attribute.name} className={styles.part}>
          <h3>{said.title}</h3>
          {said.statement !== undefined && <Code text={said.statement} label={said.title} />}
          {said.columns && <Facts facts={said.columns} />}
          <Facts facts={said.facts} />
        </section>
      )
    )
  })
}
