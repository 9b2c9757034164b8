// Makes parallel actions of what their user wrote.

import { ThroughlineError, type Issue } from 'throughline'
import type { AnyAction } from '../definition/action.ts'
import { checkSpec, type MoreToCheck } from '../definition/check-spec.ts'
import { createAction } from '../definition/create-action.ts'
import { machineIssue } from '../errors/catalogue.ts'
import type { ActionContext } from '../run/context.ts'
import type { Result } from './end-of-children.ts'
import { runTasks } from './run-tasks.ts'
import { branchOf, taskOf, type AnyTask, type Branch, type Join, type Task } from './task.ts'
import type { Runnable } from './runnable.ts'

interface Step {
  readonly state: object
  readonly inputs: object
  readonly ctx: ActionContext
}
type Asks<Answer> = (step: Step) => Answer | PromiseLike<Answer>
type Source = Runnable | Branch<unknown>
type Several<Value> = Iterable<Value> | Readonly<Record<string, Value>>

type Spec = AnyAction['spec']
interface Common extends Spec {
  readonly concurrency?: number
  readonly join?: Join
  readonly reduce: (step: Step & { readonly results: readonly Result[] }) => unknown
}

/** Children that run at a time, when nothing is said. */
const CONCURRENCY = 16

/** What every way of writing one takes beside what an action is made of. */
const TAKES = { concurrency: 'anything', join: 'anything', reduce: 'a function' } as const

/** @param ways what this way of writing one takes besides */
function create(place: string, spec: Common, ways: MoreToCheck['takes'], tasksOf: Asks<AnyTask[]>): AnyAction {
  const takes = { ...TAKES, ...ways }
  checkSpec('parallel', spec, tasksOf, { place, takes })
  const { concurrency = CONCURRENCY, join = 'all', reduce } = spec
  const rest = Object.fromEntries(Object.entries(spec).filter(([name]) => !Object.hasOwn(takes, name)))
  checkOptions(concurrency, join)
  const run = async (step: Step): Promise<unknown> => {
    const results = await runTasks(await tasksOf(step), { concurrency, join }, step.ctx)
    return reduce({ ...step, results })
  }
  return createAction('parallel', rest, run)
}

/** What `forState` has for parallel actions. */
export const parallelDefiners = {
  parallel: (spec: Common & { readonly tasks: Asks<Iterable<Task<unknown>>> }): AnyAction =>
    create('parallel()', spec, { tasks: 'a function' }, async (step) => Array.from(await spec.tasks(step), taskOf)),

  mapStates: (spec: Common & { readonly action: Source; readonly states: Asks<Several<object>> }): AnyAction =>
    create('mapStates()', spec, { action: 'an object', states: 'a function' }, async (step) =>
      named(await spec.states(step)).map(([key, state]) => ({ ...branchOf(spec.action), key, state })),
    ),

  mapActions: (
    spec: Common & { readonly actions: Readonly<Record<string, Source>>; readonly state: Asks<object> },
  ): AnyAction =>
    create('mapActions()', spec, { actions: 'an object', state: 'a function' }, async (step) => {
      const state = await spec.state(step)
      return named(spec.actions).map(([key, source]) => ({ ...branchOf(source), key, state }))
    }),

  mapActionsAndStates: (
    spec: Common & { readonly actions: Readonly<Record<string, Source>>; readonly states: Asks<Several<object>> },
  ): AnyAction =>
    create('mapActionsAndStates()', spec, { actions: 'an object', states: 'a function' }, async (step) => {
      const states = named(await spec.states(step))
      return named(spec.actions).flatMap(([name, source]) =>
        states.map(([key, state]) => ({ ...branchOf(source), key: `${name}/${key}`, state })),
      )
    }),
}

/** Names, or numbers from 0. */
function named<Value>(several: Several<Value>): [string, Value][] {
  if (Symbol.iterator in several)
    return Array.from(several as Iterable<Value>, (value, index) => [String(index), value])
  return Object.entries(several)
}

/** @throws {app/bad-option}, all that hold */
function checkOptions(concurrency: number, join: Join): void {
  const issues: Issue[] = []
  const whole = (name: string, given: number): void => {
    if (!(given >= 1) || (Number.isFinite(given) && !Number.isInteger(given)))
      issues.push(machineIssue('app/bad-option', { name, given, expected: 'a whole number from 1' }))
  }
  whole('concurrency', concurrency)
  if (typeof join === 'object') whole('quorum', join.quorum)
  else if (join !== 'all' && join !== 'settle')
    issues.push(machineIssue('app/bad-option', { name: 'join', given: join, expected: 'all, settle or a quorum' }))
  if (issues.length > 0) throw new ThroughlineError(issues)
}
