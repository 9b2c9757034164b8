// Packs every published package as npm would and checks the tarball: entry points, types, contents.

import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, type Gate } from '../gate.ts'

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Record<string, unknown>
}

const unwantedFile = /\.(test|test-d)\.|(^|\/)fixtures\/|\.tsbuildinfo$/

export const publishedPackages: Gate = {
  name: 'published packages',
  cure: 'correct "exports", "files" or "types" in that package.json; try it with: npm pack --dry-run --workspace <package>',
  problems: async (root) => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-packed-'))
    try {
      const problems: string[] = []
      const manifests = publishedManifests(root).map(({ manifest }) => manifest)
      const packed = await packPackages(root, manifests, folder)
      for (const [index, manifest] of manifests.entries())
        problems.push(...(await packedProblems(root, manifest, packed[index]!)))
      return problems
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** The packages that are published, in the order of their folders. */
export function publishedManifests(root: string): readonly { folder: string; manifest: Manifest }[] {
  return readdirSync(join(root, 'packages'))
    .sort()
    .map((folder) => ({ folder: `packages/${folder}`, file: join(root, 'packages', folder, 'package.json') }))
    .filter(({ file }) => existsSync(file))
    .map(({ folder, file }) => ({ folder, manifest: JSON.parse(readFileSync(file, 'utf8')) as Manifest }))
    .filter(({ manifest }) => !manifest.private)
}

interface Packed {
  /** Path of the tarball. */
  readonly tarball: string
  /** What it holds. */
  readonly files: readonly string[]
}

/** Packs packages of the repository into a folder, in their order. */
export async function packPackages(
  root: string,
  manifests: readonly Manifest[],
  destination: string,
): Promise<readonly Packed[]> {
  const workspaces = manifests.flatMap(({ name }) => ['--workspace', name])
  const packed = await run(
    ['npm', 'pack', ...workspaces, '--pack-destination', destination, '--json', '--ignore-scripts', '--silent'],
    { cwd: root },
  )
  if (packed.exitCode !== 0) throw new Error(`npm pack failed: ${packed.output}`)
  const answer = JSON.parse(packed.stdout) as object
  const entries = Object.values(answer) as { name: string; filename: string; files: { path: string }[] }[]
  return manifests.map(({ name }) => {
    const entry = entries.find((one) => one.name === name)
    if (!entry) throw new Error(`npm pack said nothing of ${name}: ${packed.output}`)
    return {
      tarball: join(destination, entry.filename.replace('@', '').replace('/', '-')),
      files: entry.files.map((file) => file.path),
    }
  })
}

async function packedProblems(
  root: string,
  manifest: Manifest,
  { tarball, files }: Packed,
): Promise<readonly string[]> {
  const unwanted = files.filter((file) => unwantedFile.test(file) && !file.startsWith('templates/'))
  const problems = unwanted.map((file) => `${manifest.name}: packs ${file}`)
  if (!files.includes('LICENSE')) problems.push(`${manifest.name}: packs no LICENSE`)

  const lint = await run(['publint', 'run', tarball, '--strict', '--pack', 'false'], { cwd: root })
  if (lint.exitCode !== 0)
    problems.push(
      ...lint.output
        .trim()
        .split('\n')
        .map((line) => `${manifest.name}: ${line}`),
    )

  if (manifest.exports && '.' in manifest.exports) {
    const types = await run(
      ['attw', tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-color', '--no-emoji'],
      { cwd: root },
    )
    if (types.exitCode !== 0)
      problems.push(
        ...types.output
          .trim()
          .split('\n')
          .map((line) => `${manifest.name}: ${line}`),
      )
  }
  return problems
}
