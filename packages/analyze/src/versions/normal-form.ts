// The text that is hashed of a declaration: what the program means, whatever it looks like.
//
// Version 1 of the form, part of `code1`. A node is `(Kind field field ...)` with the fields of `RUNTIME_FIELDS`; a list
// is in square brackets; a text is a JSON string, a name has `$` before it, an absent part is `_`, a flag `+` or `-`.
// Erased are types, comments, layout, parentheses, empty statements and `debugger`. Written alike are:
//
//   'a' and "a" and `a`                     0x10 and 16 and 1_6 and 1.6e1           /x/gi and /x/ig
//   { a: a } and { a } and { 'a': a }       o.a and o['a']                          a && (b && c) and (a && b) && c
//   <p>  a\n  b</p> and <p>a b</p>          <p a='x'/> and <p a={"x"}/>             line ends of every kind

import type { Node } from 'oxc-parser'
import { isErased, isNode, RUNTIME_FIELDS, staticKey, unwrap } from '../scope/syntax.ts'

/** @param nodes a declaration, or what stands for one, such as the pattern and the value of a variable */
export function normalForm(...nodes: readonly (Node | string | null)[]): string {
  const writer = new FormWriter()
  for (const node of nodes) writer.value(node)
  return writer.text
}

class FormWriter {
  text = ''

  value(value: unknown): void {
    if (value === null || value === undefined) this.text += ' _'
    else if (value === true) this.text += ' +'
    else if (value === false) this.text += ' -'
    else if (typeof value === 'string') this.text += ` ${JSON.stringify(value)}`
    else if (typeof value === 'number') this.text += ` ${value}`
    else if (Array.isArray(value)) this.#list(value)
    else if (isNode(value)) this.#node(unwrap(value))
  }

  #node(node: Node): void {
    switch (node.type) {
      case 'Identifier':
      case 'JSXIdentifier':
        this.text += ` $${node.name}`
        return
      case 'Literal':
        this.text += ` ${literalText(node)}`
        return
      case 'TemplateLiteral':
        this.#template(node)
        return
      case 'TaggedTemplateExpression':
        return this.#fields('Tagged', node.tag, node.quasi.quasis.map(rawText), node.quasi.expressions)
      case 'Property':
        return this.#fields(node.type, node.kind, node.method, this.#key(node), node.value)
      case 'MethodDefinition':
        return this.#fields(node.type, node.decorators, node.static, node.kind, this.#key(node), node.value)
      case 'PropertyDefinition':
      case 'AccessorProperty':
        return this.#fields(node.type, node.decorators, node.static, this.#key(node), node.value)
      case 'MemberExpression': {
        const key = node.computed ? staticKey(unwrap(node.property), true) : undefined
        const property =
          key ?? (node.property.type === 'Identifier' && !node.computed ? node.property.name : node.property)
        return this.#fields(node.type, node.optional, node.object, property)
      }
      case 'BinaryExpression':
        return this.#binary(node)
      case 'LogicalExpression':
        return this.#fields('Logical', node.operator, operandsOf(node))
      case 'TSEnumMember':
        return this.#fields(node.type, staticKey(node.id, false) ?? node.id, node.initializer)
      case 'ArrowFunctionExpression':
        return this.#fields(node.type, node.async, this.#parameters(node.params), node.body)
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        return this.#fields('Function', node.async, node.generator, node.id, this.#parameters(node.params), node.body)
      case 'JSXElement':
      case 'JSXFragment': {
        const opening = node.type === 'JSXElement' ? node.openingElement : null
        return this.#fields('JSX', opening?.name, opening?.attributes, node.children.flatMap(jsxChild))
      }
      case 'JSXAttribute':
        return this.#fields(node.type, node.name, attributeValue(node.value))
      default:
        return this.#everyField(node)
    }
  }

  #fields(kind: string, ...fields: readonly unknown[]): void {
    this.text += ` (${kind}`
    for (const field of fields) this.value(field)
    this.text += ')'
  }

  #everyField(node: Node): void {
    const record = node as unknown as Readonly<Record<string, unknown>>
    this.text += ` (${node.type}`
    const fields = RUNTIME_FIELDS[node.type]
    if (fields) for (const field of fields) this.value(record[field])
    else {
      // Syntax of a parser newer than the table: all of it counts.
      for (const field of Object.keys(record)) {
        if (field === 'start' || field === 'end') continue
        this.value(field)
        this.value(record[field])
      }
    }
    this.text += ')'
  }

  #list(elements: readonly unknown[]): void {
    this.text += ' ['
    for (const element of elements) if (!isNode(element) || !isErased(element)) this.value(element)
    this.text += ' ]'
  }

  #template({ quasis, expressions }: Extract<Node, { type: 'TemplateLiteral' }>): void {
    const texts = quasis.map(({ value }) => value.cooked)
    if (expressions.length === 0) this.value(texts[0])
    else this.#fields('Template', texts, expressions)
  }

  /** Left-deep chains are written without recursion: sums of thousands of terms exist. */
  #binary(node: Extract<Node, { type: 'BinaryExpression' }>): void {
    const spine = []
    let left: Node = node
    for (; left.type === 'BinaryExpression'; left = unwrap(left.left)) spine.push(left)
    for (const { operator } of spine) this.text += ` (Binary ${operator}`
    this.#node(left)
    for (const { right } of spine.reverse()) {
      this.value(right)
      this.text += ')'
    }
  }

  #key(node: { readonly key: Node; readonly computed: boolean }): unknown {
    const key = staticKey(unwrap(node.key), node.computed)
    if (key === undefined) return node.key.type === 'PrivateIdentifier' ? node.key : [node.key]
    // `{ __proto__: x }` sets the prototype; the short form and the one in brackets make a property.
    const setsPrototype =
      key === '__proto__' && !node.computed && !('shorthand' in node && node.shorthand === true) && 'method' in node
    return setsPrototype ? [key] : key
  }

  #parameters(parameters: readonly Node[]): readonly unknown[] {
    if (!parameters.some((parameter) => isThis(parameter) || decoratorsOf(parameter).length > 0)) return parameters
    return parameters
      .filter((parameter) => !isThis(parameter))
      .map((parameter) => {
        const decorators = decoratorsOf(parameter)
        const isPlain = decorators.length === 0 || parameter.type === 'TSParameterProperty'
        return isPlain ? parameter : [decorators, parameter]
      })
  }
}

