// No source file grows past 400 lines; the exceptions are listed here with their reasons.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFiles, type Gate } from '../gate.ts'

const lineLimit = 400

/** File to reason. A reason says why splitting would make the file worse. */
const exceptions: Readonly<Record<string, string>> = {}

export const fileSize: Gate = {
  name: 'file size',
  cure: `split the file by concept: ${lineLimit} lines is the limit, 50 to 250 the rule`,
  problems: async (root) => {
    const files = (await repositoryFiles(root)).filter(
      (file) => /\.([cm]?[jt]s|tsx|css|sh)$/.test(file) && !file.includes('/fixtures/'),
    )
    const lines = (file: string): number => readFileSync(join(root, file), 'utf8').split('\n').length - 1
    const long = files.filter((file) => lines(file) > lineLimit)
    return [
      ...long.filter((file) => !exceptions[file]).map((file) => `${file}: ${lines(file)} lines`),
      ...Object.keys(exceptions)
        .filter((file) => !long.includes(file))
        .map((file) => `scripts/gates/file-size.ts: ${file} no longer needs its exception`),
    ]
  },
}
