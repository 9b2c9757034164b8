import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasIssue } from 'throughline'
import { describe, expect, test } from 'vitest'
import { TestRepository } from '../diff/fixtures/test-repository.ts'
import { checkOut } from './checkout.ts'
import { localGit, type Git } from './git.ts'
import { openRepository, type Repository } from './repository.ts'

const open = (repository: TestRepository): Promise<Repository> =>
  openRepository(localGit(repository.folder), repository.folder)

describe('a repository', () => {
  test('gives commits, files and contents, whatever they are called', async () => {
    const unusual = process.platform === 'win32' ? [] : ['tab\there.ts', 'line\nend.ts', '"quoted".ts']
    const names = ['-x.ts', 'a b.ts', 'ä.ts', 'sub/--help.ts', ...unusual]
    const made = new TestRepository(Object.fromEntries(names.map((name) => [name, `// ${name}\n`])), 'my folder')
    const repository = await open(made)
    expect([repository.root, repository.prefix]).toEqual([made.root, 'my folder/'])
    const files = (await repository.files(await repository.commit('HEAD'))).filter(({ path }) => path !== '.gitignore')
    expect(files.map(({ path }) => path).sort()).toEqual(names.map((name) => `my folder/${name}`).sort())
    const contents = await repository.contents(files.map(({ id }) => id))
    expect(contents.map(String)).toEqual(files.map(({ path }) => `// ${path.slice('my folder/'.length)}\n`))
  })

  test('hands git nothing that it could take for an option', async () => {
    const asked: (readonly string[])[] = []
    const made = new TestRepository({})
    const inner = localGit(made.root)
    const git: Git = {
      run: (args, input) => {
        asked.push(args)
        return inner.run(args, input)
      },
    }
    const repository = await openRepository(git, made.root)
    for (const ref of ['-h', '--all', '--output=x']) {
      await expect(repository.commit(ref)).rejects.toSatisfy((error) => hasIssue(error, 'diff/not-a-ref'))
    }
    expect(asked).toHaveLength(1)
    for (const ref of ['', ' -h', 'HEAD:a', '^HEAD', 'HEAD HEAD', '@{-1}', 'x;y']) {
      await expect(repository.commit(ref)).rejects.toSatisfy((error) => hasIssue(error, 'diff/unknown-ref'))
    }
    for (const args of asked.filter((one) => one.includes('--verify'))) expect(args.at(-2)).toBe('--end-of-options')
    await expect(repository.files('--help')).rejects.toThrow('is no name of an object')
    await expect(repository.contents(['HEAD'])).rejects.toThrow('is no name of an object')
  })

  test('is the one of the folder, also inside of a hook of another one', async () => {
    const [one, other] = [new TestRepository({ 'a.ts': '' }), new TestRepository({})]
    process.env['GIT_DIR'] = join(other.root, '.git')
    try {
      expect((await open(one)).root).toBe(one.root)
    } finally {
      delete process.env['GIT_DIR']
    }
  })
})

describe('a checkout', () => {
  test('has the code, the settings and what code mentions, and is removed', async () => {
    const made = new TestRepository({
      'src/a.ts': "new URL('./data/my%20rows.csv?x', import.meta.url); import('./names'); // don't\n",
      'src/data/my rows.csv': '1',
      'src/data/other.csv': '2',
      'src/names.json': '{}',
      'src/unnamed.json': '{}',
      'tsconfig.base.json': '{}',
      'yarn.lock': '',
      'big.bin': 'x',
      'node_modules/committed/index.js': '',
    })
    made.git('add', '--force', 'node_modules')
    const repository = await open(made)
    const checkout = await checkOut(repository, await repository.commit('HEAD'))
    const files = readdirSync(checkout.root, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(checkout.root.length + 1))
      .filter((path) => !path.startsWith('node_modules'))
    expect(files.sort()).toEqual([
      'src/a.ts',
      'src/data/my rows.csv',
      'src/names.json',
      'tsconfig.base.json',
      'yarn.lock',
    ])
    checkout[Symbol.dispose]()
    expect(existsSync(checkout.root)).toBe(false)
    expect(existsSync(join(made.root, 'node_modules'))).toBe(true)
  })

  test('takes a file as it stands where git keeps a name, or other line ends, in its place', async () => {
    const sha = hash('sha256', 'large')
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha}\nsize 5\n`
    const code = ['kept', 'other', 'text', 'new'].map((name) => `'./${name}.bin'`).join()
    const made = new TestRepository({
      'a.ts': code,
      'kept.bin': pointer,
      'other.bin': pointer,
      'text.bin': 'a\nb',
      'new.bin': 'a\n',
    })
    const repository = await open(made)
    const stands = { 'kept.bin': 'large', 'other.bin': 'small', 'text.bin': 'a\r\nb', 'new.bin': 'b\r\n' }
    for (const [name, text] of Object.entries(stands)) made.write(name, text)
    using checkout = await checkOut(repository, await repository.commit('HEAD'))
    const contents = Object.keys(stands).map((name) => readFileSync(join(checkout.root, name), 'utf8'))
    expect(contents).toEqual(['large', pointer, 'a\r\nb', 'a\n'])
  })

  test('links only what stays inside', async () => {
    const made = new TestRepository({ 'src/a.ts': '1' })
    symlinkSync('a.ts', join(made.root, 'src/inside.ts'))
    symlinkSync('/etc', join(made.root, 'outside'))
    symlinkSync('../../..', join(made.root, 'above'))
    made.commit('links')
    const repository = await open(made)
    using checkout = await checkOut(repository, await repository.commit('HEAD'))
    expect(readFileSync(join(checkout.root, 'src/inside.ts'), 'utf8')).toBe('1')
    expect(existsSync(join(checkout.root, 'outside'))).toBe(false)
    expect(existsSync(join(checkout.root, 'above'))).toBe(false)
  })

  test('writes nothing outside, whatever a tree that was made by hand says', async () => {
    const made = new TestRepository({ 'a.ts': '1' })
    const inner = await open(made)
    const { id } = (await inner.files(await inner.commit('HEAD'))).find(({ path }) => path === 'a.ts')!
    const escaped = join(tmpdir(), `throughline-escaped-${process.pid}.ts`)
    const paths = ['../escaped.ts', escaped, 'b.ts', 'b.ts', '.git/hooks/x.ts']
    const repository: Repository = {
      root: inner.root,
      prefix: '',
      commit: (ref) => inner.commit(ref),
      mergeBase: (one, other) => inner.mergeBase(one, other),
      contents: (ids) => inner.contents(ids),
      files: () => Promise.resolve(paths.map((path) => ({ path, kind: 'file' as const, id }))),
    }
    using checkout = await checkOut(repository, 'x')
    expect(readdirSync(checkout.root).filter((name) => name !== 'node_modules')).toEqual(['b.ts'])
    expect(existsSync(join(checkout.root, '../escaped.ts'))).toBe(false)
    expect(existsSync(escaped)).toBe(false)
  })
})
