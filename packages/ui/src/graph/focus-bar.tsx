// Says that only a part is shown, and which; changes it, or takes it away.

import type { GraphLook, LookChange, Picture } from './picture.ts'
import styles from './graph-view.module.css'

interface Props {
  readonly picture: Picture
  readonly look: GraphLook
  readonly count: number
  readonly onLook: (change: LookChange) => void
}

const STEPS = ['1', '2', '3', '5', '8']

export function FocusBar({ picture, look: { focus, to, hops }, count, onLook }: Props) {
  if (focus === undefined) return null
  const nameOf = (id: string): string | undefined => picture.boxes.find((box) => box.id === id)?.label
  const [name, other] = [nameOf(focus), to === undefined ? undefined : (nameOf(to) ?? to)]
  return (
    <div className={styles.focusBar} role="group" aria-label="Only a part is shown">
      <span role="status">
        {name === undefined ? (
          <>
            Nothing here is called <strong>{focus}</strong>
          </>
        ) : other === undefined ? (
          <>
            Around <strong>{name}</strong>
          </>
        ) : (
          <>
            Between <strong>{name}</strong> and <strong>{other}</strong>
          </>
        )}
      </span>
      {name !== undefined && to === undefined && <Steps hops={hops} onLook={onLook} />}
      <span className={styles.shown}>
        {count.toLocaleString('en')} of {picture.boxes.length.toLocaleString('en')}
      </span>
      <button type="button" onClick={() => onLook({ focus: undefined, to: undefined, hops: undefined })}>
        Show all
      </button>
    </div>
  )
}

function Steps({ hops, onLook }: { readonly hops: string | undefined; readonly onLook: Props['onLook'] }) {
  const steps = hops === undefined || STEPS.includes(hops) ? STEPS : [...STEPS, hops]
  return (
    <label>
      <span className="visually-hidden">How far around</span>
      <select
        value={hops ?? 'all'}
        onChange={({ target }) => onLook({ hops: target.value === 'all' ? undefined : target.value })}
      >
        {steps.map((step) => (
          <option key={step} value={step}>
            {step === '1' ? '1 step' : `${step} steps`}
          </option>
        ))}
        <option value="all">all up and down</option>
      </select>
    </label>
  )
}
