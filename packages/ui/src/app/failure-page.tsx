// For a page that cannot be shown, with what the server says of it.

import { ApiFailure } from '../api/client.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Issues } from '../parts/issues.tsx'

interface Props {
  readonly error: unknown
  readonly reset?: () => void
}

export function FailurePage({ error, reset }: Props) {
  const text = error instanceof Error ? error.message : String(error)
  const issues = error instanceof ApiFailure ? (error.problem?.issues ?? []) : []
  return (
    <Empty title={text} isPage>
      <Issues issues={issues} />
      {reset && <Button onClick={reset}>Try again</Button>}
    </Empty>
  )
}
