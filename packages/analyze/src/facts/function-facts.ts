// What the head of a function says: the names that it takes, their types and defaults, what it gives.

import type { BindingPattern, ObjectPattern, ParamPattern, TSFunctionType, TSType } from 'oxc-parser'
import type { SourceFile } from '../source/source-file.ts'
import { documentationBefore } from './doc-comments.ts'
import { parameterDocumentation, type Documentation } from './documentation.ts'
import { wordOf } from './module-scope.ts'
import { placeOf, type Place } from './place.ts'
import type { AnyFunctionNode, ProjectScope } from './project-scope.ts'
import { nameOfKey, propertiesOfType, type TypedProperties } from './type-properties.ts'
import { awaitedText, textOf, writtenType, type WrittenType } from './type-text.ts'

/** A name that a function takes from its first parameter; of a positional function, one of its parameters. */
export interface ParameterFacts {
  readonly name: string
  /** True when the pattern gives it a default. */
  readonly optional: boolean
  /** Of the name. */
  readonly place: Place
  /** The variable that has the value; absent when it is taken apart further. */
  readonly local?: { readonly name: string; readonly place: Place }
  /** The default as written. */
  readonly default?: string
  /** As written. */
  readonly type?: string
  /** In the type: where the property is, and whether it has a question mark. */
  readonly typed?: { readonly place: Place; readonly optional: boolean }
  /** What `@param`, or the comment of the property, says about it. */
  readonly documentation?: string
}

/** A property of the parameter's type that the function does not take. */
export interface UntakenProperty {
  readonly name: string
  readonly optional: boolean
  readonly place: Place
  readonly type?: string
}

export interface FunctionFacts {
  /** From its first to its last character. */
  readonly place: Place
  readonly text: string
  readonly syntax: 'function' | 'arrow'
  readonly isAsync: boolean
  readonly isGenerator: boolean
  /** How its names can be read: `none` without parameters, `object` for a destructured one; all else is no node. */
  readonly form: 'none' | 'object' | 'rest' | 'positional' | 'unreadable'
  /** In the order of writing. */
  readonly parameters: readonly ParameterFacts[]
  /** Typed, but not taken: the compiler asks for them, a run does not give them. */
  readonly untaken: readonly UntakenProperty[]
  /** Taken, but not in the type. */
  readonly untyped: readonly string[]
  /** Of the first parameter, when one is written. */
  readonly parameterType?: WrittenType & {
    /** False when syntax cannot follow it to all of its properties. */
    readonly isComplete: boolean
  }
  readonly readsContext: boolean
  /** The second parameter. */
  readonly context?: { readonly place: Place; readonly type?: string }
  /** As written; `awaited` is the same without its promise. */
  readonly returns?: WrittenType & { readonly awaited: string }
  readonly documentation?: Documentation
}

export interface FunctionSurroundings {
  readonly file: SourceFile
  readonly scope: ProjectScope
  /** Of the declaration that the function is the value of. */
  readonly documentation?: Documentation | undefined
  /** Of the variable that the function is the value of. */
  readonly annotation?: TSType | undefined
  /** True for a step of a pipe: a value comes before the names. */
  readonly isStep?: boolean
}

export function functionFacts(fn: AnyFunctionNode, surroundings: FunctionSurroundings): FunctionFacts {
  const { file, scope } = surroundings
  const documentation = surroundings.documentation ?? documentationBefore(file, fn.start)
  const { annotation } = surroundings
  const typed = annotation?.type === 'TSFunctionType' ? annotation : undefined
  const given = withoutThis(fn.params)
  const params = surroundings.isStep ? given.slice(1) : given
  const head = readHead(params, file)
  const [first, second] = params
  const parameterType = (first && annotationOf(first)) ?? typeOfParameter(typed)
  const known: TypedProperties | undefined = parameterType && propertiesOfType(parameterType, file, scope)
  const returns = (fn.returnType ?? typed?.returnType)?.typeAnnotation
  const isObject = head.form === 'object'
  const taken = new Set(head.parameters.map((one) => one.name))
  const untaken = isObject && known ? [...known.properties.values()].filter(({ name }) => !taken.has(name)) : []
  return {
    place: placeOf(file, fn),
    text: file.text.slice(fn.start, fn.end),
    syntax: fn.type === 'ArrowFunctionExpression' ? 'arrow' : 'function',
    isAsync: fn.async,
    isGenerator: fn.type !== 'ArrowFunctionExpression' && fn.generator,
    form: head.form,
    parameters: head.parameters.map((one) => {
      const property = isObject ? known?.properties.get(one.name) : undefined
      const written = parameterDocumentation(documentation, one.name)
      const about = written?.text || property?.documentation?.text
      const type = property?.type ?? one.type ?? written?.type
      return {
        ...one,
        ...(type !== undefined && { type }),
        ...(property && { typed: { place: property.place, optional: property.optional } }),
        ...(about && { documentation: about }),
      }
    }),
    untaken: untaken.map(({ name, optional, place, type }) => ({ name, optional, place, ...(type && { type }) })),
    untyped: isObject && known?.isComplete ? [...taken].filter((name) => !known.properties.has(name)) : [],
    ...(parameterType &&
      known && { parameterType: { ...writtenType(file, parameterType), isComplete: known.isComplete } }),
    readsContext: (head.form === 'object' || head.form === 'none') && second !== undefined,
    ...(second && head.form === 'object' && { context: contextOf(second, file) }),
    ...(returns && { returns: { ...writtenType(file, returns), awaited: awaitedText(file, returns) } }),
    ...(documentation && { documentation }),
  }
}

