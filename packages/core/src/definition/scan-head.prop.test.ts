// The scanner reads from generated function heads what acorn reads, also after esbuild has minified them.
//
// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import { Script } from 'node:vm'
import { parse, type AnyNode, type Function as FunctionNode } from 'acorn'
import { transformSync } from 'esbuild'
import {
  array,
  assert,
  constant,
  constantFrom,
  letrec,
  nat,
  oneof,
  option,
  property,
  stringMatching,
  tuple,
  type Arbitrary,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanHeadText, type Head, type UnreadableHead } from './scan-head.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 300)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

/** Texts that were once read wrongly. */
const FOUND = [
  "({ a = () => { switch (x) {} /'/.test(y) } }) => a",
  "({ a = () => { try {} catch {} /'/.test(y) } }) => a",
  "({ a = () => { function f() {} /'/.test(y) } }) => a",
  "({ a = () => { class C {} /'/.test(y) } }) => a",
  "({ a = () => { x: {} /'/.test(y) } }) => a",
  "({ a = () => { for (;;) { break\n/'/ } } }) => a",
  "({ a = () => { const f = function () {}\n{} /'/.test(y) } }) => a",
  '({ a = () => { v = async function () {} / q;\n } }) => a',
  '({ a = class { #do = 1; m() { return this.#do / 2 } } }) => a',
  '({ a = of / 2, b }) => a',
  '({ a = x?.return / 2, b }) => a',
  '({ a }, { log, ...others }) => a',
  '({ a }, { [key]: value }) => a',
  '({ 1_000: a, 5n: b }) => a',
  'async => async',
]

// ---- generated text

type Text = Arbitrary<string>
const optional = (part: Text): Text => option(part, { nil: '' })
const joined = (part: Text, maxLength: number, by: string): Text =>
  array(part, { maxLength }).map((parts) => parts.join(by))

const SPACES = ['', '', '', ' ', '\n', '\t', '\u00a0', '/**/', '/* }"\' */', '// ){`\n', '\u2028']
/** Text with parts; `~` stands for any space, line breaks included. */
function js(strings: TemplateStringsArray, ...parts: Text[]): Text {
  const pieces = strings.raw.flatMap((string, index): Text[] => {
    const [first = '', ...others] = string.split('~')
    const fixed = others.flatMap((one): Text[] => [constantFrom(...SPACES), constant(one)])
    return [constant(first), ...fixed, ...(parts[index] ? [parts[index]] : [])]
  })
  return tuple(...pieces).map((all) => all.join(''))
}
const inLine = constantFrom('', ' ', '/* ) */')
const lineEnd = constantFrom(';', '\n')

const RESERVED =
  /^(?:delete|return|typeof|default|static|public|switch|import|export|const|break|catch|class|super|throw|while|yield|await|with|void|this|true|null|enum|case|else|for|new|var|try|let)$/
const WORDS = ['a', 'b2', '$', '_x', 'ключ', 'ñ', '変数', '𠮷', 'of', 'get', 'set', 'async', 'from', 'ZWJ\u200d']
const identifier = oneof(
  { weight: 5, arbitrary: constantFrom(...WORDS) },
  { weight: 1, arbitrary: constantFrom('\\u0061b', 'c\\u{64}', '\\u{20BB7}x') },
  { weight: 3, arbitrary: stringMatching(/^[a-z][a-zA-Z0-9$_]{2,5}$/).filter((word) => !RESERVED.test(word)) },
)
/** Names that are bound: mostly different ones, since the same name twice is an error. */
const bound = oneof({ weight: 8, arbitrary: nat().map((n) => `v${n.toString(36)}`) }, identifier)
const notAsync = bound.filter((name) => name !== 'async')

