// Values that are written down: literals, what is put together from them, and constants that have them.

import type { ArrayExpression, Expression, ObjectExpression, ObjectProperty } from 'oxc-parser'
import type { SourceFile } from '../source/source-file.ts'
import { wordOf } from './module-scope.ts'
import type { ProjectScope } from './project-scope.ts'
import { nameOfKey } from './type-properties.ts'

/** An expression with the file in which it stands. */
export interface Written<Kind extends Expression = Expression> {
  readonly expression: Kind
  readonly file: SourceFile
}

/** A value, wrapped, because `undefined` is one too. */
export interface KnownValue {
  readonly value: unknown
}

/** Variables of a function that is followed. */
export type Variables = ReadonlyMap<string, unknown>

const DEEPEST = 30

/** The expression without what only the compiler reads: `x as T`, `x satisfies T`, `x!`. */
export function bare(expression: Expression): Expression {
  switch (expression.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return bare(expression.expression)
    default:
      return expression
  }
}

/** The expression that a name stands for, through constants and imports; itself when it is no name. */
export function follow({ expression, file }: Written, scope: ProjectScope, depth = 0): Written {
  const own = bare(expression)
  if (own.type !== 'Identifier' || depth > DEEPEST) return { expression: own, file }
  const target = scope.nameIn(file, own.name)
  if (target.kind !== 'declaration' || target.declaration.value.form !== 'expression') return { expression: own, file }
  return follow({ expression: target.declaration.value.expression, file: target.file }, scope, depth + 1)
}

export function followToObject(written: Written, scope: ProjectScope): Written<ObjectExpression> | undefined {
  const { expression, file } = follow(written, scope)
  if (expression.type === 'ObjectExpression') return { expression, file }
  return expression.type === 'CallExpression'
    ? frozen(written, expression.arguments[0], scope, followToObject)
    : undefined
}

export function followToArray(written: Written, scope: ProjectScope): Written<ArrayExpression> | undefined {
  const { expression, file } = follow(written, scope)
  if (expression.type === 'ArrayExpression') return { expression, file }
  return expression.type === 'CallExpression'
    ? frozen(written, expression.arguments[0], scope, followToArray)
    : undefined
}

/** `Object.freeze(...)` gives what it is given. */
function frozen<Result>(
  { expression: original, file: from }: Written,
  argument: Expression | { readonly type: 'SpreadElement' } | undefined,
  scope: ProjectScope,
  next: (written: Written, scope: ProjectScope) => Result | undefined,
): Result | undefined {
  const { expression, file } = follow({ expression: original, file: from }, scope)
  const isFreeze =
    expression.type === 'CallExpression' && file.text.startsWith('Object.freeze', expression.callee.start)
  return isFreeze && argument && argument.type !== 'SpreadElement'
    ? next({ expression: argument, file }, scope)
    : undefined
}

/** The elements of an array literal in order, those of spread ones included; `undefined` for one that is not known. */
export function elementsOf(
  { expression, file }: Written<ArrayExpression>,
  scope: ProjectScope,
  depth = 0,
): (Written | undefined)[] {
  return expression.elements.flatMap((element): (Written | undefined)[] => {
    if (element === null) return [undefined]
    if (element.type !== 'SpreadElement') return [{ expression: element, file }]
    const inner = depth < DEEPEST ? followToArray({ expression: element.argument, file }, scope) : undefined
    return inner ? elementsOf(inner, scope, depth + 1) : [undefined]
  })
}

/** A property of an object literal. */
export interface WrittenProperty extends Written {
  readonly name: string
  readonly key: { readonly start: number; readonly end: number }
  /** Where the property begins: its doc comment stands in front. */
  readonly start: number
}

/** The properties of an object literal in order, those of spread ones included; false when there may be others. */
export function propertiesOf(
  { expression, file }: Written<ObjectExpression>,
  scope: ProjectScope,
  depth = 0,
): { properties: WrittenProperty[]; isComplete: boolean } {
  const properties = new Map<string, WrittenProperty>()
  let isComplete = true
  for (const property of expression.properties) {
    if (property.type === 'SpreadElement') {
      const inner = depth < DEEPEST ? followToObject({ expression: property.argument, file }, scope) : undefined
      if (!inner) isComplete = false
      else {
        const all = propertiesOf(inner, scope, depth + 1)
        isComplete &&= all.isComplete
        for (const one of all.properties) properties.set(one.name, one)
      }
      continue
    }
    const name = keyOf(property, file, scope)
    if (name === undefined || property.kind !== 'init') isComplete = false
    else {
      const { key, value, start } = property
      const place = property.shorthand && value.type === 'Identifier' ? wordOf(value) : key
      properties.set(name, { name, key: place, start, expression: value, file })
    }
  }
  return { properties: [...properties.values()], isComplete }
}

