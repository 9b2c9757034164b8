// Events that a server will never take, kept beside the spool.

import { join } from 'node:path'
import { nodeFiles, type Files, type SpooledEvent } from '@throughline/store'

/** Remembers events that are not to be sent again. */
export interface SetAside {
  has(writer: string, seq: number): boolean
  add(event: SpooledEvent): void
}

/** In the folder `spool/set-aside` of a store: a file for each event, named `<writer>.<seq>.refused.ndjson`. */
export function setAsideFiles(dir: string, files: Files = nodeFiles): SetAside {
  const folder = join(dir, 'spool', 'set-aside')
  const pathOf = (writer: string, seq: number): string => join(folder, `${writer}.${seq}.refused.ndjson`)
  return {
    has: (writer, seq) => files.facts(pathOf(writer, seq)) !== undefined,
    add: ({ event, line }) => {
      files.makeFolder(folder, { parents: true })
      const path = pathOf(event.writer, event.seq)
      files.remove(path)
      const file = files.createFile(path)
      try {
        file.write(Buffer.from(`${line}\n`))
      } finally {
        file.close()
      }
    },
  }
}
