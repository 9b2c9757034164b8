import { describe, expect, test } from 'vitest'
import { parseSource } from '../source/source-file.ts'
import { findReferences } from './find-references.ts'
import { Use, type Findings } from './findings.ts'

function find(code: string, path = 'a.tsx'): Findings {
  const { program, errors } = parseSource(path, code)
  expect(errors).toEqual([])
  const [unit] = program.body
  return findReferences(unit!, unit!.start)
}

/** The names that a unit does not declare itself, with what is read of them. */
function names(code: string, path?: string): string[] {
  return [...new Set(find(code, path).references.map(({ name, path: read }) => [name, ...read].join('.')))].sort()
}

function usesOf(code: string, name: string): string[] {
  const { references } = find(code)
  const bits = references.filter((one) => one.name === name).reduce((all, { uses }) => all | uses, 0)
  return Object.entries(Use).flatMap(([use, bit]) => ((bits & bit) !== 0 ? [use] : []))
}

describe('what a unit refers to', () => {
  test.each([
    ['parameters hide names', 'function f(a, { b: c, ...d }, [e = x], ...g) { return [a, b, c, d, e, g] }', ['b', 'x']],
    ['a default value sees earlier parameters, not the body', 'function f(a, b = a, c = d) { var d; return d }', ['d']],
    [
      'functions and var are seen before they are written',
      'function f() { g(); v = 1; if (x) { var v } function g() {} }',
      ['x'],
    ],
    ['a block ends', 'function f() { { const a = 1; class B {} } return [a, B] }', ['B', 'a']],
    ['a catch clause ends', 'function f() { try { a() } catch (a) { a } finally { a } }', ['a']],
    ['a catch clause takes patterns apart', 'function f() { try {} catch ({ code = x }) { code } }', ['x']],
    [
      'loops have names of their own',
      'function f() { for (let i = 0; i < n; i++) i; for (const k of ks) k; return [i, k] }',
      ['i', 'k', 'ks', 'n'],
    ],
    ['var in a loop is of the function', 'function f() { for (var i of xs) i; return i }', ['xs']],
    ['a switch is one block', 'function f(x) { switch (x) { case 1: let y = z; default: return y } }', ['z']],
    ['labels are not names', 'function f() { out: for (;;) { break out; continue out } }', []],
    [
      'properties are not names',
      'function f(o) { return { a: o.b, c() {}, get d() { return e }, [f2]: 1, g } }',
      ['e', 'f2', 'g'],
    ],
    ['a function knows its own name', 'const f = function g() { return g() }', []],
    [
      'a class knows its own name',
      'const C = class D extends B { static d = D; #p = q; [k]() { return this.#p } }',
      ['B', 'k', 'q'],
    ],
    ['static blocks have a scope', 'class C { static { const a = b; a } static x = a }', ['a', 'b']],
    ['arguments is no name', 'function f() { return arguments.length }', []],
    ['an arrow function has no arguments', 'const f = () => arguments', ['arguments']],
    [
      'destructuring assigns',
      'function f(a) { ({ x: a, y: b.c, ...d } = e); [g, h = i] = a }',
      ['b.c', 'd', 'e', 'g', 'h', 'i'],
    ],
    ['recursion is a reference', 'function f(n) { return f(n - 1) }', ['f']],
    [
      'sums of thousands of terms are no problem',
      `const x = ${Array.from({ length: 20_000 }, (_, i) => `a${i % 3}`).join(' + ')}`,
      ['a0', 'a1', 'a2'],
    ],
    [
      'async, generators, templates, tags',
      'async function* f() { yield* a; await b; return c`x${d}` }',
      ['a', 'b', 'c', 'd'],
    ],
    [
      'new.target and super are no names',
      'class C extends B { constructor() { super(new.target); super.x() } }',
      ['B'],
    ],
  ])('%s', (_, code, expected) => {
    expect(names(code)).toEqual(expected)
  })

  test.each([
    ['annotations', 'const a: T<typeof b> = <U,>(x: V): x is W => x as X satisfies Y', []],
    ['type arguments', 'const a = f<T>(g<typeof h>, new Map<K, V>())', ['Map', 'f', 'g']],
    [
      'implements, members without value',
      'class C<T> extends B<T> implements I { declare x: X; y?: Y; abstract z(): Z; [k: string]: A }',
      ['B'],
    ],
    ['overloads and this', 'class C { f(this: T): void; f(x?: U) { return x! } }', []],
    ['enums see their members', 'enum E { A = 1, B = A << 1, C = x, D = E.A }', ['E.A', 'x']],
    [
      'namespaces see what is in them',
      'namespace N { export const a = b; export function f() { return [a, c] } }',
      ['b', 'c'],
    ],
    ['parameter properties', 'class C { constructor(private a = b, readonly c: T) { d(a, c) } }', ['b', 'd']],
    ['import aliases', 'import A = N.M.x', ['N.M.x']],
  ])('types are left out: %s', (_, code, expected) => {
    expect(names(code, code.includes('<U,>') ? 'a.tsx' : 'a.ts')).toEqual(expected)
  })

  test('elements of JSX are names, words of the page are not', () => {
    expect(names('const a = <Chart x={y} {...z}><div title="t">{k}</div><ui.b.c/></Chart>')).toEqual([
      'Chart',
      'k',
      'ui.b.c',
      'y',
      'z',
    ])
    expect(find('const a = <></>').hasJsx).toBe(true)
  })

  test('decorators are names', () => {
    expect(names('class C { @a @b.c(d) m(@e p) {} @f x = 1 }', 'a.ts')).toEqual(['a', 'b.c', 'd', 'e', 'f'])
  })
})

