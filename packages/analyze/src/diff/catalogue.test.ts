// Every issue of comparing, provoked as a user would, has the text that its page in docs/errors shows.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { afterAll, describe, expect, it } from 'vitest'
import { localGit, type Git } from '../git/git.ts'
import { diffIssue } from './catalogue.ts'
import { diffProject } from './diff-project.ts'
import { CONFIG, SHOP, TestRepository } from './fixtures/test-repository.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-no-repository-'))
writeFileSync(join(folder, 'throughline.config.ts'), CONFIG)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof diffIssue.codes)[number], () => Promise<readonly Issue[]>>> = {
  'diff/not-a-ref': () => issuesOf(new TestRepository(SHOP).diff('--output=/etc/passwd')),
  'diff/unknown-ref': () => {
    const repository = new TestRepository(SHOP)
    repository.git('branch', 'release')
    return issuesOf(repository.diff('relase'))
  },
  'diff/shallow-clone': () => {
    const origin = new TestRepository(SHOP)
    origin.edit('src/factor.ts', '100', '10')
    origin.commit('second')
    const clone = new TestRepository({})
    clone.git('clone', '--quiet', '--depth=1', pathToFileURL(origin.root).href, 'clone')
    return issuesOf(diffProject({ config: join(clone.root, 'clone/throughline.config.ts'), range: 'HEAD~1' }))
  },
  'diff/nothing-in-common': () => {
    const repository = new TestRepository(SHOP)
    repository.git('checkout', '--quiet', '--orphan', 'other')
    repository.commit('another beginning')
    return issuesOf(repository.diff('main...other'))
  },
  'diff/no-git': () =>
    issuesOf(diffProject({ config: join(folder, 'throughline.config.ts'), git: localGit(folder, 'no-such-git') })),
  'diff/not-a-repository': () => issuesOf(diffProject({ config: join(folder, 'throughline.config.ts') })),
  'diff/git-failed': () => {
    const repository = new TestRepository(SHOP)
    const git = localGit(repository.root)
    const damaged: Git = {
      run: (args, input) =>
        args[0] === 'cat-file'
          ? Promise.resolve({
              code: 128,
              stdout: Buffer.alloc(0),
              stderr: 'fatal: loose object 5bd8d4 (stored in .git/objects/5b) is corrupt\n',
            })
          : git.run(args, input),
    }
    return issuesOf(diffProject({ config: join(repository.folder, 'throughline.config.ts'), git: damaged }))
  },
  'diff/no-project': () => {
    const repository = new TestRepository({ 'notes.txt': '' }, 'shop')
    for (const [path, text] of Object.entries(SHOP)) repository.write(path, text)
    return issuesOf(repository.diff())
  },
  'diff/unreadable-source': () => {
    const repository = new TestRepository(SHOP)
    repository.edit('src/money.ts', 'function round(', 'function (')
    return issuesOf(repository.diff())
  },
}

async function issuesOf(comparison: Promise<unknown>): Promise<readonly Issue[]> {
  try {
    await comparison
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}

/** The folder has another name each time. */
function plain(text: string): string {
  return text.replaceAll(folder, 'projects/shop')
}

describe('the error catalogue of comparing', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(diffIssue.codes).toHavePagesIn('diff')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = (await situation()).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = plain(renderIssue(issue!))
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