function isThis(parameter: Node): boolean {
  return parameter.type === 'Identifier' && parameter.name === 'this'
}

function decoratorsOf(parameter: Node): readonly Node[] {
  return 'decorators' in parameter ? (parameter.decorators ?? []) : []
}

function literalText(literal: Extract<Node, { type: 'Literal' }>): string {
  if ('regex' in literal)
    return `/${JSON.stringify(literal.regex.pattern)} ${literal.regex.flags.split('').sort().join('')}`
  if ('bigint' in literal) return `${literal.bigint}n`
  return typeof literal.value === 'string' ? JSON.stringify(literal.value) : String(literal.value)
}

function rawText({ value }: { readonly value: { readonly raw: string } }): string {
  return value.raw.replaceAll(/\r\n?/g, '\n')
}

function operandsOf({ operator, left, right }: Extract<Node, { type: 'LogicalExpression' }>): Node[] {
  return [left, right].flatMap((side) => {
    const operand = unwrap(side)
    return operand.type === 'LogicalExpression' && operand.operator === operator ? operandsOf(operand) : [operand]
  })
}

/** Text between elements without the layout, as every JSX compiler reads it. */
function jsxChild(child: Node): (Node | string)[] {
  if (child.type === 'JSXExpressionContainer' && child.expression.type === 'JSXEmptyExpression') return []
  if (child.type !== 'JSXText') return [child]
  const lines = child.value.split(/\r\n|\n|\r/)
  const words = lines.map((line, index) => {
    const spaced = line.replaceAll('\t', ' ')
    const begun = index === 0 ? spaced : spaced.replace(/^ +/, '')
    return index === lines.length - 1 ? begun : begun.replace(/ +$/, '')
  })
  const text = words.filter((line) => line !== '').join(' ')
  return text === '' ? [] : [`text ${text}`]
}

/** `a="x"` and `a={'x'}` are one, unless the text has entities, which only the first form decodes. */
function attributeValue(value: Node | null): unknown {
  if (value?.type === 'Literal' && typeof value.value === 'string') {
    const text = value.value.replaceAll(/\r\n?/g, '\n')
    return text.includes('&') ? ['entities', text] : text
  }
  const inner = value?.type === 'JSXExpressionContainer' ? unwrap(value.expression) : null
  return inner?.type === 'Literal' && typeof inner.value === 'string' ? inner.value : value
}
