// What a value may be another name for: to change it is then to change that.

import type { Node } from 'oxc-parser'
import { chainOf } from './chain.ts'
import type { Aliases, Scopes } from './scopes.ts'
import { unwrap } from './syntax.ts'

/** Methods that give what is in a collection. */
const GIVES_PART = new Set(['at', 'entries', 'find', 'findLast', 'get', 'next', 'pop', 'shift', 'values'])

/**
 * The names from outside of the unit that a value may be, be a part of, or hold. What a function gives is `name()`; what
 * methods give is taken to be new, unless they give what is in a collection.
 */
export function aliasesOf(value: Node | null | undefined, scopes: Scopes): Aliases {
  if (!value) return []
  const node = unwrap(value)
  switch (node.type) {
    case 'Identifier':
      return scopes.find(node.name) ?? [node.name]
    case 'ThisExpression':
      return ['#this']
    case 'MemberExpression':
    case 'ChainExpression': {
      const { root } = chainOf(node)
      return aliasesOf(root, scopes)
    }
    case 'CallExpression': {
      const { root, last, isMember } = chainOf(node.callee)
      if (isMember) return last !== undefined && GIVES_PART.has(last) ? aliasesOf(root, scopes) : []
      const callees = root.type === 'Identifier' ? aliasesOf(root, scopes) : []
      return callees.flatMap((name) => (name.startsWith('#') || name.endsWith('()') ? [] : [`${name}()`]))
    }
    case 'ConditionalExpression':
      return [...aliasesOf(node.consequent, scopes), ...aliasesOf(node.alternate, scopes)]
    case 'LogicalExpression':
      return [...aliasesOf(node.left, scopes), ...aliasesOf(node.right, scopes)]
    case 'AssignmentExpression':
      return aliasesOf(node.right, scopes)
    case 'AwaitExpression':
    case 'SpreadElement':
      return aliasesOf(node.argument, scopes)
    case 'SequenceExpression':
      return aliasesOf(node.expressions.at(-1), scopes)
    case 'ArrayExpression':
      return node.elements.flatMap((element) => aliasesOf(element, scopes))
    case 'ObjectExpression':
      return node.properties.flatMap((property) =>
        aliasesOf(property.type === 'SpreadElement' ? property : property.value, scopes),
      )
    default:
      return []
  }
}
