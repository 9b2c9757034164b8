// What expressions stand for, without running them: functions, classes, values, and what modifiers make of functions.

import type { Argument, CallExpression, Expression, TSType } from 'oxc-parser'
import type { SourceFile } from '../source/source-file.ts'
import { documentationBefore } from './doc-comments.ts'
import type { Documentation } from './documentation.ts'
import { functionFacts, type FunctionFacts } from './function-facts.ts'
import { isIoFunction, sqlNode } from './modifiers/sql.ts'
import { entries, modifiers, valueFunctions } from './modifiers/table.ts'
import type { Declaration } from './module-scope.ts'
import { placeOf, type Stretch } from './place.ts'
import type { AnyFunctionNode, ProjectScope, Target } from './project-scope.ts'
import { mapNodes, mapSpecs, oneNode, specOfFunction, UNKNOWN, withModifier, type Shape } from './shape.ts'
import { bare, follow, propertiesOf, type Written } from './written-value.ts'

/** What a module exports. */
export interface EvaluatedExport {
  readonly name: string
  /** Where the module says so. */
  readonly file: SourceFile
  readonly place: Stretch
  readonly target: Target
  readonly shape: Shape
}

export interface EvaluatedModule {
  readonly exports: readonly EvaluatedExport[]
  /** False when it may export more. */
  readonly isComplete: boolean
}

/** A function as it is parsed. */
export interface FunctionSyntax {
  readonly expression: AnyFunctionNode
  readonly file: SourceFile
}

/** What is known of the surroundings of an expression that is the value of something with a name. */
interface Surroundings {
  readonly documentation?: Documentation | undefined
  readonly annotation?: TSType | undefined
}

export class Evaluation {
  readonly scope: ProjectScope
  readonly #declarations = new Map<Declaration, Shape>()
  readonly #functions = new Map<AnyFunctionNode, FunctionFacts>()
  readonly #syntax = new WeakMap<FunctionFacts, FunctionSyntax>()
  readonly #steps = new Map<FunctionFacts, FunctionFacts>()
  readonly #modules = new Map<string, EvaluatedModule>()

  constructor(scope: ProjectScope) {
    this.scope = scope
  }

  /** What a file exports. A module that is asked for while it is evaluated shows nothing yet. */
  module(path: string): EvaluatedModule {
    const known = this.#modules.get(path)
    if (known) return known
    this.#modules.set(path, { exports: [], isComplete: false })
    const { exports, isComplete } = this.scope.exportsOf(path)
    const evaluated = { exports: exports.map((one) => ({ ...one, shape: this.shapeOfTarget(one.target) })), isComplete }
    this.#modules.set(path, evaluated)
    return evaluated
  }

  shapeOfTarget(target: Target): Shape {
    switch (target.kind) {
      case 'declaration':
        return this.#shapeOfDeclaration(target.file, target.declaration)
      case 'namespace':
        return { kind: 'value' }
      default:
        return UNKNOWN
    }
  }

  shapeOf({ expression: whole, file }: Written, surroundings: Surroundings = {}): Shape {
    const expression = bare(whole)
    switch (expression.type) {
      case 'ArrowFunctionExpression':
        return this.#shapeOfFunction(expression, file, surroundings)
      case 'FunctionExpression':
        return this.#shapeOfFunction(expression, file, surroundings)
      case 'ClassExpression':
        return { kind: 'class' }
      case 'Literal':
      case 'TemplateLiteral':
      case 'ObjectExpression':
      case 'ArrayExpression':
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'UpdateExpression':
      case 'MetaProperty':
        return { kind: 'value' }
      case 'NewExpression': {
        const made = expression.callee.type === 'Identifier' ? expression.callee.name : ''
        return made === 'Function' || made === 'Proxy' ? UNKNOWN : { kind: 'value' }
      }
      case 'Identifier':
        if (expression.name === 'undefined' || expression.name === 'NaN' || expression.name === 'Infinity')
          return { kind: 'value' }
        return this.shapeOfTarget(this.scope.nameIn(file, expression.name))
      case 'MemberExpression':
        return this.#shapeOfMember(expression, file)
      case 'CallExpression':
        return this.#shapeOfCall(expression, file)
      case 'TaggedTemplateExpression':
        return sqlNode(expression, file, this)
      default:
        return UNKNOWN
    }
  }

  /** The syntax of a function and the file that it is in. */
  syntaxOf(facts: FunctionFacts): FunctionSyntax | undefined {
    return this.#syntax.get(facts)
  }

  /** The function as a step of a pipe, which takes a value in front of its dependencies. */
  asStep(facts: FunctionFacts): FunctionFacts | undefined {
    const known = this.#steps.get(facts)
    if (known) return known
    const syntax = this.#syntax.get(facts)
    if (!syntax) return undefined
    const { expression, file } = syntax
    const { documentation } = facts
    const step = functionFacts(expression, { file, scope: this.scope, documentation, isStep: true })
    this.#steps.set(facts, step)
    this.#syntax.set(step, syntax)
    return step
  }

