// For a browser that the server does not know.

import { Empty } from '../parts/empty.tsx'

export function NoSessionPage() {
  return (
    <main id="content">
      <Empty title="This browser is not signed in" isPage>
        Open the address that <code>throughline dev</code> printed: it carries a token that is made anew at each start.
      </Empty>
    </main>
  )
}
