// Committed text names no machine: no folders of one computer, no address of a package registry.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFiles, type Gate } from '../gate.ts'

const traces: readonly [what: string, pattern: RegExp][] = [
  ['a folder of one machine', /(?<![\w.~}*-])\/(?:work|root|home\/[\w-]+|Users\/[\w-]+|tmp|private\/var)\/[\w.-]+/],
  ['a folder of one machine', /\b[A-Z]:\\Users\\/],
  ['a package registry', /https?:\/\/[^\s'")]*(?:registry|artifactory|verdaccio|nexus)[^\s'")]*/i],
]
const binary = /\.(png|jpe?g|gif|webp|ico|wasm|tgz|gz|woff2?)$/

export const privateTraces: Gate = {
  name: 'private traces',
  cure: 'use a relative path, os.tmpdir() or the configured registry instead',
  problems: async (root) => {
    const files = (await repositoryFiles(root)).filter((file) => !binary.test(file))
    return files.flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          traces
            .filter(([, pattern]) => pattern.test(line))
            .map(([what, pattern]) => `${file}:${index + 1}: ${what}: ${pattern.exec(line)?.[0]}`),
        ),
    )
  },
}