const STRING_PARTS = String.raw`a } { ) ( ${'`'} // /* \\ \' \" \n \x41 \u0041 \u{1F600} \0 😀 \U , =`.split(' ')
const string = tuple(
  constantFrom("'", '"'),
  array(constantFrom(...STRING_PARTS, '\\\n', "'", '"'), { maxLength: 4 }),
).map(([quote, parts]) => quote + parts.filter((part) => part !== quote).join('') + quote)
const number = constantFrom(...'0 1 12 1.5 .5 1. 1e3 1E-2 0x1F 0b11 0o17 1_000 5n 0xFFn 1.25e+2'.split(' '))
const regex = constantFrom(
  "/'/",
  '/`/',
  '/{(/',
  '/}/y',
  '/"/',
  '/[(]{2}/',
  '/[/{]/g',
  '/\\/)/',
  '/[\\]/"]/u',
  '/=>/',
).filter((text) => isProgram(text))
const key = oneof(
  { weight: 4, arbitrary: identifier },
  string,
  number,
  constantFrom('return', 'class', 'new', 'if', 'in', 'typeof', 'default', '__proto__'),
)
const kindOfMethod = constantFrom('', 'async ', '*', 'async *')
const kindOfFunction = constantFrom('function', 'async function', 'function*')
const operator = constantFrom(' / ', '+', '-', '*', '%', '<', '>', '===', '&&', '??', ' in ', ' instanceof ')

type Rule = 'primary' | 'expression' | 'template' | 'object' | 'callable' | 'classText' | 'statement' | 'simple'
type Grammar = Record<Rule | 'body' | 'parameters' | 'objectPattern' | 'pattern', string>

