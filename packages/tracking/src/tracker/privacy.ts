// What must not be written, as one question: names, texts, and values that were wrapped as secrets.

import { maskText, MASK } from '../summaries/privacy/mask-text.ts'
import { previewOf } from '../summaries/privacy/preview.ts'
import { redact, type RedactRules } from '../summaries/privacy/redact.ts'
import { secretNames } from '../summaries/privacy/secret-names.ts'
import { isSecret } from '../summaries/privacy/secret.ts'

/** Shorter texts occur by chance. */
const LEAST_TEXT = 6
/** Of secrets that are looked for in texts. */
const MOST_SECRETS = 200
/** A text is looked through to here, and cut. */
const MOST_CHARACTERS = 10_000
/** Data with more values than these is shortened. */
const MOST_VALUES = 500

/** Remembers the secrets that runs have read, so that they are found in what is said about them. */
export class Privacy {
  readonly #rules: RedactRules
  readonly #isSecretName: (name: string) => boolean
  readonly #texts = new Set<string>()

  constructor(rules: RedactRules = {}) {
    this.#rules = rules
    this.#isSecretName = secretNames(rules)
  }

  /** True when nothing but the type of a value may be told. */
  hides(name: string, value: unknown): boolean {
    const isHidden = isSecret(value) || this.#isSecretName(name)
    if (isHidden) this.#remember(value)
    return isHidden
  }

  /** @param said a text, as far as the compiler knows */
  text(said: unknown): string {
    const text = typeof said === 'string' ? said : String(said)
    const isLong = text.length > MOST_CHARACTERS
    // The word that the cut goes through may be half of a secret.
    const kept = isLong ? text.slice(0, MOST_CHARACTERS).replace(/\S*$/, '...') : text
    return this.#withoutSecrets(this.#rules.masksTexts === false ? kept : maskText(kept))
  }

  /** Plain data, without secrets, and never much of it. */
  data(value: unknown): unknown {
    return this.#cleaned(isSmall(value) ? redact(value, this.#rules) : previewOf(value, this.#rules))
  }

  fields(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const data = this.data(value)
    return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
  }

  tags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const entries = Object.entries(tags)
    if (entries.length === 0) return tags
    return Object.fromEntries(
      entries.map(([name, value]) => [name, this.#isSecretName(name) ? MASK.redacted : this.text(value)]),
    )
  }

  #remember(value: unknown): void {
    const inner: unknown = isSecret(value) ? value.reveal() : value
    if (typeof inner === 'string' && inner.length >= LEAST_TEXT && this.#texts.size < MOST_SECRETS)
      this.#texts.add(inner)
  }

  #withoutSecrets(text: string): string {
    let rest = text
    for (const secret of this.#texts) if (rest.includes(secret)) rest = rest.replaceAll(secret, MASK.redacted)
    return rest
  }

  #cleaned(data: unknown): unknown {
    if (this.#texts.size === 0) return data
    if (typeof data === 'string') return this.#withoutSecrets(data)
    if (Array.isArray(data)) return data.map((one) => this.#cleaned(one))
    if (typeof data !== 'object' || data === null) return data
    return Object.fromEntries(Object.entries(data).map(([name, one]) => [name, this.#cleaned(one)]))
  }
}

/** Counts no further than it has to. */
function isSmall(value: unknown): boolean {
  let left = MOST_VALUES
  const walk = (one: unknown, depth: number): boolean => {
    if (typeof one === 'string') return one.length <= MOST_CHARACTERS && (left -= 1 + (one.length >> 5)) >= 0
    if (typeof one !== 'object' || one === null) return --left >= 0
    if (isSecret(one) || depth > 32) return --left >= 0
    if (ArrayBuffer.isView(one)) return (left -= one.byteLength >> 2) >= 0
    if (one instanceof Map || one instanceof Set) {
      if (one.size > left) return false
      for (const inner of one as Iterable<unknown>) if (!walk(inner, depth + 1)) return false
      return true
    }
    if (Array.isArray(one)) return one.length <= left && one.every((inner) => walk(inner, depth + 1))
    const fields = Object.values(Object.getOwnPropertyDescriptors(one))
    if ((left -= fields.length) < 0) return false
    return fields.every((field) => walk(field.value, depth + 1))
  }
  return walk(value, 0)
}
