import { describe, expect, it } from 'vitest'
import type { AnyFunction } from '../typing/node-function.ts'
import { isReadable, scanHead, scanHeadText } from './scan-head.ts'

/** What is read, in a line: the form, the names with `?` behind optional ones, and what else is true. */
function read(source: string | AnyFunction): string {
  const head = typeof source === 'string' ? scanHeadText(source) : scanHead(source)
  if (!isReadable(head)) {
    return [head.form, ...head.parameters.map((one) => (one.optional ? `${one.name}?` : one.name))].join(' ')
  }
  const names = head.dependencies.map((one) => (one.optional ? `${one.name}?` : one.name))
  return [
    head.form,
    ...names,
    ...(head.readsContext ? ['+context'] : []),
    ...(head.reusable ? ['+reusable'] : []),
  ].join(' ')
}

describe('a head that can be linked', () => {
  it.each([
    ['no parameter', '() => 1', 'none +reusable'],
    ['an arrow', '({ a, b }) => a + b', 'object a b +reusable'],
    ['a function', 'function f({ a }) { return a }', 'object a +reusable'],
    ['an async generator', 'async function* ({ a }) { yield a }', 'object a +reusable'],
    ['a method', 'total({ a }) { return a }', 'object a +reusable'],
    ['a method whose name is computed', '[`a${{ b: [1] }.b}`]({ a }) {}', 'object a +reusable'],
    ['methods called like modifiers', 'async get({ a }) {}', 'object a +reusable'],
    ['a method called class', 'class({ a }) {}', 'object a +reusable'],
    ['a second parameter', '({ a }, { signal, ...others }) => a', 'object a +context +reusable'],
    ['a trailing comma, which is no second parameter', '({ a, },) => a', 'object a +reusable'],
    ['new names', '({ a: b, "c-d": e, 5: f, 0x10: g, 1_0n: h }) => b', 'object a c-d 5 16 10 +reusable'],
    ['a default, which may run code', '({ a = f() }) => a', 'object a?'],
    ['a default of all, which may run code', '({ a } = f()) => a', 'object a'],
    ['a nested pattern, which may run code', '({ a: { b }, c: [d] = [] }) => b', 'object a c?'],
    ['an escaped name', '({ \\u0061\\u{62}: c, "\\x64\\u0065\\u{66}\\n": g }) => c', 'object ab def\n +reusable'],
    ['names of all scripts', '({ ключ, 変数, 𠮷, $_ }) => 1', 'object ключ 変数 𠮷 $_ +reusable'],
    ['comments anywhere', '(/* ( */{ // }\n a /* = 1 */, /**/ b }) => a', 'object a b +reusable'],
    ['a function that may keep its arguments', 'function ({ a }) { return arguments }', 'object a'],
    ['an arrow, which has none', '({ a }) => arguments', 'object a +reusable'],
    ['division and regular expressions', '({ a = 1 / 2 / 3, b = /[/}]"/.test(x), c }) => c', 'object a? b? c'],
    ['templates', '({ a = `}${`${"}"}` + { b: 1 }.b}`, c }) => c', 'object a? c'],
    // Acorn takes this division for a regular expression, so it is not among the generated texts.
    [
      'a division behind an async function',
      '({ a = () => { x = async function () {} / 2;\n }, b }) => b',
      'object a? b',
    ],
  ])('is read from %s', (_, text, expected) => {
    expect(read(text)).toBe(expected)
  })

  it('tells where each name stands', () => {
    const text = 'async ({ a, "b": c = 2, d }) => a'
    const head = scanHeadText(text)
    const dependencies = isReadable(head) ? head.dependencies : []
    expect(dependencies.map(({ offset }) => text.slice(offset, offset + 3))).toEqual(['a, ', '"b"', 'd }'])
  })
})

describe('a head that cannot be linked', () => {
  it.each([
    ['a class', 'class extends Base { constructor({ a }) {} }', 'class'],
    ['the rest of the properties', '({ a, ...rest }) => a', 'rest'],
    ['plain parameters', '(a, b = 2, ...c) => a', 'positional a b? ...c'],
    ['a parameter without brackets', 'async async => async', 'positional async'],
    ['patterns among parameters', '([a], b, { c } = {}) => a', 'positional [...] b {...}?'],
    ['a computed name', '({ [key]: a }) => a', 'unreadable'],
    ['text that is no function', '({ a = ', 'unreadable'],
  ])('is told for %s', (_, text, expected) => {
    expect(read(text)).toBe(expected)
  })

  it.each([
    ['V8', 'function () { [native code] }'],
    ['other engines', 'function bound f() {\n    [native code]\n}'],
  ])('is told for native functions as %s prints them', (_, text) => {
    expect(read(text)).toBe('unreadable')
  })

  it('is told for bound functions and proxies', () => {
    const fn = ({ a }: { a: 1 }): 1 => a
    expect([read(fn.bind(undefined)), read(new Proxy(fn, {}))]).toEqual(['unreadable', 'unreadable'])
  })
})
