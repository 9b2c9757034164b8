import { describe, expect, test } from 'vitest'
import { isErased } from '../scope/syntax.ts'
import { parseSource } from '../source/source-file.ts'
import { normalForm } from './normal-form.ts'

function form(code: string, path = 'a.ts'): string {
  const { program, errors } = parseSource(path, code)
  expect(errors).toEqual([])
  return normalForm(...program.body.filter((statement) => !isErased(statement)))
}

describe('written alike', () => {
  test.each([
    ['layout', 'const a=1;function f(x){return x+a}', 'const a = 1\n\nfunction f(x) {\r\n  return x + a\n}\n'],
    ['comments', 'const a = /* one */ 1 // two', 'const a = 1'],
    ['quotes', "f('a', \"b\", `c`, 'd\\'')", 'f("a", `b`, \'c\', "d\'")'],
    ['escapes', "f('\\u0061\\x62\\n')", "f('ab\\\n\\n')"],
    ['numbers', 'f(0x10, 1_000, 1e3, .5, 1.50, 0b11, 0xFn)', 'f(16, 1000, 1000, 0.5, 1.5, 3, 15n)'],
    ['flags of regular expressions', '/a/gi', '/a/ig'],
    ['parentheses', 'a = (b) + ((c)) * (d); (e)(); (f.g)()', 'a = b + c * d; e(); f.g()'],
    ['quoted keys', "({ a: 1, 'b': 2, 3: 4 })", "({ 'a': 1, b: 2, '3': 4 })"],
    ['short properties', '({ a, b })', '({ a: a, b: b })'],
    ['short patterns', 'const { a, b = 1 } = c', 'const { a: a, b: b = 1 } = c'],
    ['properties in brackets', "a['b'][`c`].d[0]", "a.b.c['d']['0']"],
    ['keys in brackets', "({ ['a']: 1 })", '({ a: 1 })'],
    ['groups of && and ||', 'a && (b && c) || (d || e)', '(a && b) && c || d || e'],
    ['empty statements', 'function f() { ; debugger; return 1;; }', 'function f() { return 1 }'],
    ['trailing commas', 'f(a, [b, c], { d })', 'f(a, [b, c,], { d, },)'],
    ['annotations', 'const a: T = b', 'const a = b'],
    ['assertions', 'a = (b as T)!.c satisfies U; d = <V>e; f = g<W>', 'a = b.c; d = e; f = g'],
    ['an assertion in a chain', 'a?.b!.c', 'a?.b.c'],
    ['generics', 'class A<T> extends B<T> implements C { m<U>(x: U): void {} }', 'class A extends B { m(x) {} }'],
    [
      'members without code',
      'abstract class A { declare a: T; abstract b(): T; c(): void; c(x?: T) {} [k: string]: T }',
      'class A { c(x) {} }',
    ],
    [
      'who may use a member',
      'class A { private readonly a = 1; protected static b() {} }',
      'class A { a = 1; static b() {} }',
    ],
    [
      'overloads',
      'function f(a: string): void; function f(a: number): void; function f(a: any) {}',
      'function f(a) {}',
    ],
    ['this as a parameter', 'function f(this: T, a?: U) {}', 'function f(a) {}'],
    ['types among statements', 'function f() { type T = 1; interface U {} return 1 }', 'function f() { return 1 }'],
    ['declarations for the compiler', 'declare const a: T; declare function f(): void; declare namespace N {}; b', 'b'],
    ['namespaces of types', 'namespace N { export type T = 1; namespace M { interface I {} } } b', 'b'],
  ])('%s', (_, one, other) => {
    expect(form(one)).toBe(form(other))
  })

  test.each([
    ['text between elements', '<p>\n  a\n  b {c}\n</p>', '<p>a b {c}</p>'],
    ['line ends', '<p a="x\r\ny">a\r\nb</p>', '<p a="x\ny">a\nb</p>'],
    ['attributes', '<p a=\'b\' c={"d"} />', '<p a="b" c="d"></p>'],
    ['comments', '<p>{/* a */}b</p>', '<p>b</p>'],
  ])('JSX: %s', (_, one, other) => {
    expect(form(one, 'a.tsx')).toBe(form(other, 'a.tsx'))
  })

  test('line ends in templates are those of the language', () => {
    expect(form('`a\r\nb`')).toBe(form('`a\nb`'))
    expect(form('tag`a\r\nb\\u{}`')).toBe(form('tag`a\nb\\u{}`'))
  })
})

