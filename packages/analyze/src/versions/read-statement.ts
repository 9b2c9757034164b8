// One top-level statement of a file, read by itself: the units in it, and what it imports and exports. Nothing here
// depends on the rest of the file, so that what was read of a statement holds as long as its text stays.

import { hash } from 'node:crypto'
import type { Node } from 'oxc-parser'
import { moduleName, patternNames, varNames } from '../scope/declared-names.ts'
import { chainOf } from '../scope/chain.ts'
import type { Findings } from '../scope/findings.ts'
import { findReferences } from '../scope/find-references.ts'
import { forEachChild, isErased, unwrap } from '../scope/syntax.ts'
import { normalForm } from './normal-form.ts'
import { kindOfValue, makerOf, type UnitKind } from './unit-kind.ts'

/** The smallest piece of code that has a hash: a declaration, one variable of several, or a statement. */
export interface UnitText {
  /** What it declares; empty for a statement that declares nothing. */
  readonly names: readonly string[]
  readonly kind: UnitKind
  /** SHA-256 of its normal form, in hex. */
  readonly hash: string
  /** Offset of its first character, from the start of the statement. */
  readonly offset: number
  /** How many characters it has. */
  readonly length: number
  readonly findings: Findings
  /** The function that gives its value, by name. */
  readonly maker: string | undefined
  /** True for the value of a saved node, without what it is saved to: a part of the declaration beside it. */
  readonly isValue?: true
}

/** Where a name comes from: `*` is the whole module. */
export interface Source {
  readonly specifier: string
  readonly imported: string
}

export interface Statement {
  readonly start: number
  readonly end: number
  readonly units: readonly UnitText[]
  readonly imports: readonly (Source & { readonly local: string })[]
  readonly exports: readonly ({ readonly exported: string } & ({ readonly local: string } | Source))[]
  /** `export * from` */
  readonly stars: readonly string[]
  /** `import './x'`, for what it does. */
  readonly bareImports: readonly string[]
  /** Names that it mentions without being a unit: what it does matters to nobody, but it loads what it imports. */
  readonly mentioned: readonly string[]
  /** Only such a file is a module of the language; others are CommonJS or plain scripts. */
  readonly isModuleSyntax: boolean
}

const NOTHING: Omit<Statement, 'start' | 'end'> = {
  units: [],
  imports: [],
  exports: [],
  stars: [],
  bareImports: [],
  mentioned: [],
  isModuleSyntax: false,
}

/** The local name of a default export that has no name of its own. */
export const DEFAULT = '*default*'

export function readStatement(node: Node): Statement {
  return { ...NOTHING, start: node.start, end: node.end, ...contentsOf(node) }
}

function contentsOf(node: Node): Partial<Statement> {
  switch (node.type) {
    case 'ImportDeclaration':
      return { isModuleSyntax: true, ...(node.importKind === 'type' ? {} : readImport(node)) }
    case 'ExportAllDeclaration': {
      if (node.exportKind === 'type') return { isModuleSyntax: true }
      const specifier = node.source.value
      if (!node.exported) return { isModuleSyntax: true, stars: [specifier] }
      return { isModuleSyntax: true, exports: [{ exported: textOf(node.exported), specifier, imported: '*' }] }
    }
    case 'ExportNamedDeclaration':
      return { isModuleSyntax: true, ...(node.exportKind === 'type' ? {} : readNamedExport(node)) }
    case 'ExportDefaultDeclaration': {
      const { declaration } = node
      if (isErased(declaration)) return { isModuleSyntax: true }
      const own = 'id' in declaration && declaration.type !== 'FunctionExpression' ? declaration.id : null
      const name = own?.type === 'Identifier' && isDeclaration(declaration) ? own.name : DEFAULT
      // `export default x` exports what x is.
      const value = unwrap(declaration)
      if (value.type === 'Identifier')
        return { isModuleSyntax: true, exports: [{ exported: 'default', local: value.name }] }
      const unit = unitOf(declaration, declaration, [name], node, kindOfValue(declaration))
      return { isModuleSyntax: true, units: [unit], exports: [{ exported: 'default', local: name }] }
    }
    case 'TSExportAssignment': {
      const value = unwrap(node.expression)
      const local = value.type === 'Identifier' ? value.name : DEFAULT
      const exports = ['default', '='].map((exported) => ({ exported, local }))
      const units = local === DEFAULT ? [unitOf(value, value, [DEFAULT], node, kindOfValue(value))] : []
      return { isModuleSyntax: true, units, exports }
    }
    case 'TSImportEqualsDeclaration':
      if (node.importKind !== 'type' && node.moduleReference.type === 'TSExternalModuleReference') {
        const specifier = node.moduleReference.expression.value
        return { isModuleSyntax: true, imports: [{ local: node.id.name, specifier, imported: '=' }] }
      }
      return { units: readUnits(node, node) }
    default: {
      if (isErased(node) || isStatementWithEffect(node)) return { units: readUnits(node, node) }
      return { mentioned: findReferences(node, node.start).references.map(({ name }) => name) }
    }
  }
}

function readImport(node: Extract<Node, { type: 'ImportDeclaration' }>): Partial<Statement> {
  const specifier = node.source.value
  if (node.specifiers.length === 0) return { bareImports: [specifier] }
  const imports = node.specifiers.flatMap((one) => {
    if (one.type === 'ImportSpecifier' && one.importKind === 'type') return []
    const imported =
      one.type === 'ImportSpecifier' ? textOf(one.imported) : one.type === 'ImportDefaultSpecifier' ? 'default' : '*'
    return [{ local: one.local.name, specifier, imported }]
  })
  return { imports }
}

