// The packages as a user gets them, in a project outside the repository.

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finished } from '../../scripts/gate.ts'
import { completionsBehind } from './completions.ts'
import { application, entries, type Program } from './programs.ts'
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

function runOf({ file, text }: Program, oldNode: boolean): Promise<Finished> {
  project.write({ [file]: text })
  return project.run(['node', '--disable-warning=ExperimentalWarning', file], { oldNode })
}

/** What is compiled, by the folder in which it is. */
const compiled: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  readme: readmeExample().files,
  entries: { [entries.file]: entries.text },
  applications: { [application.file]: application.text },
}
const compilations = new Map<string, Promise<Finished>>()

/** Compiles all of it at once, in a folder of each compiler. */
function compile(compiler: string): Promise<Finished> {
  const files = Object.entries(compiled).flatMap(([folder, texts]) =>
    Object.entries(texts).map(([file, text]) => [`${folder}/${file}`, text] as const),
  )
  project.write({
    ...Object.fromEntries(files.map(([file, text]) => [`${compiler}/${file}`, text])),
    [`${compiler}/tsconfig.json`]: JSON.stringify({ compilerOptions, files: files.map(([file]) => file) }),
  })
  const tsc = join(repository, 'node_modules', compiler, 'bin', 'tsc')
  return project.run([process.execPath, tsc, '-p', '.', '--pretty', 'false'], { cwd: join(project.folder, compiler) })
}

/** What a compiler says of what is in a folder; what it says of no folder, it says of each. */
async function saidOf(compiler: string, folder: string): Promise<string> {
  const compilation = compilations.get(compiler) ?? compile(compiler)
  compilations.set(compiler, compilation)
  const { exitCode, output } = await compilation
  if (exitCode !== 0 && output === '') return `exited with ${exitCode}`
  const others = Object.keys(compiled).filter((one) => one !== folder)
  return output
    .split('\n')
    .filter((line) => !others.some((one) => line.startsWith(`${one}/`)))
    .join('\n')
}

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
    expect(await saidOf(compiler, 'readme')).toBe('')
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
  test.each(nodes)('run with %s', async (_, oldNode) => {
    expect(await runOf(entries, oldNode)).toMatchObject({ exitCode: 0, output: entries.output })
  })

  test.each(Object.entries(compilers))('compile with TypeScript %s', async (_, compiler) => {
    expect(await saidOf(compiler, 'entries')).toBe('')
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
  test.each(nodes)('run with %s', async (_, oldNode) => {
    expect(await runOf(application, oldNode)).toMatchObject({ exitCode: 0, output: application.output })
  })

  test.each(Object.entries(compilers))('compile with TypeScript %s', async (_, compiler) => {
    expect(await saidOf(compiler, 'applications')).toBe('')
  })
})

/** Starts `throughline dev`, opens its first page with a script of it, asks the API, and stops it. */
const ASK_DEV = `import { spawn } from 'node:child_process'
const command = ['node_modules/@throughline/cli/bin/throughline.cjs', 'dev', '--port', '0']
const dev = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
let said = ''
for await (const text of dev.stdout.setEncoding('utf8')) if ((said += text).includes('#token=')) break
const [, url, token] = /(http:\\S+)\\/#token=(\\S+)/.exec(said)
const page = await fetch(url)
const [, script] = /<script[^>]* src="([^"]+)"/.exec(await page.text())
console.log(page.headers.get('content-type').split(';')[0], (await fetch(new URL(script, url))).ok)
const ask = async (path) => (await fetch(url + path, { headers: { authorization: 'Bearer ' + token } })).json()
const { status, flows } = await ask('/api/definitions')
console.log(status, ...flows.map(({ name }) => name))
console.log((await ask('/api/runs')).runs.length, 'runs')
dev.kill('SIGINT')
dev.once('close', (code) => console.log(code))
`

describe('throughline init', () => {
  const installed = new Map<string, string>()

  /** Installs what a project asks for; one that asks for the same as one before gets a copy of what that has. */
  async function install(folder: string): Promise<void> {
    const asked = readFileSync(join(folder, 'package.json'), 'utf8').replaceAll(basename(folder), '')
    const before = installed.get(asked)
    installed.set(asked, folder)
    if (before !== undefined) {
      for (const name of ['node_modules', 'package-lock.json'])
        cpSync(join(before, name), join(folder, name), { recursive: true, verbatimSymlinks: true })
      return
    }
    const command = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'] as const
    expect(await project.run(command, { cwd: folder })).toMatchObject({ exitCode: 0 })
  }

  // npm may have to fetch packages.
  const timeout = 300_000

  test.each(nodes)('makes a project that runs with %s', { timeout }, async (_, oldNode) => {
    const name = oldNode ? 'made-old' : 'made-new'
    const folder = join(project.folder, '..', name)
    const bin = join(project.folder, 'node_modules', '@throughline', 'cli', 'bin', 'throughline.cjs')
    const init = ['node', bin, 'init', name, '--packages', project.tarballs] as const
    expect(await project.run(init, { oldNode, cwd: join(folder, '..') })).toMatchObject({ exitCode: 0 })

    await install(folder)

    const flow = /flows:\s*\{\s*(\w+)/.exec(readFileSync(join(folder, 'throughline.config.ts'), 'utf8'))?.[1] ?? ''
    const ran = await project.run(['npx', 'throughline', 'run', flow, '--json'], { cwd: folder, oldNode })
    expect(ran).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(ran.stdout)).toMatchObject({ flow, status: 'succeeded' })
    const again = await project.run(['npx', 'throughline', 'run', flow, '--json'], { cwd: folder, oldNode })
    expect(JSON.parse(again.stdout)).toMatchObject({ status: 'succeeded', counts: { computed: 0 } })

    writeFileSync(join(folder, 'ask-dev.mjs'), ASK_DEV)
    const shown = await project.run(['node', 'ask-dev.mjs'], { cwd: folder, oldNode })
    expect(shown).toMatchObject({ exitCode: 0, stdout: `text/html true\nloaded ${flow}\n2 runs\n0\n` })

    // Such a project has TypeScript 7 only, which cannot be asked: the types are those that are written.
    const listed = await project.run(['npx', 'throughline', 'ls', flow, '--types'], { cwd: folder, oldNode })
    expect(listed).toMatchObject({ exitCode: 0 })
    expect(listed.output).toContain('analyze/no-compiler')
    expect(listed.stdout).toMatch(/spend +function +weeks: Week\[\] +number\[\]/)
  })
})
