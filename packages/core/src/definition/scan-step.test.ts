import { describe, expect, it } from 'vitest'
import type { AnyFunction } from '../typing/node-function.ts'
import { scanStep } from './scan-step.ts'

/** The names that a step reads, the optional ones with a question mark; or what is wrong with it. */
function read(fn: AnyFunction): string[] | string {
  const head = scanStep(fn)
  if (head.form !== 'none' && head.form !== 'object') return head.form
  return head.dependencies.map(({ name, optional }) => (optional ? `${name}?` : name))
}

/** As it may come out of a bundler, or out of old code. */
const written = (text: string): AnyFunction => new Function(`return ${text}`)() as AnyFunction

describe('the names that a step reads', () => {
  it.each([
    ['(s) => s', []],
    ['s => s', []],
    ['async s => s', []],
    ['() => 1', []],
    ['(s,) => s', []],
    ['(...all) => all', []],
    ['(s, { locale }) => s', ['locale']],
    ['(s, { locale, },) => s', ['locale']],
    ['async (s, { a, b: c = 1 }) => s', ['a', 'b?']],
    ['function (s, { a }) { return s }', ['a']],
    ['async function* named(s, { a }) {}', ['a']],
    ['({ a, b }, { c }) => a', ['c']],
    ['([a, { b }], { c }) => a', ['c']],
    ['({ a = { x: 1 }, b = ")" }, { c }) => a', ['c']],
    ['(s = ((x, y) => [x, y])(1, /[,)]/), { c }) => s', ['c']],
    ['(/* { no } , */ s, /* { nor } */ { a }) => s', ['a']],
    ['({ lower(s, { a }) {} }).lower', ['a']],
    ['({ ["a(b"](s, { a }) {} })["a(b"]', ['a']],
    ['(s, {}) => s', []],
    ['(s, { "x-y": x }) => x', ['x-y']],
  ])('of %s are %j', (text, names) => {
    expect(read(written(text))).toEqual(names)
  })

  it.each([
    ['(s, deps) => deps', 'positional'],
    ['(s, deps, context) => deps', 'positional'],
    ['(s, ...rest) => rest', 'positional'],
    ['(s, { a, ...rest }) => rest', 'rest'],
    ['((s, { a }) => a).bind(null)', 'unreadable'],
    ['Math.max', 'unreadable'],
  ])('of %s are not known: %s', (text, form) => {
    expect(read(written(text))).toBe(form)
  })

  it('are none for native functions of one parameter', () => {
    expect([read(Math.abs), read(Number), read(Array.isArray)]).toEqual([[], [], []])
  })

  it('come with their places, and with whether there is a context', () => {
    const text = 'async (s, { a, bc }, { signal }) => signal'
    const head = scanStep(written(text))
    expect(head).toMatchObject({ form: 'object', readsContext: true })
    const places =
      'dependencies' in head ? head.dependencies.map(({ name, offset }) => text.startsWith(name, offset)) : []
    expect(places).toEqual([true, true])
    expect(scanStep(written('(s, { a }) => a'))).toMatchObject({ readsContext: false })
  })
})
