// Where answers go: a file with a line for each. A line with the same key is written once.

import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

interface Answer {
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Outbox {
  /** @param key of the step that sends: a second attempt of it finds what the first one did */
  send(answer: Answer, key: string): Promise<void>
}

interface Line extends Answer {
  readonly key: string
}

export function fileOutbox(file: string): Outbox {
  return {
    send: async (answer, key) => {
      await mkdir(dirname(file), { recursive: true })
      if ((await readOutbox(file)).some((line) => line.key === key)) return
      await appendFile(file, `${JSON.stringify({ key, ...answer })}\n`)
    },
  }
}

/** What was sent, oldest first; nothing when there is no file. */
export async function readOutbox(file: string): Promise<readonly Line[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}
