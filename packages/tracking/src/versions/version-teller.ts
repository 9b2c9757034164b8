// Tells what runs were made with: each version once, before the first run that refers to it.

import type { RunStarted, VersionDescribed } from '../events/event.ts'
import type { Recorder } from '../recorder/index.ts'
import { maskText } from '../summaries/privacy/mask-text.ts'
import type { CodeVersions, NodeCode, NodePiece } from './code-port.ts'
import { gitVersionId, thisRuntime, type GitState, type LockFile } from './surroundings.ts'
import { pieceVersion, versionId } from './version-id.ts'

/** Longer texts are cut, in characters. */
const MOST_SOURCE = 64_000
const MOST_DIFF = 256_000

/** Gives `undefined` for what fails, and tells it. */
export type Attempt = <Value>(call: () => Value) => Value | undefined

export interface VersionSources {
  readonly code?: CodeVersions | undefined
  readonly git?: (() => GitState | undefined) | undefined
  readonly lock?: (() => LockFile | undefined) | undefined
  readonly attempt: Attempt
}

type Surroundings = Pick<RunStarted['versions'], 'git' | 'lock' | 'runtime'>

export class VersionTeller {
  readonly #sources: VersionSources
  readonly #recorder: () => Pick<Recorder, 'record'>
  readonly #told = new Set<string>()
  #surroundings: Surroundings | undefined

  constructor(sources: VersionSources, recorder: () => Pick<Recorder, 'record'>) {
    this.#sources = sources
    this.#recorder = recorder
  }

  graph(id: string, body: () => unknown): void {
    this.#tell('graph', id, body)
  }

  config(chosen: Readonly<Record<string, unknown>>): string {
    const id = versionId('config', chosen)
    this.#tell('config', id, () => chosen)
    return id
  }

  /** Asked with the first run: the code that a process has loaded does not change any more. */
  surroundings(): Surroundings {
    return (this.#surroundings ??= this.#describeSurroundings())
  }

  /** @returns the code version of a node; `undefined` when nobody knows it */
  node(node: NodeCode, tags: Readonly<Record<string, string>>): string | undefined {
    const { code, attempt } = this.#sources
    const found = code && attempt(() => code.of(node))
    if (!code || found?.version === undefined) return undefined
    const { version, impure = [] } = found
    this.#tell(
      'node',
      version,
      () => {
        const { source, pieces, ...described } = attempt(() => code.describe?.(node)) ?? {}
        return {
          node: node.node,
          ...described,
          ...(pieces && { pieces: pieces.map((piece) => this.#piece(piece)) }),
          ...(source !== undefined && { source: cut(source, MOST_SOURCE) }),
          tags: { ...described.tags, ...tags },
          ...(impure.length > 0 && { impure }),
        }
      },
      node.node,
    )
    return version
  }

  /** Many nodes share helpers: their text is a version of its own, of no node. */
  #piece({ text, ...piece }: NodePiece): Omit<NodePiece, 'text'> & { readonly hasText?: true } {
    if (text === undefined) return piece
    const { file, line, name } = piece
    this.#tell('node', pieceVersion(piece.hash), () => ({ node: '', name, file, line, source: cut(text, MOST_SOURCE) }))
    return { ...piece, hasText: true }
  }

  #describeSurroundings(): Surroundings {
    const runtime = thisRuntime()
    const { attempt } = this.#sources
    const git = attempt(() => this.#sources.git?.())
    const lock = attempt(() => this.#sources.lock?.())
    const ids = {
      runtime: versionId('runtime', runtime),
      ...(git && { git: gitVersionId(git) }),
      ...(lock && { lock: `lock1:${lock.sha256}` }),
    }
    this.#tell('runtime', ids.runtime, () => runtime)
    if (git) this.#tell('git', ids.git!, () => gitBody(git))
    if (lock) this.#tell('lock', ids.lock!, () => ({ file: lock.file, packages: lock.packages ?? {} }))
    return ids
  }

  /** @param of what has the version, where several may have the same */
  #tell(kind: VersionDescribed['kind'], id: string, body: () => unknown, of = ''): void {
    const key = `${kind}\n${id}\n${of}`
    if (this.#told.has(key)) return
    this.#told.add(key)
    this.#recorder().record(undefined, { type: 'version', kind, id, body: body() })
  }
}

function gitBody({ commit, branch, remote, isDirty, diff }: GitState): object {
  return {
    commit,
    ...(branch !== undefined && { branch }),
    ...(remote !== undefined && { remote: maskText(remote) }),
    isDirty,
    ...(diff !== undefined && { diff: cut(maskText(cut(diff, MOST_DIFF)), MOST_DIFF) }),
  }
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}\n[${text.length - most} more characters]` : text
}
