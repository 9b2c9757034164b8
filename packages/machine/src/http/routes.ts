// What a request asks for: an operation on a machine or on an application, by method and path.

import { ThroughlineError } from 'throughline'
import { httpIssue } from './catalogue.ts'

/** What can be asked for. */
export type Operation =
  | 'describe'
  | 'list'
  | 'create'
  | 'read'
  | 'delete'
  | 'step'
  | 'run'
  | 'resume'
  | 'form'
  | 'history'
  | 'fork'
  | 'cancel'

/** What a request is about. */
export interface ServedTarget {
  readonly operation: Operation
  /** As it is called in `machines`. Absent for `describe`. */
  readonly machine?: string
  /** Of the application; of `create` the one that is asked for, if any. */
  readonly id?: string
  /** Of `fork`: the id that is asked for, if any. */
  readonly newId?: string
  /** Of `history`: the key of the state. */
  readonly key?: string
}

/** By what stands behind the id. */
const OF_APPLICATION: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '': { GET: 'read', DELETE: 'delete' },
  step: { POST: 'step' },
  run: { POST: 'run' },
  resume: { POST: 'resume' },
  form: { GET: 'form' },
  fork: { POST: 'fork' },
  cancel: { POST: 'cancel' },
}

/**
 * The path of an application below the base path: `/chat/user%2042`. An id is any text. Those that are a path by
 * themselves, `.` and `..`, and those that begin with `~` have a `~` before them.
 *
 * @example
 * import { applicationPath } from '@throughline/machine/http'
 * applicationPath('chat', 'a/b') // => '/chat/a%2Fb'
 * applicationPath('chat', '..') // => '/chat/~..'
 */
export function applicationPath(machine: string, id: string): string {
  return `/${encodeURIComponent(machine)}/${segmentOf(id)}`
}

function segmentOf(text: string): string {
  return (text === '.' || text === '..' || text.startsWith('~') ? '~' : '') + encodeURIComponent(text)
}

/** @throws {http/not-found} or {http/method-not-allowed} */
export function routeOf(method: string, pathname: string, basePath: string): ServedTarget {
  if (!pathname.startsWith(`${basePath}/`)) throw notFound()
  const [machine, id, ...rest] = pathname
    .slice(basePath.length + 1)
    .split('/')
    .map(decoded)
  if (machine === undefined || machine === '') throw notFound()
  if (id === undefined)
    return machine === 'openapi.json'
      ? pick({ GET: 'describe' }, method, {})
      : pick({ GET: 'list', POST: 'create' }, method, { machine })
  if (id === '') throw notFound()
  const [what = '', key] = rest
  if (what === 'history' && rest.length === 2 && key !== '')
    return pick({ GET: 'history' }, method, { machine, id, key: key! })
  if (rest.length > 1 || !Object.hasOwn(OF_APPLICATION, what) || (rest.length === 1 && what === '')) throw notFound()
  return pick(OF_APPLICATION[what]!, method, { machine, id })
}

function pick(
  operations: Readonly<Record<string, Operation>>,
  method: string,
  about: Omit<ServedTarget, 'operation'>,
): ServedTarget {
  const operation = Object.hasOwn(operations, method) ? operations[method] : undefined
  if (operation) return { operation, ...about }
  throw new ThroughlineError([httpIssue('http/method-not-allowed', { method, allowed: Object.keys(operations) })])
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment.startsWith('~') ? segment.slice(1) : segment)
  } catch {
    throw notFound()
  }
}

function notFound(): ThroughlineError {
  return new ThroughlineError([httpIssue('http/not-found', {})])
}
