// What is left of TypeScript's syntax when the program runs.

import type { ArrowFunctionExpression, Expression, Function as NamedFunction, Node } from 'oxc-parser'

/**
 * The fields of each kind of syntax that mean something at run time, in the order in which they are written and read.
 * Kinds that are not listed are there for the compiler alone. The normal form of a unit depends on this table: to change
 * a line is to change the version of all code that has such syntax.
 */
export const RUNTIME_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Identifier: ['name'],
  PrivateIdentifier: ['name'],
  ThisExpression: [],
  Super: [],
  MetaProperty: ['meta', 'property'],
  ArrayExpression: ['elements'],
  ArrayPattern: ['elements'],
  ObjectExpression: ['properties'],
  ObjectPattern: ['properties'],
  Property: ['kind', 'method', 'computed', 'key', 'value'],
  SpreadElement: ['argument'],
  RestElement: ['argument'],
  AssignmentPattern: ['left', 'right'],
  TemplateLiteral: ['quasis', 'expressions'],
  TaggedTemplateExpression: ['tag', 'quasi'],
  MemberExpression: ['optional', 'computed', 'object', 'property'],
  ChainExpression: ['expression'],
  CallExpression: ['optional', 'callee', 'arguments'],
  NewExpression: ['callee', 'arguments'],
  ImportExpression: ['phase', 'source', 'options'],
  UnaryExpression: ['operator', 'argument'],
  UpdateExpression: ['operator', 'prefix', 'argument'],
  BinaryExpression: ['operator', 'left', 'right'],
  LogicalExpression: ['operator', 'left', 'right'],
  AssignmentExpression: ['operator', 'left', 'right'],
  ConditionalExpression: ['test', 'consequent', 'alternate'],
  SequenceExpression: ['expressions'],
  AwaitExpression: ['argument'],
  YieldExpression: ['delegate', 'argument'],
  ArrowFunctionExpression: ['async', 'params', 'body'],
  FunctionExpression: ['async', 'generator', 'id', 'params', 'body'],
  FunctionDeclaration: ['async', 'generator', 'id', 'params', 'body'],
  ClassExpression: ['decorators', 'id', 'superClass', 'body'],
  ClassDeclaration: ['decorators', 'id', 'superClass', 'body'],
  ClassBody: ['body'],
  MethodDefinition: ['decorators', 'static', 'kind', 'computed', 'key', 'value'],
  PropertyDefinition: ['decorators', 'static', 'computed', 'key', 'value'],
  AccessorProperty: ['decorators', 'static', 'computed', 'key', 'value'],
  StaticBlock: ['body'],
  Decorator: ['expression'],
  TSParameterProperty: ['decorators', 'parameter'],
  VariableDeclaration: ['kind', 'declarations'],
  VariableDeclarator: ['id', 'init'],
  ExpressionStatement: ['directive', 'expression'],
  BlockStatement: ['body'],
  EmptyStatement: [],
  IfStatement: ['test', 'consequent', 'alternate'],
  SwitchStatement: ['discriminant', 'cases'],
  SwitchCase: ['test', 'consequent'],
  ForStatement: ['init', 'test', 'update', 'body'],
  ForInStatement: ['left', 'right', 'body'],
  ForOfStatement: ['await', 'left', 'right', 'body'],
  WhileStatement: ['test', 'body'],
  DoWhileStatement: ['body', 'test'],
  LabeledStatement: ['label', 'body'],
  BreakStatement: ['label'],
  ContinueStatement: ['label'],
  ReturnStatement: ['argument'],
  ThrowStatement: ['argument'],
  TryStatement: ['block', 'handler', 'finalizer'],
  CatchClause: ['param', 'body'],
  WithStatement: ['object', 'body'],
  TSEnumDeclaration: ['const', 'id', 'body'],
  TSEnumBody: ['members'],
  TSEnumMember: ['id', 'initializer'],
  TSModuleDeclaration: ['id', 'body'],
  TSModuleBlock: ['body'],
  TSImportEqualsDeclaration: ['id', 'moduleReference'],
  TSExternalModuleReference: ['expression'],
  TSQualifiedName: ['left', 'right'],
  ExportNamedDeclaration: ['declaration'],
  JSXElement: ['openingElement', 'children'],
  JSXFragment: ['children'],
  JSXOpeningElement: ['name', 'attributes'],
  JSXIdentifier: ['name'],
  JSXNamespacedName: ['namespace', 'name'],
  JSXMemberExpression: ['object', 'property'],
  JSXAttribute: ['name', 'value'],
  JSXSpreadAttribute: ['argument'],
  JSXExpressionContainer: ['expression'],
  JSXEmptyExpression: [],
  JSXSpreadChild: ['expression'],
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

