// How often each amount comes, as bars.

import styles from './histogram.module.css'

interface Props {
  readonly counts: readonly number[]
  /** Says what is counted, for those who do not see it. */
  readonly label: string
  readonly isLarge?: boolean
}

export function Histogram({ counts, label, isLarge = false }: Props) {
  const most = Math.max(1, ...counts)
  return (
    <svg
      className={isLarge ? styles.large : styles.small}
      viewBox={`0 0 ${Math.max(1, counts.length)} 100`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {counts.map((count, at) => {
        const height = count === 0 ? 0 : Math.max(3, (count / most) * 100)
        return <rect key={at} className={styles.bar} x={at + 0.08} y={100 - height} width={0.84} height={height} />
      })}
    </svg>
  )
}
