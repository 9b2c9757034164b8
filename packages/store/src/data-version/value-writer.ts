// The walk through a value: every part is written once, in an order that does not depend on how the value was made.

import { isArgumentsObject, isProxy } from 'node:util/types'
import { arrowContent } from './arrow-content.ts'
import { ByteWriter, type Drain } from './byte-writer.ts'
import { ruleBookOf, type ClassRules, type RuleBook } from './class-rule.ts'
import { classIdentityOf, type ClassIdentity } from './class-identity.ts'
import { contentOf, type Content } from './contents.ts'
import { DEEP_LEVELS, FEATURE } from './features.ts'
import { FrameStack, type Label } from './frame-stack.ts'
import { KeyShapes } from './key-shapes.ts'
import { extraProperties, hasOnlyElements, isIndexKey, type ExtraProperty } from './own-properties.ts'
import { PrimitiveWriter } from './primitive-writer.ts'
import { memberPath, type Refusal } from './refusal.ts'
import { TAG } from './tags.ts'
import { isTemporal, temporalText } from './temporal.ts'

/** Objects, each counted as often as it is met: shared parts can multiply beyond all measure. */
const MOST_OBJECTS = 2 ** 24
const MOST_LEVELS = 2 ** 20
const MOST_CLASSES = 4096

/** Several times as fast as reading descriptors. */
const getterOf = Reflect.get(Object.prototype, '__lookupGetter__') as (this: object, key: PropertyKey) => unknown

export class ValueWriter {
  readonly bytes: ByteWriter = new ByteWriter()
  readonly #primitives = new PrimitiveWriter(this.bytes)
  readonly #stack = new FrameStack()
  readonly #shapes: KeyShapes
  readonly #classes = new Map<string, number>()
  #rules: RuleBook = ruleBookOf(undefined)
  readonly #mostObjects: number
  #objects = 0
  #isDeep = false
  #unwanted = 0
  #className = ''
  /** The property at fault, below the place that the walk has reached. */
  #faultyKey: PropertyKey | undefined

  /** Sorted, the order in which records got their keys does not count. */
  constructor(options: { readonly isSorted: boolean; readonly mostObjects?: number }) {
    this.#shapes = new KeyShapes(options.isSorted)
    this.#mostObjects = options.mostObjects ?? MOST_OBJECTS
  }

  /** What occurs in the value that was written last. See `FEATURE`. */
  get features(): number {
    return this.#primitives.features | (this.#isDeep ? FEATURE.deep : 0)
  }

  /** Of the last instance of a class that is not built in. */
  get className(): string {
    return this.#className
  }

  /** @param unwanted features at which the walk ends */
  begin(drain: Drain, rules: ClassRules | undefined, unwanted = 0): void {
    this.bytes.begin(drain)
    this.#primitives.features = 0
    this.#unwanted = unwanted
    this.#rules = ruleBookOf(rules)
    this.#shapes.reset()
    this.#classes.clear()
    this.#stack.clear()
    this.#objects = 0
    this.#isDeep = false
    this.#faultyKey = undefined
  }

