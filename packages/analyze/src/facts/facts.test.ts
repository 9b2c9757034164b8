import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Facts } from './facts.ts'
import { makeScratch } from './fixtures/scratch.ts'

const files = {
  'main.ts':
    "import type { T } from './types.ts'\nexport { helper } from './helper.ts'\nexport const a = ({ x }: T) => x\n",
  'types.ts': 'export interface T { x: number }\n',
  'helper.ts': 'export const helper = ({ y }) => y\n',
  'other.ts': 'export const other = () => 1\n',
}

test('facts stay the same object until something that they were made from changes', () => {
  const folder = makeScratch(files)
  const main = join(folder, 'main.ts')
  const facts = new Facts()
  const first = facts.module(main)!
  const other = facts.module(join(folder, 'other.ts'))
  expect(facts.module(main)).toBe(first)
  facts.update(join(folder, 'types.ts'), 'export interface T { x: string; z: 1 }')
  const second = facts.module(main)!
  expect(second).not.toBe(first)
  expect(second.exports[1]!.nodes[0]).toMatchObject({
    dependencies: [{ type: 'string' }],
    functions: [{ untaken: [{ name: 'z' }] }],
  })
  expect(facts.module(join(folder, 'other.ts'))).toBe(other)
  facts.update(join(folder, 'types.ts'))
  expect(facts.module(main)).toEqual(first)
})

test('refresh sees what has changed, come and gone on disk', () => {
  const folder = makeScratch({ ...files, 'main.ts': `${files['main.ts']}export * from './later.ts'\n` })
  const main = join(folder, 'main.ts')
  const facts = new Facts()
  expect(facts.module(main)).toMatchObject({ isComplete: false })
  expect(facts.refresh()).toEqual([])
  writeFileSync(join(folder, 'later.ts'), 'export const later = () => 1')
  writeFileSync(join(folder, 'helper.ts'), 'export const helper = ({ y, more }) => y\n')
  expect(facts.refresh()).toEqual([join(folder, 'helper.ts')])
  const found = facts.module(main)!
  expect(found.isComplete).toBe(true)
  expect(found.exports.map((one) => one.name)).toEqual(['helper', 'a', 'later'])
  expect(facts.node({ file: main, exportPath: 'helper' })!.dependencies).toHaveLength(2)
  rmSync(main)
  facts.refresh()
  expect(facts.module(main)).toBeUndefined()
})

test('a node is found by its module, its export and its name', () => {
  const folder = makeScratch({
    'main.ts': `import { parameterize, subflow } from 'throughline'
import * as inner from './inner.ts'
/** Many. */
export const many = parameterize(({ i }) => i, _all.map((i) => ({ i })), ({ i }) => \`many\${i}\`)
export const eu = subflow(inner, { shared: 'all' })
export const _hidden = () => 1`,
    'inner.ts': 'export const rate = ({ day }) => day\nexport const net = ({ rate }) => rate',
  })
  const file = join(folder, 'main.ts')
  const facts = new Facts()
  expect(facts.node({ file, exportPath: 'eu', name: 'eu.net' })).toMatchObject({
    name: 'eu.net',
    dependencies: [{ name: 'eu.rate' }],
    place: { file: join(folder, 'inner.ts'), line: 2 },
    written: { file: join(folder, 'inner.ts'), exportPath: 'net' },
  })
  expect(facts.node({ file, exportPath: 'many', name: 'many7' })).toMatchObject({
    name: 'many7',
    kind: 'parameterized',
    isComplete: false,
    documentation: { text: 'Many.' },
    functions: [{ parameters: [{ name: 'i' }] }],
  })
  for (const exportPath of ['eu', '_hidden', 'none']) expect(facts.node({ file, exportPath })).toBeUndefined()
  expect(facts.node({ file: join(folder, 'none.ts'), exportPath: 'a' })).toBeUndefined()
})

test('modules that import each other, and values made of themselves, come to an end', () => {
  const folder = makeScratch({
    'a.ts': `import { retry, subflow } from 'throughline'
import * as b from './b.ts'
import { y } from './b.ts'
export const x = retry(y, { maxAttempts: 2 })
export const part = subflow(b)
export const self = retry(self, { maxAttempts: 2 })`,
    'b.ts': `import { retry, subflow } from 'throughline'
import * as a from './a.ts'
import { x } from './a.ts'
export const y = retry(x, { maxAttempts: 2 })
export const part = subflow(a)
export { z } from './a.ts'
export * from './a.ts'`,
  })
  const { exports } = new Facts().module(join(folder, 'a.ts'))!
  expect(exports.map(({ name, nodes }) => [name, nodes.length])).toEqual([
    ['x', 0],
    ['part', 0],
    ['self', 0],
  ])
})
