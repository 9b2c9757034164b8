import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLibrary } from './library.ts'
import { createTools } from './tools.ts'

const library = await createLibrary([{ year: 1832, president: 'Andrew Jackson', text: 'The railroad.' }])

test('a note is written once for a step, however often it is tried, and again for another step', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'notes-'))
  try {
    const notesFile = join(folder, 'deep', 'notes.jsonl')
    const { save_note: save } = createTools({ library, notesFile })
    const note = { title: 't', text: 'x' }
    await save!.run(note, 'run/1')
    await save!.run(note, 'run/1')
    await save!.run(note, 'run/2')
    const lines = readFileSync(notesFile, 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { key: 'run/1', ...note },
      { key: 'run/2', ...note },
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the tools that read know what they take, and give plain data', async () => {
  const tools = createTools({ library, notesFile: 'unused' })
  expect(await tools['search_addresses']!.run({ query: 'railroad' }, 'k')).toEqual([
    { year: 1832, president: 'Andrew Jackson', text: 'The railroad.' },
  ])
  expect(tools['search_addresses']!.input.safeParse({ query: 'railroad', limit: 50 }).success).toBe(false)
  expect(
    Object.entries(tools)
      .filter(([, { writes }]) => writes)
      .map(([name]) => name),
  ).toEqual(['save_note'])
})
