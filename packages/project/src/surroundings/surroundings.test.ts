import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeScratch } from '../../fixtures/copy-fixtures.ts'
import { projectGit } from './git-state.ts'
import { projectLock } from './lock-file.ts'

function repository(): { folder: string; git: (...args: readonly string[]) => void } {
  const folder = makeScratch()
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false']
  const git = (...args: readonly string[]): void => {
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' })
  }
  git('init', '--quiet', '--initial-branch=main')
  return { folder, git }
}

test('git says the commit, the branch, and which files it tracks', async () => {
  const { folder, git } = repository()
  writeFileSync(join(folder, 'a.ts'), 'export const a = 1\n')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'first')
  writeFileSync(join(folder, 'new.ts'), 'export const secret = 1\n')
  const files = ['a.ts', 'new.ts', '../outside.ts'].map((name) => join(folder, name))
  const found = await projectGit(folder, files)
  expect(found).toMatchObject({ commit: expect.stringMatching(/^[\da-f]{40}$/), branch: 'main', isDirty: false })
  expect(files.map((file) => found!.isTracked(file))).toEqual([true, false, false])
})

test('what tracked files differ in is told, and untracked files are not', async () => {
  const { folder, git } = repository()
  writeFileSync(join(folder, 'a.ts'), 'export const a = 1\n')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'first')
  git('remote', 'add', 'origin', 'https://example.org/a.git')
  writeFileSync(join(folder, 'a.ts'), 'export const a = 2\n')
  writeFileSync(join(folder, 'new.ts'), 'export const secret = 1\n')
  const found = await projectGit(folder, [])
  expect(found).toMatchObject({ isDirty: true, remote: 'https://example.org/a.git' })
  expect(found!.diff).toContain('+export const a = 2')
  expect(found!.diff).not.toContain('secret')
  expect(found!.diffHash).toMatch(/^[\da-f]{64}$/)
})

test('without a repository, a commit or git there is nothing to say', async () => {
  expect(await projectGit(makeScratch(), [])).toBe(undefined)
  expect(await projectGit(repository().folder, [])).toBe(undefined)
  const none = { run: async () => ({ code: undefined, stdout: Buffer.alloc(0), stderr: 'not found' }) }
  expect(await projectGit(makeScratch(), [], none)).toBe(undefined)
})

test('the nearest lock file is read, with every version of each package', () => {
  const folder = makeScratch()
  const packages = {
    '': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0' },
    'node_modules/@s/a': { version: '1.0.0' },
    'node_modules/@s/a/node_modules/b': { version: '1.5.0' },
    'libs/own': { version: '3.0.0' },
  }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
  mkdirSync(join(folder, 'app'))
  expect(projectLock(join(folder, 'app'))).toMatchObject({
    file: '../package-lock.json',
    sha256: expect.stringMatching(/^[\da-f]{64}$/),
    packages: { '@s/a': ['1.0.0'], b: ['1.5.0', '2.0.0'] },
  })
})

test('of other lock files only the hash is known', () => {
  const folder = makeScratch()
  writeFileSync(join(folder, 'yarn.lock'), '# yarn')
  expect(projectLock(folder)).toEqual({ file: 'yarn.lock', sha256: expect.stringMatching(/^[\da-f]{64}$/) })
  writeFileSync(join(folder, 'package-lock.json'), '{ broken')
  expect(projectLock(folder)).toEqual({ file: 'package-lock.json', sha256: expect.stringMatching(/^[\da-f]{64}$/) })
})
