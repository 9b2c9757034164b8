// Applications over HTTP, as one function from a request to a response: for every server that speaks web standards.

import { isThroughlineError, ThroughlineError, type Issue } from 'throughline'
import type { AnyMachine } from '../definition/machine.ts'
import { ApplicationPool } from './application-pool.ts'
import { httpIssue } from './catalogue.ts'
import { openApi } from './openapi.ts'
import { MachineService } from './machine-service.ts'
import { failure, problemOf, problemResponse, type Problem } from './problem.ts'
import { routeOf } from './routes.ts'
import type { AnyServeOptions, ServeOptions } from './serve-options.ts'
import { toJsonText } from './to-json-text.ts'

/** Answers requests. It never rejects. */
export interface ApplicationServer {
  (request: Request): Promise<Response>
  /** Stops what runs, writes what is not written, and lets others go on with the applications. */
  readonly close: () => Promise<void>
}

/**
 * Serves applications: create, list, read, step, run, resume, history, fork, cancel, delete, with a description at
 * `/openapi.json`. A run is answered with its outcome as JSON, or with its events as server-sent events if the client
 * accepts `text/event-stream`; a client that leaves stops its run. Errors are problem details (RFC 9457).
 *
 * @throws {http/bad-setup} or {http/same-machine}
 * @example
 * import { forState, memoryPersister } from '@throughline/machine'
 * import { serveApplications } from '@throughline/machine/http'
 * const { action, machine } = forState<{ count: number }>()
 * const count = action({ reads: ['count'], writes: ['count'] }, ({ state }) => ({ count: state.count + 1 }))
 * const counter = machine({ count }).named('counter')
 * const machines = { counter: { machine: counter, entry: 'count', state: { count: 0 } } } as const
 * const serve = serveApplications({ machines, persister: memoryPersister() })
 * const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
 * const created = await serve(new Request('http://localhost/counter', { ...post, body: '{ "id": "a" }' }))
 * created.status // => 201
 * const ran = await serve(new Request('http://localhost/counter/a/run', post))
 * const outcome = await ran.json() as { status: string; state: object }
 * outcome.status // => 'completed'
 * outcome.state // => { count: 1 }
 * await serve.close()
 */
export function serveApplications<const Machines extends Readonly<Record<string, AnyMachine>>>(
  options: ServeOptions<Machines>,
): ApplicationServer {
  const given = options as unknown as AnyServeOptions
  checkSetup(given)
  const { machines, basePath = '', authorize, onError = writeToConsole, idleMs = 60_000, clock } = given
  const pool = new ApplicationPool(idleMs, clock)
  const told = (error: unknown, request: Request): Problem => {
    const problem = problemOf(error)
    if (!problem) onError(error, request)
    return problem ?? failure()
  }
  const services = new Map(
    Object.entries(machines).map(([name, served]) => [name, new MachineService({ name, served, given, pool, told })]),
  )
  let description: string | undefined

  const answer = async (request: Request): Promise<Response> => {
    const target = routeOf(request.method, new URL(request.url).pathname, basePath)
    const allow = async (about: typeof target): Promise<Response | undefined> => {
      const allowed = authorize ? await authorize(request, about) : true
      if (allowed === true) return undefined
      if (allowed instanceof Response) return allowed
      throw new ThroughlineError([httpIssue('http/refused', {})])
    }
    if (target.operation === 'describe') {
      const headers = { 'content-type': 'application/json' }
      return (await allow(target)) ?? new Response((description ??= toJsonText(openApi(given))), { headers })
    }
    const service = services.get(target.machine!)
    if (!service) throw new ThroughlineError([httpIssue('http/not-found', {})])
    return service.answer(request, target, allow)
  }

  const serve = async (request: Request): Promise<Response> => {
    try {
      return await answer(request)
    } catch (error) {
      return problemResponse(told(error, request), headersOf(error))
    }
  }
  return Object.assign(serve, { close: () => pool.close() })
}

/** A status of 405 says what is allowed (RFC 9110, section 15.5.6); 423 and 503 when it may be over. */
function headersOf(error: unknown): Record<string, string> {
  const issue = isThroughlineError(error) ? error.issues[0] : undefined
  if (issue?.code === 'http/method-not-allowed')
    return { allow: (issue.facts as { readonly allowed: readonly string[] }).allowed.join(', ') }
  return issue?.code === 'app/held' || issue?.code === 'http/closed' ? { 'retry-after': '1' } : {}
}

function writeToConsole(error: unknown): void {
  console.error('A request for an application failed:', error)
}

function checkSetup({ machines, basePath = '', idleMs = 0, keepAliveMs = 1, maxBodyBytes = 0 }: AnyServeOptions): void {
  const issues: Issue[] = []
  const expect = (holds: boolean, name: string, expected: string): void => {
    if (!holds) issues.push(httpIssue('http/bad-setup', { name, expected }))
  }
  const names = Object.keys(machines)
  expect(names.length > 0, 'machines', 'at least one machine')
  expect(!names.includes(''), 'machines', 'names that are not empty')
  expect(/^(?:\/[^/?#]+)*$/.test(basePath), 'basePath', 'a path such as /api/agents, without a slash at its end')
  expect(idleMs >= 0, 'idleMs', 'milliseconds from 0')
  expect(keepAliveMs > 0, 'keepAliveMs', 'milliseconds above 0')
  expect(maxBodyBytes >= 0, 'maxBodyBytes', 'bytes from 0')
  for (const [name, { machine, entry }] of Object.entries(machines))
    expect(Object.hasOwn(machine.actions, entry), `machines.${name}.entry`, 'the name of an action')
  const called = names.map((name) => machines[name]!.machine.name)
  for (const machine of new Set(called.filter((one, index) => called.indexOf(one) < index))) {
    const same = names.filter((name) => machines[name]!.machine.name === machine)
    issues.push(httpIssue('http/same-machine', { names: same, machine }))
  }
  if (issues.length > 0) throw new ThroughlineError(issues)
}