interface Head {
  readonly form: FunctionFacts['form']
  readonly parameters: readonly ParameterFacts[]
}

function readHead(params: readonly ParamPattern[], file: SourceFile): Head {
  const [first] = params
  if (!first) return { form: 'none', parameters: [] }
  const pattern = withoutDefault(first)
  if (pattern.type === 'ObjectPattern') return readPattern(pattern, file)
  return { form: 'positional', parameters: params.map((one) => positionalParameter(one, file)) }
}

/** The names of a destructured parameter. What gathers the rest, or computes a name, cannot be read. */
function readPattern(pattern: ObjectPattern, file: SourceFile): Head {
  const parameters: ParameterFacts[] = []
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') return { form: 'rest', parameters: [] }
    const { key, value, computed } = property
    const name = computed ? undefined : nameOfKey(key)
    if (name === undefined) return { form: 'unreadable', parameters: [] }
    const target = value.type === 'AssignmentPattern' ? value.left : value
    parameters.push({
      name,
      optional: value.type === 'AssignmentPattern',
      place: placeOf(file, property.shorthand && target.type === 'Identifier' ? wordOf(target) : key),
      ...(target.type === 'Identifier' && { local: { name: target.name, place: placeOf(file, wordOf(target)) } }),
      ...(value.type === 'AssignmentPattern' && { default: file.text.slice(value.right.start, value.right.end) }),
    })
  }
  return { form: 'object', parameters }
}

function positionalParameter(one: ParamPattern, file: SourceFile): ParameterFacts {
  const isRest = one.type === 'RestElement'
  const pattern = isRest ? one.argument : withoutDefault(one)
  const isNamed = pattern.type === 'Identifier'
  const name = isNamed ? pattern.name : pattern.type === 'ArrayPattern' ? '[...]' : '{...}'
  const place = placeOf(file, isNamed ? wordOf(pattern) : pattern)
  const type = annotationOf(one)
  return {
    name: isRest ? `...${name}` : name,
    optional: one.type === 'AssignmentPattern',
    place,
    ...(isNamed && { local: { name, place } }),
    ...(one.type === 'AssignmentPattern' && { default: file.text.slice(one.right.start, one.right.end) }),
    ...(type && { type: textOf(file, type) }),
  }
}

function contextOf(second: ParamPattern, file: SourceFile): { place: Place; type?: string } {
  const type = annotationOf(second)
  return { place: placeOf(file, second), ...(type && { type: textOf(file, type) }) }
}

/** TypeScript's first parameter `this` is not there at run time. */
function withoutThis(params: readonly ParamPattern[]): readonly ParamPattern[] {
  const [first] = params
  return first?.type === 'Identifier' && first.name === 'this' ? params.slice(1) : params
}

function withoutDefault(param: ParamPattern): BindingPattern {
  if (param.type === 'RestElement') return param.argument
  if (param.type === 'TSParameterProperty') return withoutDefault(param.parameter)
  return param.type === 'AssignmentPattern' ? param.left : param
}

function annotationOf(param: ParamPattern): TSType | undefined {
  if (param.type === 'TSParameterProperty') return annotationOf(param.parameter)
  const own = param.type === 'AssignmentPattern' ? param.left : param
  return ('typeAnnotation' in own ? own.typeAnnotation?.typeAnnotation : undefined) ?? undefined
}

function typeOfParameter(type: TSFunctionType | undefined): TSType | undefined {
  const first = type?.params[0]
  return first && annotationOf(first)
}
