// What a box is, beside the pointer.

import type { Point, Size } from '@throughline/layout'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Box } from './picture.ts'
import styles from './graph-view.module.css'

interface Props {
  readonly box: Box
  readonly at: Point
  readonly status: string | undefined
  readonly view: Size | undefined
}

/** Only for pointers: the same is said of what is selected, beside the picture and aloud. */
export function Tooltip({ box, at, status, view }: Props) {
  const isRight = view !== undefined && at.x > view.width - 320
  const isLow = view !== undefined && at.y > view.height - 140
  return (
    <div
      className={styles.tooltip}
      aria-hidden="true"
      style={{
        [isRight ? 'right' : 'left']: isRight ? view.width - at.x + 14 : at.x + 14,
        [isLow ? 'bottom' : 'top']: isLow ? view.height - at.y + 14 : at.y + 14,
      }}
    >
      <strong>{box.label}</strong>
      {box.detail !== undefined && <code>{box.detail}</code>}
      {status !== undefined && <StatusBadge status={status} />}
      {box.summary !== undefined && <p>{box.summary}</p>}
    </div>
  )
}
