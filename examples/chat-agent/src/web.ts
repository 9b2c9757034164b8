// The agent behind a page: conversations over HTTP, and the page that shows them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Persister } from '@throughline/machine'
import { serveApplications, type ApplicationServer } from '@throughline/machine/http'
import { NEW_CONVERSATION, type Agent } from './agent.ts'

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
}

/** The page at `/`, conversations below `/api/chat`. */
export function createWeb({ agent, persister }: { agent: Agent; persister: Persister }): ApplicationServer {
  const api = serveApplications({
    machines: { chat: { machine: agent, entry: 'ask', state: NEW_CONVERSATION } },
    persister,
    basePath: '/api',
    // Another site cannot reach it under a name of its own that leads to this machine.
    authorize: (request) => ['127.0.0.1', 'localhost'].includes(new URL(request.url).hostname),
    title: 'Chat about the State of the Union addresses',
  })
  const page = readFileSync(join(import.meta.dirname, 'page.html'))
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (pathname === '/' && request.method === 'GET') return new Response(page, { headers: PAGE_HEADERS })
    return api(request)
  }
  return Object.assign(answer, { close: () => api.close() })
}
