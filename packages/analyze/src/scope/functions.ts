// What a function, a method or a class says about the names in it: its parameters, its own name, when its code runs.

import type { Class, Node } from 'oxc-parser'
import type { FunctionUse, Walk } from './calls.ts'
import type { Collector } from './collector.ts'
import { lexicalNames, patternNames, varNames } from './declared-names.ts'
import { forEachChild, isFunction, staticKey, unwrap, type FunctionNode } from './syntax.ts'

/** A function is walked as code that runs later, unless it runs now. */
export function visitFunction(
  node: FunctionNode,
  { runsNow = false, isConstructor = false, isArgument = false, aliases = [] }: FunctionUse,
  walk: Walk,
  found: Collector,
): void {
  const isArrow = node.type === 'ArrowFunctionExpression'
  const outer = found.isConstructing
  // An arrow function has the `this` of the place around it.
  found.isConstructing = isConstructor || (isArrow && outer)
  const { level } = found.scopes
  found.functions++
  if (!runsNow) {
    found.deferred++
    // What is handed to a call runs with the function around it.
    found.scopes.level = isArgument ? Math.max(level, 1) : level + 1
  }
  const ownNames = node.type === 'FunctionExpression' && node.id ? [node.id.name] : []
  const parameters = node.params.flatMap((parameter) => patternNames(parameter))
  found.scopes.within(isArrow ? [] : [...ownNames, 'arguments'], () =>
    found.scopes.within(parameters, () => {
      for (const parameter of node.params) visitPattern(parameter, walk)
      visitBody(node, parameters, walk, found)
    }, ['#parameter', ...aliases]),
  )
  if (!runsNow) found.deferred--
  found.scopes.level = level
  found.functions--
  found.isConstructing = outer
}

function visitBody({ body }: FunctionNode, parameters: readonly string[], walk: Walk, found: Collector): void {
  if (!body) return
  if (body.type !== 'BlockStatement') return walk.visitResult(body)
  // A `var` that repeats a parameter is that parameter.
  const names = [...lexicalNames(body.body), ...varNames(body.body)].filter((name) => !parameters.includes(name))
  found.scopes.within(names, () => forEachChild(body, walk.visit))
}

export function visitClass(node: Class, walk: Walk, found: Collector): void {
  node.decorators.forEach(walk.visit)
  found.scopes.within(node.type === 'ClassExpression' && node.id ? [node.id.name] : [], () => {
    if (node.superClass) walk.visit(node.superClass)
    for (const member of node.body.body) visitMember(member, walk, found)
  })
}

function visitMember(member: Class['body']['body'][number], walk: Walk, found: Collector): void {
  if (member.type === 'TSIndexSignature') return
  if (member.type === 'StaticBlock') {
    const names = [...lexicalNames(member.body), ...varNames(member.body)]
    return constructing(found, () => found.scopes.within(names, () => forEachChild(member, walk.visit)))
  }
  member.decorators.forEach(walk.visit)
  if (member.computed) walk.visit(member.key)
  if (member.type === 'MethodDefinition' || member.type === 'TSAbstractMethodDefinition') {
    if (!member.value.body) return
    const { value, kind } = member
    return inMethod(member, found, () => walk.visitFunction(value, { isConstructor: kind === 'constructor' }))
  }
  const { value } = member
  if (!value || ('declare' in member && member.declare)) return
  if (!member.static) found.deferred++
  if (isFunction(unwrap(value))) inMethod(member, found, () => walk.visit(value))
  else constructing(found, () => walk.visit(value))
  if (!member.static) found.deferred--
}

/** Walks a member of a class or of an object that is a function. */
export function inMethod(
  { key, computed }: { readonly key: Node; readonly computed: boolean },
  found: Collector,
  visit: () => void,
): void {
  const outer = found.method
  found.method = key.type === 'PrivateIdentifier' ? `#${key.name}` : (staticKey(unwrap(key), computed) ?? '?')
  visit()
  found.method = outer
}

function constructing(found: Collector, visit: () => void): void {
  const outer = found.isConstructing
  found.isConstructing = true
  visit()
  found.isConstructing = outer
}

/** Default values, names in brackets and decorators of a pattern; its own names are declared already. */
export function visitPattern(pattern: Node, walk: Walk): void {
  if ('decorators' in pattern) pattern.decorators?.forEach(walk.visit)
  switch (pattern.type) {
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') continue
        if (property.computed) walk.visit(property.key)
        visitPattern(property.value, walk)
      }
      return
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) visitPattern(element, walk)
      return
    case 'AssignmentPattern':
      visitPattern(pattern.left, walk)
      return walk.visit(pattern.right)
    case 'RestElement':
      return visitPattern(pattern.argument, walk)
    case 'TSParameterProperty':
      return visitPattern(pattern.parameter, walk)
    default:
  }
}