describe('not written alike', () => {
  test.each([
    ['-1', '+1'],
    ["'1'", '1'],
    ['1n', '1'],
    ['1e400', 'Infinity'],
    ["'\\uD800'", "'\\uD801'"],
    ['/a/g', '/a/'],
    ['/a/', "'/a/'"],
    ['(a, b)', '[a, b]'],
    ['a - (b - c)', 'a - b - c'],
    ['a + (b + c)', 'a + b + c'],
    ['a && b || c', 'a && (b || c)'],
    ['a ?? b', 'a || b'],
    ['(a?.b).c', 'a?.b.c'],
    ['a?.b', 'a.b'],
    ['a.b', 'a[b]'],
    ['a.b', 'a.c'],
    ['({ a })', '({ a: b })'],
    ['({ a() {} })', '({ a: function () {} })'],
    ['({ get a() { return 1 } })', '({ a() { return 1 } })'],
    ['({ __proto__: a })', '({ __proto__ })'.replace('__proto__ })', "['__proto__']: a })")],
    ['({ [a]: 1 })', '({ a: 1 })'],
    ['[a, , b]', '[a, b]'],
    ['f(a, ...b)', 'f(a, b)'],
    ['new A(b)', 'A(b)'],
    ['`a${b}`', "'a' + b"],
    ['`a${b}c`', '`a${b} c`'],
    ['tag`\\n`', 'tag`\n`'],
    ['const a = 1', 'let a = 1'],
    ['const a = 1', 'const b = 1'],
    ['const f = () => 1', 'const f = async () => 1'],
    ['const f = (a) => a', 'const f = (b) => b'],
    ['const f = (a = 1) => a', 'const f = (a = 2) => a'],
    ['const f = ({ a }) => a', 'const f = ({ a, b }) => a'],
    ['function f() { return 1 }', 'function* f() { return 1 }'],
    ['class A { static a = 1 }', 'class A { a = 1 }'],
    ['class A { #a = 1; m() { return this.#a } }', 'class A { #a = 1; m() { return this.a } }'],
    ['class A { constructor(private a) {} }', 'class A { constructor(a) {} }'],
    ['class A { @d a = 1 }', 'class A { a = 1 }'],
    ['class A { m(@d a) {} }', 'class A { m(a) {} }'],
    ['class A extends B {}', 'class A {}'],
    ['enum E { A, B }', 'enum E { B, A }'],
    ["enum E { A = 'a' }", "enum E { A = 'b' }"],
    ['namespace N { export const a = 1 }', 'namespace N { export const a = 2 }'],
    ['for (const a of b) c', 'for (const a in b) c'],
    ['if (a) b; else c', 'if (a) c; else b'],
    ['a: for (;;) break a', 'a: for (;;) break'],
    ['x = y', 'x += y'],
    ['++x', 'x++'],
    ['"use strict"', '("use strict")'],
  ])('%s and %s', (one, other) => {
    expect(form(one)).not.toBe(form(other))
  })

  test.each([
    ['<p>a b</p>', '<p>a  b</p>'],
    ['<p>a{" "}</p>', '<p>a</p>'],
    ['<p a="&amp;" />', '<p a={"&amp;"} />'],
    ['<p a />', '<p a="" />'],
    ['<p>a</p>', '<p>{"a"}</p>'],
    ['<a.b />', '<a />'],
  ])('JSX: %s and %s', (one, other) => {
    expect(form(one, 'a.tsx')).not.toBe(form(other, 'a.tsx'))
  })
})
