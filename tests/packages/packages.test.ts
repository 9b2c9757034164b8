// The packages as a user gets them, in a project outside the repository.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { completionsBehind } from './completions.ts'
import { asJavaScript, readmeExample } from './readme-example.ts'
import { createScratchProject, oldestNode, type ScratchProject } from './scratch-project.ts'

const repository = join(import.meta.dirname, '..', '..')
const compilers = { '5.9': 'typescript-5.9', '6.0': 'typescript-6', '7.0': 'typescript' }
const compilerOptions = {
  strict: true,
  target: 'es2023',
  module: 'nodenext',
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
}
const nodes = [
  ['the pinned Node', false],
  [`Node ${oldestNode}`, true],
] as const

let project: ScratchProject
beforeAll(async () => {
  project = await createScratchProject()
}, 300_000)
afterAll(() => project?.remove())

test(`the oldest Node is exactly ${oldestNode}`, async () => {
  expect((await project.run([project.oldNode, '--version'])).output.trim()).toBe(`v${oldestNode}`)
})

describe("the README's first example", () => {
  test.each(nodes)('runs as printed with %s', async (_, oldNode) => {
    const { files, main, output } = readmeExample()
    project.write(files)
    const ran = await project.run(['node', '--disable-warning=ExperimentalWarning', main], { oldNode })
    expect(ran).toMatchObject({ exitCode: 0, output })
  })

  test.each(nodes)('runs in plain JavaScript with %s', async (_, oldNode) => {
    const { files, main, output } = asJavaScript(readmeExample())
    project.write(files)
    const ran = await project.run(['node', main], { oldNode })
    expect(ran).toMatchObject({ exitCode: 0, output })
  })

  test.each(Object.entries(compilers))('compiles with TypeScript %s', async (_, compiler) => {
    const { files } = readmeExample()
    project.write(files)
    const config = { compilerOptions, files: Object.keys(files) }
    project.write({ 'tsconfig.json': JSON.stringify(config) })
    const tsc = join(repository, 'node_modules', compiler, 'bin', 'tsc')
    const compiled = await project.run([process.execPath, tsc, '-p', '.'])
    expect(compiled).toMatchObject({ exitCode: 0, output: '' })
  })
})

test('an editor completes the names of outputs, and of the inputs that they need', async () => {
  project.write({
    'tsconfig.json': JSON.stringify({ compilerOptions }),
    'features.ts': [
      'export const spendMean = ({ spend }: { spend: number[] }) => spend.length',
      'export const perSignup = ({ spend, signups }: { spend: number[]; signups: number[] }) => spend.length / signups.length',
      'export const report = ({ spendMean, perSignup }: { spendMean: number; perSignup: number }) => [spendMean, perSignup]',
    ].join('\n'),
    'editing.ts': [
      "import { dataflow } from 'throughline'",
      "import * as features from './features.ts'",
      'const flow = dataflow(features)',
      "void flow.execute([''], { inputs: { spend: [1] } })",
      "void flow.execute(['report'], { inputs: {  } })",
    ].join('\n'),
  })
  expect(await completionsBehind(project.folder, 'editing.ts', "execute(['")).toEqual([
    'perSignup',
    'report',
    'spendMean',
  ])
  expect(await completionsBehind(project.folder, 'editing.ts', "['report'], { inputs: { ")).toEqual([
    'signups',
    'spend',
  ])
})

describe('the entries beside the root', () => {
  const main = `import { checked, dataflow, type Check, type Hooks } from 'throughline'
import { compareValues, inRange } from 'throughline/checks'
import { diagram } from 'throughline/diagram'
import { each, type SettledItem } from 'throughline/fan-out'
import { logger, progress, type LogRecord } from 'throughline/hooks'
import { loaded, type Source } from 'throughline/io'
import { layered, nodeContext, runNode, untypedFlow, type FakeNodeContext } from 'throughline/testing'

const records: LogRecord[] = []
const hooks: Hooks[] = [logger({ to: (record) => records.push(record) }), progress(() => {})]
const percent: Check<number> = inRange(0, 100)
await dataflow({ answer: checked(() => 42, [percent]) }).with({ hooks }).execute(['answer'])
const context: FakeNodeContext = nodeContext()
const sum: number = await runNode(({ a, b }: { a: number; b: number }) => a + b, { a: 1, b: 2 }, context)
const { module, inputs, outputs } = layered(20)
const values = await untypedFlow(module).execute(outputs, { inputs })
const same = compareValues(values, values).length === 0
const source: Source<number[]> = { read: () => [1, 2], describe: () => ({}) }
const items = dataflow({
  numbers: loaded(source),
  halves: each({ number: 'numbers' }, ({ number }: { number: number }) => number / 2, { settle: true }),
})
const halves: SettledItem<number>[] = (await items.execute(['halves'])).halves
globalThis.console.log(halves.length, diagram(items).split('\\n', 1)[0])
globalThis.console.log(records.map(({ event }) => event).join(' '), sum, Object.keys(values).length, same)
`

  test.each(nodes)('run with %s', async (_, oldNode) => {
    project.write({ 'entries.ts': main })
    const ran = await project.run(['node', '--disable-warning=ExperimentalWarning', 'entries.ts'], { oldNode })
    expect(ran).toMatchObject({ exitCode: 0, output: '2 flowchart LR\nrun-start run-end 3 5 true\n' })
  })

  test.each(Object.entries(compilers))('compile with TypeScript %s', async (_, compiler) => {
    const config = { compilerOptions, files: ['entries.ts'] }
    project.write({ 'entries.ts': main, 'tsconfig.json': JSON.stringify(config) })
    const tsc = join(repository, 'node_modules', compiler, 'bin', 'tsc')
    const compiled = await project.run([process.execPath, tsc, '-p', '.'])
    expect(compiled).toMatchObject({ exitCode: 0, output: '' })
  })

  test.each(['throughline', '@throughline/machine'])(
    'of %s bring no package along: that of OpenTelemetry is for those who have it',
    async (name) => {
      project.write({ 'trace.ts': `import '${name}/opentelemetry'\n` })
      const ran = await project.run(['node', '--disable-warning=ExperimentalWarning', 'trace.ts'])
      expect(ran.output).toContain("Cannot find package '@opentelemetry/api'")
    },
  )
})

