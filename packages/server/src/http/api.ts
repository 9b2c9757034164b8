// Routes that answer with JSON: each by its name in `ApiRoutes`, which says the type of its answer.

import type { Hono } from 'hono'
import type { z } from 'zod'
import type { ApiRoutes } from '../api/index.ts'
import { refuse } from '../answers/problem-answer.ts'
import { toJsonText } from '../answers/json-text.ts'
import { readJsonBody } from './read-json.ts'

type PathNames<Route> = Route extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathNames<`/${Rest}`>
  : Route extends `${string}:${infer Name}`
    ? Name
    : never

export interface ApiRoute<Route extends keyof ApiRoutes, Query, Body> {
  /** One sentence for whoever reads the documentation. */
  readonly summary: string
  readonly query?: z.ZodObject & z.ZodType<Query>
  readonly body?: z.ZodType<Body>
  /** @defaultValue 200; 202 has no body */
  readonly status?: 200 | 201 | 202
  readonly answer: (asked: {
    readonly path: Readonly<Record<PathNames<Route>, string>>
    readonly query: Query
    readonly body: Body
  }) => Promise<ApiRoutes[Route]> | ApiRoutes[Route]
}

/** A route as its documentation needs it. */
export interface DescribedRoute {
  readonly name: keyof ApiRoutes
  readonly summary: string
  readonly query: z.ZodObject | undefined
  readonly body: z.ZodType | undefined
  readonly status: 200 | 201 | 202
}

/** The routes of a server, while they are made. */
export class Api {
  readonly app: Hono
  readonly routes: DescribedRoute[] = []

  constructor(app: Hono) {
    this.app = app
  }

  add<Route extends keyof ApiRoutes, Query = object, Body = undefined>(
    name: Route,
    { summary, query, body, status = 200, answer }: ApiRoute<Route, Query, Body>,
  ): void {
    this.routes.push({ name, summary, query, body, status })
    const [method, path] = name.split(' ') as [string, string]
    this.app.on(method, path, async (c) => {
      const found = await answer({
        path: c.req.param() as Record<PathNames<Route>, string>,
        query: (query ? parse(query, c.req.query()) : {}) as Query,
        body: (body ? parse(body, await readJsonBody(c.req.raw)) : undefined) as Body,
      })
      if (status === 202) return c.body(null, 202)
      return c.body(toJsonText(found), status, { 'content-type': 'application/json' })
    })
  }
}

function parse<Value>(schema: z.ZodType<Value>, given: unknown): Value {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  const [first] = read.error.issues
  return refuse('server/bad-request', {
    where: first?.path.join('.') || 'body',
    expected: first?.message ?? 'something else',
  })
}
