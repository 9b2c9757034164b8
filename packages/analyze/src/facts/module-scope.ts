// The names at the top level of one file: what it declares, imports and exports, as written.

import type {
  BindingPattern,
  Class,
  Directive,
  Expression,
  Function as FunctionNode,
  ModuleExportName,
  Statement,
  TSInterfaceDeclaration,
  TSType,
  TSTypeAliasDeclaration,
} from 'oxc-parser'
import type { SourceFile } from '../source/source-file.ts'
import type { Stretch } from './place.ts'

/** A value that has a name. */
export interface Declaration {
  /** Of the binding; `default` for what is exported without a name. */
  readonly name: string
  readonly binding: Stretch
  /** The whole statement, with `export` in front. */
  readonly statement: Stretch
  readonly value: DeclaredValue
}

type DeclaredValue =
  | { readonly form: 'function'; readonly fn: FunctionNode }
  | { readonly form: 'class'; readonly class: Class }
  /** `annotation`: the type behind the name of a variable. */
  | { readonly form: 'expression'; readonly expression: Expression; readonly annotation?: TSType }
  /** An enum or a namespace. */
  | { readonly form: 'object' }
  /** Nothing that syntax could follow: a part of a pattern, or declared without a value. */
  | { readonly form: 'unknown' }

export interface ImportedName {
  readonly specifier: string
  /** `*` for the whole module. */
  readonly name: string
  readonly isType: boolean
  readonly binding: Stretch
}

/** A name that a module gives to others. */
interface ExportedName {
  /** `*` for `export * from`. */
  readonly name: string
  readonly place: Stretch
  readonly isType: boolean
  /** A name of this module, or one of another module. */
  readonly target: { readonly local: string } | { readonly specifier: string; readonly name: string }
}

export type TypeDeclaration = TSInterfaceDeclaration | TSTypeAliasDeclaration | Class

export interface ModuleScope {
  readonly declarations: ReadonlyMap<string, Declaration>
  /** An interface may be declared in several parts. */
  readonly types: ReadonlyMap<string, readonly TypeDeclaration[]>
  readonly imports: ReadonlyMap<string, ImportedName>
  /** In the order of writing. */
  readonly exports: readonly ExportedName[]
  /** True for a CommonJS file: what it exports is decided by assignments. */
  readonly isScript: boolean
}

const KNOWN = new WeakMap<SourceFile, ModuleScope>()

export function scopeOf(file: SourceFile): ModuleScope {
  let scope = KNOWN.get(file)
  if (!scope) KNOWN.set(file, (scope = readScope(file)))
  return scope
}

interface Reading {
  readonly declarations: Map<string, Declaration>
  readonly types: Map<string, TypeDeclaration[]>
  readonly imports: Map<string, ImportedName>
  readonly exports: ExportedName[]
  /** Where the first signature of an overloaded function begins: it has the documentation. */
  readonly signatures: Map<string, number>
}

function readScope({ program, module }: SourceFile): ModuleScope {
  const declarations = new Map<string, Declaration>()
  const types = new Map<string, TypeDeclaration[]>()
  const imports = new Map<string, ImportedName>()
  const exports: ExportedName[] = []
  const reading: Reading = { declarations, types, imports, exports, signatures: new Map() }
  for (const statement of program.body) readStatement(reading, statement)
  return { declarations, types, imports, exports, isScript: !module.hasModuleSyntax }
}

