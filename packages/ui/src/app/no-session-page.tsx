// For a browser that the server does not know.

import { Empty } from '../parts/empty.tsx'

export function NoSessionPage({ isRefused = false }: { readonly isRefused?: boolean }) {
  return (
    <main id="content">
      <Empty title={isRefused ? 'The server does not know this token' : 'This browser is not signed in'} isPage>
        <p>
          {isRefused && 'It may be one of an earlier start. '}
          Open the address that <code>throughline dev</code> printed: it carries a token that is made anew at each
          start.
        </p>
      </Empty>
    </main>
  )
}
