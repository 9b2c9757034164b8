// What a step changed in the state, with what was taken away; and the state as it was after it.

import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useMemo } from 'react'
import { applicationStateOf } from '../../api/queries.ts'
import { ErrorView } from '../../parts/error-view.tsx'
import { jsonDifference, type Change } from '../../parts/json-difference.ts'
import { JsonView } from '../../parts/json-view.tsx'
import { Loading } from '../../parts/loading.tsx'
import split from '../../parts/split.module.css'
import type { ApplicationStep } from './step-list.tsx'
import styles from './state-change.module.css'

interface Props {
  readonly app: string
  readonly place: string | undefined
  readonly step: ApplicationStep
  /** Number of the last step that is done. One after it, as one that waits, has changed nothing yet. */
  readonly last: number
}

export function StateChange({ app, place, step, last }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(applicationStateOf(api, app, Math.min(step.sequence, last), place))
  const changes = useMemo(
    () =>
      step.changes.flatMap(({ key, from, ...sides }): readonly Change[] => {
        if (from !== undefined && Array.isArray(sides.after))
          return sides.after.map((after: unknown, at) => ({ place: `${key}[${from + at}]`, kind: 'added', after }))
        if (!('before' in sides)) return [{ place: key, kind: 'added', after: sides.after }]
        if (!('after' in sides)) return [{ place: key, kind: 'removed', before: sides.before }]
        return jsonDifference({ [key]: sides.before }, { [key]: sides.after })
      }),
    [step],
  )
  return (
    <div className={split.stack}>
      {step.error && <ErrorView error={step.error} />}
      {step.inputs !== undefined && (
        <section>
          <h3>Inputs</h3>
          <JsonView value={step.inputs} />
        </section>
      )}
      <section>
        <h3>{changes.length === 0 ? 'Changed nothing' : 'Changed'}</h3>
        <dl className={styles.changes}>
          {changes.map((change) => (
            <div key={`${change.kind} ${change.place}`} className={styles.change}>
              <dt>
                <code>{change.place}</code> <span className={styles.kind}>{change.kind}</span>
              </dt>
              {'before' in change && (
                <dd className={styles.before}>
                  <span className="visually-hidden">before: </span>
                  <JsonView value={change.before} depth={1} />
                </dd>
              )}
              {'after' in change && (
                <dd className={styles.after}>
                  <span className="visually-hidden">after: </span>
                  <JsonView value={change.after} depth={1} />
                </dd>
              )}
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h3>The whole state</h3>
        {error ? <p role="alert">{error.message}</p> : data ? <JsonView value={data.state} depth={2} /> : <Loading />}
      </section>
    </div>
  )
}
