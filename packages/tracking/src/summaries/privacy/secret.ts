// A value that nobody writes down by mistake: it says `[secret]` wherever it is printed, stored or summarised.

/** The same in every copy of this package, so that a secret of one is a secret to all. */
const BRAND = Symbol.for('throughline.secret')

/** A value that is handed on, and never written. */
export interface Secret<T> {
  /** The value itself, for the one place that needs it. */
  reveal(): T
  toString(): string
  toJSON(): string
}

class KeptSecret<T> implements Secret<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  get [BRAND](): true {
    return true
  }

  reveal(): T {
    return this.#value
  }

  toString(): string {
    return SECRET_TEXT
  }

  toJSON(): string {
    return SECRET_TEXT
  }

  /** What `console.log` of Node shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SECRET_TEXT
  }
}

const SECRET_TEXT = '[secret]'

/**
 * Wraps a value, so that summaries, samples, logs and JSON show `[secret]` in its place. A node that needs it reads a
 * `Secret<T>` and calls `reveal()`. What it makes of the value is its own to protect: give that back as a secret, too.
 *
 * @example
 * const key = secret('sk-live-1234')
 * JSON.stringify({ key, length: key.reveal().length }) // => '{"key":"[secret]","length":12}'
 */
export function secret<T>(value: T): Secret<T> {
  return new KeptSecret(value)
}

/** Whether a value is a secret, of whatever copy of this package. */
export function isSecret(value: unknown): value is Secret<unknown> {
  return typeof value === 'object' && value !== null && BRAND in value
}
