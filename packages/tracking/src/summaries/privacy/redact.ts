// A copy of a value in plain data, without secrets: what may be written.

import { maskText, MASK } from './mask-text.ts'
import { secretNames, type NameRules } from './secret-names.ts'
import { isSecret } from './secret.ts'

export interface RedactRules extends NameRules {
  /** Whether emails, keys and the like are masked in texts, as `maskText` does; default true. */
  readonly masksTexts?: boolean
  /** Levels of objects that are kept; deeper ones become `[deep]`. Default 32. */
  readonly maxDepth?: number
}

/**
 * Plain JSON data that says what the value says, without secrets: what is wrapped by `secret`, what stands under a secret name at
 * any depth (of records, of maps, and of pairs `{ name, value }`), credentials in URLs, and whatever `maskText` finds. A text of
 * six and more characters that was taken out in one place is taken out everywhere else, too.
 *
 * Dates become ISO text, maps records or lists of pairs, sets and typed arrays lists, bigints text; of instances the fields stay;
 * functions and symbols become their kind. Getters are not called. The value is not changed.
 *
 * @example
 * redact({ user: 'ann', password: 'tiger', log: ['asked ann@example.com'] })
 * // => { user: 'ann', password: '[redacted]', log: ['asked [email]'] }
 */
export function redact(value: unknown, rules: RedactRules = {}): unknown {
  const isSecretName = secretNames(rules)
  const found = new Set<string>()
  const copy = new Redaction(isSecretName, rules, found).copy(value, 0)
  if (found.size === 0) return copy
  const texts = [...found]
    .flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
    .sort((a, b) => b.length - a.length)
  return withoutTexts(copy, [...new Set(texts)])
}

/** Shorter texts occur by chance. */
const LEAST_FOUND = 6

class Redaction {
  readonly #isSecretName: (name: string) => boolean
  readonly #maxDepth: number
  readonly #masksTexts: boolean
  readonly #found: Set<string>
  readonly #around = new Set<object>()

  constructor(isSecretName: (name: string) => boolean, rules: RedactRules, found: Set<string>) {
    this.#isSecretName = isSecretName
    this.#maxDepth = rules.maxDepth ?? 32
    this.#masksTexts = rules.masksTexts ?? true
    this.#found = found
  }

  copy(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.#text(value)
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
    if (typeof value === 'bigint') return this.#text(`${value}`)
    if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
    if (typeof value !== 'object' || value === null) return value ?? null
    if (isSecret(value)) {
      this.#remember(value.reveal(), 0)
      return '[secret]'
    }
    if (this.#around.has(value)) return '[circular]'
    if (depth >= this.#maxDepth) return '[deep]'
    this.#around.add(value)
    const copied = this.#object(value, depth + 1)
    this.#around.delete(value)
    return copied
  }

  #object(value: object, depth: number): unknown {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
    if (value instanceof URL || value instanceof RegExp) return this.#text(String(value))
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
      return listOfView(value).map((item) => this.copy(item, depth))
    if (Array.isArray(value)) return this.#list(value, depth)
    if (value instanceof Set) return [...value].map((item) => this.copy(item, depth))
    if (value instanceof Map) return this.#map(value, depth)
    const pairs = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([name, { enumerable }]) => {
      return enumerable || (value instanceof Error && (name === 'message' || name === 'cause'))
    })
    const isPair = pairs.some(
      ([name, { value: named }]) => isNaming(name) && typeof named === 'string' && this.#isSecretName(named),
    )
    return this.#record(
      pairs.map(([name, field]) => [name, 'value' in field ? (field.value as unknown) : '[getter]'] as const),
      depth,
      isPair,
    )
  }

  /** A list of two of which the first is a secret name is an entry, as of headers. */
  #list(list: readonly unknown[], depth: number): unknown[] {
    const isEntry = list.length === 2 && typeof list[0] === 'string' && this.#isSecretName(list[0])
    return Array.from(list, (item, at) => (isEntry && at === 1 ? this.#redacted(item) : this.copy(item, depth)))
  }

  #map(map: ReadonlyMap<unknown, unknown>, depth: number): unknown {
    const pairs = [...map]
    if (pairs.every(([key]) => typeof key === 'string')) return this.#record(pairs as [string, unknown][], depth, false)
    return pairs.map((pair) => this.#list(pair, depth))
  }

  #record(pairs: readonly (readonly [string, unknown])[], depth: number, isPair: boolean): Record<string, unknown> {
    const copied: [string, unknown][] = pairs.map(([name, field]) => {
      const isHidden = this.#isSecretName(name) || (isPair && name === 'value')
      return [this.#text(name), isHidden ? this.#redacted(field) : this.copy(field, depth)]
    })
    return Object.fromEntries(copied)
  }

  #redacted(value: unknown): string {
    this.#remember(value, 0)
    return MASK.redacted
  }

  #text(text: string): string {
    return this.#masksTexts ? maskText(text) : text
  }

  /** All texts of what was taken out. */
  #remember(value: unknown, depth: number): void {
    if (typeof value === 'string' && value.length >= LEAST_FOUND && !isOwnWord(value)) this.#found.add(value)
    else if (typeof value === 'bigint' || typeof value === 'number') this.#remember(String(value), depth)
    else if (typeof value === 'object' && value !== null && depth < this.#maxDepth) {
      if (isSecret(value)) return this.#remember(value.reveal(), depth + 1)
      if (value instanceof Map) for (const [key, inner] of value) this.#rememberAll([key, inner], depth)
      else if (value instanceof Set) this.#rememberAll([...value], depth)
      else if (!ArrayBuffer.isView(value)) {
        const fields = Object.values(Object.getOwnPropertyDescriptors(value))
        this.#rememberAll(
          fields.map((field) => field.value as unknown),
          depth,
        )
      }
    }
  }

  #rememberAll(values: readonly unknown[], depth: number): void {
    for (const value of values) this.#remember(value, depth + 1)
  }
}

/** Words that stand in place of what was taken out are not secrets, when a copy is redacted again. */
function isOwnWord(text: string): boolean {
  return /^\[[a-z]+\]$/.test(text)
}

function isNaming(name: string): boolean {
  return name === 'name' || name === 'key'
}

function listOfView(view: ArrayBuffer | ArrayBufferView): unknown[] {
  if (ArrayBuffer.isView(view) && !(view instanceof DataView)) return Array.from(view as unknown as ArrayLike<unknown>)
  return [
    ...(view instanceof ArrayBuffer
      ? new Uint8Array(view)
      : new Uint8Array(view.buffer, view.byteOffset, view.byteLength)),
  ]
}

function withoutTexts(value: unknown, texts: readonly string[]): unknown {
  if (typeof value === 'string') return withoutTextsIn(value, texts)
  if (typeof value === 'number') return withoutTextsIn(String(value), texts) === String(value) ? value : MASK.redacted
  if (Array.isArray(value)) return value.map((item) => withoutTexts(item, texts))
  if (typeof value !== 'object' || value === null) return value
  const pairs = Object.entries(value).map(
    ([name, field]) => [withoutTextsIn(name, texts), withoutTexts(field, texts)] as const,
  )
  return Object.fromEntries(pairs)
}

function withoutTextsIn(text: string, texts: readonly string[]): string {
  return texts.reduce((rest, found) => (rest.includes(found) ? rest.replaceAll(found, MASK.redacted) : rest), text)
}
