// The code of a step as it was in its run: its own, and what that reaches in the files of the project.

import type { StepPageAnswer } from '@throughline/server/api'
import { Code } from '../../parts/code.tsx'
import styles from './step-panel.module.css'

type RanCode = NonNullable<StepPageAnswer['code']>

/** So many are open at first. */
const FEW = 2

export function CodeThatRan({ code }: { readonly code: RanCode }) {
  const { file, line, source, reaches } = code
  if (source === undefined)
    return (
      <section className={styles.part}>
        <h3>The code that ran</h3>
        <Place file={file} line={line} />
        <p className={styles.soft}>Its text was not recorded: the file was not tracked by version control.</p>
      </section>
    )
  return (
    <section className={styles.part}>
      <h3>The code that ran</h3>
      <Place file={file} line={line} />
      <Code text={source} />
      {reaches.length > 0 && (
        <details open={reaches.length <= FEW}>
          <summary>{reaches.length === 1 ? 'It reaches' : `It reaches ${reaches.length} declarations`}</summary>
          {reaches.map((piece) => (
            <div key={`${piece.file}:${piece.line} ${piece.name}`} className={styles.part}>
              <Place file={piece.file} line={piece.line} />
              <Code text={piece.text} />
            </div>
          ))}
        </details>
      )}
    </section>
  )
}

function Place({ file, line }: { readonly file: string | undefined; readonly line: number | undefined }) {
  return file === undefined ? null : <p className={styles.soft}>{line === undefined ? file : `${file}:${line}`}</p>
}
