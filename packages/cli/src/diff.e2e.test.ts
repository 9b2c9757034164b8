// The command as a user gives it, in repositories of their own.

import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'

const FILES = {
  'package.json': '{ "type": "module" }',
  'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
  '.gitignore': 'node_modules',
  'throughline.config.ts': `import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as shop from './src/shop.ts'
throw new Error('this has run')
export default defineProject({ name: 'shop', flows: { shop: dataflow(shop) } })
`,
  'src/shop.ts': `import { VAT } from './rates.ts'
export const gross = ({ net }: { net: number }): number => net * (1 + VAT)
export const label = ({ gross }: { gross: number }): string => \`\${gross} EUR\`
`,
  'src/rates.ts': 'export const VAT = 0.2\n',
}

const git = (cwd: string, ...args: readonly string[]): void => {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false']
  execFileSync('git', [...author, ...args], { cwd })
}

function repository(): string {
  const folder = makeScratch()
  for (const [name, text] of Object.entries(FILES)) write(folder, name, text)
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message', 'first')
  return folder
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

const diff = (cwd: string, ...args: readonly string[]) => spawnCommand(['diff', ...args], { cwd }).finished

describe('throughline diff', () => {
  test('names the nodes, their code and what is downstream, without running the project', async () => {
    const folder = repository()
    write(folder, 'src/rates.ts', 'export const VAT = 0.21\n')
    expect(await diff(folder)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: `HEAD -> working tree

shop  1 changed, 1 affected of 2 nodes
  ~ gross  src/shop.ts:2
      VAT  src/rates.ts:1
  . label  reads gross

VAT  src/rates.ts:1  in 1 node
  @@ -1 +1 @@
  -export const VAT = 0.2
  +export const VAT = 0.21
`,
    })
  })

  test('gives all of it as JSON and as Markdown, and an exit code when that is asked for', async () => {
    const folder = repository()
    write(folder, 'src/rates.ts', 'export const VAT = 0.21\n')
    const [json, markdown, exit] = await Promise.all([
      diff(folder, 'main', '--json'),
      diff(folder, '--markdown'),
      diff(folder, '--exit-code'),
    ])
    expect(JSON.parse(json.stdout)).toMatchObject({
      differs: true,
      before: { name: 'main', commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string },
      after: { name: 'working tree' },
      flows: [
        {
          name: 'shop',
          changed: [{ name: 'gross', because: [{ change: 0, own: false }] }],
          affected: [{ path: ['label', 'gross'] }],
        },
      ],
      changes: [
        { kind: 'declaration', name: 'VAT', after: { file: 'src/rates.ts', line: 1 }, lines: { added: 1, removed: 1 } },
      ],
      files: [{ file: 'src/rates.ts', kind: 'code' }],
      caveats: [],
    })
    expect(markdown.stdout).toContain(
      '| `gross` | changed | `VAT src/rates.ts:1` |\n| `label` | affected | reads `gross` |',
    )
    expect(markdown.stdout).toContain('```mermaid\nflowchart LR\n')
    expect(markdown.stdout).toContain('-export const VAT = 0.2\n+export const VAT = 0.21\n```')
    expect([json.code, markdown.code, exit.code]).toEqual([0, 0, 1])
  })

  test('says in a line that only comments differ', async () => {
    const folder = repository()
    write(folder, 'src/rates.ts', '// by law\nexport const VAT = 0.2\n')
    expect(await diff(folder, '--exit-code')).toMatchObject({
      code: 0,
      stdout: 'HEAD -> working tree: no node differs\nnote: 1 file differs only in comments, formatting or types\n',
    })
  })

  test.each([
    [['--', '--upload-pack=x'], 2, 'diff/not-a-ref\n"--upload-pack=x" cannot be a branch'],
    [['mian'], 2, 'diff/unknown-ref\nThe repository has no branch, tag or commit "mian".\nhelp: did you mean "main"?'],
    [['main..$(touch x)'], 2, 'no branch, tag or commit "$(touch x)"'],
    [['--json', '--markdown'], 2, 'cli/options-conflict\n--json and --markdown cannot be given together.'],
    [['main', 'topic'], 2, '"topic" is more than this command takes.'],
  ])('refuses %j', async (args, code, text) => {
    const ended = await diff(repository(), ...args)
    expect(ended.stderr).toContain(text)
    expect(ended.code).toBe(code)
  })

  test('says what is wrong with a file that it cannot read', async () => {
    const folder = repository()
    write(folder, 'src/rates.ts', 'export const = 1\n')
    const ended = await diff(folder)
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain('diff/unreadable-source\nsrc/rates.ts:1 cannot be read in the working tree')
  })
})
