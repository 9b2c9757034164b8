// Two versions of a piece of code side by side.

import { sideBySide, type Side } from './side-by-side.ts'
import styles from './code-sides.module.css'

interface Props {
  readonly before: string | undefined
  readonly after: string | undefined
}

export function CodeSides({ before = '', after = '' }: Props) {
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label="Both versions">
      <table className={styles.sides}>
        <colgroup>
          <col className={styles.numbers} />
          <col />
          <col className={styles.numbers} />
          <col />
        </colgroup>
        <thead>
          <tr className="visually-hidden">
            <th scope="col" colSpan={2}>
              Before
            </th>
            <th scope="col" colSpan={2}>
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {sideBySide(before, after).map(({ before: left, after: right, isSame }, at) => (
            <tr key={at}>
              <Half side={left} look={isSame ? undefined : left ? styles.removed : styles.none} mark="−" />
              <Half side={right} look={isSame ? undefined : right ? styles.added : styles.none} mark="+" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface HalfProps {
  readonly side: Side | undefined
  readonly look: string | undefined
  readonly mark: string
}

function Half({ side, look = '', mark }: HalfProps) {
  return (
    <>
      <td className={`${styles.number} ${look}`}>
        {side?.line}
        {side && look !== '' && ` ${mark}`}
      </td>
      <td className={`${styles.text} ${look}`}>{side?.text}</td>
    </>
  )
}
