import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { scratchProject } from '../fixtures/scratch-project.ts'
import { openDefinitions, type ProjectDefinitions } from './index.ts'

async function open(dir: string, patienceMs?: number): Promise<ProjectDefinitions> {
  const config = join(dir, 'throughline.config.ts')
  const definitions = await openDefinitions({
    config,
    onOutput: () => {},
    ...(patienceMs !== undefined && { patienceMs }),
  })
  onTestFinished(() => definitions[Symbol.asyncDispose]())
  return definitions
}

/** As soon as they are so. */
function when(definitions: ProjectDefinitions, isIt: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (isIt()) resolve()
    }
    definitions.onChange(check)
    check()
  })
}

it('is there while a project takes its time to load, and when that never ends', async () => {
  const dir = scratchProject({
    'src/shop.ts': 'await new Promise((resolve) => setTimeout(resolve, 60_000))\nexport const a = () => 1\n',
  })
  const definitions = await open(dir, 1)
  expect(definitions.current).toMatchObject({ revision: 0, status: 'loading', flows: [] })
  expect(definitions.project).toBeUndefined()
  writeFileSync(join(dir, 'src/shop.ts'), 'export const a = () => 1\nexport const b = () => 2\n')
  await when(definitions, () => definitions.current.status === 'loaded')
  expect(definitions.current.flows).toEqual([{ name: 'shop', nodes: 2, modules: ['src/shop.ts'] }])
})

it('a module that was missing is found when it is written, and a process that ends early is said', async () => {
  const dir = scratchProject({ 'src/shop.ts': "import { tax } from './tax.ts'\nexport const a = () => tax\n" })
  const definitions = await open(dir)
  expect(definitions.current).toMatchObject({ status: 'broken', issues: [{ code: 'project/module-not-found' }] })
  writeFileSync(join(dir, 'src/tax.ts'), 'export const tax = 1\n')
  await when(definitions, () => definitions.current.status === 'loaded')
  writeFileSync(join(dir, 'src/tax.ts'), 'process.exit(3)\nexport const tax = 1\n')
  await when(definitions, () => definitions.current.status === 'broken')
  expect(definitions.current).toMatchObject({ issues: [{ code: 'project/process-ended' }], flows: [{ nodes: 1 }] })
})

it('types that nobody wrote down are asked of a compiler', async () => {
  const text = 'export const a = () => ({ x: 1 })\nexport const b = ({ a }: { a: { x: number } }): number => a.x\n'
  const definitions = await open(scratchProject({ 'src/shop.ts': text }))
  const types = () => definitions.project!.flows[0]!.graph.nodes.map(({ type }) => type)
  expect(types()).toEqual([undefined, 'number'])
  const { revision } = definitions.current
  await when(definitions, () => types()[0] !== undefined)
  expect(types()).toEqual(['{ x: number; }', 'number'])
  expect(definitions.current).toMatchObject({ revision: revision + 1, status: 'loaded' })
})
