// GET /api/openapi.json and /api/docs: what can be asked, for programs and for people. Made when somebody asks.

import type { Api } from '../http/api.ts'
import type { ApiDocument } from './describe-api.ts'

const styles = '/api/docs.css'

/** @param version of the package */
export function addDocs(api: Api, version: string): void {
  let making: Promise<ApiDocument> | undefined
  const describe = (): Promise<ApiDocument> =>
    (making ??= import('./describe-api.ts').then(({ describeApi }) => describeApi(api.routes, version)))
  api.app.get('/api/openapi.json', async (c) => c.json(await describe()))
  api.app.get('/api/docs', async (c) => {
    const { docsPage } = await import('./docs-page.ts')
    return c.html(docsPage(await describe(), styles))
  })
  api.app.get(styles, async (c) => {
    const { docsStyles } = await import('./docs-styles.ts')
    return c.body(docsStyles, 200, { 'content-type': 'text/css; charset=utf-8' })
  })
}