const grammar = letrec<Grammar>((tie) => {
  const [expression, primary, body, simple, parameters] = [
    tie('expression'),
    tie('primary'),
    tie('body'),
    tie('simple'),
    tie('parameters'),
  ]
  const list = (item: Text): Text =>
    js`${joined(js`~${item}~`, 3, ',')}${constantFrom('', ',')}`.map((all) => (all === ',' ? '' : all))
  const nested = { maxDepth: 4, depthSize: 'max', depthIdentifier: 'js', withCrossShrink: true } as const
  return {
    primary: oneof(
      nested,
      identifier,
      string,
      js`(${number})`,
      regex,
      tie('template'),
      js`(~${expression}~)`,
      js`[${list(oneof(expression, js`...${primary}`))}]`,
      js`(${oneof(tie('object'), tie('callable'), tie('classText'))})`,
      js`${primary}${constantFrom('.', '?.', ' . ')}${constantFrom('return', 'if', 'of', 'a', 'typeof', 'in', 'do')}`,
      js`${primary}[${expression}]`,
      js`${primary}(${list(expression)})`,
      js`new ${identifier}(${expression})`,
    ),
    expression: oneof(
      nested,
      primary,
      number,
      js`${primary}~${operator}~${primary}`,
      js`${primary}~ / ~${primary}~ / ~${primary}`,
      js`${identifier}${constantFrom('++', '--')}${inLine} / ${primary}`,
      js`${constantFrom('typeof ', 'void ', '!', '-', '+', '~')}${primary}`,
      js`${primary}~?~${expression}~:~${expression}`,
      js`(${expression},${expression})`,
      js`${identifier}~${constantFrom('=', '+=', '/=', '??=')}~${expression}`,
      js`${primary}${tie('template')}`,
      tie('object'),
      tie('callable'),
      tie('classText'),
    ),
    template: joined(
      oneof(constantFrom('a', '}', '{', '"', "'", '/', '\\`', '$ ', '\\${', '//', '\n'), js`\${~${expression}~}`),
      3,
      '',
    ).map((parts) => `\`${parts.replaceAll('\\${', '${')}\``),
    object: js`{${list(
      oneof(
        js`${key}~:~${expression}`,
        js`[${expression}]~:~${expression}`,
        js`...${primary}`,
        identifier,
        js`${kindOfMethod}${key}~(${parameters})~${body}`,
        js`get ${key}()~${body}`,
      ),
    )}}`,
    callable: oneof(
      js`${constantFrom('', 'async ')}(${parameters})${inLine}=>~${oneof(body, primary)}`,
      js`${notAsync}${inLine}=>~${body}`,
      js`${kindOfFunction} ${optional(identifier)}~(${parameters})~${body}`,
    ),
    classText: js`class ${optional(identifier)}${optional(js` extends ${primary}`)}~{${joined(
      oneof(
        js`${oneof(kindOfMethod, constant('static '))}${key.filter((one) => one !== 'constructor')}(${parameters})~${body}`,
        js`${constantFrom('', 'static ')}#p = ${expression};`,
        js`static~${body}`,
        constantFrom('#of = 1; of() { return this.#of / b / 2 }', '#do = 1; m() { return this.#do / 2 }'),
      ),
      2,
      '\n',
    )}}`,
    body: js`{${joined(tie('statement'), 3, '')}}`,
    simple: oneof(
      nested,
      js`${primary};`,
      js`${regex}.test(${expression})${lineEnd}`,
      js`return${inLine} ${expression};`,
      js`${constantFrom('return', 'throw a', 'for (;;) break')}${lineEnd}${regex};`,
      js`if~(${expression})~${simple}${optional(js` else ${simple}`)}`,
      js`for~(const ${bound}${constantFrom(' of ', ' in ')}${primary})~${simple}`,
      js`(async () => { for await~(const ${bound} of a)~${regex}.test(b) })();`,
      js`while~(${expression})~${simple}`,
      js`do ${simple} while (${expression})${lineEnd}`,
      js`${body}~`,
      js`try~${body}~${constantFrom('catch', 'catch (e)', 'finally')}~${body}`,
      js`switch~(${expression})~{~case ${primary}:~${simple}default:~${simple}}`,
      js`${optional(js`${identifier} = a ? b : c;`)}${bound}:~${body}`,
      { weight: 3, arbitrary: js`${identifier} = ${kindOfFunction}~()~${body} / ${identifier};!`.map(endLine) },
      js`var ${bound}~=~${expression}${lineEnd}`,
      constant(';'),
    ),
    statement: oneof(
      nested,
      simple,
      { weight: 3, arbitrary: js`${simple}~${regex}.test(${identifier});` },
      js`${constantFrom('', 'async ')}function ${bound}(${parameters})~${body}`,
      js`class ${bound}~{}`,
      js`const ${bound}~=~${tie('callable')}${lineEnd}`,
    ),
    pattern: oneof(nested, bound, tie('objectPattern'), js`[${list(bound)}]`),
    objectPattern: js`{${joined(
      oneof(
        { weight: 4, arbitrary: js`~${bound}~` },
        { weight: 3, arbitrary: js`~${bound}~=~${expression}~` },
        { weight: 3, arbitrary: js`~${key}~:~${tie('pattern')}~` },
        { weight: 3, arbitrary: js`~${key}~:~${tie('pattern')}~=~${expression}~` },
        js`[${expression}]:${bound}`,
      ),
      4,
      ',',
    )}${constantFrom('', '', '', ',', ',...rest')}}`.map((all) => all.replace(/^\{,(?:\.\.\.rest)?\}$/, '{}')),
    parameters: joined(js`~${tie('pattern')}~${optional(js`=~${expression}~`)}`, 2, ','),
  }
})

function endLine(text: string): string {
  return text.replace(/!$/, '\n')
}

const { primary, expression, body, pattern, objectPattern, classText } = grammar
const first = js`${oneof({ weight: 6, arbitrary: objectPattern }, pattern)}${optional(js`~=~${expression}`)}`
const second = optional(js`,~${oneof(pattern, js`...${pattern}`)}~`)
const head = oneof(js`~`, js`...${identifier}`, { weight: 12, arbitrary: js`${first}${second}` })
const methodKey = oneof(key, constantFrom('get', 'set', 'static', 'async', 'class', 'function'), js`[${expression}]`)
const anyBody = oneof(body, constantFrom('{}', '{ return arguments }'))
const method = (name: Text): Text => js`${kindOfMethod}${name}~(${head})~${anyBody}`

/** A function, and the text around it in which it may stand. */
type Placed = readonly [before: string, text: string, after: string]
const place = (before: string, text: Text, after: string): Arbitrary<Placed> => text.map((one) => [before, one, after])
const placed = oneof(
  place('(', js`${constantFrom('', 'async', 'async ')}(${head})${inLine}=>~${oneof(body, primary)}`, ')'),
  place('(', js`${constantFrom('', 'async ')}${notAsync}${inLine}=>~${body}`, ')'),
  place('(', js`${kindOfFunction}~${optional(js` ${identifier}`)}(${head})~${anyBody}`, ')'),
  place('({', method(methodKey), '})'),
  place('(class {', method(oneof(methodKey, constant('#p'))), '})'),
  place('(', classText, ')'),
  place('(', js`({ a = () =>~${body}, b }) => 0`, ')'),
)

// ---- what acorn reads

function isProgram(source: string): boolean {
  try {
    // Acorn takes some texts that are none, so V8 is asked as well.
    void new Script(source)
    parse(source, { ecmaVersion: 'latest', sourceType: 'module' })
    return true
  } catch {
    return false
  }
}

interface Found {
  readonly fn: AnyNode
  readonly text: string
}

/** The function that the source is, or assigns, or is the only member of. */
function findFunction(source: string): Found | undefined {
  if (!isProgram(source)) return undefined
  const [statement] = parse(source, { ecmaVersion: 'latest', sourceType: 'module' }).body
  if (statement?.type !== 'ExpressionStatement') return undefined
  const { expression: found } = statement
  const root = found.type === 'AssignmentExpression' ? found.right : found
  const [member] = root.type === 'ObjectExpression' ? root.properties : []
  const fn = member?.type === 'Property' ? member.value : root
  const { start, end } = member ?? root
  return /Function|^Class/.test(fn.type) ? { fn, text: source.slice(start, end) } : undefined
}

interface Expected {
  readonly form: Head['form'] | UnreadableHead['form']
  readonly readsContext?: boolean
  readonly reusable?: boolean
  /** With a `?` behind those that have a default. */
  readonly names?: readonly string[]
}

function expectedHead({ fn, text }: Found): Expected {
  if (fn.type === 'ClassExpression') return { form: 'class' }
  const { params, type } = fn as FunctionNode
  const [param] = params
  const target = param?.type === 'AssignmentPattern' ? param.left : param
  if (target && target.type !== 'ObjectPattern') return { form: 'positional' }
  const names: string[] = []
  let isFlat = target === param
  for (const one of target?.properties ?? []) {
    if (one.type === 'RestElement') return { form: 'rest' }
    if (one.computed) return { form: 'unreadable' }
    const { key: named, value } = one
    const name = named.type === 'Identifier' ? named.name : String((named as { value?: unknown }).value)
    names.push(value.type === 'AssignmentPattern' ? `${name}?` : name)
    if (value.type !== 'Identifier') isFlat = false
  }
  const keepsNothing = type === 'ArrowFunctionExpression' || !text.includes('arguments')
  return { form: param ? 'object' : 'none', readsContext: params.length > 1, reusable: isFlat && keepsNothing, names }
}

function readHead(text: string): Expected {
  const found = scanHeadText(text)
  if (found.form !== 'none' && found.form !== 'object') return { form: found.form }
  const names = found.dependencies.map((one) => (one.optional ? `${one.name}?` : one.name))
  return { form: found.form, readsContext: found.readsContext, reusable: found.reusable, names }
}

function minify(source: string): string {
  try {
    return transformSync(`globalThis.f = ${source}`, { minify: true, logLevel: 'silent' }).code
  } catch {
    return ''
  }
}

describe('the head scanner', () => {
  it('reads from generated functions what acorn reads', () => {
    let read = 0
    assert(
      property(placed, ([before, text, after]) => {
        const found = findFunction(before + text + after)
        if (!found) return
        expect({ text, ...readHead(found.text) }).toEqual({ text, ...expectedHead(found) })
        read++
      }),
      { numRuns, seed, examples: FOUND.map((text): [Placed] => [['(', text, ')']]) },
    )
    expect(read).toBeGreaterThan(numRuns / 2)
  })

  it('reads the same names after esbuild has minified the function', () => {
    let read = 0
    assert(
      property(placed, ([before, text, after]) => {
        const found = findFunction(before + text + after)
        const minified = found && findFunction(minify(before + text + after))
        if (!minified) return
        const head = readHead(minified.text)
        expect({ ...minified, ...head }).toEqual({ ...minified, ...expectedHead(minified) })
        const { form, names } = expectedHead(found)
        // Names that were computed from constants are plain names now.
        expect(form === 'unreadable' ? names : head.names).toEqual(names)
        read++
      }),
      { numRuns, seed, examples: FOUND.map((text): [Placed] => [['(', text, ')']]) },
    )
    expect(read).toBeGreaterThan(numRuns / 3)
  })
})
