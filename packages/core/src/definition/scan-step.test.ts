import { describe, expect, it } from 'vitest'
import { scanStep, scanStepText } from './scan-step.ts'

/** The names that a step reads, the optional ones with a question mark; or what is wrong with it. */
function read(head: ReturnType<typeof scanStep>): string[] | string {
  if (head.form !== 'none' && head.form !== 'object') return head.form
  return head.dependencies.map(({ name, optional }) => (optional ? `${name}?` : name))
}

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
    ['lower(s, { a }) {}', ['a']],
    ['["a(b"](s, { a }) {}', ['a']],
    ['(s, {}) => s', []],
    ['(s, { "x-y": x }) => x', ['x-y']],
  ])('of %s are %j', (text, names) => {
    expect(read(scanStepText(text))).toEqual(names)
  })

  it.each([
    ['(s, deps) => deps', 'positional'],
    ['(s, deps, context) => deps', 'positional'],
    ['(s, ...rest) => rest', 'positional'],
    ['(s, { a, ...rest }) => rest', 'rest'],
    ['(s, { a', 'unreadable'],
  ])('of %s are not known: %s', (text, form) => {
    expect(read(scanStepText(text))).toBe(form)
  })

  it('of native and bound functions are none for one parameter, and not known for more', () => {
    expect([Math.abs, Number, Array.isArray].map((fn) => read(scanStep(fn)))).toEqual([[], [], []])
    const bound = Array.prototype.splice.bind([])
    expect([Math.max, bound].map((fn) => read(scanStep(fn)))).toEqual(['unreadable', 'unreadable'])
  })

  it('come with their places, and with whether there is a context', () => {
    const text = 'async (s, { a, bc }, { signal }) => signal'
    const head = scanStepText(text)
    expect(head).toMatchObject({ form: 'object', readsContext: true })
    const places =
      'dependencies' in head ? head.dependencies.map(({ name, offset }) => text.startsWith(name, offset)) : []
    expect(places).toEqual([true, true])
    expect(scanStep((s: string, { a }: { a: string }) => s + a)).toMatchObject({ readsContext: false })
  })
})
