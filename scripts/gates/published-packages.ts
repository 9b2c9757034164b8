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
      for (const { manifest } of publishedManifests(root))
        problems.push(...(await packedProblems(root, manifest, folder)))
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

/** Packs one package. @returns the path of the tarball and what it holds */
export async function packPackage(
  root: string,
  name: string,
  destination: string,
): Promise<{ tarball: string; files: readonly string[] }> {
  const packed = await run(
    ['npm', 'pack', '--workspace', name, '--pack-destination', destination, '--json', '--ignore-scripts', '--silent'],
    { cwd: root },
  )
  if (packed.exitCode !== 0) throw new Error(`npm pack of ${name} failed: ${packed.output}`)
  const answer = JSON.parse(packed.stdout) as unknown
  const [entry] = Object.values(answer as object) as { filename: string; files: { path: string }[] }[]
  if (!entry) throw new Error(`npm pack of ${name} said nothing: ${packed.output}`)
  return {
    tarball: join(destination, entry.filename.replace('@', '').replace('/', '-')),
    files: entry.files.map((file) => file.path),
  }
}

async function packedProblems(root: string, manifest: Manifest, folder: string): Promise<readonly string[]> {
  const { tarball, files } = await packPackage(root, manifest.name, folder)
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
