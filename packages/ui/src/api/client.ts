// Asks the server. Every path with its answer stands in `ApiRoutes`.

import type { ApiProblem, ApiRoutes } from '@throughline/server/api'
import { readJson } from './read-json.ts'

type Method<Route> = Route extends `${infer Name} ${string}` ? Name : never
type PathNames<Route> = Route extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathNames<`/${Rest}`>
  : Route extends `${string}:${infer Name}`
    ? Name
    : never

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

interface Asked {
  readonly query?: Query
  readonly body?: unknown
  readonly signal?: AbortSignal
}

type Parameters<Route> = [PathNames<Route>] extends [never]
  ? [asked?: Asked]
  : [asked: Asked & { readonly path: Readonly<Record<PathNames<Route>, string>> }]

export interface ApiClient {
  /** @throws ApiFailure when the server says no, or does not answer */
  <Route extends keyof ApiRoutes>(route: Route, ...asked: Parameters<Route>): Promise<ApiRoutes[Route]>
}

/** What went wrong, with what the server says of it. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  /** 0 when there was no answer. */
  readonly status: number
  readonly problem: ApiProblem | undefined

  constructor(status: number, problem: ApiProblem | undefined) {
    super(problem?.title ?? (status === 0 ? 'The server does not answer.' : `The server answered ${status}.`))
    this.status = status
    this.problem = problem
  }
}

export function createApiClient(send: typeof fetch = (...asked) => fetch(...asked)): ApiClient {
  return async (route, ...[asked]) => {
    const { query, body, signal, path } = (asked ?? {}) as Asked & { readonly path?: Readonly<Record<string, string>> }
    const [method, template] = route.split(' ') as [Method<typeof route>, string]
    const address = toAddress(template, path ?? {}, query ?? {})
    const answer = await send(address, {
      method,
      ...(signal && { signal }),
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error
      throw new ApiFailure(0, undefined)
    })
    if (!answer.ok) throw new ApiFailure(answer.status, await problemOf(answer))
    return (answer.status === 202 || answer.status === 204 ? undefined : readJson(await answer.text())) as never
  }
}

export function toAddress(template: string, path: Readonly<Record<string, string>>, query: Query): string {
  const filled = template.replaceAll(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(path[name] ?? ''))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value))
  return search.size === 0 ? filled : `${filled}?${search}`
}

async function problemOf(answer: Response): Promise<ApiProblem | undefined> {
  if (!answer.headers.get('content-type')?.includes('json')) return undefined
  return (await answer.json().catch(() => undefined)) as ApiProblem | undefined
}
