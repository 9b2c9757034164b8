// What runs stand in besides their code: the state of the repository, the lock file, the runtime.

/** What version control says of the files of a project. */
export interface GitState {
  /** Name of the commit that is checked out. */
  readonly commit: string
  readonly branch?: string
  /** Without credentials. */
  readonly remote?: string
  /** Whether tracked files differ from the commit. */
  readonly isDirty: boolean
  /** Of tracked files alone, against the commit. */
  readonly diff?: string
  /** SHA-256 of the whole difference: 64 hexadecimal digits. */
  readonly diffHash?: string
}

export interface LockFile {
  /** From the folder of the project, with slashes. */
  readonly file: string
  /** Of its bytes: 64 hexadecimal digits. */
  readonly sha256: string
  /** Name -> versions, sorted. */
  readonly packages?: Readonly<Record<string, readonly string[]>>
}

export interface RuntimeFacts {
  readonly node: string
  readonly v8: string
  readonly platform: string
  readonly arch: string
}

/** Of this process. */
export function thisRuntime(): RuntimeFacts {
  const { node, v8 } = process.versions
  return { node, v8, platform: process.platform, arch: process.arch }
}

/** The commit; with `+` and a hash of the difference when tracked files differ from it. */
export function gitVersionId({ commit, isDirty, diffHash }: GitState): string {
  return isDirty ? `${commit}+${diffHash?.slice(0, 16) ?? 'unknown'}` : commit
}
