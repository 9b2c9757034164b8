// A piece of code before and after. What was not recorded of one side is said: it is no edit.

import { CodeChange } from './code-change.tsx'
import { CodeSides } from './code-sides.tsx'
import { Code } from './code.tsx'

interface Props {
  /** It was there before, whether or not its text was recorded. */
  readonly wasThere: boolean
  readonly isThere: boolean
  readonly before: string | undefined
  readonly after: string | undefined
  /** Both versions beside each other. Default: the lines that went, and those that came */
  readonly isSides?: boolean
}

const WHY = 'the file was not tracked by version control.'

export function EditedCode({ wasThere, isThere, before, after, isSides = false }: Props) {
  const lacksBefore = wasThere && before === undefined
  const lacksAfter = isThere && after === undefined
  if (lacksBefore || lacksAfter) {
    const known = before ?? after
    if (known === undefined) return <p>Its text was not recorded: {WHY}</p>
    return (
      <>
        <p>
          Its text {lacksBefore ? 'before' : 'after'} was not recorded: {WHY} This is how it{' '}
          {lacksBefore ? 'is now' : 'was'}:
        </p>
        <Code text={known} />
      </>
    )
  }
  return isSides ? <CodeSides before={before} after={after} /> : <CodeChange before={before} after={after} />
}
