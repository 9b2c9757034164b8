// What runs are made with: code, the state of the repository, the lock file.

export type { CodeVersions, NodeCode, NodeSource } from './code-port.ts'
export type { GitState, LockFile } from './surroundings.ts'