describe('applications', () => {
  const main = `import { END, expects, forState, fromState, memoryPersister, toState, type AnyEvent } from '@throughline/machine'
import { machineDiagram } from '@throughline/machine/diagram'
import { serveApplications, type ApplicationServer } from '@throughline/machine/http'
import { dataflow } from 'throughline'

const { action, flowAction, machine } = forState<{ prompt: string; size: number }>()
const ask = action(
  { writes: ['prompt'], inputs: expects<{ text: string }>({ text: 'required' }) },
  ({ inputs }) => ({ prompt: inputs.text }),
)
const flow = dataflow({ size: ({ text }: { text: string }) => text.length })
const measure = flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { size: toState('size') } })
const sizes = machine({ ask, measure }).from('ask').to('measure').from('measure').when({ size: 0 }, 'ask').otherwise(END).named('sizes')
const app = await sizes.open({ id: 'a', entry: 'ask', persister: memoryPersister() })
const types: AnyEvent['type'][] = []
for await (const event of app.run({ inputs: { ask: { text: 'four' } } })) types.push(event.type)
const size: number = app.state.size
globalThis.console.log(types.join(' '), size, machineDiagram(sizes, { entry: 'ask' }).split('\\n', 1)[0])
const serve: ApplicationServer = serveApplications({
  machines: { sizes: { machine: sizes, entry: 'ask' } },
  persister: memoryPersister(),
})
const created: Response = await serve(new Request('http://localhost/sizes', { method: 'POST' }))
globalThis.console.log(created.status)
await serve.close()
`

  test.each(nodes)('run with %s', async (_, oldNode) => {
    project.write({ 'application.ts': main })
    const ran = await project.run(['node', '--disable-warning=ExperimentalWarning', 'application.ts'], { oldNode })
    const output = 'begin step begin node node step end 4 flowchart TD\n201\n'
    expect(ran).toMatchObject({ exitCode: 0, output })
  })

  test.each(Object.entries(compilers))('compile with TypeScript %s', async (_, compiler) => {
    const config = { compilerOptions, files: ['application.ts'] }
    project.write({ 'application.ts': main, 'tsconfig.json': JSON.stringify(config) })
    const tsc = join(repository, 'node_modules', compiler, 'bin', 'tsc')
    const compiled = await project.run([process.execPath, tsc, '-p', '.'])
    expect(compiled).toMatchObject({ exitCode: 0, output: '' })
  })
})

describe('throughline init', () => {
  test.each(nodes)('makes a project that runs with %s', async (_, oldNode) => {
    const name = oldNode ? 'made-old' : 'made-new'
    const folder = join(project.folder, '..', name)
    const bin = join(project.folder, 'node_modules', '@throughline', 'cli', 'bin', 'throughline.cjs')
    const init = ['node', bin, 'init', name, '--packages', project.tarballs] as const
    expect(await project.run(init, { oldNode, cwd: join(folder, '..') })).toMatchObject({ exitCode: 0 })

    const install = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'] as const
    expect(await project.run(install, { cwd: folder })).toMatchObject({ exitCode: 0 })

    const flow = /flows:\s*\{\s*(\w+)/.exec(readFileSync(join(folder, 'throughline.config.ts'), 'utf8'))?.[1] ?? ''
    const ran = await project.run(['npx', 'throughline', 'run', flow, '--json'], { cwd: folder, oldNode })
    expect(ran).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(ran.stdout)).toMatchObject({ flow, status: 'succeeded' })
    const again = await project.run(['npx', 'throughline', 'run', flow, '--json'], { cwd: folder, oldNode })
    expect(JSON.parse(again.stdout)).toMatchObject({ status: 'succeeded', counts: { computed: 0 } })

    // Such a project has TypeScript 7 only, which cannot be asked: the types are those that are written.
    const listed = await project.run(['npx', 'throughline', 'ls', flow, '--types'], { cwd: folder, oldNode })
    expect(listed).toMatchObject({ exitCode: 0 })
    expect(listed.output).toContain('analyze/no-compiler')
    expect(listed.stdout).toMatch(/spend +function +weeks: Week\[\] +number\[\]/)
  })
})