describe('what is read of a name', () => {
  test.each([
    ['a chain', 'const a = h.x.y', ['h.x.y']],
    ['through ?., ! and brackets', "const a = (h as any)?.x!['y'][`z`][0]", ['h.x.y.z.0']],
    ['as far as the text tells', 'const a = h.x[i].z', ['h.x', 'i']],
    ['private names', 'class C { static m(h) { return k.#x.y } #x }', ['k.#x.y']],
    ['destructuring', "const { x, 'y': z, [`w`]: v = d } = h.a", ['d', 'h.a.w', 'h.a.x', 'h.a.y']],
    ['a rest reads all', 'const { x, ...rest } = h.a', ['h.a']],
    ['a name in brackets reads all', 'const { [k]: x } = h', ['h', 'k']],
  ])('%s', (_, code, expected) => {
    expect(names(code, 'a.ts')).toEqual(expected)
  })

  test('modules that are loaded late, with what is read of them', () => {
    const late = (code: string): unknown =>
      find(code, 'a.ts').lateModules.map(({ by, specifier, path }) => [by, specifier, ...path])
    expect(late("const f = () => import('./a')")).toEqual([['import', './a']])
    expect(late('const f = async () => (await import(`./a`)).x.y')).toEqual([['import', './a', 'x', 'y']])
    expect(late("const f = async () => { const { x, y: z } = await import('./a') }")).toEqual([
      ['import', './a', 'x'],
      ['import', './a', 'y'],
    ])
    expect(late("const f = async () => { const { x, ...r } = await import('./a') }")).toEqual([['import', './a']])
    expect(late('const f = (p) => import(p)')).toEqual([['import', undefined]])
    expect(late("const f = () => require('./a').x")).toEqual([['require', './a', 'x']])
    expect(late("const { x } = require('./a')")).toEqual([['require', './a', 'x']])
    expect(late("const p = require.resolve('a')")).toEqual([['require', 'a']])
    expect(late('const f = (p) => require(p)')).toEqual([['require', undefined]])
    expect(late("const f = (require) => require('./a')")).toEqual([])
    expect(late("const a = createRequire(import.meta.url)('./a.json')")).toEqual([['createRequire', './a.json']])
    expect(late('const require = createRequire(import.meta.url)')).toEqual([])
    expect(late('const load = createRequire(import.meta.url)')).toEqual([['createRequire', undefined]])
  })

  test('files beside the module', () => {
    expect(find("const u = new URL('./data.csv', import.meta.url)", 'a.ts')).toMatchObject({
      assets: [{ specifier: './data.csv', at: { start: 10, end: 48 } }],
      remarks: [],
    })
    expect(find("const u = new URL('https://x.y/z', import.meta.url)", 'a.ts')).toMatchObject({
      assets: [],
      remarks: [],
    })
    expect(find('const u = new URL(name, import.meta.url)', 'a.ts').remarks).toMatchObject([
      { kind: 'caveat', what: 'import.meta.url' },
    ])
  })

  test.each([
    ['await x', 'impure', 'top-level await'],
    ['export const x = [await y]', 'impure', 'top-level await'],
    ['const d = import.meta.dirname', 'caveat', 'import.meta.dirname'],
    ['const e = import.meta.env.KEY', 'impure', 'import.meta.env'],
    ['const f = () => import.meta', 'caveat', 'import.meta'],
  ])('%s is remarked', (code, kind, what) => {
    expect(find(code, 'a.ts').remarks).toMatchObject([{ kind, what }])
  })

  test.each(['const f = async () => { await x }', 'const a = import.meta.main', '(async () => { await x })()'])(
    '%s is not remarked',
    (code) => {
      expect(find(code, 'a.ts').remarks).toEqual([])
    },
  )
})

