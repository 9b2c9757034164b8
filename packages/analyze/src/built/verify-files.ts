// Whether files are what they were: each is read as a stream, a few at a time.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'

export interface ChangedFile {
  /** As in the manifest. */
  readonly path: string
  readonly found: 'changed' | 'missing' | 'unreadable'
}

/** Most files that are open at the same time. */
const MOST_OPEN = 8

/** @returns what is not as it was, in the order of `files` @param directory the paths are counted from here */
export async function verifyFiles(
  files: Readonly<Record<string, string>>,
  directory: string,
): Promise<readonly ChangedFile[]> {
  const entries = Object.entries(files)
  const found = new Array<ChangedFile['found'] | undefined>(entries.length)
  let next = 0
  const work = async (): Promise<void> => {
    for (let index = next++; index < entries.length; index = next++) {
      const [path, expected] = entries[index]!
      found[index] = await verifyFile(join(directory, ...path.split('/')), expected)
    }
  }
  await Promise.all(Array.from({ length: MOST_OPEN }, work))
  return entries.flatMap(([path], index) => {
    const wrong = found[index]
    return wrong === undefined ? [] : [{ path, found: wrong }]
  })
}

async function verifyFile(path: string, expected: string): Promise<ChangedFile['found'] | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable'
  }
  return hash.digest('hex') === expected ? undefined : 'changed'
}
