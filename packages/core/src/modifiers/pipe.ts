// One value in named steps, each a node.

import {
  defineCallable,
  implementationsOf,
  nodeFor,
  refuseNode,
  soleNode,
  type NodeDefinition,
} from '../definition/definition.ts'
import { expectOption } from '../errors/expect-option.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { andThen } from '../execute/and-then.ts'
import type { NotOneNode } from '../typing/bindings.ts'
import type { Group, OutputOf } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import type { CheckedSteps, PipeCall, PipeNodes, StepValues } from '../typing/pipe.ts'
import { nameIssue } from './duplicate-name.ts'
import { passOn, stepNode } from './pipe-steps.ts'

/**
 * Takes the value of a function through named steps. Each is a node: `clean.raw` is what the function gives,
 * `clean.trim` the value behind that step, and `clean` the last value. A step is `(value, { a, b }, context) => next`:
 * the names behind the value are its dependencies. A step of which no variant holds passes the value on.
 *
 * A direct call, as in a unit test, takes the dependencies of the function and of all steps, and gives the last value, as
 * in a run without configuration: a step of which no variant holds then passes the value on.
 *
 * @param fn one node, with variants or without
 * @param steps each an object with one step under its name; a step may be wrapped by `when`, `retry` and the like
 * @throws {modifier/bad-option} when an object has several steps or none; {modifier/duplicate-name}
 *   {modifier/not-a-function}
 * @example
 * const trim = (text: string) => text.trim()
 * const lower = (text: string, { locale }: { locale: string }) => text.toLocaleLowerCase(locale)
 * const flow = dataflow({
 *   clean: pipe(({ text }: { text: string }) => text, { trim }, { lower: when({ fold: true }, lower) }),
 * })
 * await flow.execute(['clean'], { inputs: { text: ' Hello ' } }) // => { clean: 'Hello' }
 * const folding = flow.configure({ fold: true })
 * await folding.execute(['clean'], { inputs: { text: ' Hello ', locale: 'en' } }) // => { clean: 'hello' }
 */
export function pipe<F extends AnyFunction, const Steps extends readonly object[]>(
  fn: F & (F extends Group<infer Nodes> ? NotOneNode<keyof Nodes> : unknown),
  ...steps: CheckedSteps<Steps, StepValues<Steps, OutputOf<F>>>
): PipeCall<F, Steps, StepValues<Steps, OutputOf<F>>> & Group<PipeNodes<F, Steps, StepValues<Steps, OutputOf<F>>>> {
  const raw = nodeFor(fn, 'pipe')
  const [first] = implementationsOf(raw)
  const written = first!.written ?? first!.fn
  const nodes: NodeDefinition[] = [{ ...raw, name: '&.raw' }]
  const calls: AnyFunction[] = []
  for (const [index, step] of (steps as readonly unknown[]).entries()) {
    const [name, value] = onlyEntry(step, index)
    const own = `&.${name}`
    if (nodes.some((node) => node.name === own)) {
      throw new ThroughlineError([nameIssue('modifier/duplicate-name', { modifier: 'pipe', node: name })])
    }
    const definition = assertStep(value)
    nodes.push(stepNode(definition, own, nodes.at(-1)!))
    const decision = definition.rules?.decide(definition, {})
    if (!decision) calls.push(value as AnyFunction)
    else if (decision !== 'absent' && 'spec' in decision) calls.push(decision.spec.callable ?? decision.spec.fn)
  }
  nodes.push(...soleNode(passOn(nodes.at(-1)!, written)))
  const whole: AnyFunction = fn
  const callable = function (this: unknown, dependencies: unknown = {}, context?: unknown) {
    const value: unknown = Reflect.apply(whole, this, [dependencies, context])
    return calls.reduce((given, call) => andThen(given, (one) => call(one, dependencies, context) as unknown), value)
  }
  return defineCallable(whole, callable, nodes) as never
}

function onlyEntry(step: unknown, index: number): [name: string, step: unknown] {
  const entries = typeof step === 'object' && step !== null ? Object.entries(step) : []
  const given = entries.length > 1 ? entries.map(([name]) => name).join(', ') : step
  expectOption(entries.length === 1, 'pipe', `step ${index + 1}`, given, 'one step under its name:  { trim }')
  return entries[0]!
}

/** A function, or one with policies, checks or conditions around it. */
function assertStep(value: unknown): NodeDefinition {
  const node = nodeFor(value, 'pipe')
  const isStep = [...implementationsOf(node)].every(
    ({ written, kind, reach }) => !written && !reach && (kind === 'function' || kind === 'variants'),
  )
  return isStep ? node : refuseNode('pipe', 'a step that reads no value')
}