describe('how a name is used', () => {
  test.each([
    ['x = 1', ['now', 'written']],
    ['x.y.z += 1', ['now', 'written']],
    ['x[k]++', ['now', 'written']],
    ['delete x.y', ['now', 'written']],
    ['[x.a, b] = c', ['now', 'written']],
    ['for (x.y of z);', ['now', 'written']],
    ['Object.assign(x, y)', ['now', 'passed', 'written']],
    ['Reflect.deleteProperty(x.y, k)', ['now', 'passed', 'written']],
    ['x.push(1)', ['now', 'called', 'method', 'written', 'dropped']],
    ['x.enroll(1)', ['now', 'called', 'method', 'dropped']],
    ['x(1)', ['now', 'called', 'dropped']],
    ['const y = new x(1)', ['now', 'called', 'constructed']],
    ['const y = new x()', ['now', 'called', 'constructed', 'empty']],
    ['f(x)', ['now', 'passed']],
    ['f(...x)', ['now', 'passed']],
    ['m.set(k, x)', ['now', 'kept']],
    ['const y = x', ['now', 'aliased']],
    ['const t = typeof x', ['now', 'typeof']],
    ['const y = x + 1', ['now']],
    ['const f = () => { x.y = 1 }', ['written']],
    ['const f = () => x()', ['called', 'empty', 'inert']],
    ['const f = () => x().y', ['called', 'empty']],
    ['const y = x(1)', ['now', 'called', 'inert']],
    ['const y = g(x(1))', ['now', 'called']],
    ['const f = () => { x().push(1) }', ['called', 'empty', 'method', 'result', 'written']],
    ['const f = (use) => use(x)', ['lent', 'passed']],
    ['(() => { x.y = 1 })()', ['now', 'written']],
    ['class C { static s = x }', ['now']],
    ['class C { s = x }', []],
    ['class C { static { x.y = 1 } }', ['now', 'written']],
  ])('%s', (code, expected) => {
    expect(usesOf(code, 'x').sort()).toEqual([...expected].sort())
  })

  test.each([
    ['a local name', 'function f() { const r = x; r.set(1) }'],
    ['a part', 'function f() { const { items } = x; items.push(1) }'],
    ['an element', 'function f() { for (const row of x.rows) row.done = true }'],
    ['a parameter of a callback', 'function f() { x.forEach((row) => { row.done = true }) }'],
    ['a later assignment', 'function f() { let r; r = x.y; r.z = 1 }'],
  ])('%s stands for what it was taken from', (_, code) => {
    expect(usesOf(code, 'x')).toContain('written')
  })

  test.each([
    ['a new value for a local name', 'function f() { let r = x; r = 1 }'],
    ['what a call gives', 'function f() { const r = x.slice(); r.sort() }'],
    ['the sum of reduce', 'function f() { return x.reduce((sum, row) => { sum[row] = 1; return sum }, {}) }'],
    ['a parameter of the same name', 'function f(x) { x.y = 1 }'],
  ])('%s is not a change of it', (_, code) => {
    expect(usesOf(code, 'x')).not.toContain('written')
  })

  test('functions that change or hand on what they are given are told', () => {
    expect(find('function f(map) { map.set(1, 2) }')).toMatchObject({ writesParameters: true })
    expect(find('function f({ map: { m } }) { m.x = 1 }')).toMatchObject({ writesParameters: true })
    expect(find('function f(map) { g(map) }')).toMatchObject({ writesParameters: false, handsParameters: true })
    expect(find('function f(map) { return map.get(1) + 1 }')).toMatchObject({ writesParameters: false })
    expect(find('function f(a) { const b = []; b.push(a) }')).toMatchObject({ writesParameters: false })
  })

  test.each([
    ['const y = x', ['x']],
    ['const y = { a: x, b: [z, ...w] }', ['x', 'z', 'w']],
    ['const y = a ? x.b : (c, z ?? w[0])', ['x', 'z', 'w']],
    ['const y = make(x)', ['make()']],
    ['const y = x.get(1)', ['x']],
    ['const y = x.map((one) => one)', []],
    ['const y = new X(x)', []],
    ['const y = x + 1', []],
  ])('%s stands for %j', (code, expected) => {
    expect(find(code).standsFor).toEqual(expected)
  })

  test.each([
    ['const f = () => x', ['x']],
    ['function f(a) { if (a) return a; const y = x; return y.z }', ['x']],
    ['const f = () => { const g = make(); return g }', ['make()']],
    ['const f = () => () => x', ['x']],
    ['function f() { x.push(1) }', []],
  ])('%s gives %j', (code, expected) => {
    expect(find(code).returned).toEqual(expected)
  })

  test('methods that change their object are told, constructors are not', () => {
    const methods = (code: string): readonly string[] => {
      const { changingMethods, ownCalls } = find(code)
      return [...changingMethods, ...ownCalls.map((call) => call.join('>'))]
    }
    expect(methods('class C { items = []; add(x) { this.items.push(x) } get(i) { return this.items[i] } }')).toEqual([
      'add',
    ])
    expect(
      methods('class C { constructor() { this.x = 1; [1].forEach(() => { this.y = 2 }) } get() { return this.x } }'),
    ).toEqual([])
    expect(methods('class C { x = (this.y = 1); static { this.z = 1 } }')).toEqual([])
    expect(
      methods('const o = { n: 0, inc() { this.n++ }, "by two"() { this.inc(); this.inc() }, get() { return this.n } }'),
    ).toEqual(['inc', 'by two>inc', 'by two>inc'])
    expect(
      methods(
        'class C { #n = 0; #up() { this.#n++ } up() { this.#up() } upAll = () => { const self = this; self.#n = 1 } }',
      ),
    ).toEqual(['#up', 'upAll', 'up>#up'])
  })

  test('functions that make functions which share something are told', () => {
    expect(find('const make = () => { let n = 0; return { inc() { n++ } } }').writesCaptured).toBe(true)
    expect(find('function make(list) { return (x) => list.push(x) }').writesCaptured).toBe(true)
    expect(find('const sum = (list) => { let n = 0; list.forEach((x) => { n += x }); return n }').writesCaptured).toBe(
      false,
    )
    expect(usesOf('const make = () => () => x.push(1)', 'x')).toContain('deep')
    expect(usesOf('const f = () => list.forEach(() => x.push(1))', 'x')).not.toContain('deep')
  })

  test('what is called while the file is loaded', () => {
    expect(find('const a = retry(() => f())').calledNow).toEqual(['retry'])
    expect(find('const a = [1].map(f)').calledNow).toEqual(['?'])
    expect(find('const a = (() => g())()').calledNow).toEqual(['g'])
    expect(find('const a = () => g()').calledNow).toEqual([])
  })
})
