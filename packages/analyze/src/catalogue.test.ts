// Every issue of this room, provoked as a user would, has the text that its page in docs/errors shows.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeIssue } from './issues.ts'
import { loadCompiler } from './types/load-compiler.ts'

const DOCS = new URL('../../../docs/errors/', import.meta.url)

/** A project that has TypeScript 7 and nothing else. */
const project = mkdtempSync(join(tmpdir(), 'throughline-'))
mkdirSync(join(project, 'node_modules'))
const compiler = fileURLToPath(new URL('../../../node_modules/typescript', import.meta.url))
symlinkSync(compiler, join(project, 'node_modules/typescript'), 'junction')
afterAll(() => rmSync(project, { recursive: true, force: true }))

/** What a user does, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof analyzeIssue.codes)[number], () => readonly Issue[]>> = {
  'analyze/no-compiler': () => thrown(() => loadCompiler([project])),
}

function thrown(call: () => unknown): readonly Issue[] {
  try {
    call()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}

describe('the error catalogue of analysis', () => {
  it('has a page for every code, and a code for every page', () => {
    const pages = readdirSync(new URL('analyze/', DOCS)).map((file) => `analyze/${file.replace(/\.md$/, '')}`)
    expect(pages.sort()).toEqual(analyzeIssue.codes)
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', (code, situation) => {
    const issue = situation().find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = renderIssue(issue!)
    const url = new URL(`${code}.md`, DOCS)
    const block = /```text\n([^]*?)\n```/
    if (process.env['THROUGHLINE_UPDATE_DOCS']) {
      const shown = `\`\`\`text\n${text}\n\`\`\``
      writeFileSync(
        url,
        readFileSync(url, 'utf8').replace(block, () => shown),
      )
    }
    const page = readFileSync(url, 'utf8')
    expect(block.exec(page)?.[1]).toBe(text)
    expect(page.startsWith(`# ${code}\n`)).toBe(true)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
