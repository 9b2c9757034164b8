// The nodes that the compiler sees in a module: plain functions, groups that modifiers make, and variants.

import type { Signature, SourceFile, Symbol as TypeSymbol, Type, TypeChecker } from 'typescript-6'
import type { KnownType, TypedInput, TypedNode } from './type-oracle.ts'

/** What is asked of the compiler: whole functions, never name by name. */
export interface Questions {
  readonly checker: TypeChecker
  /** Of a property with a question mark. */
  readonly optionalFlag: number
  /** The text of a type, and its handle. */
  readonly describe: (type: Type) => KnownType
}

export function typedNodesOf(source: SourceFile, questions: Questions): readonly TypedNode[] {
  const { checker } = questions
  const module = checker.getSymbolAtLocation(source)
  if (!module) return []
  const found = checker.getExportsOfModule(module).flatMap((exported) => {
    const { name } = exported
    if (name === 'default' || name.startsWith('_')) return []
    const type = checker.getTypeOfSymbol(exported)
    const group = propertyNamed(type, 'GROUP', checker)
    const nodes = group ? nodesOfGroup(group, name, questions) : nodeOfType(type, name, questions)
    return nodes.map((node) => ({ ...node, exportPath: name }))
  })
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

type Found = Omit<TypedNode, 'exportPath'>

function nodesOfGroup(group: TypeSymbol, own: string, questions: Questions): Found[] {
  const { checker } = questions
  const nodes = checker.getTypeOfSymbol(group)
  return checker.getPropertiesOfType(nodes).flatMap((property) => {
    const type = checker.getTypeOfSymbol(property)
    return nodeOfType(type, substitute(property.name, own), questions).map((node) => ({
      ...node,
      inputs: node.inputs.map((input) => ({ ...input, name: substitute(input.name, own) })),
    }))
  })
}

/** In a group `&` stands for the name of the export. */
function substitute(name: string, own: string): string {
  return name.startsWith('&') ? own + name.slice(1) : name
}

function nodeOfType(type: Type, name: string, questions: Questions): Found[] {
  const implementations = variantsOf(type, questions.checker) ?? [type]
  const signatures = implementations.flatMap((one) => one.getCallSignatures().at(-1) ?? [])
  const [first] = signatures
  if (!first) return []
  const known = signatures.map((one) => ({ inputs: inputsOf(one, questions), output: outputOf(one, questions) }))
  return [{ name, inputs: union(known.map((one) => one.inputs)), output: unionOutput(known.map((one) => one.output)) }]
}

/** The functions that a node with variants may turn out to be. */
function variantsOf(type: Type, checker: TypeChecker): Type[] | undefined {
  const marked = propertyNamed(type, 'CASES', checker)
  if (!marked) return undefined
  const { cases, otherwise } = Object.fromEntries(
    checker.getPropertiesOfType(checker.getTypeOfSymbol(marked)).map((one) => [one.name, checker.getTypeOfSymbol(one)]),
  )
  const each = cases?.isUnion() ? cases.types : cases ? [cases] : []
  const functions = each.flatMap((one) => {
    const fn = one.getProperty('fn')
    return fn ? checker.getTypeOfSymbol(fn) : []
  })
  return otherwise ? [...functions, otherwise] : functions
}

function inputsOf(signature: Signature, { checker, optionalFlag, describe }: Questions): TypedInput[] {
  const [first] = signature.getParameters()
  if (!first) return []
  const type = checker.getTypeOfSymbol(first)
  return checker.getPropertiesOfType(type).map((property) => {
    const { text, type: handle } = describe(checker.getTypeOfSymbol(property))
    const optional = (property.flags & optionalFlag) !== 0
    return { name: property.name, optional, text: optional ? withoutUndefined(text) : text, type: handle }
  })
}

/** What a question mark adds to a type is not part of what was written. */
function withoutUndefined(text: string): string {
  const rest = text.replace(/ \| undefined$/, '')
  return rest === text ? text : rest.replace(/^\(([^()]*\([^()]*\)[^()]*)\)$/, '$1')
}

function outputOf(signature: Signature, { checker, describe }: Questions): KnownType {
  const type = signature.getReturnType()
  return describe(checker.getAwaitedType(type) ?? type)
}

/** A property under one of our symbols: the compiler mangles their names. */
function propertyNamed(type: Type, word: string, checker: TypeChecker): TypeSymbol | undefined {
  return checker.getPropertiesOfType(type).find((one) => one.escapedName.toString().startsWith(`__@${word}@`))
}

/** Of several implementations: what all need is needed, what some need is optional. */
function union(lists: readonly (readonly TypedInput[])[]): TypedInput[] {
  const [first = [], ...others] = lists
  if (others.length === 0) return [...first]
  const found = new Map<string, TypedInput>()
  for (const list of lists) {
    for (const input of list) {
      const before = found.get(input.name)
      const isOptional = input.optional || !lists.every((all) => all.some((one) => one.name === input.name))
      found.set(input.name, { ...(before ?? input), optional: isOptional || before?.optional === true })
    }
  }
  return [...found.values()]
}

function unionOutput(outputs: readonly KnownType[]): KnownType {
  const [first] = outputs
  const texts = new Set(outputs.map((one) => one.text))
  return texts.size === 1 ? first! : { ...first!, text: [...texts].join(' | ') }
}
