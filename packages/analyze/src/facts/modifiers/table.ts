// Every modifier of the core, with what it makes of nodes.

import type { ModifierCall } from '../evaluation.ts'
import type { Shape } from '../shape.ts'
import { byConfig, oneOf, otherwise, when } from './conditions.ts'
import { each } from './each.ts'
import { extract } from './extract.ts'
import { bind, named } from './names.ts'
import { parameterize } from './parameterize.ts'
import { pipe } from './pipe.ts'
import { policy, tagged, withOtherValue } from './policies.ts'
import { loaded, resource, saved } from './reach.ts'
import { subflow } from './subflow.ts'

/** What the functions below are imported from. */
export const entries: ReadonlySet<string> = new Set([
  'throughline',
  'throughline/diagram',
  'throughline/fan-out',
  'throughline/io',
])

/** Functions of the core that give values: what they give is no node. */
export const valueFunctions: ReadonlySet<string> = new Set([
  'alternatives',
  'dataflow',
  'defineIssues',
  'diagram',
  'from',
  'group',
  'hasIssue',
  'isFlow',
  'isThroughlineError',
  'nearest',
  'not',
  'renderIssue',
  'untyped',
])

/** By the name under which the package exports it. */
export const modifiers: Readonly<Record<string, (call: ModifierCall) => Shape>> = {
  bind,
  byConfig,
  cached: policy,
  checked: policy,
  each,
  extract,
  gathered: withOtherValue,
  loaded,
  node: named,
  oneOf,
  otherwise,
  parameterize,
  parsed: withOtherValue,
  pipe,
  positional: named,
  resource,
  retry: policy,
  saved,
  subflow,
  tagged,
  tee: withOtherValue,
  timeout: policy,
  when,
}
