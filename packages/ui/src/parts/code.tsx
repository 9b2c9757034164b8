// Source code in colours. The highlighter comes when the first code is shown; until then, and when it fails, the plain text.

import { useQuery } from '@tanstack/react-query'
import styles from './code.module.css'

interface Props {
  readonly text: string
  /** Number of its first line. Default: no numbers */
  readonly firstLine?: number
  /** Default: `Source code` */
  readonly label?: string
}

export function Code({ text, firstLine, label = 'Source code' }: Props) {
  const { data: lines } = useQuery({
    queryKey: ['highlighted', text],
    queryFn: async () => (await import('./highlight.ts')).highlight(text),
    retry: false,
    gcTime: 60_000,
  })
  return (
    <pre className={styles.code} tabIndex={0} role="region" aria-label={label}>
      <code>
        {(lines ?? text.split('\n').map((line) => [{ content: line }])).map((tokens, at) => (
          <span key={at} className={styles.line}>
            {firstLine !== undefined && (
              <span className={styles.number} aria-hidden="true">
                {firstLine + at}
              </span>
            )}
            {tokens.map(({ content, ...look }, place) => (
              <span key={place} style={'colour' in look ? { color: look.colour } : undefined}>
                {content}
              </span>
            ))}
            {'\n'}
          </span>
        ))}
      </code>
    </pre>
  )
}