  /** Writes everything, or what comes before the first thing that cannot be read. */
  write(root: unknown): Refusal | undefined {
    const stack = this.#stack
    let refused = this.#value(root)
    while (refused === undefined && stack.depth > 0 && (this.#primitives.features & this.#unwanted) === 0) {
      if (stack.hasNext()) refused = this.#value(stack.next())
      else stack.pop()
    }
    if (refused === undefined && stack.depth === 0) stack.clear()
    if (refused === undefined && (this.#primitives.features & this.#unwanted) !== 0) refused = 'unwanted'
    if (refused === undefined) return undefined
    const path = stack.path() + (this.#faultyKey === undefined ? '' : memberPath(this.#faultyKey))
    stack.clear()
    return { refused, path }
  }

  #value(value: unknown): string | undefined {
    if (typeof value === 'object' && value !== null) return this.#object(value)
    return this.#primitives.write(value)
  }

  #object(value: object): string | undefined {
    if (isProxy(value)) return 'a proxy'
    if (this.#objects++ >= this.#mostObjects)
      return 'an object beyond the most that are read: 16 million, counting shared ones each time'
    const levelsUp = this.#stack.levelsUpTo(value)
    if (levelsUp > 0) {
      this.#mark(FEATURE.cycle)
      this.bytes.tagged(TAG.above, levelsUp)
      return undefined
    }
    const prototype = Object.getPrototypeOf(value) as object | null
    if (prototype === Object.prototype && !isArgumentsObject(value)) return this.#record(value)
    if (prototype === Array.prototype && Array.isArray(value)) return this.#array(value)
    return prototype === null ? this.#withoutPrototype(value) : this.#instance(value, prototype)
  }

  #record(value: object): string | undefined {
    const keys = Object.keys(value)
    const isPlain = Reflect.ownKeys(value).length === keys.length
    const extras = isPlain ? [] : this.#writeExtras(value, (key) => isEnumerableName(value, key), false)
    if (typeof extras === 'string') return extras
    const shape = this.#shapes.of(keys)
    const sorted = shape.keys
    const { length } = sorted
    const children = new Array<unknown>(length)
    for (let index = 0; index < length; index++) {
      const key = sorted[index]!
      if (getterOf.call(value, key) !== undefined || (children[index] = (value as Fields)[key]) === undefined) {
        if (!isData(value, key)) return this.#fault(key)
      }
    }
    if (shape.number === undefined || shape.isNew) {
      this.bytes.tagged(shape.isNew ? TAG.newShape : TAG.record, length)
      for (const key of sorted) this.#primitives.text(key)
      if (shape.hasProtoKey) this.#mark(FEATURE.protoKey)
    } else this.bytes.tagged(TAG.shape, shape.number)
    if (extras.length === 0) return this.#push(value, children, LABEL_OF_KEY, sorted)
    for (const { value: extra } of extras) children.push(extra)
    return this.#push(value, children, LABEL_OF_KEY, [...sorted, ...extras.map(({ key }) => key)])
  }

  #array(value: readonly unknown[]): string | undefined {
    const { length } = value
    let index = 0
    while (index < length && (value[index] !== undefined || Object.hasOwn(value, index))) index++
    const isDense = index === length
    const isBare = isDense && (hasOnlyElements(value) || Reflect.ownKeys(value).length === length + 1)
    const extras = isBare ? [] : this.#writeExtras(value, (key) => key === 'length' || isIndexKey(key), false)
    if (typeof extras === 'string') return extras
    if (!isDense) return this.#sparseArray(value, extras)
    this.bytes.tagged(TAG.array, length)
    if (extras.length === 0) return this.#push(value, value, LABEL_OF_INDEX)
    return this.#push(
      value,
      [...value, ...extras.map(({ value: extra }) => extra)],
      labelWith(extras, length, memberPath),
    )
  }

