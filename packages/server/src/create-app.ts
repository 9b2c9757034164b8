// The application: guards first, then the API, then the pages.

import { createRequire } from 'node:module'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { failure, problemResponse, refuse, toProblem } from './answers/problem-answer.ts'
import { Api } from './http/api.ts'
import { tellChanges } from './live/record-live.ts'
import { addDocs } from './openapi/add-docs.ts'
import { PageFiles } from './pages/page-files.ts'
import { servePages } from './pages/serve-pages.ts'
import { addBlobs } from './routes/add-blobs.ts'
import { addHome } from './routes/add-home.ts'
import { addLineage } from './routes/add-lineage.ts'
import { addNoProject } from './routes/add-no-project.ts'
import { addRun } from './routes/add-run.ts'
import { addRuns } from './routes/add-runs.ts'
import { addSteps } from './routes/add-steps.ts'
import { addVersions } from './routes/add-versions.ts'
import { guardOrigin, guardSession, refuseNul } from './safety/guard.ts'
import { addSafetyHeaders } from './safety/headers.ts'
import type { KnownHosts } from './safety/hosts.ts'
import { addSession } from './safety/session.ts'
import type { Credentials } from './safety/tokens.ts'
import type { ServerParts } from './server-parts.ts'

/** Adds routes of another part of the product. */
export type AddRoutes = (api: Api, parts: ServerParts) => void

export interface AppOptions {
  readonly parts: ServerParts
  readonly hosts: KnownHosts
  readonly credentials: Credentials
  /** Name of the cookie: another server on this machine has another one. */
  readonly cookie: string
  /** The folder of the built pages. */
  readonly pages: string
  readonly routes?: readonly AddRoutes[]
  /** Told what failed, with all that is known. */
  readonly onFailure: (error: unknown) => void
}

const mostBytes = 1 << 20
const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string }

export function createApp({ parts, hosts, credentials, cookie, pages, routes = [], onFailure }: AppOptions): Hono {
  const app = new Hono()
  app.onError((error) => {
    const problem = toProblem(error)
    if (!problem) onFailure(error)
    return problemResponse(problem ?? failure())
  })
  app.notFound((c) => refuse('server/no-such-address', { method: c.req.method, path: c.req.path }))
  app.use(addSafetyHeaders())
  app.use(guardOrigin(hosts))
  app.use(bodyLimit({ maxSize: mostBytes, onError: () => refuse('server/too-large', { most: mostBytes }) }))
  app.use(refuseNul())
  addSession(app, credentials, cookie)
  app.use('/api/*', guardSession(credentials, cookie))

  const { watch, clock, streams, project } = parts
  const sources = project?.live ? [project.live] : []
  app.get('/api/live', () => streams.open((signal) => tellChanges({ watch, sources, clock }, signal)))
  const api = new Api(app)
  addHome(api, parts)
  addRuns(api, parts)
  addRun(api, parts)
  addSteps(api, parts)
  addLineage(api, parts)
  addVersions(api, parts)
  addBlobs(api, parts)
  for (const add of routes) add(api, parts)
  if (!project) addNoProject(api)
  addDocs(api, version)
  servePages(app, new PageFiles(pages))
  return app
}
