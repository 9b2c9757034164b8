// Every issue of the command, provoked as a user would, has the text that its page in docs/errors shows.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { makeScratch, spawnCommand } from '../fixtures/spawn-command.ts'
import { cliIssue } from './issues.ts'

const DOCS = new URL('../../../docs/errors/', import.meta.url)
const project = fileURLToPath(new URL('../fixtures/work', import.meta.url))
const scratch = makeScratch()
mkdirSync(join(scratch, 'packages'))
mkdirSync(join(scratch, 'notes'))
writeFileSync(join(scratch, 'packages/throughline-0.1.0.tgz'), '')
writeFileSync(join(scratch, 'notes/todo.txt'), '')

/** The arguments, and how the command ends. */
const SITUATIONS: Readonly<Record<(typeof cliIssue.codes)[number], readonly [code: number, ...args: string[]]>> = {
  'cli/options-conflict': [2, 'graph', 'shop', '--svg', 'shop.svg', '--dot'],
  'cli/concurrency': [2, 'run', 'shop', '--concurrency', 'all'],
  'cli/unknown-node': [2, 'lineage', 'totl', '--flow', 'shop', '--project', project],
  'cli/ambiguous-node': [2, 'lineage', 'report', '--project', project],
  'cli/amount': [2, 'cache', 'gc', '--max-size', 'small', '--project', project],
  'cli/folder-not-empty': [2, 'init', 'notes'],
  'cli/package-missing': [2, 'init', 'new', '--packages', 'packages'],
  'cli/file-not-written': [1, 'graph', 'shop', '--svg', 'pictures/shop.svg', '--project', project],
}

describe('the error catalogue of the command', () => {
  it('has a page for every code, and a code for every page', () => {
    const pages = readdirSync(new URL('cli/', DOCS)).map((file) => `cli/${file.replace(/\.md$/, '')}`)
    expect(pages.sort()).toEqual(cliIssue.codes)
  })

  it.concurrent.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, [exitCode, ...args]) => {
    const ended = await spawnCommand(args, { cwd: scratch }).finished
    const text = ended.stderr.trimEnd()
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
    expect(text.split('\n')[0]).toBe(code)
    expect(ended.code).toBe(exitCode)
  })
})
