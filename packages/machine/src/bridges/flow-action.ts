// A dataflow as an action: its nodes are child steps of the step that runs it.

import {
  ThroughlineError,
  untyped,
  type AnyFlow,
  type Hooks,
  type Issue,
  type RunOptions,
  type UntypedFlow,
} from 'throughline'
import { createRunId, HOST_CLOCK } from 'throughline/insides'
import type { Action, ActionSpec, AnyAction } from '../definition/action.ts'
import { createAction } from '../definition/create-action.ts'
import { expects, type ExpectedNames } from '../definition/inputs.ts'
import { optionIssues, type OptionNames } from '../definition/option-names.ts'
import { machineIssue } from '../errors/catalogue.ts'
import { kindOf } from '../errors/kind-of.ts'
import type { ActionContext } from '../run/context.ts'
import { StepContext } from '../run/step-context.ts'
import { append } from '../state/changes.ts'
import type { KeyOrOptional } from '../typing/keys.ts'
import type { PatchOf } from '../typing/patch.ts'
import type { FlowInput, FlowWiring, Inputs, InputsOfFlowAction, Outputs, ReadsOf, WritesOf } from './flow-wiring.ts'

/** How a dataflow is run as an action. What is said of nodes and of the cache is said with `flow.with(...)`. */
export interface FlowActionOptions<Tag extends string>
  extends
    Pick<ActionSpec<any, never, never, {}, never, Tag>, 'tags' | 'retry' | 'timeout' | 'doc'>,
    Pick<RunOptions, 'concurrency'> {}

/** Makes an action of a dataflow over one type of state. */
export type FlowAction<State> = <
  F extends AnyFlow,
  const Out extends Outputs,
  const In extends Inputs = {},
  const Tag extends string = never,
>(
  flow: F,
  wiring: { readonly outputs: Out; readonly inputs?: In } & FlowWiring<State, F, In, Out> & FlowActionOptions<Tag>,
) => Action<
  State,
  ReadsOf<In> & KeyOrOptional<State>,
  WritesOf<Out> & KeyOrOptional<State>,
  InputsOfFlowAction<F, In, Out>,
  never,
  PatchOf<State, WritesOf<Out> & KeyOrOptional<State>>,
  never,
  Tag
>

interface Wiring extends FlowActionOptions<string> {
  readonly inputs?: Inputs
  readonly outputs: Outputs
}

interface Step {
  readonly state: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, unknown>>
  readonly ctx?: ActionContext
}

const WIRING: OptionNames<Wiring> = {
  inputs: true,
  outputs: true,
  concurrency: true,
  tags: true,
  retry: true,
  timeout: true,
  doc: true,
}

/** @throws what is wrong with the names of inputs and outputs; {app/written-twice}; {app/unknown-option}, {app/bad-option} */
export function createFlowAction(given: AnyFlow, wiring: Wiring): AnyAction {
  checkWiring(wiring)
  const { inputs = {}, outputs, concurrency, ...about } = wiring
  const flow = untyped(given)
  const names = Object.keys(outputs)
  const placeholders = Object.fromEntries(Object.keys(inputs).map((name) => [name, null]))
  const issues = [...flow.validate(names, { inputs: placeholders }), ...writtenTwice(outputs)]
  if (issues.length > 0) throw new ThroughlineError(issues)
  const nodes = new NodeTeller(flow)
  const spec = {
    ...about,
    reads: [...new Set(Object.values(inputs).flatMap((one) => (one.from === 'state' ? [one.key] : [])))],
    writes: names.map((name) => outputs[name]!.key),
    ...askedOf(flow, inputs),
  }
  return createAction('flow', spec, async (step: Step) => {
    const values = Object.fromEntries(Object.entries(inputs).flatMap(([name, one]) => valueOf(name, one, step)))
    const options = { inputs: values, ...(concurrency !== undefined && { concurrency }) }
    const results = await nodes.execute(names, options, step.ctx)
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { to, key }]) => [
        key,
        to === 'state' ? results[name] : append(results[name]),
      ]),
    )
  })
}

function checkWiring(wiring: Wiring | null | undefined): void {
  const issues = optionIssues('flowAction()', wiring ?? null, WIRING)
  const found = kindOf(wiring?.outputs)
  if (issues.length === 0 && found !== 'an object')
    issues.push(machineIssue('app/bad-option', { name: 'outputs', given: found, expected: 'an object' }))
  if (issues.length > 0) throw new ThroughlineError(issues)
}

function writtenTwice(outputs: Outputs): Issue[] {
  const keys = Object.values(outputs).map(({ key }) => key)
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) < index))].map((name) =>
    machineIssue('app/written-twice', {
      name,
      outputs: Object.keys(outputs).filter((output) => outputs[output]!.key === name),
    }),
  )
}

type Asked = Readonly<Record<string, any>>

/** Inputs that are asked for from outside; one that the flow can do without may be left out. */
function askedOf(flow: UntypedFlow, inputs: Inputs): Pick<AnyAction['spec'], 'inputs'> {
  const optional = new Set(flow.inputs.filter((one) => one.optional).map(({ name }) => name))
  const asked = Object.entries(inputs).flatMap(([name, one]) =>
    one.from === 'input' ? [[one.name, optional.has(name) ? 'optional' : 'required'] as const] : [],
  )
  if (asked.length === 0) return {}
  return { inputs: expects<Asked>(Object.fromEntries(asked) as ExpectedNames<Asked>) }
}

/** None for what is absent and can be done without. */
function valueOf(name: string, one: FlowInput, { state, inputs }: Step): [string, unknown][] {
  if (one.from === 'value') return [[name, one.value]]
  if (one.from === 'input') return inputs[one.name] === undefined ? [] : [[name, inputs[one.name]]]
  const key = one.key.endsWith('?') ? one.key.slice(0, -1) : one.key
  return Object.hasOwn(state, key) ? [[name, state[key]]] : []
}

type Tell = NonNullable<StepContext['tellNode']>

/** Runs a flow, and tells the step of its nodes as long as somebody listens to it. */
class NodeTeller {
  readonly #flow: UntypedFlow
  readonly #told: UntypedFlow
  /** By run of the flow: flows of several steps run at once. */
  readonly #steps = new Map<string, Tell>()

  constructor(flow: UntypedFlow) {
    this.#flow = flow
    const hooks: Hooks = {
      onStepStart: ({ runId, node }) => this.#steps.get(runId)?.({ node, status: 'begin' }),
      onStepEnd: (end) => {
        const { runId, node, status, durationMs } = end
        const error = status === 'failed' ? { error: end.error } : {}
        this.#steps.get(runId)?.({ node, status, durationMs, ...error })
      },
    }
    this.#told = flow.with({ hooks: [hooks] })
  }

  async execute(
    outputs: readonly string[],
    options: { readonly inputs: Readonly<Record<string, unknown>> },
    ctx: ActionContext | undefined,
  ): Promise<Record<string, unknown>> {
    if (!ctx) return this.#flow.execute(outputs, options)
    const run = { ...options, signal: ctx.signal, parent: { runId: ctx.runId, node: ctx.action } }
    const tell = ctx instanceof StepContext ? ctx.tellNode : undefined
    if (!tell) return this.#flow.execute(outputs, run)
    const runId = createRunId(HOST_CLOCK.Date.now())
    this.#steps.set(runId, tell)
    try {
      return await this.#told.execute(outputs, { ...run, runId })
    } finally {
      this.#steps.delete(runId)
    }
  }
}