function keyOf({ key, computed }: ObjectProperty, file: SourceFile, scope: ProjectScope): string | undefined {
  if (!computed) return nameOfKey(key)
  const known = key.type === 'PrivateIdentifier' ? undefined : valueOf({ expression: key, file }, scope)
  return typeof known?.value === 'string' || typeof known?.value === 'number' ? String(known.value) : undefined
}

/** The value of an expression, when all of it is written down. */
export function valueOf(
  written: Written,
  scope: ProjectScope,
  variables: Variables = new Map(),
  depth = 0,
): KnownValue | undefined {
  if (depth > DEEPEST) return undefined
  const { file } = written
  const expression = bare(written.expression)
  const next = (inner: Expression): KnownValue | undefined =>
    valueOf({ expression: inner, file }, scope, variables, depth + 1)
  switch (expression.type) {
    case 'Literal':
      return 'regex' in expression ? undefined : { value: expression.value }
    case 'TemplateLiteral': {
      const parts = expression.expressions.map(next)
      if (!parts.every((one) => one && isPrimitive(one.value))) return undefined
      const texts = expression.quasis.map((one) => one.value.cooked)
      return {
        value: texts.map((text, index) => text + (index < parts.length ? String(parts[index]!.value) : '')).join(''),
      }
    }
    case 'Identifier': {
      const { name } = expression
      if (variables.has(name)) {
        const value = variables.get(name)
        return value === NOT_KNOWN ? undefined : { value }
      }
      if (name === 'undefined') return { value: undefined }
      const led = follow({ expression, file }, scope)
      return led.expression.type === 'Identifier' ? undefined : valueOf(led, scope, new Map(), depth + 1)
    }
    case 'UnaryExpression': {
      const inner = next(expression.argument)
      if (expression.operator !== '-' || typeof inner?.value !== 'number') return undefined
      return { value: -inner.value }
    }
    case 'ArrayExpression': {
      const items: unknown[] = []
      for (const one of expression.elements) {
        if (one === null) return undefined
        if (one.type !== 'SpreadElement') {
          items.push((next(one) ?? { value: NOT_KNOWN }).value)
          continue
        }
        const spread = next(one.argument)?.value
        if (!Array.isArray(spread)) return undefined
        items.push(...(spread as unknown[]))
      }
      return { value: items }
    }
    case 'ObjectExpression': {
      const { properties, isComplete } = propertiesOf({ expression, file }, scope)
      if (!isComplete) return undefined
      const entries = properties.map((one) => [
        one.name,
        (valueOf(one, scope, variables, depth + 1) ?? { value: NOT_KNOWN }).value,
      ])
      return { value: Object.fromEntries(entries) as object }
    }
    case 'MemberExpression': {
      const object = next(expression.object)?.value
      const key = expression.computed
        ? next(expression.property)?.value
        : (expression.property as { name?: string }).name
      if (typeof object !== 'object' || object === null || typeof key !== 'string' || !Object.hasOwn(object, key))
        return undefined
      const value = (object as Record<string, unknown>)[key]
      return value === NOT_KNOWN ? undefined : { value }
    }
    default:
      return undefined
  }
}

/** What a function of one expression gives for these arguments. */
export function resultOf(written: Written, given: readonly unknown[], scope: ProjectScope): KnownValue | undefined {
  const { expression, file } = follow(written, scope)
  if (expression.type !== 'ArrowFunctionExpression' && expression.type !== 'FunctionExpression') return undefined
  const variables = new Map<string, unknown>()
  for (const [index, param] of expression.params.entries()) {
    const value = index < given.length ? given[index] : undefined
    if (param.type === 'Identifier') variables.set(param.name, value)
    else if (param.type !== 'ObjectPattern' || typeof value !== 'object' || value === null) return undefined
    else {
      for (const property of param.properties) {
        if (property.type === 'RestElement' || property.computed || property.value.type !== 'Identifier')
          return undefined
        const name = nameOfKey(property.key)
        if (name === undefined) return undefined
        const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
        variables.set(property.value.name, own)
      }
    }
  }
  const { body } = expression
  if (!body) return undefined
  if (body.type !== 'BlockStatement') return valueOf({ expression: body, file }, scope, variables)
  const [only] = body.body
  const isReturn = body.body.length === 1 && only?.type === 'ReturnStatement' && only.argument
  return isReturn ? valueOf({ expression: only.argument!, file }, scope, variables) : undefined
}

/** In the place of a part that is not known, where the rest is. */
const NOT_KNOWN: unique symbol = Symbol('not known')

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'symbol' && typeof value !== 'function')
}
