// What built-in objects are made of: what is written of each at once, and the values in it that follow.

import * as is from 'node:util/types'
import type { ByteWriter } from './byte-writer.ts'
import type { ClassIdentity } from './class-identity.ts'
import { FEATURE } from './features.ts'
import { hasOnlyElements, isIndexKey } from './own-properties.ts'
import { memberPath } from './refusal.ts'
import { SHARING, TAG, VIEW_KINDS } from './tags.ts'
import { forEachCanonicalChunk, sharingOf, viewKindOf, type ResizableBuffer } from './view-bytes.ts'

/** One object of a built-in kind, taken apart. */
export interface Content {
  /** The class that objects of this kind are of, when nothing else is said. */
  readonly name: string
  readonly features: number
  readonly write: (to: ContentWriter) => void
  /** Values that follow. */
  readonly children: readonly unknown[]
  /** The step to a child, as code. */
  readonly label: (index: number) => string
  /** Properties that all of its kind have, and that are in `write` or `children`, or do not count. */
  readonly isUsual: (key: string | symbol) => boolean
  /** There are no other properties: they need not be listed. */
  readonly isBare?: boolean
  /** Whether properties are hidden does not count. */
  readonly ignoresHiding?: boolean
}

/** Writes text and values that have no parts. */
export interface ContentWriter {
  readonly bytes: ByteWriter
  text(text: string): void
  number(value: number): void
}

const nothing: readonly unknown[] = []
const never = (): boolean => false

function leaf(name: string, features: number, write: Content['write'], isUsual: Content['isUsual'] = never): Content {
  return { name, features, write, children: nothing, label: () => '', isUsual }
}

/** `undefined` for what is no built-in object; text for what cannot be read. */
export function contentOf(value: object, { base }: ClassIdentity): Content | string | undefined {
  if (is.isMap(value)) return mapContent(value)
  if (is.isSet(value)) return setContent(value)
  if (is.isDate(value))
    return leaf('Date', FEATURE.date, ({ bytes }) => bytes.number(TAG.date, Date.prototype.getTime.call(value)))
  if (is.isRegExp(value)) return regexpContent(value)
  if (base === 'DOMException') return domExceptionContent(value)
  if (is.isNativeError(value)) return errorContent
  if (ArrayBuffer.isView(value)) return viewContent(value)
  if (is.isAnyArrayBuffer(value)) return bufferContent(value)
  if (is.isBoxedPrimitive(value)) return boxedContent(value)
  if (is.isArgumentsObject(value)) return argumentsContent(value)
  if (base === 'URL') return urlContent(value)
  if (base === 'URLSearchParams') return searchParamsContent(value)
  if (is.isPromise(value)) return 'a promise'
  if (is.isWeakMap(value) || is.isWeakSet(value)) return 'a weak collection'
  if (is.isGeneratorObject(value) || is.isMapIterator(value) || is.isSetIterator(value)) return 'an iterator'
  if (is.isExternal(value) || is.isModuleNamespaceObject(value)) return 'an object of the host'
  return undefined
}

function mapContent(map: ReadonlyMap<unknown, unknown>): Content {
  const children: unknown[] = []
  Map.prototype.forEach.call(map as Map<unknown, unknown>, (value, key) => void children.push(key, value))
  const label = (index: number): string => {
    const at = index >> 1
    if (index % 2 === 0) return `.keys()[${at}]`
    const key = children[index - 1]
    return typeof key === 'string' ? `.get(${JSON.stringify(key)})` : `.values()[${at}]`
  }
  const write = ({ bytes }: ContentWriter): void => bytes.tagged(TAG.map, children.length / 2)
  return { name: 'Map', features: FEATURE.map, write, children, label, isUsual: never }
}

function setContent(set: ReadonlySet<unknown>): Content {
  const children: unknown[] = []
  Set.prototype.forEach.call(set as Set<unknown>, (member) => void children.push(member))
  const write = ({ bytes }: ContentWriter): void => bytes.tagged(TAG.set, children.length)
  return { name: 'Set', features: FEATURE.set, write, children, label: (at) => `.values()[${at}]`, isUsual: never }
}

function regexpContent({ source, flags, lastIndex }: RegExp): Content {
  // Cloning sets it back.
  const features = FEATURE.regexp | (lastIndex === 0 ? 0 : FEATURE.extra)
  const write = (to: ContentWriter): void => {
    to.bytes.byte(TAG.regexp)
    to.text(source)
    to.text(flags)
  }
  const isUsual = (key: string | symbol): boolean => key === 'lastIndex'
  return { name: 'RegExp', features, write, children: [lastIndex], label: () => '.lastIndex', isUsual }
}

const isStack = (key: string | symbol): boolean => key === 'stack'

