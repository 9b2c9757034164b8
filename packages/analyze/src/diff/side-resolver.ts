// Where imports lead in one of the two states of a project that are compared.

import { dirname, join, relative } from 'node:path'
import { existsSync } from 'node:fs'
import type { LockedPackages } from '../packages/locked-packages.ts'
import { isOurs } from '../resolve/our-packages.ts'
import type { Resolution, Resolver } from '../resolve/resolver.ts'
import { isInside, pathFrom } from '../source/path-from.ts'

export interface SideOptions {
  /** Looks at the files of this state, wherever they are. */
  readonly resolver: Resolver
  /** The folder of the repository in this state. */
  readonly root: string
  /** The packages of this state; without them those that are installed. */
  readonly packages?: LockedPackages
  /** The folder of the repository as it stands, with what is installed; absent when this state is that one. */
  readonly worktree?: { readonly root: string; readonly resolver: Resolver }
}

/** A file of the state is found as always, a package by the lock file; what neither has, as in the working tree. */
export function createSideResolver({ resolver, root, packages, worktree }: SideOptions): Resolver {
  const resolve = (specifier: string, from: string): Resolution => {
    const found = resolver.resolve(specifier, from)
    if (found.kind === 'builtin' || (found.kind === 'file' && isInside(found.path, root))) return found
    // What is installed under another name is known by that name.
    const names = [packageOf(specifier), ...(found.kind === 'package' ? [found.name] : [])]
    for (const name of names) {
      const directory = name === undefined ? undefined : packages?.find(name, dirname(from))
      if (name !== undefined && directory !== undefined) return ofDirectory(specifier, name, directory) ?? found
    }
    return worktree ? asItStands(specifier, from, worktree) : found
  }

  /** A package of a lock file: installed, or a folder of the repository that is linked. */
  const ofDirectory = (specifier: string, name: string, directory: string): Resolution | undefined => {
    const isInstalled = (pathFrom(root, directory) ?? 'node_modules').split('/').includes('node_modules')
    if (isInstalled || isOurs(name)) return { kind: 'package', name, directory, path: directory }
    const itself = resolver.resolve(specifier, join(directory, 'package.json'))
    if (itself.kind === 'file' && isInside(itself.path, root)) return itself
    const inside = resolver.resolve(join(directory, specifier.slice(name.length)), join(directory, 'package.json'))
    return inside.kind === 'file' && isInside(inside.path, root) ? inside : undefined
  }

  /** What is found now; files of the repository are taken from this state. */
  const asItStands = (specifier: string, from: string, there: NonNullable<SideOptions['worktree']>): Resolution => {
    const found = there.resolver.resolve(specifier, join(there.root, relative(root, from)))
    if (found.kind !== 'file' || !isInside(found.path, there.root)) return found
    const path = join(root, relative(there.root, found.path))
    return existsSync(path) ? { kind: 'file', path } : { kind: 'unresolved', reason: 'not there in this state' }
  }

  return { resolve, clear: () => resolver.clear() }
}

/** The package that an import names; `undefined` for paths, `#imports` and whatever else. */
export function packageOf(specifier: string): string | undefined {
  return /^(?:@[^/]+\/)?[^./@#][^/]*/.exec(specifier)?.[0]
}
