// Goes through a syntax tree, and tells of every call with the name that stands before it.

import type { CallExpression, Program } from 'oxc-parser'

/** The property or variable that gets the value, if there is one. */
type Visit = (call: CallExpression, name: string | undefined) => void

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

/** Outer calls come before inner ones. */
export function eachCall(program: Program, visit: Visit): void {
  walk(program as unknown as Node, undefined, visit)
}

function walk(node: Node, name: string | undefined, visit: Visit): void {
  if (node.type === 'CallExpression') visit(node as unknown as CallExpression, name)
  const own =
    node.type === 'Property' ? nameOf(node['key']) : node.type === 'VariableDeclarator' ? nameOf(node['id']) : undefined
  // The name of an object is not that of what is in it, but a call in the chain of another has its name.
  const inner = own ?? (/^(?:CallExpression|MemberExpression|TS\w+|ExportNamed\w+)$/.test(node.type) ? name : undefined)
  for (const key in node) {
    const value = node[key]
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) for (const one of value) if (isNode(one)) walk(one, inner, visit)
    if (isNode(value)) walk(value, inner, visit)
  }
}

function isNode(value: unknown): value is Node {
  return typeof (value as Node | null)?.type === 'string'
}

function nameOf(key: unknown): string | undefined {
  const { type, name, value } = key as { type: string; name?: string; value?: unknown }
  return type === 'Identifier' ? name : typeof value === 'string' ? value : undefined
}
