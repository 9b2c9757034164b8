// Every dependency is pinned to one exact version, and packages of ours ask for each other's present version.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFiles, type Gate } from '../gate.ts'

const exact = /^(npm:(@[^@]+|[^@]+)@)?\d+\.\d+\.\d+(-[\w.]+)?$/
const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const

interface Manifest extends Partial<Record<(typeof kinds)[number], Record<string, string>>> {
  readonly name?: string
  readonly version?: string
}

export const pinnedVersions: Gate = {
  name: 'pinned versions',
  cure: 'write the exact version: npm install --save-exact <package>@<version>',
  problems: async (root) => {
    const files = (await repositoryFiles(root)).filter(
      (file) => /(^|\/)package\.json$/.test(file) && !/\/(fixtures|templates)\//.test(file),
    )
    const manifests = files.map((file) => ({
      file,
      manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest,
    }))
    const own = new Map(
      manifests.flatMap(({ manifest }) => (manifest.name ? [[manifest.name, manifest.version] as const] : [])),
    )
    return manifests.flatMap(({ file, manifest }) =>
      kinds
        .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
        .filter(([name, version]) => (own.has(name) ? version !== own.get(name) : !exact.test(version)))
        .map(
          ([name, version]) =>
            `${file}: ${name} is "${version}"${own.has(name) ? `, the workspace has ${own.get(name)}` : ''}`,
        ),
    )
  },
}
