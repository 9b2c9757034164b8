// A position in JavaScript text that can step over spaces, words, literals and whole expressions.

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy
const CONTINUATION = /[\p{ID_Continue}$\u200c\u200d]+/uy
const UNICODE_ESCAPE = /\\u(?:\{([0-9a-f]+)\}|([0-9a-f]{4}))/iy
const NUMBER = /(?:0[xob][\da-f_]+|[\d_]*\.?[\d_]+(?:e[+-]?[\d_]+)?\.?)n?/iy
const ESCAPE =
  /\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[^]))/gi
const CONTROL: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' }
/** After these words an expression begins, so a slash opens a regular expression. */
const BEFORE_EXPRESSION = new Set(
  'return typeof instanceof in of new delete void throw case do else yield await extends'.split(' '),
)
/** After the bracket that these words open, a statement begins. */
const BEFORE_STATEMENT = new Set(['if', 'while', 'for', 'with'])
/** A brace behind one of these words opens a block of statements. */
const BEFORE_BLOCK = new Set(['do', 'else', 'try', 'finally'])

export class SourceCursor {
  readonly text: string
  position = 0

  constructor(text: string) {
    this.text = text
  }

  /** @throws {RangeError} always: the text cannot be read */
  fail(): never {
    throw new RangeError(`unreadable at ${this.position}`)
  }

  sees(token: string): boolean {
    return this.text.startsWith(token, this.position)
  }

  seesQuote(): boolean {
    const code = this.text.charCodeAt(this.position)
    return code === 34 || code === 39
  }

  /** Steps over a token if it is there. */
  take(token: string): boolean {
    if (!this.sees(token)) return false
    this.position += token.length
    return true
  }

