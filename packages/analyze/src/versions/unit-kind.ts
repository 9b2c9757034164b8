// What the value of a declaration is, as far as its text tells: that decides what other code may do to it.

import type { Node } from 'oxc-parser'
import { unwrap } from '../scope/syntax.ts'

export type UnitKind =
  /** Its code never changes; only a property of it could be set. */
  | 'function'
  /** Like a function, with methods. Enums are such too. */
  | 'class'
  /** A number, a text and so on: nothing can be changed in it. */
  | 'primitive'
  /** Anything else: an array, an object, what a call gives. */
  | 'object'
  | 'statement'

export function kindOfValue(value: Node): UnitKind {
  switch (unwrap(value).type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return 'function'
    case 'ClassExpression':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return 'class'
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
      return 'regex' in unwrap(value) ? 'object' : 'primitive'
    default:
      return 'object'
  }
}

/** The name of the function that gives the value. */
export function makerOf(value: Node): string | undefined {
  const node = unwrap(value)
  if (node.type === 'AwaitExpression') return makerOf(node.argument)
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined
  const callee = unwrap(node.callee)
  return callee.type === 'Identifier' ? callee.name : undefined
}