/** Visits the parts of a node that exist when the program runs, in order. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  for (const field of RUNTIME_FIELDS[node.type] ?? []) {
    const value = (node as unknown as Readonly<Record<string, unknown>>)[field]
    if (Array.isArray(value)) {
      for (const element of value) if (isNode(element) && !isErased(element)) visit(element)
    } else if (isNode(value)) visit(value)
  }
}

/** Without the type assertions, type arguments and parentheses around it. */
export function unwrap(node: Node): Node {
  for (let inner: Node = node; ;) {
    switch (inner.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ParenthesizedExpression':
        inner = inner.expression
        break
      default:
        return inner
    }
  }
}

/** Whether nothing is left of a statement, a class member or a parameter when the types are gone. */
export function isErased(node: Node): boolean {
  switch (node.type) {
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSDeclareFunction':
    case 'TSNamespaceExportDeclaration':
    case 'TSIndexSignature':
    case 'TSAbstractMethodDefinition':
    case 'TSAbstractPropertyDefinition':
    case 'TSAbstractAccessorProperty':
    case 'EmptyStatement':
    case 'DebuggerStatement':
      return true
    case 'TSModuleDeclaration':
      return (
        node.declare ||
        node.kind === 'global' ||
        node.body === null ||
        node.id.type === 'Literal' ||
        node.body.body.every(isErased)
      )
    case 'VariableDeclaration':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'PropertyDefinition':
      return node.declare === true
    case 'MethodDefinition':
      return node.value.body === null
    case 'TSImportEqualsDeclaration':
      return node.importKind === 'type'
    case 'ExportNamedDeclaration':
      return node.exportKind === 'type' || (node.declaration !== null && isErased(node.declaration))
    default:
      return false
  }
}

/** The name of a property that is known from the text: `a`, `'a'`, `1`, and the same in brackets. */
export function staticKey(key: Node, computed: boolean): string | undefined {
  if (key.type === 'Identifier') return computed ? undefined : key.name
  if (key.type === 'Literal') {
    return typeof key.value === 'string' || typeof key.value === 'number' ? String(key.value) : undefined
  }
  return key.type === 'TemplateLiteral' ? plainTemplate(key) : undefined
}

/** The text of a string, also when it is written as a template without gaps. */
export function staticString(node: Node | null | undefined): string | undefined {
  if (node == null) return undefined
  const inner = unwrap(node)
  if (inner.type === 'Literal') return typeof inner.value === 'string' ? inner.value : undefined
  return inner.type === 'TemplateLiteral' ? plainTemplate(inner) : undefined
}

function plainTemplate({ quasis }: Extract<Expression, { type: 'TemplateLiteral' }>): string | undefined {
  return quasis.length === 1 ? (quasis[0]!.value.cooked ?? undefined) : undefined
}

/** A function with its body, in any form but that of a method's overload. */
export type FunctionNode = ArrowFunctionExpression | NamedFunction

/** An arrow function or a function expression. */
export function isFunction(node: Node): node is FunctionNode {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
}
