// Says that only a part is shown, and which; changes it, or takes it away.

import type { GraphLook, LookChange, Picture } from './picture.ts'
import styles from './graph-view.module.css'

interface Props {
  readonly picture: Picture
  readonly look: GraphLook
  readonly count: number
  readonly onLook: (change: LookChange) => void
}

export function FocusBar({ picture, look: { focus, to, hops }, count, onLook }: Props) {
  if (focus === undefined) return null
  const nameOf = (id: string): string => picture.boxes.find((box) => box.id === id)?.label ?? id
  return (
    <div className={styles.focusBar} role="status">
      {to === undefined ? (
        <>
          <span>
            Around <strong>{nameOf(focus)}</strong>
          </span>
          <label>
            <span className="visually-hidden">How far around</span>
            <select
              value={hops ?? 'all'}
              onChange={({ target }) => onLook({ hops: target.value === 'all' ? undefined : target.value })}
            >
              <option value="1">1 step</option>
              <option value="2">2 steps</option>
              <option value="3">3 steps</option>
              <option value="5">5 steps</option>
              <option value="all">all up and down</option>
            </select>
          </label>
        </>
      ) : (
        <span>
          Between <strong>{nameOf(focus)}</strong> and <strong>{nameOf(to)}</strong>
        </span>
      )}
      <span className={styles.shown}>
        {count.toLocaleString('en')} of {picture.boxes.length.toLocaleString('en')}
      </span>
      <button type="button" onClick={() => onLook({ focus: undefined, to: undefined, hops: undefined })}>
        Show all
      </button>
    </div>
  )
}
