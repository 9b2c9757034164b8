// Where a text stops to be JSON, and why: what the engine says of it has no place in every version.

/** Characters from the start of the text, and a sentence without its dot. */
export interface JsonError {
  readonly index: number
  readonly found: string
}

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
// oxlint-disable-next-line no-control-regex -- they end a text
const TEXT_PART = /[^"\\\u0000-\u001f]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

/**
 * The grammar of RFC 8259, read until the first character that does not fit. For texts that `JSON.parse` has refused.
 *
 * @complexity O(text); no recursion
 */
export function findJsonError(text: string): JsonError | undefined {
  return new Search(text).run()
}

class Search {
  readonly #text: string
  readonly #open: ('{' | '[')[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): JsonError | undefined {
    let expected: 'value' | 'value or ]' | 'name' | 'name or }' | 'after' = 'value'
    for (;;) {
      this.#skip(SPACE)
      const char = this.#text[this.#at]
      if (expected === 'after') {
        const open = this.#open.at(-1)
        if (open === undefined) return char === undefined ? undefined : this.#unexpected('something behind the end: ')
        if (char === ',') expected = open === '{' ? 'name' : 'value'
        else if (char === (open === '{' ? '}' : ']')) this.#open.pop()
        else return this.#unexpected(`neither "," nor "${open === '{' ? '}' : ']'}" but `)
        this.#at++
      } else if (expected === 'value' || expected === 'value or ]') {
        if (char === ']' && expected === 'value or ]') {
          this.#open.pop()
          this.#at++
          expected = 'after'
        } else if (char === '{' || char === '[') {
          this.#open.push(char)
          this.#at++
          expected = char === '{' ? 'name or }' : 'value or ]'
        } else {
          const error = this.#scalar(char)
          if (error) return error
          expected = 'after'
        }
      } else if (char === '}' && expected === 'name or }') {
        this.#open.pop()
        this.#at++
        expected = 'after'
      } else {
        if (char !== '"') return this.#unexpected('no name in double quotes but ')
        const error = this.#string()
        if (error) return error
        this.#skip(SPACE)
        if (this.#text[this.#at] !== ':') return this.#unexpected('no ":" but ')
        this.#at++
        expected = 'value'
      }
    }
  }

  #scalar(char: string | undefined): JsonError | undefined {
    if (char === '"') return this.#string()
    const from = this.#at
    if (this.#skip(NUMBER) || this.#skip(WORD)) {
      return /[\w.+-]/.test(this.#text[this.#at] ?? '') ? this.#unexpected('no value but ', from) : undefined
    }
    return this.#unexpected('no value but ')
  }

  #string(): JsonError | undefined {
    const from = this.#at++
    for (;;) {
      this.#skip(TEXT_PART)
      const char = this.#text[this.#at]
      if (char === '"') {
        this.#at++
        return undefined
      }
      if (char === undefined) return { index: from, found: 'a text that begins here and does not end' }
      if (char !== '\\') return { index: this.#at, found: `${nameOf(char)} inside of a text, where it must be escaped` }
      if (!this.#skip(ESCAPE)) return { index: this.#at, found: 'an escape that JSON does not have' }
    }
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) return false
    const isLonger = pattern.lastIndex > this.#at
    this.#at = pattern.lastIndex
    return isLonger
  }

  #unexpected(before: string, index = this.#at): JsonError {
    const found = index < this.#text.length ? nameOf(this.#piece(index)) : 'the end'
    return { index, found: `${before}${found}` }
  }

  #piece(index: number): string {
    const word = /[\w.+-]{1,20}/y
    word.lastIndex = index
    return word.exec(this.#text)?.[0] ?? String.fromCodePoint(this.#text.codePointAt(index)!)
  }
}

function nameOf(piece: string): string {
  return piece < ' ' ? `the character U+${piece.charCodeAt(0).toString(16).padStart(4, '0')}` : `'${piece}'`
}
