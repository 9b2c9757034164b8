// The properties of a type that syntax can follow: literals, interfaces, aliases, and what is commonly made of them.

import type { TSSignature, TSType, TSTypeName } from 'oxc-parser'
import type { SourceFile } from '../source/source-file.ts'
import { documentationBefore } from './doc-comments.ts'
import type { Documentation } from './documentation.ts'
import type { TypeDeclaration } from './module-scope.ts'
import { placeOf, type Place } from './place.ts'
import type { ProjectScope } from './project-scope.ts'
import { textOf } from './type-text.ts'

interface TypedProperty {
  readonly name: string
  readonly optional: boolean
  /** Of the name. */
  readonly place: Place
  /** Absent when none is written. */
  readonly type?: string
  readonly documentation?: Documentation
}

export interface TypedProperties {
  /** By name, in the order of writing. */
  readonly properties: ReadonlyMap<string, TypedProperty>
  /** False when it may have more: an index signature, or a part that syntax cannot follow. */
  readonly isComplete: boolean
}

const NONE: TypedProperties = { properties: new Map(), isComplete: false }
/** Aliases of aliases: nobody writes that many. */
const DEEPEST = 20

/** What is known of the properties; nothing, and not complete, when syntax cannot follow the type. */
export function propertiesOfType(type: TSType, file: SourceFile, scope: ProjectScope, depth = 0): TypedProperties {
  if (depth > DEEPEST) return NONE
  const next = (inner: TSType): TypedProperties => propertiesOfType(inner, file, scope, depth + 1)
  switch (type.type) {
    case 'TSTypeLiteral':
      return ofMembers(type.members, file)
    case 'TSParenthesizedType':
      return next(type.typeAnnotation)
    case 'TSIntersectionType':
      return merge(type.types.map(next))
    case 'TSTypeReference': {
      const parts = type.typeArguments?.params ?? []
      const { typeName } = type
      const [first, second] = parts
      if (typeName.type === 'Identifier' && first) {
        const known = ofUtility(typeName.name, first, second, next)
        if (known) return known
      }
      return ofReference(typeName, file, scope, depth)
    }
    case 'TSTypeOperator':
      return type.operator === 'readonly' ? next(type.typeAnnotation) : NONE
    default:
      return NONE
  }
}

function ofUtility(
  name: string,
  first: TSType,
  second: TSType | undefined,
  next: (inner: TSType) => TypedProperties,
): TypedProperties | undefined {
  switch (name) {
    case 'Readonly':
    case 'NonNullable':
    case 'NoInfer':
      return next(first)
    case 'Partial':
    case 'Required':
      return changed(next(first), (one) => ({ ...one, optional: name === 'Partial' }))
    case 'Pick':
    case 'Omit': {
      const names = second && namesIn(second)
      if (!names) return NONE
      const all = next(first)
      const kept = [...all.properties].filter(([key]) => names.has(key) === (name === 'Pick'))
      const isComplete = all.isComplete || (name === 'Pick' && [...names].every((one) => all.properties.has(one)))
      return { properties: new Map(kept), isComplete }
    }
    default:
      return undefined
  }
}

function ofReference(typeName: TSTypeName, file: SourceFile, scope: ProjectScope, depth: number): TypedProperties {
  if (typeName.type === 'TSQualifiedName') {
    const { left, right } = typeName
    const space = left.type === 'Identifier' ? scope.namespaceIn(file, left.name) : undefined
    const found = space === undefined ? undefined : scope.exportOf(space, right.name)
    return found?.kind === 'types' ? ofDeclarations(found.types, found.file, scope, depth) : NONE
  }
  if (typeName.type !== 'Identifier') return NONE
  const found = scope.typeIn(file, typeName.name)
  return found.kind === 'types' ? ofDeclarations(found.types, found.file, scope, depth) : NONE
}

function ofDeclarations(
  types: readonly TypeDeclaration[],
  file: SourceFile,
  scope: ProjectScope,
  depth: number,
): TypedProperties {
  const parts = types.map((one): TypedProperties => {
    if (one.type === 'TSTypeAliasDeclaration') return propertiesOfType(one.typeAnnotation, file, scope, depth + 1)
    if (one.type !== 'TSInterfaceDeclaration') return NONE
    const bases = one.extends.map(({ expression }) =>
      expression.type === 'Identifier' ? ofReference(expression as TSTypeName, file, scope, depth + 1) : NONE,
    )
    return merge([...bases, ofMembers(one.body.body, file)])
  })
  return parts.length === 0 ? NONE : merge(parts)
}

function ofMembers(members: readonly TSSignature[], file: SourceFile): TypedProperties {
  const properties = new Map<string, TypedProperty>()
  let isComplete = true
  for (const member of members) {
    if (member.type === 'TSIndexSignature') isComplete = false
    if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature') continue
    const { key, computed, optional } = member
    const name = nameOfKey(key)
    if (name === undefined || (computed && key.type === 'Identifier')) {
      isComplete = false
      continue
    }
    const documentation = documentationBefore(file, member.start)
    const type = textOfMember(member, file)
    properties.set(name, {
      name,
      optional,
      place: placeOf(file, key),
      ...(type !== undefined && { type }),
      ...(documentation && { documentation }),
    })
  }
  return { properties, isComplete }
}

function textOfMember(
  member: Extract<TSSignature, { type: 'TSPropertySignature' | 'TSMethodSignature' }>,
  file: SourceFile,
): string | undefined {
  if (member.type === 'TSPropertySignature') {
    return member.typeAnnotation ? textOf(file, member.typeAnnotation.typeAnnotation) : undefined
  }
  // `write(value: T): void` is the same as `write: (value: T) => void` to whoever reads it.
  const returns = member.returnType?.typeAnnotation
  const head = textOf(file, { start: member.key.end, end: member.returnType?.start ?? member.end }).trim()
  return `${head.replace(/^\?/, '')} => ${returns ? textOf(file, returns) : 'any'}`
}

/** Of several types that hold at once: a property is optional when it is so in all. */
function merge(parts: readonly TypedProperties[]): TypedProperties {
  const properties = new Map<string, TypedProperty>()
  for (const part of parts) {
    for (const [name, one] of part.properties) {
      const before = properties.get(name)
      properties.set(name, before ? { ...one, optional: before.optional && one.optional } : one)
    }
  }
  return { properties, isComplete: parts.every((part) => part.isComplete) }
}

function changed(
  { properties, isComplete }: TypedProperties,
  change: (one: TypedProperty) => TypedProperty,
): TypedProperties {
  return { properties: new Map([...properties].map(([name, one]) => [name, change(one)])), isComplete }
}

/** Of a union of texts. */
function namesIn(type: TSType): ReadonlySet<string> | undefined {
  if (type.type === 'TSLiteralType') {
    return type.literal.type === 'Literal' && typeof type.literal.value === 'string'
      ? new Set([type.literal.value])
      : undefined
  }
  if (type.type !== 'TSUnionType') return undefined
  const parts = type.types.map(namesIn)
  return parts.every((one) => one !== undefined) ? new Set(parts.flatMap((one) => [...one])) : undefined
}

/** The property that a key names: a word, a text or a number. */
export function nameOfKey(key: {
  readonly type: string
  readonly name?: unknown
  readonly value?: unknown
  readonly bigint?: unknown
}): string | undefined {
  if (key.type === 'Identifier') return key.name as string
  if (key.type !== 'Literal') return undefined
  if (typeof key.bigint === 'string') return BigInt(key.bigint).toString()
  return typeof key.value === 'string' || typeof key.value === 'number' ? String(key.value) : undefined
}
