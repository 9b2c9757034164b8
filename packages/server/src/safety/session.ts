// A browser gives its token once, and gets a cookie that scripts cannot read and other sites cannot send.

import type { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { refuse } from '../answers/problem-answer.ts'
import { readJsonBody } from '../http/read-json.ts'
import { isKnown } from './guard.ts'
import type { Credentials } from './tokens.ts'

export function addSession(app: Hono, credentials: Credentials, cookie: string): void {
  app.get('/api/session', (c) => {
    if (!isKnown(c, credentials, cookie)) refuse('server/not-signed-in', {})
    return c.body(null, 204)
  })
  app.post('/api/session', async (c) => {
    const { token } = ((await readJsonBody(c.req.raw)) ?? {}) as { readonly token?: unknown }
    if (typeof token !== 'string' || !credentials.isToken(token)) refuse('server/wrong-token', {})
    // Behind a proxy with TLS the page says so.
    const secure = c.req.header('origin')?.startsWith('https:') === true
    setCookie(c, cookie, credentials.session, { path: '/', httpOnly: true, sameSite: 'Strict', secure })
    return c.body(null, 204)
  })
}
