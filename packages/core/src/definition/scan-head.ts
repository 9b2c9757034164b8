// Reads the names that a function asks for from the head of its source text: no evaluation, the body is not looked at.

import type { AnyFunction } from '../typing/node-function.ts'
import { SourceCursor } from './source-cursor.ts'

/** One property of the destructured parameter. */
export interface HeadDependency {
  readonly name: string
  /** True when the pattern gives it a default. */
  readonly optional: boolean
  /** Where its name stands in the text of the function, from 0. */
  readonly offset: number
}

/** A head that can be linked: no parameter, or one destructured object, and perhaps the context. */
export interface Head {
  readonly form: 'none' | 'object'
  readonly dependencies: readonly HeadDependency[]
  /** True when there is a second parameter, which receives the `NodeContext`. */
  readonly readsContext: boolean
  /**
   * True when the argument object can be used again for the next run: a flat pattern is read completely before the
   * body begins, so nothing can keep the object. Defaults could re-enter the flow; `arguments` could keep it.
   */
  readonly reusable: boolean
}

/** A function that is not a node, or cannot be one as it is written. */
export interface UnreadableHead {
  readonly form: 'class' | 'rest' | 'positional' | 'unreadable'
  /** The parameters, as far as they could be read. */
  readonly parameters: readonly HeadDependency[]
}

export function isReadable(head: Head | UnreadableHead): head is Head {
  return head.form === 'none' || head.form === 'object'
}

const CACHE = new WeakMap<AnyFunction, Head | UnreadableHead>()

/**
 * Reads the head of a function. Works after type stripping, bundling and minification, as long as the target is ES2018
 * or later (older targets rewrite the pattern, which is reported as `positional`).
 *
 * @complexity O(length of the head), once per function
 */
export function scanHead(fn: AnyFunction): Head | UnreadableHead {
  let head = CACHE.get(fn)
  if (head === undefined) {
    head = scanHeadText(Function.prototype.toString.call(fn))
    CACHE.set(fn, head)
  }
  return head
}

/** `scanHead` for the text of a function, as `Function.prototype.toString` gives it. */
export function scanHeadText(text: string): Head | UnreadableHead {
  if (text.endsWith('[native code] }')) return { form: 'unreadable', parameters: [] }
  try {
    return new HeadScanner(text).scan()
  } catch (error) {
    if (error instanceof RangeError) return { form: 'unreadable', parameters: [] }
    throw error
  }
}

const MODIFIERS = new Set(['async', 'function', 'get', 'set', 'static'])

interface Pattern {
  readonly dependencies: HeadDependency[]
  readonly flat: boolean
}

class HeadScanner extends SourceCursor {
  scan(): Head | UnreadableHead {
    this.skipSpace()
    const isArrow = this.#skipToParameters()
    if (isArrow === 'class') return { form: 'class', parameters: [] }
    if (typeof isArrow === 'object') return isArrow
    const parameters: (Pattern | HeadDependency)[] = []
    for (;;) {
      this.skipSpace()
      if (this.take(')')) break
      if (this.take('...') && parameters.length === 0) return { form: 'positional', parameters: [] }
      const parameter = this.#parameter()
      if (parameter === undefined) return { form: 'rest', parameters: [] }
      parameters.push(parameter)
      this.skipSpace()
      if (!this.take(',') && !this.sees(')')) this.fail()
    }
    const [first] = parameters
    const readsContext = parameters.length > 1
    if (first !== undefined && 'name' in first) {
      return { form: 'positional', parameters: parameters.filter((one): one is HeadDependency => 'name' in one) }
    }
    this.skipSpace()
    const keepsNothing = this.sees('=>') || !this.text.includes('arguments')
    if (first === undefined) return { form: 'none', dependencies: [], readsContext, reusable: keepsNothing }
    return { form: 'object', dependencies: first.dependencies, readsContext, reusable: first.flat && keepsNothing }
  }

  /** Stops behind the opening bracket; answers at once for a class and for `name => ...`. */
  #skipToParameters(): 'class' | UnreadableHead | undefined {
    let word = ''
    for (;;) {
      this.skipSpace()
      if (this.take('(')) return undefined
      if (this.sees('=>')) return { form: 'positional', parameters: [{ name: word, optional: false, offset: 0 }] }
      if (this.take('*') || this.take('#')) continue
      if (this.sees('[')) this.skipBracketed()
      else if (this.seesQuote()) this.string()
      else {
        const isFirst = word === '' && this.position === 0
        word = this.word()
        if (word === 'class' && isFirst) return 'class'
        if (word === '' && !this.skipNumber()) this.fail()
        if (MODIFIERS.has(word)) word = ''
      }
    }
  }

  /** A pattern, or the name of the parameter; `undefined` for a pattern with a rest. */
  #parameter(): Pattern | HeadDependency | undefined {
    if (this.sees('{')) {
      const pattern = this.#objectPattern()
      if (pattern === undefined) return undefined
      this.skipSpace()
      if (!this.take('=')) return pattern
      this.skipExpression(',)')
      return { ...pattern, flat: false }
    }
    const offset = this.position
    const name = this.sees('[') ? this.skipBracketed() : this.word() || this.fail()
    this.skipSpace()
    const optional = this.take('=')
    if (optional) this.skipExpression(',)')
    return { name, optional, offset }
  }

  /** `undefined` when it gathers the rest of the properties, whose names cannot be known. */
  #objectPattern(): Pattern | undefined {
    const dependencies: HeadDependency[] = []
    let flat = true
    this.position++
    for (;;) {
      this.skipSpace()
      if (this.take('}')) return { dependencies, flat }
      if (this.sees('...')) return undefined
      const offset = this.position
      const name = this.#propertyName()
      this.skipSpace()
      if (this.take(':')) {
        this.skipSpace()
        if (this.sees('{') || this.sees('[')) {
          flat = false
          this.skipBracketed()
        } else if (this.word() === '') this.fail()
        this.skipSpace()
      }
      const optional = this.take('=')
      if (optional) {
        flat = false
        this.skipExpression(',}')
      }
      dependencies.push({ name, optional, offset })
      if (!this.take(',') && !this.sees('}')) this.fail()
    }
  }

  #propertyName(): string {
    if (this.seesQuote()) return this.string()
    const word = this.word()
    if (word !== '') return word
    const start = this.position
    if (!this.skipNumber()) this.fail()
    return String(Number(this.text.slice(start, this.position)))
  }
}
