// What differs between two states of a project: commits of its repository, or its files as they stand.

import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { ThroughlineError } from 'throughline'
import { checkOut, type Checkout } from '../git/checkout.ts'
import { localGit, type Git } from '../git/git.ts'
import { openRepository, type Repository } from '../git/repository.ts'
import { createResolver } from '../resolve/resolver.ts'
import { diffIssue } from './catalogue.ts'
import { diffSnapshots, type SnapshotDiff } from './diff-snapshots.ts'
import { lockedStates, type LockedState } from './locked-state.ts'
import type { FlowOfModules } from './project-flows.ts'
import { createSideResolver } from './side-resolver.ts'
import { takeSnapshot, type ProjectSnapshot } from './snapshot.ts'

export interface DiffOptions {
  /** The configuration file of the project. Absolute path. */
  readonly config: string
  /**
   * `main`: from there to the files as they stand. `a..b`: from one commit to another. `a...b`: from the newest commit that
   * both come from. Default: `HEAD`.
   */
  readonly range?: string
  /** Default: the git of this machine, started in the folder of the project. */
  readonly git?: Git
  /** Asked when source shows no flow: the flows of the project as it stands. */
  readonly loadFlows?: () => Promise<readonly FlowOfModules[]>
}

/** A state of the project. */
export interface DiffState {
  /** As it was asked for: `main`, `working tree`. */
  readonly name: string
  /** Absent for the files as they stand. */
  readonly commit?: string
}

/** Plain data. Paths are from the folder of the repository, with slashes. */
export interface ProjectDiff extends SnapshotDiff {
  readonly before: DiffState
  readonly after: DiffState
}

/** The files as they stand. */
const WORKING_TREE = 'working tree'

/**
 * Compares two states of a project, from source: no code of it runs. Files of commits are written to a folder for temporary
 * files, which is removed again.
 *
 * @throws {diff/not-a-ref} {diff/unknown-ref} {diff/shallow-clone} {diff/nothing-in-common} {diff/no-git}
 * {diff/not-a-repository} {diff/git-failed} {diff/no-project} {diff/unreadable-source}
 */
export async function diffProject(options: DiffOptions): Promise<ProjectDiff> {
  const config = realpathSync(options.config)
  const directory = dirname(config)
  const repository = await openRepository(options.git ?? localGit(directory), directory)
  const asked = await statesOf(options.range ?? 'HEAD', repository)
  const checkouts: Checkout[] = []
  try {
    const open = async (state: DiffState): Promise<Side> => {
      if (state.commit === undefined) return { state, root: realpathSync(repository.root), config }
      const checkout = await checkOut(repository, state.commit)
      checkouts.push(checkout)
      return { state, root: checkout.root, config: configIn(checkout.root, repository.prefix, basename(config), state) }
    }
    const sides = { before: await open(asked.before), after: await open(asked.after) }
    return { ...asked, ...(await compare(sides, repository, options)) }
  } finally {
    for (const one of checkouts) one[Symbol.dispose]()
  }
}

interface Side {
  readonly state: DiffState
  readonly root: string
  readonly config: string
}

async function compare(
  { before, after }: { readonly before: Side; readonly after: Side },
  repository: Repository,
  { loadFlows }: DiffOptions,
): Promise<SnapshotDiff> {
  const folders = (side: Side): { root: string; project: string } => ({
    root: side.root,
    project: dirname(side.config),
  })
  const locked = lockedStates(folders(before), folders(after))
  const worktree = { root: realpathSync(repository.root), resolver: createResolver() }
  const look = (side: Side, { packages }: LockedState, flows?: readonly FlowOfModules[]): ProjectSnapshot =>
    takeSnapshot({
      config: side.config,
      root: side.root,
      state: side.state.commit === undefined ? 'in the working tree' : `at ${side.state.name}`,
      resolver: createSideResolver({
        resolver: createResolver(),
        root: side.root,
        ...(packages && { packages }),
        ...(side.root !== worktree.root && { worktree }),
      }),
      ...(packages && { packages }),
      ...(flows && { flows: flows.map((flow) => flowIn(side.root, flow, worktree.root)) }),
    })
  const [old, now] = [look(before, locked.before), look(after, locked.after)]
  const caveats = locked.caveat === undefined ? [] : [locked.caveat]
  if (old.showsFlows || now.showsFlows || !loadFlows) return diffSnapshots(old, now, caveats)
  const flows = await loadFlows()
  caveats.push(
    'source shows no flow: those of the project as it stands now are compared, by the modules that they are made of',
  )
  return diffSnapshots(look(before, locked.before, flows), look(after, locked.after, flows), caveats)
}

/** The same flow in another folder. */
function flowIn(root: string, { name, modules }: FlowOfModules, worktree: string): FlowOfModules {
  return { name, modules: modules.map((path) => join(root, relative(worktree, path))) }
}

async function statesOf(range: string, repository: Repository): Promise<Pick<ProjectDiff, 'before' | 'after'>> {
  const [, one, dots, other] = /^(.*?)(\.{2,3})(.*)$/s.exec(range) ?? []
  if (one === undefined || dots === undefined || other === undefined) {
    return { before: { name: range, commit: await repository.commit(range) }, after: { name: WORKING_TREE } }
  }
  const [from, to] = [one || 'HEAD', other || 'HEAD']
  const [old, now] = [await repository.commit(from), await repository.commit(to)]
  const after = { name: to, commit: now }
  if (dots === '..') return { before: { name: from, commit: old }, after }
  const base = await repository.mergeBase(old, now)
  if (base === undefined) throw new ThroughlineError([diffIssue('diff/nothing-in-common', { one: from, other: to })])
  return { before: { name: base.slice(0, 8), commit: base }, after }
}

/** The configuration of the project in another state; its language may have been another one. */
function configIn(root: string, prefix: string, name: string, { name: ref }: DiffState): string {
  const folder = join(root, prefix)
  const stem = name.replace(/\.\w+$/, '')
  const found = [name, ...['ts', 'mts', 'js', 'mjs'].map((extension) => `${stem}.${extension}`)]
    .map((one) => join(folder, one))
    .find((path) => existsSync(path))
  if (found !== undefined) return found
  throw new ThroughlineError([diffIssue('diff/no-project', { ref, folder: prefix.replace(/\/$/, '') })])
}
