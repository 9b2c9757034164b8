// What a call says about the names in it: which are called, handed over, changed; which modules and files are meant.

import type { Node } from 'oxc-parser'
import { aliasesOf } from './aliases.ts'
import { chainOf, changesItsFirstArgument, changesItsObject, type Chain } from './chain.ts'
import type { Collector } from './collector.ts'
import { Use } from './findings.ts'
import type { Aliases } from './scopes.ts'
import { isFunction, staticString, unwrap, type FunctionNode } from './syntax.ts'

export type CallNode = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>
/** How a function is met. */
export interface FunctionUse {
  /** It is called where it stands, while the file is loaded. */
  readonly runsNow?: boolean
  readonly isConstructor?: boolean
  /** It is handed to a call, that may call it. */
  readonly isArgument?: boolean
  /** What its parameters may stand for. */
  readonly aliases?: Aliases
}

/** A walk over a unit, for those who know one kind of syntax. */
export interface Walk {
  readonly visit: (node: Node) => void
  /** What a chain begins with that is not a name. */
  readonly visitRoot: (root: Node, path: readonly string[]) => void
  /** What a function gives. */
  readonly visitResult: (node: Node) => void
  readonly visitFunction: (node: FunctionNode, how?: FunctionUse) => void
}

/**
 * @param path what is read of the result, for calls that give a module
 * @param uses more about how the function is used
 */
export function visitCall(
  node: CallNode,
  walk: Walk,
  found: Collector,
  { path = [], uses = 0 }: { readonly path?: readonly string[]; readonly uses?: number } = {},
): void {
  const callee = unwrap(node.callee)
  if (isFunction(callee)) {
    node.arguments.forEach((argument) => visitArgument(argument, [], walk, found))
    return walk.visitFunction(callee, { runsNow: found.deferred === 0 })
  }
  const chain = chainOf(callee)
  if (visitRequire(node, chain, path, walk, found)) return
  if (node.type === 'NewExpression' && visitBesideModule(node, chain, found)) return
  const how = uses | (node.type === 'NewExpression' ? Use.constructed : 0)
  visitCallee(chain, how | (node.arguments.length === 0 ? Use.empty : 0), walk, found)
  const handed = handedTo(chain, found)
  node.arguments.forEach((argument, index) => {
    if (index === 0 && changesItsFirstArgument(chain)) changeIn(argument, found)
    visitArgument(argument, aliasesOfParameters(chain, found), walk, found, handed)
  })
}

/** What is called, tagged or decorating. */
export function visitCallee(chain: Chain, uses: number, walk: Walk, found: Collector): void {
  const { root, path, last, isMember, computed } = chain
  found.calls(root.type === 'Identifier' && found.scopes.find(root.name) === undefined ? root.name : '?')
  const changes = last !== undefined && changesItsObject(last) ? Use.written : 0
  const how = uses | Use.called | (isMember ? Use.method | changes : 0)
  if (root.type === 'Identifier') found.use(root.name, path, how, root)
  else if (root.type === 'ThisExpression') {
    // `this.items.push(x)` changes the object; what `this.save()` does is said by its own method.
    if (path.length > 1) found.useAlias('#this', changes, root)
    else if (last !== undefined) found.callsOwnMethod(last)
  } else {
    if (isMember)
      for (const alias of aliasesOf(root, found.scopes)) found.useAlias(alias, how & (Use.written | Use.method), root)
    walk.visitRoot(root, path)
  }
  computed.forEach(walk.visit)
}

/** What a call does with what it is given: a collection keeps it; what the caller brought may change it. */
function handedTo({ root, last, isMember }: Chain, found: Collector): number {
  if (last !== undefined && changesItsObject(last)) return Use.kept
  const isBrought =
    !isMember && root.type === 'Identifier' && found.scopes.find(root.name)?.includes('#parameter') === true
  return isBrought ? Use.passed | Use.lent : Use.passed
}

/** Something is changed inside, not replaced. */
function changeIn(target: Node, found: Collector): void {
  const { root, path } = chainOf(target)
  if (root.type === 'Identifier') found.use(root.name, path, Use.written, root)
  else for (const alias of aliasesOf(root, found.scopes)) found.useAlias(alias, Use.written, root)
}

