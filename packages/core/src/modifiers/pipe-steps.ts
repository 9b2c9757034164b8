// The specs of the nodes of a pipe.

import { implementationsOf, mapSpecs, type NodeDefinition } from '../definition/definition.ts'
import { parameterFor, plainSpec, toParameter, type NodeSpec } from '../definition/node-spec.ts'
import { isReadable, type Head } from '../definition/scan-head.ts'
import { scanStep } from '../definition/scan-step.ts'
import { PROBLEM_OF_HEAD } from '../definition/spec-problem.ts'
import { createArguments, type Arguments } from '../execute/arguments.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { tellPassedOn } from '../streams/passed-on.ts'
import type { AnyFunction } from '../typing/node-function.ts'

/** The name under which a step gets the value: no dependency is called so. */
const VALUE = '&'

/** The node of a step behind another one. Where none of its implementations holds, the value is passed on. */
export function stepNode(step: NodeDefinition, name: string, before: NodeDefinition): NodeDefinition {
  const [changed] = mapSpecs([step], (spec) => stepSpec(spec, before.name))
  const { cases, otherwise, rules } = changed!
  return { name, cases, otherwise: otherwise ?? passOn(before, cases[0]!.spec.written!), rules }
}

function stepSpec(spec: NodeSpec, before: string): NodeSpec {
  const { fn, layers } = spec
  const head = scanStep(fn)
  const kind = spec.kind === 'function' ? 'piped' : spec.kind
  if (!isReadable(head)) {
    const parameters = head.parameters.slice(0, 1).map((one) => one.name)
    const code = PROBLEM_OF_HEAD[head.form === 'class' ? 'unreadable' : head.form]
    return { ...spec, kind, problems: [{ code, facts: { parameters } }], written: fn }
  }
  const dependencies = head.dependencies.map(toParameter)
  return {
    ...spec,
    fn: calling(fn, head),
    written: fn,
    kind,
    parameters: [parameterFor(VALUE, before), ...dependencies],
    readsContext: head.readsContext,
    reusable: layers.length === 0 && !dependencies.some((one) => one.optional),
    problems: [],
  }
}

/** A function that takes the value as one more dependency. */
function calling(step: AnyFunction, { form, dependencies }: Head): AnyFunction {
  // Native functions would take what follows for something else.
  if (form === 'none') return (given: Arguments): unknown => step(given[VALUE])
  return (given: Arguments, context: unknown): unknown => {
    const own = createArguments()
    for (const { name } of dependencies) if (name in given) own[name] = given[name]
    return step(given[VALUE], own, context) as unknown
  }
}

/** A node that is the value of another. Of a stream it is the one reader. */
export function passOn(before: NodeDefinition, written: AnyFunction): NodeSpec {
  const fn = (given: Arguments, { host, node }: StepScope): unknown => {
    // A stream for several readers has to know them all.
    tellPassedOn(given[VALUE], () => host.readersOf(node))
    return given[VALUE]
  }
  const isStream = [...implementationsOf(before)].some((spec) => spec.isStream)
  return { ...plainSpec(fn, [parameterFor(VALUE, before.name)], true, true), isStream, written, kind: 'piped' }
}
