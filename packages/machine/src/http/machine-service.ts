// What can be done with the applications of one machine that is served.

import { ThroughlineError } from 'throughline'
import { checkAction } from '../definition/check-action.ts'
import { statusOf } from '../journal/application-facts.ts'
import type { Head } from '../journal/entry.ts'
import { changesOf } from '../journal/key-history.ts'
import type { ApplicationFacts } from '../journal/persister.ts'
import type { ApplicationRun } from '../run/application-run.ts'
import type { LiveApplication } from '../run/live-application.ts'
import { openApplication } from '../run/open-application.ts'
import type { AnyOpenOptions } from '../run/open-options.ts'
import type { AnyRunOptions } from '../run/run-options.ts'
import { migrateState } from '../state/migrate.ts'
import { Storable } from '../state/storable.ts'
import type { ApplicationPool, Borrowed } from './application-pool.ts'
import { httpIssue } from './catalogue.ts'
import { Documents, formOf, type StandingFacts } from './documents.ts'
import { eventStream } from './event-stream.ts'
import { problemOf, type Problem } from './problem.ts'
import { readBody, type Body } from './read-body.ts'
import { readFilter } from './read-filter.ts'
import type { ServedTarget } from './routes.ts'
import type { AnyServedMachine, AnyServeOptions } from './serve-options.ts'
import { toJsonText } from './to-json-text.ts'

interface ServiceParts {
  readonly name: string
  readonly served: AnyServedMachine
  readonly given: AnyServeOptions
  readonly pool: ApplicationPool
  /** What a client is told of an error. */
  readonly told: (error: unknown, request: Request) => Problem
}

/** @returns what to answer instead */
type Allow = (target: ServedTarget) => Promise<Response | undefined>

export class MachineService {
  readonly #parts: ServiceParts
  readonly #documents: Documents
  readonly #storable: Storable

  constructor(parts: ServiceParts) {
    const { name, served, given } = parts
    this.#parts = parts
    this.#documents = new Documents(name, served, given.basePath ?? '', given.errorMessage)
    this.#storable = new Storable(served.codecs ?? [])
  }

  /** @throws what is answered as a problem */
  async answer(request: Request, target: ServedTarget, allow: Allow): Promise<Response> {
    const { operation, id = '' } = target
    // These name another application in their body.
    if (operation === 'create') return this.#create(request, target, allow)
    if (operation === 'fork') return this.#fork(request, target, allow)
    const instead = await allow(target)
    if (instead) return instead
    switch (operation) {
      case 'list':
        return this.#list(request)
      case 'read':
        return json(this.#documents.application(await this.#standing(id)))
      case 'form': {
        const form = formOf(this.#parts.served.machine, await this.#standing(id))
        return form ? json(form) : new Response(null, { status: 204 })
      }
      case 'history':
        return this.#history(id, target.key!)
      case 'delete':
        return this.#delete(id)
      case 'cancel':
        return this.#cancel(request, id)
      default:
        return this.#run(request, operation as 'step' | 'run' | 'resume', id)
    }
  }

  async #create(request: Request, target: ServedTarget, allow: Allow): Promise<Response> {
    const { served, given, pool, name } = this.#parts
    const { state: make = {} } = served
    const body = await this.#body(request)
    const id = body.text('id')
    const tags = body.labels('tags')
    const asked = typeof make === 'function' ? body.any('state') : undefined
    body.end()
    const instead = await allow({ ...target, ...(id !== undefined && { id }) })
    if (instead) return instead
    const state = typeof make === 'function' ? await make(asked, request) : make
    const { entry } = served
    const options = { entry, state, persister: given.persister, ...(id !== undefined && { id }), ...(tags && { tags }) }
    return this.#created(await pool.add(name, id, () => this.#open(options)))
  }

  async #fork(request: Request, target: ServedTarget, allow: Allow): Promise<Response> {
    const { served, given, pool, name } = this.#parts
    const body = await this.#body(request)
    const newId = body.text('id')
    const at = body.count('at', 0)
    const state = body.object('state')
    const next = body.text('next')
    const tags = body.labels('tags')
    body.end()
    const instead = await allow({ ...target, ...(newId !== undefined && { newId }) })
    if (instead) return instead
    const edits = ['state', 'next'].filter((one) => body.has(one))
    if (edits.length > 0 && !served.edits)
      throw new ThroughlineError([httpIssue('http/edits-refused', { names: edits })])
    const fork = {
      id: target.id!,
      ...(at !== undefined && { at }),
      ...(state && { state }),
      ...(next !== undefined && { next }),
    }
    const about = { ...(newId !== undefined && { id: newId }), ...(tags && { tags }) }
    const options = { fork, persister: given.persister, ...about }
    return this.#created(await pool.add(name, newId, () => this.#open(options)))
  }