  /** Steps over white space, line breaks and comments. */
  skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.position)
      if (code === 32 || (code > 8 && code < 14)) this.position++
      else if (code === 47) {
        const next = this.text.charCodeAt(this.position + 1)
        if (next === 42) {
          const end = this.text.indexOf('*/', this.position + 2)
          if (end < 0) this.fail()
          this.position = end + 2
        } else if (next === 47) this.#skipLine()
        else return
      } else if (code > 127 && /[\s\ufeff]/.test(this.text[this.position]!)) this.position++
      else return
    }
  }

  #skipLine(): void {
    const end = /[\n\r\u2028\u2029]/g
    end.lastIndex = this.position
    this.position = end.exec(this.text)?.index ?? this.text.length
  }

  /** Steps over an identifier and returns it with its escapes resolved; `''` when there is none. */
  word(): string {
    let name = ''
    for (;;) {
      const part = name === '' ? IDENTIFIER : CONTINUATION
      part.lastIndex = this.position
      const plain = part.exec(this.text)
      if (plain) {
        name += plain[0]
        this.position = part.lastIndex
      }
      if (this.text.charCodeAt(this.position) !== 92) return name
      UNICODE_ESCAPE.lastIndex = this.position
      const escaped = UNICODE_ESCAPE.exec(this.text)
      if (!escaped) return name
      name += String.fromCodePoint(Number.parseInt(escaped[1] ?? escaped[2]!, 16))
      this.position = UNICODE_ESCAPE.lastIndex
    }
  }

  /** Steps over a number if one is there. */
  skipNumber(): boolean {
    NUMBER.lastIndex = this.position
    if (!NUMBER.test(this.text)) return false
    this.position = NUMBER.lastIndex
    return true
  }

  /** Steps over a string in single or double quotes and returns its value. */
  string(): string {
    const quote = this.text[this.position]!
    const start = ++this.position
    while (this.text[this.position] !== quote) {
      if (this.text[this.position] === '\\') this.position++
      if (++this.position > this.text.length) this.fail()
    }
    const raw = this.text.slice(start, this.position++)
    if (!raw.includes('\\')) return raw
    return raw.replace(ESCAPE, (_, braced?: string, four?: string, two?: string, plain?: string) => {
      const hex = braced ?? four ?? two
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
      return /^[\r\n\u2028\u2029]/.test(plain!) ? '' : (CONTROL[plain!] ?? plain!)
    })
  }

  #template(): void {
    this.position++
    while (!this.take('`')) {
      if (this.position >= this.text.length) this.fail()
      if (this.take('\\')) this.position++
      else if (this.take('${')) {
        this.skipExpression('}')
        this.position++
      } else this.position++
    }
  }

  #regularExpression(): void {
    let inClass = false
    for (this.position++; this.position < this.text.length; this.position++) {
      const character = this.text[this.position]
      if (character === '\\') this.position++
      else if (character === '[') inClass = true
      else if (character === ']') inClass = false
      else if (character === '/' && !inClass) {
        this.position++
        this.word()
        return
      } else if (character === '\n') this.fail()
    }
    this.fail()
  }

  /** Steps over a bracket and all that it holds. Returns `''`. */
  skipBracketed(): '' {
    this.skipExpression('')
    return ''
  }

  /**
   * Steps over an expression, up to but not over one of the `stops` outside of brackets; without stops, over one
   * bracket. What is hard is the slash: it divides behind a value and opens a regular expression elsewhere, so
   * `isValue` follows every token.
   */
  skipExpression(stops: string): void {
    const open: { readonly isValueAfter: boolean; readonly isBlock: boolean }[] = []
    let isValue = false
    let lastWord = ''
    let afterDot = false
    let closedStatementHead = false
    for (;;) {
      this.skipSpace()
      const character = this.text[this.position]
      if (character === undefined) this.fail()
      if (open.length === 0 && stops.includes(character)) return
      const word = lastWord
      const wasStatementHead = closedStatementHead
      const wasDot = afterDot
      lastWord = ''
      afterDot = false
      closedStatementHead = false
      if (character === '"' || character === "'") {
        this.string()
        isValue = true
      } else if (character === '`') {
        this.#template()
        isValue = true
      } else if (character === '(' || character === '[') {
        const isStatementHead = character === '(' && BEFORE_STATEMENT.has(word)
        open.push({ isValueAfter: !isStatementHead, isBlock: false })
        this.position++
        isValue = false
      } else if (character === '{') {
        const inBlock = open.at(-1)?.isBlock === true
        const isBlock = wasStatementHead || BEFORE_BLOCK.has(word) || (inBlock && !isValue && this.#startsStatement())
        const isBody = isValue || this.#followsArrow()
        open.push({ isValueAfter: !isBlock, isBlock: isBlock || isBody })
        this.position++
        isValue = false
      } else if (character === ')' || character === ']' || character === '}') {
        const closed = open.pop()
        if (!closed) this.fail()
        this.position++
        if (stops === '' && open.length === 0) return
        isValue = closed.isValueAfter
        closedStatementHead = character === ')' && !closed.isValueAfter
      } else if (character === '/') {
        if (isValue) {
          this.position++
          isValue = false
        } else {
          this.#regularExpression()
          isValue = true
        }
      } else if ((character === '+' || character === '-') && this.sees(character + character)) {
        this.position += 2
      } else {
        lastWord = this.word()
        if (lastWord !== '') isValue = wasDot || !BEFORE_EXPRESSION.has(lastWord)
        else if (this.skipNumber()) isValue = true
        else {
          afterDot = character === '.'
          this.position += this.sees('=>') ? 2 : 1
          isValue = false
        }
        if (wasDot) lastWord = ''
      }
    }
  }

  #previous(): number {
    let index = this.position - 1
    while (/\s/.test(this.text[index] ?? '')) index--
    return index
  }

  #startsStatement(): boolean {
    return /[;{}]/.test(this.text[this.#previous()] ?? '')
  }

  #followsArrow(): boolean {
    const end = this.#previous()
    return this.text.slice(end - 1, end + 1) === '=>'
  }
}
