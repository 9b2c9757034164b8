// An error with its causes. The files of the user stand out of its stack.

import { Fragment } from 'react'
import styles from './error-view.module.css'

interface ShownError {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly codes?: readonly string[]
  readonly cause?: ShownError
}

export function ErrorView({ error }: { readonly error: ShownError }) {
  const { name, message, stack, cause } = error
  return (
    <div className={styles.error}>
      <p className={styles.message}>
        <strong>{name}</strong>
        {message !== '' && `: ${message}`}
      </p>
      {stack !== undefined && (
        <details open={!cause}>
          <summary>Where it was thrown</summary>
          <pre className={styles.stack}>
            {framesOf(stack).map((frame, at) => (
              <Fragment key={at}>
                <span className={isOfUser(frame) ? styles.own : styles.other}>{frame}</span>
                {'\n'}
              </Fragment>
            ))}
          </pre>
        </details>
      )}
      {cause && (
        <div className={styles.cause}>
          <p>caused by</p>
          <ErrorView error={cause} />
        </div>
      )}
    </div>
  )
}

/** The stack without the message, which stands above it. */
function framesOf(stack: string): readonly string[] {
  const lines = stack.split('\n').map((line) => line.trim())
  const first = lines.findIndex((line) => line.startsWith('at '))
  return first < 0 ? lines : lines.slice(first)
}

function isOfUser(frame: string): boolean {
  return !/node:|node_modules|\/packages\/[a-z]+\/(src|dist)\//.test(frame)
}