/** What is assigned to, changed in place or deleted. */
export function visitTarget(target: Node, walk: Walk, found: Collector): void {
  const inner = unwrap(target)
  switch (inner.type) {
    case 'ArrayPattern':
      return inner.elements.forEach((element) => element && visitTarget(element, walk, found))
    case 'ObjectPattern':
      for (const property of inner.properties) {
        if (property.type === 'RestElement') visitTarget(property, walk, found)
        else {
          if (property.computed) walk.visit(property.key)
          visitTarget(property.value, walk, found)
        }
      }
      return
    case 'AssignmentPattern':
      visitTarget(inner.left, walk, found)
      return walk.visit(inner.right)
    case 'RestElement':
      return visitTarget(inner.argument, walk, found)
    default:
  }
  const { root, path, isMember, computed } = chainOf(inner)
  computed.forEach(walk.visit)
  if (root.type !== 'Identifier') {
    for (const alias of aliasesOf(root, found.scopes)) found.useAlias(alias, Use.written, root)
    if (root.type !== 'ThisExpression') walk.visit(root)
  } else if (isMember || found.scopes.find(root.name) === undefined) found.use(root.name, path, Use.written, root)
  // To give a local variable another value changes nothing that it stood for.
  else found.writesLocal(root.name)
}

function visitArgument(
  argument: Node,
  aliases: Aliases,
  walk: Walk,
  found: Collector,
  uses: number = Use.passed,
): void {
  const inner = unwrap(argument.type === 'SpreadElement' ? argument.argument : argument)
  if (isFunction(inner)) return walk.visitFunction(inner, { isArgument: true, aliases })
  const { root, path, computed } = chainOf(inner)
  if (root.type === 'Identifier') {
    computed.forEach(walk.visit)
    found.use(root.name, path, uses, root)
  } else walk.visit(inner)
}

/** In `rows.forEach((row) => ...)`, a row is part of rows. The first parameter of `reduce` is not. */
function aliasesOfParameters({ root, last, isMember }: Chain, found: Collector): Aliases {
  return isMember && last !== undefined && !last.startsWith('reduce') ? aliasesOf(root, found.scopes) : []
}

/**
 * `require('x')`, `require.resolve('x')`, `createRequire(import.meta.url)('x')`. Whether `require` is what it is called
 * will be seen when the names of the file are known.
 */
function visitRequire(node: CallNode, chain: Chain, path: readonly string[], walk: Walk, found: Collector): boolean {
  if (node.type !== 'CallExpression') return false
  if (isCreateRequire(node)) {
    found.late('createRequire', undefined, [], node)
    return true
  }
  const { root, last, path: properties } = chain
  const isResolve = last === 'resolve' && properties.length === 1
  if (chain.isMember && !isResolve) return false
  const specifier = staticString(node.arguments[0])
  const read = isResolve ? [] : path
  if (root.type === 'Identifier' && /require/i.test(root.name) && found.scopes.find(root.name) === undefined) {
    found.late(root.name, specifier, read, node)
    return false
  }
  if (root.type !== 'CallExpression' || !isCreateRequire(root)) return false
  found.late('createRequire', specifier, read, node)
  if (specifier === undefined) node.arguments.forEach((argument) => visitArgument(argument, [], walk, found))
  return true
}

/** Whether this is `createRequire(...)`, by that name. */
export function isCreateRequire(node: Node): boolean {
  if (node.type !== 'CallExpression') return false
  const callee = unwrap(node.callee)
  return callee.type === 'Identifier' && callee.name === 'createRequire'
}

/** `new URL('./data.csv', import.meta.url)` */
function visitBesideModule(node: CallNode, { root, isMember }: Chain, found: Collector): boolean {
  const [file, base] = node.arguments
  if (root.type !== 'Identifier' || root.name !== 'URL' || isMember || !base) return false
  const from = chainOf(base)
  if (from.root.type !== 'MetaProperty' || from.last !== 'url') return false
  const specifier = staticString(file)
  if (specifier === undefined) return false
  found.use('URL', [], Use.called, node)
  if (!/^[a-z][a-z+.-]*:/i.test(specifier)) found.asset(specifier, node)
  return true
}

/** `import.meta` says where the file stands and what the tools around it set: neither is code. */
export function visitMeta(path: readonly string[], node: Node, found: Collector): void {
  if (node.type !== 'MetaProperty' || node.meta.name !== 'import') return
  const [name] = path
  // A module of nodes is never the program itself, nor under an in-source test.
  if (name === 'main' || name === 'vitest') return
  const what = ['import.meta', ...(name === undefined ? [] : [name])].join('.')
  found.remark(name === 'env' ? 'impure' : 'caveat', what, node)
}
