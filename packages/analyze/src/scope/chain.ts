// Chains of properties such as `a.b.c`: where they begin, and which names follow.

import type { Node } from 'oxc-parser'
import { staticKey, unwrap } from './syntax.ts'

export interface Chain {
  readonly root: Node
  /** The names behind the root, as far as the text tells them: `a.b[i].c` has `b`. */
  readonly path: readonly string[]
  /** The last name, when the whole chain is known and longer than its root; `undefined` also for `a[i]`. */
  readonly last: string | undefined
  /** Whether there is any property at all. */
  readonly isMember: boolean
  /** What stands in brackets and is more than a name. */
  readonly computed: readonly Node[]
}

/** Looks through `?.`, `!`, type assertions and parentheses. */
export function chainOf(node: Node): Chain {
  let path: string[] = []
  let isWhole = true
  let isMember = false
  const computed: Node[] = []
  let root = unwrap(node)
  for (;;) {
    if (root.type === 'ChainExpression') root = unwrap(root.expression)
    else if (root.type === 'MemberExpression') {
      isMember = true
      const property = unwrap(root.property)
      const key = root.computed ? staticKey(property, true) : nameOf(property)
      if (key === undefined) {
        path = []
        isWhole = false
        computed.push(property)
      } else path.push(key)
      root = unwrap(root.object)
    } else break
  }
  path.reverse()
  return { root, path, last: isWhole ? path.at(-1) : undefined, isMember, computed }
}

function nameOf(property: Node): string | undefined {
  if (property.type === 'PrivateIdentifier') return `#${property.name}`
  return property.type === 'Identifier' ? property.name : undefined
}

/** Methods of the language's own collections, dates and parameters that change what they are called on. */
const CHANGING = new Set([
  'add',
  'append',
  'clear',
  'copyWithin',
  'delete',
  'fill',
  'pop',
  'push',
  'reverse',
  'set',
  'shift',
  'sort',
  'splice',
  'unshift',
])

export function changesItsObject(method: string): boolean {
  return (
    CHANGING.has(method) || /^set(UTC)?(Date|Day|Month|FullYear|Hours|Minutes|Seconds|Milliseconds|Time)$/.test(method)
  )
}

const CHANGING_FIRST_ARGUMENT = new Set([
  'Object.assign',
  'Object.defineProperty',
  'Object.defineProperties',
  'Object.setPrototypeOf',
  'Reflect.set',
  'Reflect.defineProperty',
  'Reflect.deleteProperty',
  'Reflect.setPrototypeOf',
])

export function changesItsFirstArgument({ root, path }: Chain): boolean {
  if (root.type !== 'Identifier' || path.length !== 1) return false
  return CHANGING_FIRST_ARGUMENT.has(`${root.name}.${path[0]}`)
}
