// The applications of a project, wherever it keeps them; read only.

import type { ListFilter, Persister } from '@throughline/machine'
import { applicationPlaces, soundEntries, type ApplicationPlace } from '@throughline/tracking/applications'
import { isThroughlineError } from 'throughline'
import { Refusal, refuse } from '../answers/problem-answer.ts'
import { toIssueRecord } from '../answers/issue-record.ts'
import type { ApplicationList, ApplicationSteps, KeptApplication } from '../api/index.ts'
import { stepsOfEntries, wholeSteps } from './application-steps.ts'

export interface KeptApplicationsOptions {
  /** Address of the store. */
  readonly url: string
  /** The folder of the project; what a path in the address is relative to. */
  readonly dir: string
  /** Whether those in files beside the project are meant as well. @defaultValue true */
  readonly hasFiles?: boolean
}

/** An application, with who keeps it. */
export interface FoundApplication {
  readonly place: ApplicationPlace['in']
  readonly persister: Persister
}

const entriesAtATime = 400

export class KeptApplications implements AsyncDisposable {
  readonly #places: readonly ApplicationPlace[]

  constructor({ url, dir, hasFiles = true }: KeptApplicationsOptions) {
    this.#places = applicationPlaces({ url, dir, access: 'read' }).filter((one) => hasFiles || one.in === 'store')
  }

  /** Of all places together, those that changed last first. A place that cannot be read is named among what is unreadable. */
  async list(filter: ListFilter): Promise<ApplicationList> {
    const { limit = 50 } = filter
    const found: KeptApplication[] = []
    const unreadable: ApplicationList['unreadable'][number][] = []
    let hasMore = false
    for (const { in: place, persister, isThere } of this.#places) {
      if (!isThere()) continue
      try {
        const page = await persister.list({ ...filter, limit })
        hasMore ||= page.after !== undefined
        found.push(...page.applications.map((facts) => ({ ...facts, place })))
        for (const { app, issue } of page.unreadable ?? [])
          unreadable.push({ place, issue: toIssueRecord(issue), ...(app !== undefined && { app }) })
      } catch (error) {
        if (!isThroughlineError(error)) throw error
        for (const issue of error.issues) unreadable.push({ place, issue: toIssueRecord(issue) })
      }
    }
    const sorted = found.toSorted((a, b) => b.changedAtMs - a.changedAtMs || (a.app < b.app ? -1 : 1))
    const applications = sorted.slice(0, limit)
    const last = applications.at(-1)
    const cursor = last && (hasMore || sorted.length > limit) ? `${last.changedAtMs} ${last.app}` : undefined
    return { applications, unreadable, ...(cursor !== undefined && { cursor }) }
  }

  /**
   * @param place where several have it
   * @throws {server/unknown-application}
   */
  async find(app: string, place?: string): Promise<FoundApplication> {
    for (const { in: name, persister, isThere, has } of this.#places)
      if ((place === undefined || place === name) && isThere() && (await has(app))) return { place: name, persister }
    return refuse('server/unknown-application', { app })
  }

  /** @throws {server/unknown-application} {applications/damaged} */
  async stepsOf(app: string, place: string | undefined, cursor: string | undefined): Promise<ApplicationSteps> {
    const { persister } = await this.find(app, place)
    const before = cursor === undefined ? undefined : await persister.load(app, Number(cursor))
    if (cursor !== undefined && !before)
      refuse('server/bad-request', { where: 'cursor', expected: 'a cursor that this server has given' })
    const after = before?.number ?? 0
    for (let limit = entriesAtATime; ; limit *= 2) {
      const { entries: read, issue } = await readable(() => soundEntries(persister, app, { after, limit: limit + 1 }))
      const hasMore = read.length > limit
      const entries = wholeSteps(hasMore ? read.slice(0, limit) : read, hasMore)
      // Of one step there may be very many attempts.
      if (hasMore && entries.length === 0) continue
      const steps = stepsOfEntries(
        entries.map(({ entry }) => entry),
        before?.head,
      )
      return {
        steps,
        ...(hasMore && { cursor: String(entries.at(-1)!.entry.sequence) }),
        ...(issue && { damage: toIssueRecord(issue) }),
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { persister } of this.#places) await persister.close?.()
  }
}

/** What is wrong with a journal is no failure of the server. */
export async function readable<Value>(read: () => Value | PromiseLike<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    throw new Refusal(error.issues, 422)
  }
}
