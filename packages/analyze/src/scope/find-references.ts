// Walks one unit and finds what it mentions that is not its own: names by the rules of scopes, modules, files.

import type { Node } from 'oxc-parser'
import { aliasesOf } from './aliases.ts'
import {
  isCreateRequire,
  visitCall,
  visitCallee,
  visitMeta,
  visitTarget,
  type FunctionUse,
  type Walk,
} from './calls.ts'
import { chainOf } from './chain.ts'
import { Collector } from './collector.ts'
import { lexicalNames, patternNames, varNames } from './declared-names.ts'
import { Use, type Findings } from './findings.ts'
import { inMethod, visitClass, visitFunction, visitPattern } from './functions.ts'
import { forEachChild, isFunction, staticKey, staticString, unwrap, type FunctionNode } from './syntax.ts'

/**
 * @param unit a top-level declaration, one declarator of it, or a statement
 * @param start offset of the unit in its file; all places are counted from there
 */
export function findReferences(unit: Node, start: number): Findings {
  const collector = new Collector(start)
  new ReferenceWalk(collector).visit(unit)
  return collector.findings
}

class ReferenceWalk implements Walk {
  readonly #found: Collector

  constructor(found: Collector) {
    this.#found = found
  }

  readonly visit = (outer: Node): void => {
    const node = unwrap(outer)
    switch (node.type) {
      case 'Identifier':
      case 'MemberExpression':
      case 'ChainExpression':
      case 'MetaProperty':
        return this.#read(node, 0)
      case 'CallExpression':
      case 'NewExpression':
        return visitCall(node, this, this.#found)
      case 'TaggedTemplateExpression':
        visitCallee(chainOf(node.tag), 0, this, this.#found)
        return node.quasi.expressions.forEach(this.visit)
      case 'Decorator':
        return visitCallee(chainOf(node.expression), 0, this, this.#found)
      case 'ImportExpression':
        return this.#import(node, [])
      case 'AwaitExpression':
        this.#awaits(node)
        return this.visit(node.argument)
      case 'AssignmentExpression':
        visitTarget(node.left, this, this.#found)
        this.#alias(patternNames(node.left), node.right)
        return this.visit(node.right)
      case 'UpdateExpression':
        return visitTarget(node.argument, this, this.#found)
      case 'UnaryExpression':
        if (node.operator === 'delete') return visitTarget(node.argument, this, this.#found)
        return this.#read(node.argument, node.operator === 'typeof' ? Use.typeof : 0)
      case 'BinaryExpression':
        return this.#binary(node)
      case 'VariableDeclarator':
        return this.#declarator(node.id, node.init)
      case 'Property':
        if (node.computed) this.visit(node.key)
        if (!isFunction(unwrap(node.value))) return this.visit(node.value)
        return inMethod(node, this.#found, () => this.visit(node.value))
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return this.visitFunction(node)
      case 'ClassDeclaration':
      case 'ClassExpression':
        return visitClass(node, this, this.#found)
      case 'TSModuleDeclaration':
      case 'TSEnumDeclaration':
      case 'TSImportEqualsDeclaration':
      case 'TSExternalModuleReference':
      case 'TSQualifiedName':
        return this.#typescript(node)
      case 'JSXElement':
      case 'JSXFragment':
        this.#found.hasJsx = true
        return forEachChild(node, this.visit)
      case 'JSXOpeningElement':
        this.#elementName(node.name)
        return node.attributes.forEach(this.visit)
      case 'JSXAttribute':
        return node.value ? this.visit(node.value) : undefined
      default:
        return this.#statement(node)
    }
  }

  #statement(node: Node): void {
    const { scopes } = this.#found
    const visitParts = (): void => forEachChild(node, this.visit)
    switch (node.type) {
      case 'ExpressionStatement': {
        const awaited = unwrap(node.expression)
        if (awaited.type === 'AwaitExpression') this.#awaits(awaited)
        const inner = unwrap(awaited.type === 'AwaitExpression' ? awaited.argument : awaited)
        if (inner.type !== 'CallExpression') return this.visit(inner)
        return visitCall(inner, this, this.#found, { uses: Use.dropped })
      }
      case 'ReturnStatement':
        return node.argument ? this.visitResult(node.argument) : undefined
      case 'BlockStatement':
        return scopes.within(lexicalNames(node.body), visitParts)
      case 'ForStatement':
        return scopes.within(node.init ? lexicalNames([node.init]) : [], visitParts)
      case 'ForInStatement':
      case 'ForOfStatement':
        return this.#forEach(node)
      case 'SwitchStatement':
        this.visit(node.discriminant)
        return scopes.within(lexicalNames(node.cases.flatMap(({ consequent }) => consequent)), () =>
          node.cases.forEach((one) => forEachChild(one, this.visit)),
        )
      case 'CatchClause':
        return scopes.within(patternNames(node.param), visitParts)
      case 'LabeledStatement':
        return this.visit(node.body)
      case 'BreakStatement':
      case 'ContinueStatement':
        return
      case 'WithStatement':
        this.#found.remark('caveat', 'with', node)
        return visitParts()
      default:
        return visitParts()
    }
  }

  readonly visitFunction = (node: FunctionNode, use: FunctionUse = {}): void =>
    visitFunction(node, use, this, this.#found)

  #forEach(node: Extract<Node, { type: 'ForInStatement' | 'ForOfStatement' }>): void {
    const found = this.#found
    if (node.type === 'ForOfStatement' && node.await) this.#awaits(node)
    const names = node.left.type === 'VariableDeclaration' ? lexicalNames([node.left]) : []
    const aliases = node.type === 'ForOfStatement' ? aliasesOf(node.right, found.scopes) : []
    found.scopes.within(
      names,
      () => {
        if (node.left.type === 'VariableDeclaration') this.visit(node.left)
        else visitTarget(node.left, this, found)
        this.visit(node.right)
        this.visit(node.body)
      },
      aliases,
    )
  }

  #typescript(node: Node): void {
    const { scopes } = this.#found
    switch (node.type) {
      case 'TSEnumDeclaration': {
        const members = node.body.members.flatMap(({ id }) => staticKey(id, false) ?? [])
        return scopes.within(members, () =>
          node.body.members.forEach(({ initializer }) => initializer && this.visit(initializer)),
        )
      }
      case 'TSModuleDeclaration': {
        const { body } = node
        if (!body) return
        return scopes.within([...lexicalNames(body.body), ...varNames(body.body)], () => forEachChild(body, this.visit))
      }
      case 'TSImportEqualsDeclaration':
        return this.visit(node.moduleReference)
      case 'TSQualifiedName': {
        const path: string[] = []
        let left: Node = node
        for (; left.type === 'TSQualifiedName'; left = left.left) path.unshift(left.right.name)
        if (left.type === 'Identifier') this.#found.use(left.name, path, 0, left)
        return
      }
      default:
    }
  }

  /** A name or a chain of properties, for its value. */
  #read(node: Node, uses: number): void {
    const { root, path, computed } = chainOf(node)
    computed.forEach(this.visit)
    if (root.type === 'Identifier') this.#found.use(root.name, path, uses, root)
    else this.visitRoot(root, path)
  }

  readonly visitRoot = (root: Node, path: readonly string[]): void => {
    if (root.type === 'MetaProperty') visitMeta(path, root, this.#found)
    else if (!this.#module(root, path)) this.visit(root)
  }

  /** Without recursion to the left: sums of thousands of terms exist. */
  #binary(node: Extract<Node, { type: 'BinaryExpression' }>): void {
    const operands = []
    let left: Node = node
    for (; left.type === 'BinaryExpression'; left = unwrap(left.left)) operands.push(left.right)
    this.visit(left)
    operands.reverse().forEach(this.visit)
  }

  /** `(await import('./x')).a` and `require('./x').a` read one name. @returns whether it was one of them */
  #module(node: Node, path: readonly string[]): boolean {
    if (node.type === 'AwaitExpression') {
      const argument = unwrap(node.argument)
      if (argument.type !== 'ImportExpression') return false
      this.#awaits(node)
      this.#import(argument, path)
      return true
    }
    if (node.type !== 'CallExpression') return false
    visitCall(node, this, this.#found, { path })
    return true
  }

  #import(node: Extract<Node, { type: 'ImportExpression' }>, path: readonly string[]): void {
    const specifier = staticString(node.source)
    this.#found.late('import', specifier, path, node)
    if (specifier === undefined) this.visit(node.source)
    if (node.options) this.visit(node.options)
  }

  #awaits(node: Node): void {
    if (this.#found.functions > 0) return
    this.#found.remark('impure', 'top-level await', node)
    this.#found.calls('?')
  }

  #declarator(pattern: Node, init: Node | null): void {
    visitPattern(pattern, this)
    if (!init) return
    this.#alias(patternNames(pattern), init)
    if (this.#found.functions === 0) this.#found.holds(init)
    const value = unwrap(init)
    const names = namesRead(pattern)
    const { root, path, last, isMember, computed } = chainOf(value)
    const isKnown = last !== undefined || !isMember
    if (isKnown && root.type === 'Identifier') {
      if (names?.length) for (const name of names) this.#found.use(root.name, [...path, name], Use.aliased, root)
      else this.#found.use(root.name, path, Use.aliased, root)
    } else if (isCreateRequire(value) && this.#found.functions === 0 && isRequireName(pattern)) {
      this.#found.use('createRequire', [], Use.called, value)
    } else if (names && names.length > 0 && isKnown && computed.length === 0 && isModuleRoot(root)) {
      for (const name of names) this.#module(root, [...path, name])
    } else if (this.#found.functions === 0 && value.type === 'CallExpression') {
      visitCall(value, this, this.#found, { uses: Use.inert })
    } else this.visit(value)
  }

  /** What a function gives. */
  readonly visitResult = (node: Node): void => {
    this.#found.returns(node)
    const value = unwrap(node)
    if (value.type === 'CallExpression') visitCall(value, this, this.#found, { uses: Use.inert })
    else this.visit(value)
  }

  /** The local names stand for what they were given. */
  #alias(names: readonly string[], value: Node): void {
    this.#found.scopes.alias(names, aliasesOf(value, this.#found.scopes))
  }

  #elementName(name: Node): void {
    const path: string[] = []
    let root = name
    for (; root.type === 'JSXMemberExpression'; root = root.object) path.unshift(root.property.name)
    // `<div>` is a word of the page; `<Chart>` and `<ui.chart>` are names.
    if (root.type === 'JSXIdentifier' && (path.length > 0 || !/^[a-z]/.test(root.name))) {
      this.#found.use(root.name, path, Use.called, root)
    }
  }
}

/** The properties that a pattern reads, when all of them are known: `{ a, b: c }`, not `{ a, ...rest }`. */
function namesRead(pattern: Node): string[] | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined
  const names = pattern.properties.map((property) =>
    property.type === 'RestElement' ? undefined : staticKey(property.key, property.computed),
  )
  return names.includes(undefined) ? undefined : (names as string[])
}

function isModuleRoot(root: Node): boolean {
  if (root.type === 'AwaitExpression') return unwrap(root.argument).type === 'ImportExpression'
  if (root.type !== 'CallExpression') return false
  const callee = unwrap(root.callee)
  return callee.type === 'Identifier' && /require/i.test(callee.name) && root.arguments.length === 1
}

function isRequireName(pattern: Node): boolean {
  return pattern.type === 'Identifier' && /require/i.test(pattern.name)
}