  /** What a callee is called in our package; `undefined` when it is from elsewhere. */
  nameOfOurs(callee: Expression, file: SourceFile): string | undefined {
    return this.nameOfPackage(callee, file, (specifier) => entries.has(specifier))
  }

  /** What a callee is called in a package; `undefined` when it is from elsewhere. */
  nameOfPackage(callee: Expression, file: SourceFile, isIt: (specifier: string) => boolean): string | undefined {
    const own = bare(callee)
    if (own.type === 'Identifier') {
      const target = this.scope.nameIn(file, own.name)
      return target.kind === 'package' && isIt(target.specifier) ? target.name : undefined
    }
    if (own.type !== 'MemberExpression' || own.computed || own.property.type !== 'Identifier') return undefined
    const space = this.nameOfPackage(own.object, file, isIt)
    return space === '*' ? own.property.name : undefined
  }

  #shapeOfDeclaration(file: SourceFile, declaration: Declaration): Shape {
    const known = this.#declarations.get(declaration)
    if (known) return known
    // What is made of itself cannot be known.
    this.#declarations.set(declaration, UNKNOWN)
    const shape = this.#evaluateDeclaration(file, declaration)
    this.#declarations.set(declaration, shape)
    return shape
  }

  #evaluateDeclaration(file: SourceFile, { value, statement }: Declaration): Shape {
    const documentation = documentationBefore(file, statement.start)
    switch (value.form) {
      case 'function':
        return this.#shapeOfFunction(value.fn, file, { documentation })
      case 'class':
        return { kind: 'class' }
      case 'expression':
        return this.shapeOf({ expression: value.expression, file }, { documentation, annotation: value.annotation })
      case 'object':
        return { kind: 'value' }
      case 'unknown':
        return UNKNOWN
    }
  }

  #shapeOfFunction(fn: AnyFunctionNode, file: SourceFile, surroundings: Surroundings): Shape {
    let facts = this.#functions.get(fn)
    if (!facts) {
      facts = functionFacts(fn, { file, scope: this.scope, ...surroundings })
      this.#functions.set(fn, facts)
      this.#syntax.set(facts, { expression: fn, file })
    }
    return oneNode(specOfFunction(facts))
  }

  #shapeOfMember(expression: Extract<Expression, { type: 'MemberExpression' }>, file: SourceFile): Shape {
    const { object, property, computed } = expression
    if (computed || property.type !== 'Identifier' || object.type === 'Super') return UNKNOWN
    const led = follow({ expression: object, file }, this.scope)
    if (led.expression.type === 'Identifier') {
      const target = this.scope.nameIn(led.file, led.expression.name)
      const found = target.kind === 'namespace' ? this.scope.exportOf(target.path, property.name) : undefined
      return found ? this.shapeOfTarget(found) : UNKNOWN
    }
    if (led.expression.type !== 'ObjectExpression') return UNKNOWN
    const { properties } = propertiesOf({ expression: led.expression, file: led.file }, this.scope)
    const found = properties.find((one) => one.name === property.name)
    return found ? this.shapeOf(found) : UNKNOWN
  }

  #shapeOfCall(call: CallExpression, file: SourceFile): Shape {
    const name = this.nameOfOurs(call.callee, file)
    if (name === undefined) {
      if (isIoFunction(call.callee, file, this)) return { kind: 'value' }
      const isFreeze = file.text.slice(call.callee.start, call.callee.end) === 'Object.freeze'
      const [argument] = call.arguments
      return isFreeze && argument && argument.type !== 'SpreadElement'
        ? this.shapeOf({ expression: argument, file })
        : UNKNOWN
    }
    if (valueFunctions.has(name)) return { kind: 'value' }
    const own = { name, place: placeOf(file, call) }
    const modifier = Object.hasOwn(modifiers, name) ? modifiers[name] : undefined
    const shape = modifier ? modifier(new ModifierCall(this, call, file, name)) : UNKNOWN
    if (shape.kind === 'otherwise') return { ...shape, spec: withModifier(shape.spec, own) }
    return shape.kind === 'nodes' ? mapNodes(shape, (node) => mapSpecs(node, (spec) => withModifier(spec, own))) : shape
  }
}

/** The call of one of our functions. */
export class ModifierCall {
  readonly evaluation: Evaluation
  readonly name: string
  readonly file: SourceFile
  readonly call: CallExpression

  constructor(evaluation: Evaluation, call: CallExpression, file: SourceFile, name: string) {
    this.evaluation = evaluation
    this.call = call
    this.file = file
    this.name = name
  }

  get scope(): ProjectScope {
    return this.evaluation.scope
  }

  /** False when an argument is spread, so that nobody knows which one stands where. */
  get isPlain(): boolean {
    return !this.call.arguments.some((one) => one.type === 'SpreadElement')
  }

  /** The expression of an argument. */
  argument(index: number): Written | undefined {
    const given: Argument | undefined = this.call.arguments[index]
    return given && given.type !== 'SpreadElement' && this.isPlain ? { expression: given, file: this.file } : undefined
  }

  shape(index: number): Shape {
    const argument = this.argument(index)
    return argument ? this.evaluation.shapeOf(argument) : UNKNOWN
  }
}
