// Projects of all kinds load without a build step, and their nodes run. Each in a process of its own, as commands do it.

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyFixtures } from '../fixtures/copy-fixtures.ts'
import type { CompileNotice } from './loader/compile-typescript.ts'
import { startProjectProcess } from './isolate/start-project-process.ts'
import { displayPath } from './source/code-frame.ts'

const fixtures = copyFixtures()

interface Loaded {
  readonly outputs: Record<string, unknown>
  readonly notices: readonly CompileNotice[]
  readonly files: readonly string[]
  readonly issues: readonly {
    readonly code: string
    readonly at?: { readonly module: string; readonly line: number }
  }[]
  readonly frames: readonly string[]
}

async function load(fixture: string, outputs: readonly string[], inputs: readonly string[] = []): Promise<Loaded> {
  const directory = join(fixtures, fixture)
  let notices: readonly CompileNotice[] = []
  const request = { kind: 'run', flow: 'main', outputs, inputs, config: [], directory, results: 'json' } as const
  const child = startProjectProcess(join(directory, 'throughline.config.ts'), request, {
    onLoaded: (loaded) => (notices = loaded.notices),
  })
  const { answer, files } = await child.finished
  return {
    outputs: JSON.parse((answer as { json?: string }).json ?? '{}') as Record<string, unknown>,
    notices: notices.map((notice) => ({ ...notice, file: displayPath(notice.file, directory) })),
    files: files.map((file) => displayPath(file, directory)),
    issues: answer.problem?.issues ?? [],
    frames:
      answer.problem?.thrown
        .flatMap(({ error }) => error.frames)
        .map(({ name, file, line }) => `${name} ${displayPath(file, directory)}:${line}`) ?? [],
  }
}

describe.concurrent('a project loads without a build step', () => {
  test('as Vite has it: no extensions, folders, an alias, plain JSON, types imported as values', async () => {
    const { outputs, notices, files } = await load('vite-style', ['total', 'rate'], ['series=[1,2]'])
    expect(outputs).toEqual({ total: 18, rate: 3 })
    expect(notices).toEqual([])
    // The module that has only types is not loaded at all.
    expect(files.toSorted()).toEqual([
      'src/features/arithmetic.ts',
      'src/features/index.ts',
      'src/model.ts',
      'src/rates.json',
      'throughline.config.ts',
    ])
  })

  test('as CommonJS has it: import beside require and __dirname', async () => {
    const { outputs, notices } = await load('commonjs', ['folder', 'size'])
    expect(outputs).toEqual({ folder: 'src', size: 45 })
    expect(notices).toEqual([])
  })

  test('in a package that says nothing, with .js written for .ts', async () => {
    expect((await load('no-type', ['answer'])).outputs).toEqual({ answer: 42 })
  })

  test('with paths and baseUrl, inherited from another tsconfig', async () => {
    expect((await load('paths', ['two'])).outputs).toEqual({ two: 2 })
  })

  test('with an enum, a namespace and parameter properties, which is said once', async () => {
    const { outputs, notices } = await load('enum', ['colour', 'paint'])
    expect(outputs).toEqual({ colour: 'blue', paint: 'wall blue' })
    expect(notices).toEqual([{ file: 'colour.ts', line: 5, reason: 'an enum' }])
  })

  test('with JSX', async () => {
    const { outputs, notices } = await load('tsx', ['page'], ['title=Hello'])
    expect(outputs).toEqual({ page: '<h1>Hello</h1>' })
    expect(notices).toEqual([{ file: 'view.tsx', reason: 'JSX' }])
  })

  test('with the decorators of experimentalDecorators', async () => {
    expect((await load('legacy-decorators', ['seven'])).outputs).toEqual({ seven: 7 })
  })

  test('with a workspace package that is linked as source', async () => {
    const { outputs, files } = await load('workspace/app', ['triple'], ['value=4'])
    expect(outputs).toEqual({ triple: 12 })
    expect(files).toContain(join(fixtures, 'workspace/lib/src/triple.ts'))
  })

  test('with TypeScript in node_modules', async () => {
    const { outputs, files } = await load('installed-source', ['four'])
    expect(outputs).toEqual({ four: 4 })
    expect(files).toEqual(['throughline.config.ts'])
  })
})

describe.concurrent('where something is written', () => {
  test('is exact for a module that was compiled, in stacks as in origins', async () => {
    const { issues, frames } = await load('enum', ['failsHere'])
    expect(frames).toEqual(['failsHere colour.ts:27'])
    expect(issues[0]).toMatchObject({
      code: 'run/node-failed',
      at: { module: join(fixtures, 'enum/colour.ts'), line: 27, column: 9 },
    })
  })

  test('is known for every problem of the graph, all at once', async () => {
    const { issues } = await load('graph-mistakes', [])
    expect(
      issues.map(({ code, at }) => [
        code,
        at && `${displayPath(at.module, join(fixtures, 'graph-mistakes'))}:${at.line}`,
      ]),
    ).toEqual([
      ['graph/rest-pattern', 'features.ts:4'],
      ['graph/not-destructured', 'model.ts:3'],
      ['graph/duplicate-node', undefined],
      ['graph/cycle', undefined],
    ])
  })
})

describe.concurrent('what cannot load is one error with its place', () => {
  test('a configuration that is gone', async () => {
    const { issues } = await load('.', [])
    expect(issues.map(({ code }) => code)).toEqual(['project/no-such-path'])
  })

  test.each([
    ['missing-package', 'project/module-not-found', 'features.ts', 1, 'install it with  npm install @acme/statistics'],
    ['missing-export', 'project/export-not-found', 'features.ts', 1, 'did you mean "round"?'],
    [
      'style-sheet',
      'project/unsupported-syntax',
      'features.ts',
      1,
      'only a bundler can import it: keep it out of the modules whose functions are nodes.',
    ],
    ['syntax-error', 'project/syntax', 'features.ts', 5],
    ['throws', 'project/import-failed', 'features.ts', 2],
  ])('%s: %s', async (fixture, code, file, line, ...hints) => {
    const { issues, frames } = await load(fixture, [])
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatchObject({
      code,
      at: { module: join(fixtures, fixture, file), line },
      hints,
    })
    expect(frames.filter((frame) => !frame.includes('features.ts'))).toEqual([])
  })
})
