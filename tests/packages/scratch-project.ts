// A project outside the repository that has the packages as a user gets them: packed, then installed by npm.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { run, type Finished } from '../../scripts/gate.ts'
import { packPackages, publishedManifests } from '../../scripts/gates/published-packages.ts'

/** The oldest Node that we support. */
export const oldestNode = '22.18.0'

export interface ScratchProject {
  readonly folder: string
  /** The folder of the tarballs, for `throughline init --packages`. */
  readonly tarballs: string
  /** The program of exactly the oldest supported Node. */
  readonly oldNode: string
  readonly write: (files: Readonly<Record<string, string>>) => void
  /** Runs a program there; `node` is the oldest Node when asked for. */
  readonly run: (
    command: readonly [string, ...string[]],
    options?: { oldNode?: boolean; cwd?: string },
  ) => Promise<Finished>
  readonly remove: () => void
}

const root = join(import.meta.dirname, '..', '..')

/** Packs every published package and installs all of them, and the oldest Node, in a new folder. */
export async function createScratchProject(): Promise<ScratchProject> {
  const base = mkdtempSync(join(tmpdir(), 'throughline-scratch-'))
  const folder = join(base, 'project')
  const tarballs = join(base, 'tarballs')
  mkdirSync(folder)
  mkdirSync(tarballs)

  const published = publishedManifests(root).map(({ manifest }) => manifest)
  const packed = await packPackages(root, published, tarballs)
  const dependencies = Object.fromEntries(
    published.map(({ name }, index) => [name, `file:../tarballs/${basename(packed[index]!.tarball)}`]),
  )
  const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const devDependencies = { [nodePackage]: oldestNode }
  const manifest = { name: 'scratch', private: true, type: 'module', dependencies, devDependencies }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))

  const installed = await run(['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
  })
  if (installed.exitCode !== 0) throw new Error(`npm install in the scratch project failed:\n${installed.output}`)

  const program = process.platform === 'win32' ? 'node.exe' : 'node'
  const oldNode = join(folder, 'node_modules', nodePackage, 'bin', program)
  return {
    folder,
    tarballs,
    oldNode,
    write: (files) => {
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true })
        writeFileSync(join(folder, file), content)
      }
    },
    run: (command, { oldNode: old = false, cwd = folder } = {}) => {
      const nodeFolder = dirname(old ? oldNode : process.execPath)
      return run(command, {
        cwd,
        env: { PATH: nodeFolder + delimiter + process.env['PATH'], NO_COLOR: '1', npm_config_loglevel: 'error' },
      })
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  }
}
