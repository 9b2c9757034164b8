// Everything that can be wrong with the options of a subflow.

import { implementationsOf } from '../definition/definition.ts'
import type { Rebindings } from '../definition/bind-parameters.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { Issue } from '../errors/issue.ts'
import { checkConfiguration } from '../flow/check-configuration.ts'
import type { ConfigValue } from '../flow/node-info.ts'
import type { InnerModule } from './subflow-inner.ts'
import { subflowIssue } from './subflow-issues.ts'

/** @throws {modifier/bad-option} for options of the wrong kind, as plain JavaScript may give them */
export function expectOptions(options: unknown): void {
  const expect = (holds: boolean, name: string, given: unknown, expected: string): void =>
    expectOption(holds, 'subflow', name, given, expected)
  expect(isRecord(options), 'options', options, '{ inputs, shared, config }')
  const { inputs = {}, config = {}, shared = [] } = options as Readonly<Record<string, unknown>>
  const isList = Array.isArray(shared) && shared.every((name) => typeof name === 'string')
  expect(isRecord(inputs), 'inputs', inputs, 'an object of values and references')
  expect(isRecord(config), 'config', config, 'an object of values')
  expect(isList || shared === 'all', 'shared', shared, `a list of names, or 'all'`)
}

function isRecord(value: unknown): boolean {
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
  const nodes = new Map(inner.nodes.map((node) => [node.name, node]))
  const rules = inner.nodes.find((node) => node.rules)?.rules
  const infos = rules?.configOf(inner.nodes, {}) ?? []
  const issues = checkConfiguration({ config: infos, rules }, config)
  for (const info of infos) {
    const node = Object.hasOwn(config, info.key) && nodes.get(info.key)
    if (node) issues.push(rules!.refuseNode(info, { module: node.module, exportPath: node.exportPath }))
  }
  for (const name of new Set([...told, ...places.config])) {
    const twice = Object.entries(places).flatMap(([place, names]) => (names.has(name) ? place : []))
    if (twice.length > 1) issues.push(subflowIssue('modifier/mapped-twice', { name, places: twice }))
  }
  // Of a function that could not be read no names are known; that problem is told when it is linked.
  const isRead = !inner.nodes.some((node) => [...implementationsOf(node)].some((spec) => spec.problems.length > 0))
  for (const name of isRead ? told : []) {
    if (known.has(name)) continue
    issues.push(subflowIssue('modifier/unknown-input', { name, known: [...known], isNode: nodes.has(name) }))
  }
  const unmapped = [...needed].filter(([name, neededBy]) => neededBy.length > 0 && !told.has(name))
  if (unmapped.length === 0) return issues
  const names = unmapped.map(([name, neededBy]) => {
    const isKey = infos.some(({ key }) => key === name)
    const notANode = isKey ? ('config' as const) : inner.others.get(name)
    return { name, neededBy, ...(notANode && { notANode }) }
  })
  return [...issues, subflowIssue('modifier/unmapped-input', { names })]
}
