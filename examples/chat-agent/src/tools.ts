// What the model may ask for. Two tools read; one writes, and waits for a person.

import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import type { Library } from './library.ts'

export interface AgentTool {
  readonly description: string
  readonly input: z.ZodType
  /** Changes something outside: a person has to agree first. */
  readonly writes: boolean
  /**
   * @param idempotencyKey the same for every attempt of a step
   * @returns plain data, as the model reads it
   */
  readonly run: (input: unknown, idempotencyKey: string) => unknown
}

export type Tools = Readonly<Record<string, AgentTool>>

export function createTools({ library, notesFile }: { library: Library; notesFile: string }): Tools {
  return {
    search_addresses: toolOf({
      description: 'Finds passages of State of the Union addresses that are about a question.',
      input: z.object({ query: z.string(), limit: z.int().min(1).max(10).default(3) }),
      writes: false,
      run: async ({ query, limit }) =>
        (await library.search(query, limit)).map(({ year, president, text }) => ({ year, president, text })),
    }),
    count_mentions: toolOf({
      description: 'Says in how many addresses a word or phrase is, and which were the first and the last.',
      input: z.object({ phrase: z.string().min(2) }),
      writes: false,
      run: ({ phrase }) => library.mentions(phrase),
    }),
    save_note: toolOf({
      description: 'Saves a note into the file of notes.',
      input: z.object({ title: z.string(), text: z.string() }),
      writes: true,
      run: (note, key) => saveNote(notesFile, note, key),
    }),
  }
}

/** Ties the function of a tool to the type of its input. */
function toolOf<Input>({
  input,
  run,
  ...rest
}: Omit<AgentTool, 'input' | 'run'> & {
  input: z.ZodType<Input>
  run: (input: Input, idempotencyKey: string) => unknown
}): AgentTool {
  return { ...rest, input, run: (given, key) => run(input.parse(given), key) }
}

/** Writes a note once, however often the step is tried: a line with its key is there, or it is not. */
async function saveNote(file: string, note: { title: string; text: string }, key: string): Promise<{ saved: string }> {
  await mkdir(dirname(file), { recursive: true })
  const lines = await readFile(file, 'utf8').catch(() => '')
  const isThere = lines.split('\n').some((line) => line !== '' && (JSON.parse(line) as { key: string }).key === key)
  if (!isThere) await appendFile(file, `${JSON.stringify({ key, ...note })}\n`)
  return { saved: note.title }
}
