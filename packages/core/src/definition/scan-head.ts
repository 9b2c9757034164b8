// Reads the names that a function asks for from the head of its source text: no evaluation, the body is not looked at.

import type { AnyFunction } from '../typing/node-function.ts'
import { TokenReader } from './token-reader.ts'

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
  if (/\[native code\]\s*\}$/.test(text)) return { form: 'unreadable', parameters: [] }
  try {
    return new HeadScanner(text).scan()
  } catch (error) {
    if (error instanceof RangeError) return { form: 'unreadable', parameters: [] }
    throw error
  }
}

interface Pattern {
  readonly dependencies: HeadDependency[]
  readonly flat: boolean
}

class HeadScanner extends TokenReader {
  scan(): Head | UnreadableHead {
    this.next()
    const other = this.#readToParameters()
    if (other) return other
    this.next()
    if (!this.is('{')) return this.is(')') ? this.#readable('none', [], true) : this.#positional()
    const pattern = this.#objectPattern()
    if (pattern === undefined) return { form: 'rest', parameters: [] }
    const hasDefault = this.#skipDefault(',)')
    return this.#readable('object', pattern.dependencies, pattern.flat && !hasDefault)
  }

  /** Whatever stands behind the first parameter is the context, taken apart in any way. */
  #readable(form: Head['form'], dependencies: readonly HeadDependency[], flat: boolean): Head {
    const readsContext = this.is(',') && this.next() !== ')'
    this.skipExpression(')')
    const reusable = flat && (this.next() === '=>' || !this.text.includes('arguments'))
    return { form, dependencies, readsContext, reusable }
  }

  #positional(): UnreadableHead {
    const parameters: HeadDependency[] = []
    while (!this.is(')')) {
      const rest = this.is('...') && this.next() ? '...' : ''
      const { start: offset, token } = this
      const name = this.#target() ? rest + token : `${rest}${token === '[' ? '[...]' : '{...}'}`
      parameters.push({ name, optional: this.#skipDefault(',)'), offset })
      if (this.is(',')) this.next()
      else if (!this.is(')')) this.fail()
    }
    return { form: 'positional', parameters }
  }

  /** Stops at the bracket of the parameters; answers at once for a class and for `name => ...`. */
  #readToParameters(): UnreadableHead | undefined {
    if (this.kind === 'word' && this.token === 'class') {
      this.next()
      // Not of a method with this name.
      if (!this.is('(')) return { form: 'class', parameters: [] }
    }
    let last: HeadDependency = { name: '', optional: false, offset: 0 }
    for (; !this.is('('); this.next()) {
      if (this.is('=>')) return { form: 'positional', parameters: [last] }
      if (this.is('[')) this.skipExpression('')
      else if (this.kind === 'word') last = { name: this.token, optional: false, offset: this.start }
      else if (this.kind === 'mark' && !this.is('*') && !this.is('#')) this.fail()
    }
    return undefined
  }

  /** Steps over a name or a nested pattern. @returns true for a name */
  #target(): boolean {
    const isName = this.kind === 'word'
    if (!isName) {
      if (!this.is('{') && !this.is('[')) this.fail()
      this.skipExpression('')
    }
    this.next()
    return isName
  }

  /** Steps over `= expression`. @returns true when there is one */
  #skipDefault(stops: string): boolean {
    if (!this.is('=')) return false
    this.next()
    this.skipExpression(stops)
    return true
  }

  /** `undefined` when it gathers the rest of the properties, whose names cannot be known. */
  #objectPattern(): Pattern | undefined {
    const dependencies: HeadDependency[] = []
    let flat = true
    for (this.next(); !this.is('}');) {
      if (this.is('...')) return undefined
      if (this.kind === 'mark') this.fail()
      const { start: offset } = this
      const name = this.kind === 'number' ? numberKey(this.token) : this.token
      if (this.next() === ':' && this.is(':')) {
        this.next()
        if (!this.#target()) flat = false
      }
      const optional = this.#skipDefault(',}')
      if (optional) flat = false
      dependencies.push({ name, optional, offset })
      if (this.is(',')) this.next()
      else if (!this.is('}')) this.fail()
    }
    this.next()
    return { dependencies, flat }
  }
}

/** The property that a number names: `0x10` is `16`, `1_000n` is `1000`. */
function numberKey(text: string): string {
  const digits = text.replace(/_|n$/g, '')
  return String(text.endsWith('n') ? BigInt(digits) : Number(digits))
}
