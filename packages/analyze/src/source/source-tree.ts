// The files of a project as they stand: read and parsed once, again when they have changed.

import { readFileSync, statSync } from 'node:fs'
import { parseSource, type SourceFile } from './source-file.ts'

interface Known {
  readonly file: SourceFile | undefined
  /** Size and time of the last change; absent for texts that were given. */
  readonly stamp: string | undefined
}

export class SourceTree {
  readonly #known = new Map<string, Known>()

  /** The file, parsed; `undefined` when it cannot be read. Read again only after `update` or `refresh`. */
  file(path: string): SourceFile | undefined {
    let known = this.#known.get(path)
    if (!known) this.#known.set(path, (known = readKnown(path)))
    return known.file
  }

  /** Every path that was asked for so far. */
  get paths(): readonly string[] {
    return [...this.#known.keys()]
  }

  /** Takes the text of an editor in the place of the file; without a text the file is read again when it is asked for. */
  update(path: string, text?: string): void {
    if (text === undefined) this.#known.delete(path)
    else if (this.#known.get(path)?.file?.text !== text) {
      this.#known.set(path, { file: parseSource(path, text), stamp: undefined })
    }
  }

  /** Looks which files have changed on disk. @returns their paths; they are read again when they are asked for */
  refresh(): readonly string[] {
    const changed: string[] = []
    for (const [path, { file, stamp }] of this.#known) {
      if (file && stamp === undefined) continue
      if (stampOf(path) === stamp) continue
      changed.push(path)
      this.#known.delete(path)
    }
    return changed
  }
}

function readKnown(path: string): Known {
  const stamp = stampOf(path)
  if (stamp === undefined) return { file: undefined, stamp }
  try {
    return { file: parseSource(path, readFileSync(path, 'utf8')), stamp }
  } catch {
    return { file: undefined, stamp: undefined }
  }
}

function stampOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true })
  return found?.isFile() ? `${found.size}:${found.mtimeNs}` : undefined
}
