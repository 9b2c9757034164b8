// Every dependency is pinned to one exact version, and packages of ours ask for each other's present version. What a user
// brings along may be the version that we test with.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFiles, type Gate } from '../gate.ts'

const exact = /^(npm:(@[^@]+|[^@]+)@)?\d+\.\d+\.\d+(-[\w.]+)?$/
const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const

interface Manifest extends Partial<Record<(typeof kinds)[number], Record<string, string>>> {
  readonly name?: string
  readonly version?: string
  readonly peerDependencies?: Record<string, string>
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
    return manifests.flatMap(({ file, manifest }) => [
      ...excludedPeers(file, manifest),
      ...kinds
        .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
        .filter(([name, version]) => (own.has(name) ? version !== own.get(name) : !exact.test(version)))
        .map(
          ([name, version]) =>
            `${file}: ${name} is "${version}"${own.has(name) ? `, the workspace has ${own.get(name)}` : ''}`,
        ),
    ])
  },
}

/** A range of npm takes no version such as 1.5.6-r.1, except one of the same numbers; `*` takes all of them. */
function excludedPeers(file: string, { devDependencies = {}, peerDependencies = {} }: Manifest): readonly string[] {
  return Object.entries(peerDependencies)
    .filter(([name, range]) => devDependencies[name]?.includes('-') && range !== '*')
    .map(([name, range]) => `${file}: the peer ${name} "${range}" allows no ${devDependencies[name]}; write "*"`)
}