/** The stack names places of one run. Everything else is a property: message, cause, errors, code. */
const errorContent: Content = {
  ...leaf('Error', FEATURE.error, ({ bytes }) => bytes.byte(TAG.error), isStack),
  ignoresHiding: true,
}

function domExceptionContent(value: object): Content | string {
  const { name, message } = value as DOMException
  if (typeof name !== 'string' || typeof message !== 'string')
    return 'an instance of the class DOMException, made by hand'
  const write = (to: ContentWriter): void => {
    to.bytes.byte(TAG.domException)
    to.text(name)
    to.text(message)
  }
  return { ...leaf('DOMException', FEATURE.error, write, isStack), ignoresHiding: true }
}

function viewContent(view: ArrayBufferView): Content | string {
  const kind = viewKindOf(view)
  const sharing = sharingOf(view.buffer)
  if ((view.buffer as ResizableBuffer).detached) return 'a view of a buffer that was given away'
  const features =
    (kind === 'Buffer' ? FEATURE.buffer : kind === 'Float16Array' ? FEATURE.float16 : FEATURE.view) | memory(sharing)
  const write = ({ bytes }: ContentWriter): void => {
    bytes.tagged(TAG.view, VIEW_KINDS.indexOf(kind))
    bytes.byte(sharing)
    bytes.count(view.byteLength)
    forEachCanonicalChunk(view, (chunk) => bytes.raw(chunk))
  }
  const isBare = kind !== 'DataView' && hasOnlyElements(view as unknown as ArrayLike<unknown> & object)
  return { ...leaf(kind, features, write, isIndexKey), isBare }
}

function memory(sharing: number): number {
  const growable = sharing === SHARING.growable || sharing === SHARING.sharedGrowable ? FEATURE.growable : 0
  return growable | (sharing >= SHARING.shared ? FEATURE.shared : 0)
}

function bufferContent(buffer: ArrayBufferLike): Content | string {
  const { detached, maxByteLength } = buffer as ResizableBuffer
  if (detached) return 'a buffer that was given away'
  const sharing = sharingOf(buffer)
  const write = ({ bytes }: ContentWriter): void => {
    bytes.tagged(TAG.arrayBuffer, sharing)
    if (sharing === SHARING.growable || sharing === SHARING.sharedGrowable) bytes.count(maxByteLength)
    bytes.sized(new Uint8Array(buffer))
  }
  const name = sharing >= SHARING.shared ? 'SharedArrayBuffer' : 'ArrayBuffer'
  return leaf(name, FEATURE.arrayBuffer | memory(sharing), write)
}

function boxedContent(value: object): Content {
  const primitive = unboxed(value)
  const name = (Object(primitive) as object).constructor.name
  const isUsual = (key: string | symbol): boolean =>
    typeof primitive === 'string' && (key === 'length' || isIndexKey(key))
  const write = ({ bytes }: ContentWriter): void => bytes.byte(TAG.boxed)
  return { name, features: FEATURE.boxed, write, children: [primitive], label: () => '.valueOf()', isUsual }
}

/** By the methods of the built-in classes: its own may say something else. */
function unboxed(value: object): unknown {
  if (is.isNumberObject(value)) return Number.prototype.valueOf.call(value)
  if (is.isStringObject(value)) return String.prototype.valueOf.call(value)
  if (is.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value)
  if (is.isBigIntObject(value)) return BigInt.prototype.valueOf.call(value)
  return Symbol.prototype.valueOf.call(value)
}

function argumentsContent(list: ArrayLike<unknown> & object): Content {
  const children = Array.from(list)
  const write = ({ bytes }: ContentWriter): void => bytes.tagged(TAG.arguments, children.length)
  const isUsual = (key: string | symbol): boolean =>
    isIndexKey(key) || key === 'length' || key === 'callee' || key === Symbol.iterator
  return { name: 'Object', features: FEATURE.arguments, write, children, label: memberPath, isUsual }
}

function urlContent(url: object): Content | string {
  try {
    const href: string = Reflect.get(URL.prototype, 'href', url)
    return leaf('URL', FEATURE.url, (to) => {
      to.bytes.byte(TAG.url)
      to.text(href)
    })
  } catch {
    return 'an object that is a URL by its prototype alone'
  }
}

function searchParamsContent(params: object): Content | string {
  const texts: string[] = []
  try {
    URLSearchParams.prototype.forEach.call(params as URLSearchParams, (value, name) => void texts.push(name, value))
  } catch {
    return 'an object that is a URLSearchParams by its prototype alone'
  }
  return leaf('URLSearchParams', FEATURE.url, (to) => {
    to.bytes.tagged(TAG.searchParams, texts.length)
    for (const text of texts) to.text(text)
  })
}
