// The file system as a port: what the store asks of it, and no more.

/** A file that is being written. */
export interface NewFile {
  write(bytes: Uint8Array): void
  /** Puts bytes at a place that was written before. */
  writeAt(bytes: Uint8Array, offset: number): void
  /** Returns when the bytes would survive a power cut. */
  sync(): void
  close(): void
}

/** A file that is being read. */
export interface OpenFile {
  readonly sizeBytes: number
  /** @returns fewer bytes than asked at the end of the file, none after it */
  readAt(offset: number, lengthBytes: number): Uint8Array
  close(): void
}

export interface FileFacts {
  readonly sizeBytes: number
  readonly modifiedAtMs: number
  readonly isFolder: boolean
  /** The same for two paths of one file. */
  readonly identity: string
}

/**
 * A file system. Every call may throw an error with the `code` of the system: `ENOSPC`, `EACCES`, `EROFS` and so on.
 * What is not there is answered by `undefined` or by nothing done, never by an error.
 */
export interface Files {
  /** Makes a folder, and with `parents` those above it. One that is there already is left as it is. */
  makeFolder(path: string, options: { readonly parents: boolean }): void
  list(path: string): readonly string[]
  facts(path: string): FileFacts | undefined
  read(path: string): Uint8Array | undefined
  readLater(path: string): Promise<Uint8Array | undefined>
  openFile(path: string): OpenFile | undefined
  /** Begins a file that must not exist yet. */
  createFile(path: string): NewFile
  /** Puts a file in the place of another, in one step. */
  rename(from: string, to: string): void
  /** Sets the time of the last modification. */
  touch(path: string, atMs: number): void
  remove(path: string): void
  /** Returns when the names in a folder would survive a power cut. */
  syncFolder(path: string): void
  /** The magic number of the file system that holds the path; `undefined` where the system does not tell. */
  fileSystemType(path: string): number | undefined
}