function readNamedExport(node: Extract<Node, { type: 'ExportNamedDeclaration' }>): Partial<Statement> {
  if (node.declaration) {
    const units = readUnits(node.declaration, node)
    const declared = units.filter(({ isValue }) => !isValue).flatMap(({ names }) => names)
    const exports = declared.map((name) => ({ exported: name, local: name }))
    return { units, exports }
  }
  const exports = node.specifiers
    .filter(({ exportKind }) => exportKind !== 'type')
    .map(({ local, exported }) => ({
      exported: textOf(exported),
      ...(node.source ? { specifier: node.source.value, imported: textOf(local) } : { local: textOf(local) }),
    }))
  return { exports }
}

function readUnits(node: Node, statement: Node): UnitText[] {
  if (isErased(node)) return []
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.flatMap((declarator) => {
        const { id, init } = declarator
        const kind = init === null ? 'object' : kindOfValue(init)
        const mayChange = kind === 'primitive' && node.kind !== 'const'
        const form = normalForm('variable', node.kind, id, init)
        const unit = unitOf(declarator, init, patternNames(id), statement, mayChange ? 'object' : kind, form)
        if (id.type !== 'Identifier') return [{ ...unit, kind: 'object' as const }]
        const saved = init && savedIn(init)
        return saved ? [unit, { ...valueUnit(saved, id.name, statement), maker: unit.maker }] : [unit]
      })
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [unitOf(node, node, node.id ? [node.id.name] : [], statement, kindOfValue(node))]
    case 'TSEnumDeclaration':
    case 'TSImportEqualsDeclaration':
      return [unitOf(node, node, [node.id.name], statement, kindOfValue(node))]
    case 'TSModuleDeclaration':
      return [unitOf(node, null, [moduleName(node.id) ?? ''], statement, 'object')]
    default:
      return [unitOf(node, null, [...new Set(varNames([node]))], statement, 'statement')]
  }
}

/** The name under which the value of a saved node is found: no name of the language has such a letter. */
export function valueNameOf(name: string): string {
  return `${name}#value`
}

export function isValueName(name: string): boolean {
  return name.endsWith('#value')
}

/** What is saved by `saved(node, sink)`, perhaps to several sinks. Whether it is the function of ours is seen later. */
function savedIn(init: Node): Node | undefined {
  const call = unwrap(init)
  if (call.type !== 'CallExpression' || makerOf(call) !== 'saved') return undefined
  const [first] = call.arguments
  if (!first || first.type === 'SpreadElement') return undefined
  return savedIn(first) ?? first
}

function valueUnit(node: Node, name: string, statement: Node): UnitText {
  return { ...unitOf(node, node, [valueNameOf(name)], statement, kindOfValue(node)), isValue: true }
}

function unitOf(
  node: Node,
  value: Node | null,
  names: readonly string[],
  statement: Node,
  kind: UnitKind,
  form: string = normalForm(node),
): UnitText {
  return {
    names,
    kind,
    hash: hash('sha256', form),
    offset: node.start - statement.start,
    length: node.end - node.start,
    findings: findReferences(node, node.start),
    maker: value ? makerOf(value) : undefined,
  }
}

/** Prints and directives change nothing, and what only runs when the file is the program never runs with a flow. */
function isStatementWithEffect(node: Node): boolean {
  if (node.type === 'IfStatement') return !(node.alternate === null && isMainTest(unwrap(node.test)))
  if (node.type !== 'ExpressionStatement') return true
  return node.directive == null && !isPrint(unwrap(node.expression))
}

function isPrint(node: Node): boolean {
  if (node.type !== 'CallExpression') return false
  const { root } = chainOf(node.callee)
  return root.type === 'Identifier' && root.name === 'console' && !node.arguments.some(mayDoSomething)
}

function mayDoSomething(node: Node): boolean {
  if (/^(Call|New|Assignment|Update|Await|Tagged|Import|Yield)/.test(node.type)) return true
  let found = node.type === 'UnaryExpression' && node.operator === 'delete'
  forEachChild(unwrap(node), (child) => (found ||= mayDoSomething(child)))
  return found
}

/** `import.meta.main`, `import.meta.vitest`, `process.argv[1] === fileURLToPath(import.meta.url)`, `require.main === module`. */
function isMainTest(test: Node): boolean {
  const { root, path } = chainOf(test)
  if (root.type === 'MetaProperty') return path.length === 1 && /^(main|vitest)$/.test(path[0]!)
  if (test.type !== 'BinaryExpression' || !/^===?$/.test(test.operator)) return false
  const mentioned = new Set<string>()
  const look = (node: Node): void => {
    const chain = chainOf(node)
    const name =
      chain.root.type === 'Identifier' ? chain.root.name : chain.root.type === 'MetaProperty' ? 'import.meta' : ''
    mentioned.add([name, ...chain.path.slice(0, 1)].join('.'))
    forEachChild(unwrap(node), look)
  }
  look(test)
  const asksForProgram = mentioned.has('process.argv') || mentioned.has('require.main')
  return asksForProgram && [...mentioned].some((name) => /^(import\.meta\.|module$|__filename$)/.test(name))
}

function isDeclaration(node: Node): boolean {
  return node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration'
}

function textOf(name: { readonly type: string; readonly name?: string; readonly value?: string }): string {
  return name.name ?? name.value ?? ''
}