  #created(borrowed: Borrowed): Response {
    const { app } = borrowed
    try {
      const headers = { location: this.#documents.urlOf(app.id) }
      return json(this.#documents.application(standingOf(app)), 201, headers)
    } finally {
      borrowed.release()
    }
  }

  async #list(request: Request): Promise<Response> {
    const { served, given } = this.#parts
    const filter = readFilter(new URL(request.url).searchParams)
    const { applications, after } = await given.persister.list({ ...filter, machine: served.machine.name })
    const listed = applications.map((facts: ApplicationFacts) => this.#documents.listed(facts))
    return json({ applications: listed, ...(after !== undefined && { after }) })
  }

  /** @throws {http/refused} for a key that clients do not see */
  async #history(id: string, key: string): Promise<Response> {
    const { persister } = this.#parts.given
    const { state } = await this.#standing(id)
    if (this.#parts.served.show && !Object.hasOwn(this.#documents.shown(state), key))
      throw new ThroughlineError([httpIssue('http/refused', {})])
    const changes = changesOf(key, await persister.entries(id), (value) => this.#storable.fromStored(value))
    return json({ id, key, changes })
  }

  async #cancel(request: Request, id: string): Promise<Response> {
    const body = await this.#body(request)
    const reason = body.text('reason')
    body.end()
    return this.#with(id, async ({ app }) => {
      await app.cancel(reason)
      return json(this.#documents.application(standingOf(app)))
    })
  }

  async #delete(id: string): Promise<Response> {
    const { given, pool } = this.#parts
    const borrowed = await this.#borrow(id)
    await pool.end(id, borrowed, async () => void (await given.persister.remove(id)))
    return new Response(null, { status: 204 })
  }

  async #run(request: Request, operation: 'step' | 'run' | 'resume', id: string): Promise<Response> {
    const body = await this.#body(request)
    const options = this.#runOptions(body, operation)
    const payload = operation === 'resume' ? body.any('payload') : undefined
    body.end()
    const start = (app: LiveApplication): ApplicationRun => {
      const given = { ...options, signal: request.signal }
      return operation === 'resume' ? app.resume(payload, given) : app[operation](given)
    }
    if (!/\btext\/event-stream\b/i.test(request.headers.get('accept') ?? ''))
      return this.#with(id, async ({ app }) => json(this.#documents.outcome(id, await start(app))))
    return this.#stream(request, id, start)
  }

  #runOptions(body: Body, operation: 'step' | 'run' | 'resume'): AnyRunOptions {
    const { machine } = this.#parts.served
    const inputs = body.objects('inputs')
    for (const name of Object.keys(inputs ?? {})) checkAction(machine, name, 'inputs')
    if (operation === 'step') return inputs ? { inputs } : {}
    const maxSteps = body.count('maxSteps', 1)
    const before = body.texts('before')
    const after = body.texts('after')
    return {
      until: { ...(before && { before }), ...(after && { after }) },
      ...(inputs && { inputs }),
      ...(maxSteps !== undefined && { maxSteps }),
    }
  }

  async #stream(request: Request, id: string, start: (app: LiveApplication) => ApplicationRun): Promise<Response> {
    const { given, told } = this.#parts
    const borrowed = await this.#borrow(id)
    try {
      // Its events are read from the statement on in which it starts.
      const events = start(borrowed.app)[Symbol.asyncIterator]()
      return eventStream({
        events,
        first: await events.next(),
        show: (event) => this.#documents.event(id, event),
        problem: (error) => told(error, request),
        keepAliveMs: given.keepAliveMs ?? 15_000,
        onEnd: (failure) => borrowed.release(failure && isBreaking(failure.error)),
      })
    } catch (error) {
      borrowed.release(isBreaking(error))
      throw error
    }
  }

  async #with(id: string, work: (borrowed: Borrowed) => Promise<Response>): Promise<Response> {
    const borrowed = await this.#borrow(id)
    try {
      const response = await work(borrowed)
      borrowed.release()
      return response
    } catch (error) {
      borrowed.release(isBreaking(error))
      throw error
    }
  }

  #borrow(id: string): Promise<Borrowed> {
    const { given, pool, name } = this.#parts
    return pool.borrow(name, id, () => this.#open({ resume: id, persister: given.persister }))
  }

  #open(options: AnyOpenOptions): Promise<LiveApplication> {
    const { served, given } = this.#parts
    const { machine, entry: _, state: _state, show: _show, edits: _edits, ...common } = served
    return openApplication(machine, { ...common, ...(given.clock && { clock: given.clock }), ...options })
  }

  /** Of one that is open, or as it is kept: whoever reads does not keep others from running it. */
  async #standing(id: string): Promise<StandingFacts> {
    const { served, given, pool, name } = this.#parts
    const open = await pool.peek(name, id)
    if (open) {
      open.release()
      return standingOf(open.app)
    }
    const kept = await given.persister.load(id)
    if (kept?.head.machine !== served.machine.name)
      throw new ThroughlineError([httpIssue('http/no-application', { app: id })])
    return { id, ...this.#ofHead(kept.head, id) }
  }

  #ofHead(head: Head, id: string): Omit<StandingFacts, 'id'> {
    const { schemaVersion = 1, migrations = {} } = this.#parts.served
    const { runId, sequence, last, next, schema, suspension } = head
    const kept = this.#storable.fromStored(head.state) as Readonly<Record<string, unknown>>
    const state = migrateState(kept, schema, schemaVersion, migrations, id)
    return { runId, state, sequence, last, next, status: statusOf(head), suspension }
  }

  #body(request: Request): Promise<Body> {
    return readBody(request, this.#parts.given.maxBodyBytes ?? 1_048_576)
  }
}

function standingOf(app: LiveApplication): StandingFacts {
  const { id, runId, state, sequence, last, next, status } = app
  return { id, runId, state, sequence, last, next, status, suspension: app.awaiting }
}

/** After these the object knows less than its journal. */
function isBreaking(error: unknown): boolean {
  const problem = problemOf(error)
  return !problem || problem.code === 'app/conflict'
}

function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  const about = { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers }
  return new Response(toJsonText(value), { status, headers: about })
}
