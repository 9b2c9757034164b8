// Everything that can be wrong with the options of a subflow.

import { implementationsOf } from '../definition/definition.ts'
import type { Rebindings } from '../definition/bind-parameters.ts'
import type { NamedDefinition } from '../definition/expand-module.ts'
import { coreIssue } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import type { ConfigInfo, ConfigValue } from '../flow/node-info.ts'
import { variantIssue } from '../graph/variant-issues.ts'
import { modifierIssue } from './catalogue.ts'
import type { InnerModule } from './subflow-inner.ts'

/** Options of the wrong kind, as plain JavaScript may give them. */
export function checkForm(options: unknown): Issue[] {
  const issues: Issue[] = []
  const expect = (holds: boolean, name: string, given: unknown, expected: string): void => {
    if (!holds) issues.push(coreIssue('modifier/bad-option', { modifier: 'subflow', name, given, expected }))
  }
  if (!isRecord(options)) {
    expect(false, 'options', options, '{ inputs, shared, config }')
    return issues
  }
  const { inputs = {}, config = {}, shared = [] } = options
  const isList = Array.isArray(shared) && shared.every((name) => typeof name === 'string')
  expect(isRecord(inputs), 'inputs', inputs, 'an object of values and references')
  expect(isRecord(config), 'config', config, 'an object of values')
  expect(isList || shared === 'all', 'shared', shared, `a list of names, or 'all'`)
  return issues
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export interface Mapping {
  readonly inner: InnerModule
  /** By name that is read and not given inside, under this configuration: who cannot do without. */
  readonly needed: ReadonlyMap<string, readonly string[]>
  /** What may be bound or shared: read from outside under some configuration. */
  readonly known: ReadonlySet<string>
  readonly bound: Rebindings
  readonly shared: ReadonlySet<string>
  /** As it was given to the subflow. */
  readonly config: Readonly<Record<string, ConfigValue>>
}

/** Names that nothing inside has, names that are told twice, and needed names that are told nowhere. */
export function checkMapping(mapping: Mapping): Issue[] {
  const { inner, needed, known, bound, shared, config } = mapping
  const places = { inputs: new Set(Object.keys(bound)), shared, config: new Set(Object.keys(config)) }
  const told = new Set([...places.inputs, ...shared])
  const nodes = new Set(inner.nodes.map((node) => node.name))
  const issues = checkConfig(inner, config)
  for (const name of new Set([...told, ...places.config])) {
    const twice = Object.entries(places).flatMap(([place, names]) => (names.has(name) ? place : []))
    if (twice.length > 1) issues.push(modifierIssue('modifier/mapped-twice', { name, places: twice }))
  }
  // Of a function that could not be read no names are known; that problem is told when it is linked.
  const isRead = !inner.nodes.some((node) => [...implementationsOf(node)].some((spec) => spec.problems.length > 0))
  for (const name of isRead ? told : []) {
    if (known.has(name)) continue
    issues.push(modifierIssue('modifier/unknown-input', { name, known: [...known], isNode: nodes.has(name) }))
  }
  const keys = new Set(configOf(inner).map((one) => one.key))
  const unmapped = [...needed].filter(([name, neededBy]) => neededBy.length > 0 && !told.has(name))
  if (unmapped.length === 0) return issues
  const names = unmapped.map(([name, neededBy]) => {
    const notANode = keys.has(name) ? ('config' as const) : inner.others.get(name)
    return { name, neededBy, ...(notANode && { notANode }) }
  })
  return [...issues, modifierIssue('modifier/unmapped-input', { names })]
}

/** Keys that nothing inside depends on, that are nodes inside, and values for which there is no implementation. */
function checkConfig(inner: InnerModule, config: Mapping['config']): Issue[] {
  const infos = configOf(inner)
  const known = infos.map((one) => one.key)
  return Object.entries(config).flatMap(([key, given]) => {
    const info = infos.find((one) => one.key === key)
    if (!info) return coreIssue('config/unknown-key', { name: key, known })
    const { values, nodes } = info
    const isNode = inner.nodes.some((node) => node.name === key)
    const subject = { name: key }
    if (isNode) return variantIssue('config/key-is-node', { key, nodes }, { subject })
    return values.includes(given) ? [] : variantIssue('config/unknown-value', { key, given, values }, { subject })
  })
}

function configOf({ nodes }: InnerModule): ConfigInfo[] {
  const rules = nodes.find((node: NamedDefinition) => node.rules)?.rules
  return rules?.configOf(nodes, {}) ?? []
}
