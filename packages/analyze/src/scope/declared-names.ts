// Which names a pattern, a block or a function declares.

import type { Node } from 'oxc-parser'
import { isErased } from './syntax.ts'

/** The names that a pattern binds: `{ a, b: [c = 1, ...d] }` binds a, c and d. */
export function patternNames(pattern: Node | null, into: string[] = []): string[] {
  switch (pattern?.type) {
    case 'Identifier':
      into.push(pattern.name)
      break
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        patternNames(property.type === 'RestElement' ? property.argument : property.value, into)
      }
      break
    case 'ArrayPattern':
      for (const element of pattern.elements) patternNames(element, into)
      break
    case 'AssignmentPattern':
      patternNames(pattern.left, into)
      break
    case 'RestElement':
      patternNames(pattern.argument, into)
      break
    case 'TSParameterProperty':
      patternNames(pattern.parameter, into)
      break
    default:
  }
  return into
}

/** The names that live in a block: `let`, `const`, classes, functions, enums. `var` is not among them. */
export function lexicalNames(statements: readonly Node[], into: string[] = []): string[] {
  for (const statement of statements) {
    if (isErased(statement)) continue
    switch (statement.type) {
      case 'VariableDeclaration':
        if (statement.kind !== 'var') for (const { id } of statement.declarations) patternNames(id, into)
        break
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        if (statement.id) into.push(statement.id.name)
        break
      case 'TSEnumDeclaration':
      case 'TSImportEqualsDeclaration':
        into.push(statement.id.name)
        break
      case 'TSModuleDeclaration': {
        const name = moduleName(statement.id)
        if (name !== undefined) into.push(name)
        break
      }
      case 'ExportNamedDeclaration':
        if (statement.declaration) lexicalNames([statement.declaration], into)
        break
      case 'LabeledStatement':
        lexicalNames([statement.body], into)
        break
      default:
    }
  }
  return into
}

/** The names that `var` declares anywhere in these statements, as deep as the next function. */
export function varNames(statements: readonly (Node | null)[], into: string[] = []): string[] {
  for (const statement of statements) {
    switch (statement?.type) {
      case 'VariableDeclaration':
        if (statement.kind === 'var' && !statement.declare) {
          for (const { id } of statement.declarations) patternNames(id, into)
        }
        break
      case 'BlockStatement':
        varNames(statement.body, into)
        break
      case 'IfStatement':
        varNames([statement.consequent, statement.alternate], into)
        break
      case 'ForStatement':
        varNames([statement.init, statement.body], into)
        break
      case 'ForInStatement':
      case 'ForOfStatement':
        varNames([statement.left, statement.body], into)
        break
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'LabeledStatement':
      case 'WithStatement':
        varNames([statement.body], into)
        break
      case 'TryStatement':
        varNames([statement.block, statement.handler?.body ?? null, statement.finalizer], into)
        break
      case 'SwitchStatement':
        for (const { consequent } of statement.cases) varNames(consequent, into)
        break
      case 'ExportNamedDeclaration':
        varNames([statement.declaration], into)
        break
      default:
    }
  }
  return into
}

/** The name by which a namespace is found: `A` for `namespace A.B`. */
export function moduleName(id: Node): string | undefined {
  let left = id
  while (left.type === 'TSQualifiedName') left = left.left
  return left.type === 'Identifier' ? left.name : undefined
}
