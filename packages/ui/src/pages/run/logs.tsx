// All that was said in a run, in its order.

import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { logsOf } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import { TextFilter } from '../../parts/text-filter.tsx'
import { LogLines } from './log-lines.tsx'

export function Logs({ run }: { readonly run: string }) {
  const { api } = useRouteContext({ from: '__root__' })
  const [text, setText] = useState('')
  const asked = useDeferredValue(text)
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(logsOf(api, run, asked))
  const logs = data?.pages.flatMap((page) => page.logs) ?? []
  return (
    <Panel
      title="Logs"
      tools={<TextFilter label="Only lines with this text" placeholder="Text" value={text} onChange={setText} />}
    >
      {error ? (
        <p role="alert">{error.message}</p>
      ) : !data ? (
        <Loading />
      ) : logs.length === 0 ? (
        <Empty title={text === '' ? 'Nothing was said' : 'No line has this text'} />
      ) : (
        <LogLines logs={logs} hasNodes />
      )}
      {hasNextPage && (
        <Button look="quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          More lines
        </Button>
      )}
    </Panel>
  )
}
