// The list of what reaches the outside world, and of what cannot be followed. `docs/explanation/code-versions.md` shows it.

import { Use, type Reference, type Remark } from '../scope/findings.ts'

export type Judgement = Pick<Remark, 'kind' | 'what'>

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Every mention reaches the outside world. */
const IMPURE_GLOBALS = words(`
  fetch XMLHttpRequest WebSocket WebSocketStream WebTransport EventSource BroadcastChannel Worker SharedWorker importScripts
  process Deno Bun navigator location document history screen localStorage sessionStorage indexedDB caches cookieStore
  alert confirm prompt performance setTimeout setInterval setImmediate requestAnimationFrame requestIdleCallback scheduler
`)

const IMPURE_MEMBERS = words(`
  Date.now Math.random crypto.randomUUID crypto.getRandomValues crypto.subtle.generateKey AbortSignal.timeout Temporal.Now
`)

/** Other names for these hide what is read of them. */
const PARTLY_IMPURE = words('Date Math crypto Temporal')

/** Known to do nothing but to compute. */
const PURE_GLOBALS = words(`
  undefined NaN Infinity Object Array String Number Boolean Symbol BigInt Math JSON Reflect Proxy Map Set WeakMap WeakSet
  WeakRef Promise RegExp Date Intl Temporal Function Iterator Atomics Error AggregateError EvalError RangeError ReferenceError
  SyntaxError TypeError URIError DOMException ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray
  Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array
  parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape
  structuredClone queueMicrotask atob btoa Buffer URL URLSearchParams URLPattern TextEncoder TextDecoder WebAssembly crypto
  AbortController AbortSignal Event EventTarget CustomEvent MessageChannel MessagePort Headers Request Response Blob File
  FormData ReadableStream WritableStream TransformStream CompressionStream DecompressionStream TextEncoderStream
  TextDecoderStream clearTimeout clearInterval clearImmediate console
`)

const GLOBAL_OBJECTS = words('globalThis global window self')

const CAVEAT_GLOBALS = words('eval __dirname __filename')

/** Modules of Node that only compute. All others read or write something outside of the program. */
const PURE_MODULES = words(`
  path path/posix path/win32 url util util/types querystring buffer assert assert/strict events string_decoder punycode
  stream stream/promises stream/web stream/consumers async_hooks zlib constants diagnostics_channel sys module crypto
`)

const IMPURE_CRYPTO = words(`
  randomBytes pseudoRandomBytes prng rng randomInt randomUUID randomUUIDv7 randomFill randomFillSync getRandomValues
  generateKey generateKeySync generateKeyPair generateKeyPairSync generatePrime generatePrimeSync webcrypto
`)

type ListName = 'globals' | 'members' | 'pureModules' | 'crypto' | 'caveats' | 'globalObjects'
type Lists = Readonly<Record<ListName, ReadonlySet<string>>>

/** For the page that lists them. */
export const LISTS: Lists = {
  globals: IMPURE_GLOBALS,
  members: IMPURE_MEMBERS,
  pureModules: PURE_MODULES,
  crypto: IMPURE_CRYPTO,
  caveats: CAVEAT_GLOBALS,
  globalObjects: GLOBAL_OBJECTS,
}

const PURE_OF_MODULE = words('builtinModules isBuiltin SourceMap stripTypeScriptTypes')

/** @param reference to a name that neither the unit nor its file declares */
export function judgeGlobal({ name, path, uses }: Reference): Judgement | undefined {
  if ((uses & ~Use.now) === Use.typeof) return undefined
  const chain = [name, ...path]
  while (chain.length > 0 && GLOBAL_OBJECTS.has(chain[0]!)) chain.shift()
  const [root, ...members] = chain
  if (root === undefined) return { kind: 'caveat', what: name }
  const isPlainCall = members.length === 0 && (uses & Use.called) !== 0
  const impure = { kind: 'impure', what: chain.slice(0, 2).join('.') } as const
  if (CAVEAT_GLOBALS.has(root)) return { kind: 'caveat', what: root }
  if (root === 'Function' && (isPlainCall || isAliased(members, uses))) return { kind: 'caveat', what: 'new Function' }
  if (IMPURE_GLOBALS.has(root)) return impure
  for (let length = 2; length <= chain.length; length++) {
    if (IMPURE_MEMBERS.has(chain.slice(0, length).join('.')))
      return { kind: 'impure', what: chain.slice(0, length).join('.') }
  }
  if (root === 'Date' && isPlainCall) {
    const readsClock = (uses & Use.constructed) === 0 || (uses & Use.empty) !== 0
    return readsClock ? { kind: 'impure', what: (uses & Use.constructed) === 0 ? 'Date()' : 'new Date()' } : undefined
  }
  if (PARTLY_IMPURE.has(root) && isAliased(members, uses)) return impure
  const isUnknownState = GLOBAL_OBJECTS.has(name) && !PURE_GLOBALS.has(root)
  return isUnknownState ? { kind: 'impure', what: `globalThis.${root}` } : undefined
}

/** Whether calling it changes nothing that other code could see. */
export function isPureGlobal(name: string): boolean {
  return PURE_GLOBALS.has(name)
}

/**
 * @param module without `node:`
 * @param path what is read of it, from the name that is imported; empty means all
 */
export function judgeBuiltin(module: string, path: readonly string[]): Judgement | undefined {
  // The default export of a module of Node is the module.
  const [name] = path[0] === 'default' ? path.slice(1) : path
  const what = name === undefined ? `node:${module}` : `node:${module} ${name}`
  const impure = { kind: 'impure', what } as const
  if (module === 'vm') return { kind: 'caveat', what }
  if (!PURE_MODULES.has(module)) return impure
  if (module === 'crypto') return name === undefined || IMPURE_CRYPTO.has(name) ? impure : undefined
  if (module === 'module') return name !== undefined && PURE_OF_MODULE.has(name) ? undefined : { kind: 'caveat', what }
  return module === 'util' && name === 'parseArgs' ? impure : undefined
}

function isAliased(members: readonly string[], uses: number): boolean {
  return members.length === 0 && (uses & Use.aliased) !== 0
}
