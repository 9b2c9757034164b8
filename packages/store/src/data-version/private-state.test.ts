// Private fields are found in the source of classes, and nowhere else.

import { describe, expect, it } from 'vitest'
import { hasPrivateFields } from './private-state.ts'

describe('private fields', () => {
  it.each([
    'class A { #x = 1 }',
    'class A { #x; }',
    'class A{#x}',
    'class A { #x\n y }',
    'class A { a = 1; #x = 2 }',
    'class A { a() { return "}" } #x = 1 }',
    'class A { a() { return `}${`}`}` } #x = 1 }',
    'class A { /* } */ // }\n #x }',
    'class A extends B { static #y = 1; #x = 1 }',
    'class A { static #m() {} #x = this.#y; #y = 1 }',
    'class A { constructor() { __privateAdd(this, _x, 1) } }',
    'function A() { _x.set(this, 1); __classPrivateFieldSet(this, _x, 1, "f") }',
    'class A { #ünïcode = 1 }',
  ])('are in  %s', (source) => {
    expect(hasPrivateFields(source)).toBe(true)
  })

  it.each([
    'class A { x = 1 }',
    'class A { #m() { return 1 } }',
    'class A { async #m() {} *#n() {} }',
    'class A { get #x() { return 1 } set #x(v) {} }',
    'class A { static #x = 1 }',
    'class A { x = "#x" }',
    "class A { x = '#x; #y' }",
    'class A { x = `#x ${"#y"} #z` }',
    'class A { /* #x */ y // #x\n }',
    'class A { is(o) { return #m in o } #m() {} }',
    'class A { x = this.#m(); #m() {} }',
    'class A { m() { return class { #x = 1 } } }',
    'function A() { this.x = "#x" }',
  ])('are not in  %s', (source) => {
    expect(hasPrivateFields(source)).toBe(false)
  })
})
