import { expect, test } from 'vitest'
import { entries, modifiers, valueFunctions } from './table.ts'

test('of every function of the core it is known whether it makes nodes', async () => {
  const modules = await Promise.all([...entries].map(async (entry) => (await import(entry)) as object))
  const functions = modules
    .flatMap((module) => Object.entries(module))
    .filter(([, value]) => typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value)))
    .map(([name]) => name)
  expect(functions.filter((name) => !(name in modifiers) && !valueFunctions.has(name))).toEqual([])
  expect([...Object.keys(modifiers), ...valueFunctions].filter((name) => !functions.includes(name))).toEqual([])
})
