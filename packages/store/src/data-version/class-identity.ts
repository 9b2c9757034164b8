// What tells classes apart: the names of all classes that an instance belongs to, and of everything that they define.

import { hasPrivateFields } from './private-state.ts'

/** The classes of an instance, from its own to `Object`, read off its prototype. */
export interface ClassIdentity {
  /** The built-in class that it is, or extends. */
  readonly base: string
  /** Nothing but that: its prototype is that of a built-in class. */
  readonly isBuiltIn: boolean
  /** Of its own class. */
  readonly name: string
  /** Everything that counts, as text. */
  readonly text: string
  /** Why its instances have no data version. */
  readonly refused?: string
}

/** Built-in classes whose instances can be read. Errors are found by their chain. */
const READABLE = new Set(
  `Object Array Map Set Date RegExp Error ArrayBuffer SharedArrayBuffer DataView Number String Boolean BigInt Symbol
  URL URLSearchParams DOMException Buffer TypedArray Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array
  Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array
  EvalError RangeError ReferenceError SyntaxError TypeError URIError AggregateError SuppressedError`.split(/\s+/),
)

const NAMED_REFUSALS: Readonly<Record<string, string>> = {
  Promise: 'a promise',
  WeakMap: 'a WeakMap',
  WeakSet: 'a WeakSet',
  WeakRef: 'a WeakRef',
  Iterator: 'an iterator',
  Function: 'a function',
}

/** Written in JavaScript by Node, and known by what they are. */
const OF_NODE = new Map<object, string>([
  [Buffer.prototype, 'Buffer'],
  [URL.prototype, 'URL'],
  [URLSearchParams.prototype, 'URLSearchParams'],
  [DOMException.prototype, 'DOMException'],
])

const identities = new WeakMap<object, ClassIdentity>()

/** Read once per prototype: methods that are exchanged later do not count. */
export function classIdentityOf(prototype: object): ClassIdentity {
  let identity = identities.get(prototype)
  if (!identity) identities.set(prototype, (identity = describe(prototype)))
  return identity
}

interface Level {
  readonly name: string
  readonly isBuiltIn: boolean
  readonly members: readonly string[]
  /** Why instances cannot be read, beside what they are of. */
  readonly reason?: string
  /** The whole of it, for well-known classes. */
  readonly refused?: string | undefined
}

function describe(prototype: object): ClassIdentity {
  const levels: Level[] = []
  for (let at: object | null = prototype; at; at = Object.getPrototypeOf(at) as object | null) levels.push(levelOf(at))
  const own = levels.filter(({ isBuiltIn }) => !isBuiltIn)
  const hidden = levels.find(({ reason }) => reason !== undefined)
  const named = levels.find(({ name }) => name !== '')?.name ?? 'without a name'
  const refused =
    refusalByMembers(levels) ?? hidden?.refused ?? (hidden && `an instance of the class ${named}, ${hidden.reason}`)
  return {
    base: levels.find(({ isBuiltIn }) => isBuiltIn)?.name ?? 'null',
    isBuiltIn: own.length === 0,
    name: levels[0]!.name,
    text: JSON.stringify(levels.map(({ name, isBuiltIn, members }) => (isBuiltIn ? name : [name, ...members]))),
    ...(refused !== undefined && { refused }),
  }
}

function levelOf(prototype: object): Level {
  const ofNode = OF_NODE.get(prototype)
  if (ofNode !== undefined) return { name: ofNode, isBuiltIn: true, members: [] }
  const constructor = ownValue(prototype, 'constructor')
  if (typeof constructor !== 'function') {
    return {
      name: '',
      isBuiltIn: false,
      members: memberNames(prototype),
      reason: 'whose prototype is of no class',
      refused: 'an object whose prototype is of no class',
    }
  }
  const name = ownValue(constructor, 'name')
  const label = typeof name === 'string' ? name : ''
  const source = Function.prototype.toString.call(constructor)
  // Classes of the web platform keep their state elsewhere, and Node writes many of them in JavaScript.
  if (!READABLE.has(label) && label !== '' && ownValue(globalThis, label) === constructor) return hostLevel(label)
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    if (READABLE.has(label)) return { name: label, isBuiltIn: true, members: [] }
    return hostLevel(label)
  }
  return {
    name: label,
    isBuiltIn: false,
    members: memberNames(prototype),
    ...(hasPrivateFields(source) && { reason: 'that has private fields' }),
  }
}

function hostLevel(name: string): Level {
  const refused = NAMED_REFUSALS[name] ?? (name.endsWith('Stream') ? 'a stream' : undefined)
  return { name, isBuiltIn: true, members: [], reason: 'of the host', refused }
}

/** What a class gives its instances says more than its name. */
function refusalByMembers(levels: readonly Level[]): string | undefined {
  const members = new Set(levels.flatMap((level) => (level.isBuiltIn ? [] : level.members)))
  if (members.has('then()')) return 'a promise'
  if (levels.some(({ name, isBuiltIn }) => !isBuiltIn && name === 'Stream')) return 'a stream'
  const isAsync = members.has('[Symbol(Symbol.asyncIterator)]()')
  if (members.has('next()') && (isAsync || members.has('[Symbol(Symbol.iterator)]()'))) return 'an iterator'
  return isAsync ? 'a stream' : undefined
}

function memberNames(prototype: object): string[] {
  const names = Reflect.ownKeys(prototype).filter((key) => key !== 'constructor')
  return names.map((key) => memberName(prototype, key)).sort(byCodeUnits)
}

function memberName(prototype: object, key: PropertyKey): string {
  const property = Object.getOwnPropertyDescriptor(prototype, key)!
  const name = typeof key === 'symbol' ? `[${String(key)}]` : String(key)
  if (!('value' in property)) return `${property.get ? 'get ' : ''}${property.set ? 'set ' : ''}${name}`
  const value: unknown = property.value
  if (typeof value === 'function') return `${name}()`
  // Instances show it as if it were their own.
  return typeof value === 'object' || typeof value === 'symbol' ? name : `${name}=${typeof value} ${value as string}`
}

function ownValue(holder: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(holder, key)?.value
}

/** The order of JavaScript's `<`, which no locale changes. */
export function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
