// Reads JavaScript text token by token, and steps over whole expressions.

const SPACE = String.raw`(?:\s|//.*|/\*[^]*?\*/)*`
const START = String.raw`(?:[\p{ID_Start}$_]|\\u[\da-f]{4}|\\u\{[\da-f]+\})`
const PART = String.raw`(?:[\p{ID_Continue}$\u200c\u200d]|\\u[\da-f]{4}|\\u\{[\da-f]+\})`
const NUMBER = String.raw`(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?[\d_]+)?)n?`
const STRING = String.raw`"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'`
const TOKEN = new RegExp(
  `${SPACE}(?:(${START}${PART}*)|(${NUMBER})|(${STRING})|(\\.{3}|=>|\\+\\+|--|\\?\\?|\\?\\.(?!\\d)|[^]))`,
  'iuy',
)
const TEMPLATE_PART = /(?:[^`\\$]|\\[^]|\$(?!\{))*(`|\$\{)/y
const REGULAR_EXPRESSION = /(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[\p{ID_Continue}$]*/uy
const ESCAPE = /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|(\r\n|[^]))/gi
const CONTROL: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' }

/** Behind these words an expression or a statement begins, so a slash opens a regular expression. */
const BEFORE_EXPRESSION =
  /^(?:return|typeof|instanceof|in|new|delete|void|throw|case|do|else|yield|await|extends|break|continue|debugger)$/
/** A bracket behind these words holds the head of a statement. */
const BEFORE_HEAD = /^(?:if|while|for|with)$/
/** A brace behind these opens a block, not an object. */
const BEFORE_BLOCK = /^(?:do|else|=>)$/
/** A word behind these is a mere name. */
const BEFORE_NAME = /^(?:\??\.|#)$/

/** An open bracket. */
interface Bracket {
  /** True when it ends a value: a slash behind it divides. */
  readonly isValueAfter: boolean
  readonly holdsStatements: boolean
  /** True between `function` or `class` inside of an expression, and the brace of its body. */
  awaitsBody: boolean
  /** How many `?` wait for their `:`. */
  choices: number
}

type Kind = 'word' | 'number' | 'string' | 'mark'

export class TokenReader {
  readonly text: string
  /** The token that was read last, with its escapes resolved; the text of a string without its quotes. */
  token = ''
  kind: Kind = 'mark'
  /** Where that token begins and ends. */
  start = 0
  end = 0

  constructor(text: string) {
    this.text = text
  }

  /** @throws {RangeError} always: the text cannot be read */
  fail(): never {
    throw new RangeError(`unreadable at ${this.start}`)
  }

  /** Reads the next token. @throws {RangeError} at the end of the text */
  next(): string {
    TOKEN.lastIndex = this.end
    const found = TOKEN.exec(this.text) ?? this.fail()
    const [, word, number, string, mark] = found
    this.end = TOKEN.lastIndex
    this.token = word ?? number ?? string ?? mark!
    this.start = this.end - this.token.length
    this.kind = word !== undefined ? 'word' : number !== undefined ? 'number' : string !== undefined ? 'string' : 'mark'
    if (string !== undefined) this.token = string.slice(1, -1)
    if (this.token.includes('\\') && this.kind !== 'mark') this.token = this.token.replace(ESCAPE, resolveEscape)
    return this.token
  }

  /** True when the last token is this mark. */
  is(mark: string): boolean {
    return this.token === mark && this.kind === 'mark'
  }

  #skip(part: RegExp): string {
    part.lastIndex = this.end
    const found = part.exec(this.text) ?? this.fail()
    this.end = part.lastIndex
    return found[1] ?? ''
  }

  /**
   * Steps over an expression that begins with the last token, up to one of the marks in `stops` outside of brackets,
   * which is then the last token. Without stops: over one bracket, whose end is then the last token. What is hard is
   * the slash: it divides behind a value and opens a regular expression elsewhere, so `isValue` follows every token.
   * That in turn depends on where statements begin, because `{}` and `function () {}` are no values there.
   */
  skipExpression(stops: string): void {
    const open: Bracket[] = []
    let isValue = false
    let isStart = false
    let isHeadClosed = false
    let before = ''
    for (; ; this.next()) {
      const { token } = this
      const isMark = this.kind === 'mark'
      if (isMark && open.length === 0 && stops.includes(token)) return
      const around = open.at(-1)
      const previous: string = before
      const wasStart: boolean = isStart
      const wasHeadClosed: boolean = isHeadClosed
      before = isMark ? token : ''
      isStart = isHeadClosed = false
      if (this.kind === 'word' && !BEFORE_NAME.test(previous)) {
        const isInfix: boolean = isValue && /^(?:in|of|instanceof)$/.test(token)
        // Of two values side by side the second begins a statement: a line break ended the first.
        const begins: boolean =
          around?.holdsStatements === true && (wasStart || (isValue && !isInfix && previous !== 'async'))
        if (around && !begins && /^(?:function|class)$/.test(token)) around.awaitsBody = true
        isStart = begins && token === 'async'
        isValue = !isInfix && !BEFORE_EXPRESSION.test(token)
        before = previous === 'for' ? previous : token
      } else if (!isMark) isValue = true
      else if (token === '`') {
        while (this.#skip(TEMPLATE_PART) !== '`') {
          this.next()
          this.skipExpression('}')
        }
        isValue = true
      } else if (token === '(' || token === '[') {
        open.push({ isValueAfter: !BEFORE_HEAD.test(previous), holdsStatements: false, awaitsBody: false, choices: 0 })
        isValue = false
      } else if (token === '{') {
        const isStatement = around?.holdsStatements && (wasStart || (isValue && !around.awaitsBody))
        const isBlock = wasHeadClosed || BEFORE_BLOCK.test(previous) || isStatement === true
        if (around) around.awaitsBody = false
        open.push({ isValueAfter: !isBlock, holdsStatements: isBlock || isValue, awaitsBody: false, choices: 0 })
        isValue = false
        isStart = true
      } else if (token === ')' || token === ']' || token === '}') {
        const closed = open.pop() ?? this.fail()
        if (stops === '' && open.length === 0) return
        isValue = closed.isValueAfter
        isStart = !isValue
        isHeadClosed = token === ')' && isStart
      } else if (token === '/' && !isValue) {
        this.#skip(REGULAR_EXPRESSION)
        isValue = true
      } else if (token !== '++' && token !== '--') {
        isStart = token === ';' || (token === ':' && around?.choices === 0)
        if (around && token === '?') around.choices++
        if (around && token === ':' && !isStart) around.choices--
        isValue = false
      }
    }
  }
}

function resolveEscape(_: string, braced?: string, four?: string, two?: string, plain?: string): string {
  const hex = braced ?? four ?? two
  if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
  return /[\r\n\u2028\u2029]/.test(plain!) ? '' : (CONTROL[plain!] ?? plain!)
}
