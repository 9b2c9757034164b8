// Freezes a value and everything in it, each object once.

import { ThroughlineError } from '../errors/throughline-error.ts'
import { hookIssue } from './catalogue.ts'

/** A class whose instances change by methods, which freezing does not prevent. */
interface Changing {
  readonly name: string
  readonly methods: readonly string[]
}

/** By prototype: subclasses are classes of their own. */
function changingClasses(): ReadonlyMap<object, Changing> {
  const setters = Object.getOwnPropertyNames(Date.prototype).filter((name) => name.startsWith('set'))
  return new Map<object, Changing>([
    [Map.prototype, { name: 'Map', methods: ['set', 'delete', 'clear'] }],
    [Set.prototype, { name: 'Set', methods: ['add', 'delete', 'clear'] }],
    [Date.prototype, { name: 'Date', methods: setters }],
  ])
}

/** @param isFrozenToo decides for instances of other classes */
export function createFreezer(isFrozenToo: (value: object) => boolean = () => false): (value: unknown) => void {
  const changing = changingClasses()
  const seen = new WeakSet<object>()
  // A stack of our own: values may be nested deeper than calls can be.
  const waiting: object[] = []
  const add = (one: unknown): void => {
    if (typeof one !== 'object' || one === null || seen.has(one)) return
    seen.add(one)
    waiting.push(one)
  }
  const freeze = (one: object): void => {
    if (ArrayBuffer.isView(one)) return
    const prototype = Object.getPrototypeOf(one) as object | null
    const known = prototype && changing.get(prototype)
    if (known) forbidMethods(one, known)
    else if (!Array.isArray(one) && !isPlain(prototype) && !isFrozenToo(one)) return
    visitChildren(one, add)
    Object.freeze(one)
  }
  return (value) => {
    add(value)
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      try {
        freeze(one)
      } catch {
        // What refuses stays as it is: the namespace of a module, a proxy.
      }
    }
  }
}

/** The last holds for objects of other realms too. */
function isPlain(prototype: object | null): boolean {
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function visitChildren(value: object, visit: (child: unknown) => void): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) visit(value[index])
    return
  }
  if (value instanceof Map) {
    for (const [key, item] of value as ReadonlyMap<unknown, unknown>) {
      visit(key)
      visit(item)
    }
  } else if (value instanceof Set) for (const item of value as ReadonlySet<unknown>) visit(item)
  for (const key of Reflect.ownKeys(value)) {
    // Getters are not asked: that may have effects.
    const descriptor = Object.getOwnPropertyDescriptor(value, key)!
    if ('value' in descriptor) visit(descriptor.value)
  }
}

/** Hides the methods that change it behind ones that throw. */
function forbidMethods(value: object, { name, methods }: Changing): void {
  if (!Object.isExtensible(value)) return
  for (const method of methods) {
    const refuse = (): never => {
      throw new ThroughlineError([hookIssue('hook/frozen', { type: name, method })])
    }
    Object.defineProperty(value, method, { value: refuse })
  }
}
