// Looks at every request before anything else does: is it for this server, and from whom?

import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { refuse } from '../answers/problem-answer.ts'
import type { KnownHosts } from './hosts.ts'
import type { Credentials } from './tokens.ts'

/**
 * Refuses what is for another name, and what a page of another origin has sent, streams and files included. A page of
 * elsewhere may lead here, as a link does, and gets the page without the data: the cookie does not come along.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site
 */
export function guardOrigin(hosts: KnownHosts): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (!hosts.has(host)) refuse('server/other-host', { found: host })
    const origin = c.req.header('origin')
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
      refuse('server/other-origin', { found: origin })
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isLink(c))
      refuse('server/other-origin', { found: 'another origin' })
    await next()
  }
}

/** Somebody opens a page, and nothing is changed by that. */
function isLink({ req }: Context): boolean {
  const isPage = req.header('sec-fetch-mode') === 'navigate' && req.header('sec-fetch-dest') === 'document'
  return isPage && req.method === 'GET' && !req.path.startsWith('/api/')
}

export function guardSession(credentials: Credentials, cookie: string): MiddlewareHandler {
  return async (c, next) => {
    if (!isKnown(c, credentials, cookie)) refuse('server/not-signed-in', {})
    await next()
  }
}

export function isKnown(c: Context, credentials: Credentials, cookie: string): boolean {
  const [, bearer] = /^Bearer +(.+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  if (bearer !== undefined) return credentials.isToken(bearer)
  const session = getCookie(c, cookie)
  return session !== undefined && credentials.isSession(session)
}

/** No text of the record and no name of a file has this character, and PostgreSQL takes no text with it. */
export function refuseNul(): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.url.includes('%00'))
      refuse('server/bad-request', { where: 'address', expected: 'text without the character NUL' })
    await next()
  }
}