function readStatement(reading: Reading, statement: Statement | Directive): void {
  switch (statement.type) {
    case 'ImportDeclaration': {
      const specifier = statement.source.value
      for (const one of statement.specifiers) {
        const named = one.type === 'ImportSpecifier' ? textOf(one.imported) : undefined
        reading.imports.set(one.local.name, {
          specifier,
          name: named ?? (one.type === 'ImportNamespaceSpecifier' ? '*' : 'default'),
          isType: statement.importKind === 'type' || (one.type === 'ImportSpecifier' && one.importKind === 'type'),
          binding: one.local,
        })
      }
      return
    }
    case 'ExportAllDeclaration': {
      const isType = statement.exportKind === 'type'
      const specifier = statement.source.value
      const { exported } = statement
      const name = exported ? textOf(exported) : '*'
      reading.exports.push({ name, place: exported ?? statement, isType, target: { specifier, name: '*' } })
      return
    }
    case 'ExportNamedDeclaration': {
      const isType = statement.exportKind === 'type'
      const specifier = statement.source?.value
      for (const one of statement.specifiers) {
        const local = textOf(one.local)
        reading.exports.push({
          name: textOf(one.exported),
          place: one.exported,
          isType: isType || one.exportKind === 'type',
          target: specifier === undefined ? { local } : { specifier, name: local },
        })
      }
      if (!statement.declaration) return
      const { declaration } = statement
      if (declaration.type === 'TSInterfaceDeclaration' || declaration.type === 'TSTypeAliasDeclaration') {
        const { name } = declaration.id
        reading.exports.push({ name, place: declaration.id, isType: true, target: { local: name } })
      }
      for (const { name, binding } of declare(reading, declaration, statement)) {
        reading.exports.push({ name, place: binding, isType: false, target: { local: name } })
      }
      return
    }
    case 'ExportDefaultDeclaration': {
      const { declaration } = statement
      if (declaration.type === 'TSInterfaceDeclaration') return
      const named = 'id' in declaration && declaration.id ? declaration.id : undefined
      const binding = named ?? { start: statement.start, end: declaration.start }
      const name = named?.name ?? 'default'
      const value = valueOf(declaration)
      reading.declarations.set(name, { name, binding, statement, value })
      reading.exports.push({ name: 'default', place: binding, isType: false, target: { local: name } })
      return
    }
    default:
      declare(reading, statement, statement)
  }
}

/** Every name that a statement declares as a value. */
function declare(
  { declarations, types, signatures }: Reading,
  inner: Statement | Directive,
  statement: Stretch,
): { name: string; binding: Stretch }[] {
  const put = (name: string, binding: Stretch, value: DeclaredValue): { name: string; binding: Stretch } => {
    declarations.set(name, { name, binding, statement, value })
    return { name, binding }
  }
  const putType = (name: string, type: TypeDeclaration): void => {
    types.set(name, [...(types.get(name) ?? []), type])
  }
  switch (inner.type) {
    case 'TSDeclareFunction':
      if (inner.id && !signatures.has(inner.id.name)) signatures.set(inner.id.name, statement.start)
      return []
    case 'FunctionDeclaration': {
      if (!inner.id) return []
      const { name } = inner.id
      const start = signatures.get(name) ?? statement.start
      declarations.set(name, {
        name,
        binding: inner.id,
        statement: { start, end: statement.end },
        value: { form: 'function', fn: inner },
      })
      return [{ name, binding: inner.id }]
    }
    case 'ClassDeclaration':
      if (!inner.id) return []
      putType(inner.id.name, inner)
      return [put(inner.id.name, inner.id, { form: 'class', class: inner })]
    case 'VariableDeclaration':
      return inner.declarations.flatMap(({ id, init }) => {
        if (id.type !== 'Identifier') return namesIn(id).map((one) => put(one.name, one, { form: 'unknown' }))
        const annotation = id.typeAnnotation?.typeAnnotation
        const value: DeclaredValue =
          init && inner.declare !== true
            ? { form: 'expression', expression: init, ...(annotation && { annotation }) }
            : { form: 'unknown' }
        return [put(id.name, wordOf(id), value)]
      })
    case 'TSEnumDeclaration':
      return inner.declare ? [] : [put(inner.id.name, inner.id, { form: 'object' })]
    case 'TSModuleDeclaration':
      return inner.declare || inner.id.type !== 'Identifier' ? [] : [put(inner.id.name, inner.id, { form: 'object' })]
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      putType(inner.id.name, inner)
      return []
    default:
      return []
  }
}

function valueOf(declaration: Expression | FunctionNode | Class): DeclaredValue {
  if (declaration.type === 'FunctionDeclaration') return { form: 'function', fn: declaration }
  if (declaration.type === 'ClassDeclaration') return { form: 'class', class: declaration }
  return { form: 'expression', expression: declaration }
}

/** Every name that a pattern binds. */
function namesIn(pattern: BindingPattern): { name: string; start: number; end: number }[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern.name, ...wordOf(pattern) }]
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) =>
        one === null ? [] : namesIn(one.type === 'RestElement' ? one.argument : one),
      )
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => namesIn(one.type === 'RestElement' ? one.argument : one.value))
  }
}

/** Of a binding the name alone: the parser counts the type behind it in. */
export function wordOf({ name, start }: { readonly name: string; readonly start: number }): Stretch {
  return { start, end: start + name.length }
}

function textOf(name: ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name
}