  #sparseArray(value: readonly unknown[], extras: readonly ExtraProperty[]): string | undefined {
    const children: unknown[] = []
    for (const key of Object.keys(value)) if (isIndexKey(key)) children.push(Number(key), value[Number(key)])
    this.#mark(FEATURE.hole)
    this.bytes.tagged(TAG.sparseArray, value.length)
    this.bytes.count(children.length / 2)
    const label = (index: number): string => memberPath(children[index - (index % 2)] as number)
    const all = [...children, ...extras.map(({ value: extra }) => extra)]
    return this.#push(value, all, labelWith(extras, children.length, label))
  }

  #withoutPrototype(value: object): string | undefined {
    const content = contentOf(value, NO_CLASS)
    if (content !== undefined) return typeof content === 'string' ? content : 'an object whose prototype was taken away'
    this.#mark(FEATURE.nullPrototype)
    this.bytes.byte(TAG.nullPrototype)
    return this.#record(value)
  }

  #instance(value: object, prototype: object): string | undefined {
    const rule = this.#rules.ofPrototype(prototype)
    if (rule) return this.#ruled(value, rule.name, rule.toPlain)
    if (isTemporal(prototype)) return this.#temporal(value, prototype)
    const arrow = arrowContent(value)
    if (arrow) return typeof arrow === 'string' ? arrow : this.#content(value, arrow)
    const identity = classIdentityOf(prototype)
    if (identity.refused !== undefined) return identity.refused
    if (Array.isArray(value)) {
      this.#writeClass(identity, 'Array')
      return this.#array(value)
    }
    const content = contentOf(value, identity)
    if (typeof content === 'string') return content
    this.#writeClass(identity, content?.name ?? 'Object')
    return content ? this.#content(value, content) : this.#record(value)
  }

  #temporal(value: object, prototype: object): string | undefined {
    try {
      const { name, text } = temporalText(value, prototype)
      this.#mark(FEATURE.temporal)
      this.bytes.byte(TAG.temporal)
      this.#primitives.text(name)
      this.#primitives.text(text)
      return undefined
    } catch {
      return 'an object that is of Temporal by its prototype alone'
    }
  }

  #ruled(value: object, name: string, toPlain: (instance: unknown) => unknown): string | undefined {
    this.#mark(FEATURE.ruled)
    this.bytes.byte(TAG.ruled)
    this.#primitives.text(name)
    try {
      return this.#push(value, [toPlain(value)], LABEL_OF_RULE)
    } catch (error) {
      return `an instance whose rule "${name}" threw: ${String(error)}`
    }
  }

  #content(value: object, content: Content): string | undefined {
    const extras = content.isBare ? [] : this.#writeExtras(value, content.isUsual, content.ignoresHiding === true)
    if (typeof extras === 'string') return extras
    this.#mark(content.features)
    content.write(this.#primitives)
    if (extras.length === 0 && content.children.length === 0) return undefined
    const children = [...content.children, ...extras.map(({ value: extra }) => extra)]
    return this.#push(value, children, labelWith(extras, content.children.length, content.label))
  }

  #writeClass(identity: ClassIdentity, usual: string): void {
    if (identity.isBuiltIn && identity.name === usual) return
    if (!identity.isBuiltIn || !READS_AS_ITSELF.has(usual)) {
      this.#mark(FEATURE.class)
      this.#className = identity.name
    }
    const number = this.#classes.get(identity.text)
    if (number !== undefined) return this.bytes.tagged(TAG.class, number)
    if (this.#classes.size < MOST_CLASSES) this.#classes.set(identity.text, this.#classes.size)
    this.bytes.byte(TAG.newClass)
    this.#primitives.text(identity.text)
  }

  #writeExtras(
    value: object,
    isUsual: (key: string | symbol) => boolean,
    ignoresHiding: boolean,
  ): readonly ExtraProperty[] | string {
    const extras = extraProperties(value, isUsual)
    if ('refused' in extras) {
      this.#faultyKey = extras.key
      return extras.refused
    }
    if (extras.length === 0) return extras
    if (!ignoresHiding) this.#mark(FEATURE.extra)
    this.bytes.tagged(TAG.extras, extras.length)
    for (const { key, kind } of extras) {
      this.bytes.byte(ignoresHiding ? kind & ~1 : kind)
      this.#primitives.write(key)
    }
    return extras
  }

  #push(
    source: object,
    children: ArrayLike<unknown>,
    label: Label,
    keys: readonly PropertyKey[] = NO_KEYS,
  ): string | undefined {
    if (this.#stack.depth >= MOST_LEVELS) return 'an object more than a million levels deep'
    this.#stack.push(source, children, label, keys)
    if (this.#stack.depth > DEEP_LEVELS) this.#isDeep = true
    return undefined
  }

  #fault(key: PropertyKey): string {
    this.#faultyKey = key
    return 'a property with a getter or setter'
  }

  #mark(features: number): void {
    this.#primitives.features |= features
  }
}

/** Of which there are several built-in classes. */
const READS_AS_ITSELF: ReadonlySet<string> = new Set(['Error'])

type Fields = Readonly<Record<string, unknown>>

const NO_KEYS: readonly PropertyKey[] = []
const NO_CLASS: ClassIdentity = { base: 'null', isBuiltIn: true, name: 'null', text: 'null' }
const LABEL_OF_INDEX: Label = (index) => `[${index}]`
const LABEL_OF_KEY: Label = (index, keys) => memberPath(keys[index]!)
const LABEL_OF_RULE: Label = () => '.toPlain()'

function labelWith(extras: readonly ExtraProperty[], from: number, label: (index: number) => string): Label {
  return (index) => (index < from ? label(index) : memberPath(extras[index - from]!.key))
}

function isEnumerableName(value: object, key: string | symbol): boolean {
  return typeof key === 'string' && Object.prototype.propertyIsEnumerable.call(value, key)
}

function isData(value: object, key: string): boolean {
  return 'value' in Object.getOwnPropertyDescriptor(value, key)!
}
