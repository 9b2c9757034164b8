// The built pages: every file that may be served is listed, so that no path of a request is ever looked for on the disk.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export interface PageFile {
  readonly bytes: Uint8Array
  readonly type: string
  /** Its name says its content: another content has another name. */
  readonly isHashed: boolean
  /** Compressed once, when it is first asked for. */
  compressed(encoding: 'br' | 'gzip'): Promise<Uint8Array>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.md': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

/** The files of a folder by their addresses; read anew when the pages were built anew. */
export class PageFiles {
  readonly folder: string
  #builtAtMs: number | undefined
  #files = new Map<string, PageFile | string>()

  constructor(folder: string) {
    this.folder = folder
  }

  /** @returns undefined when the pages are not built */
  index(): PageFile | undefined {
    const builtAtMs = statSync(join(this.folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs
    if (builtAtMs !== this.#builtAtMs) {
      this.#files = builtAtMs === undefined ? new Map() : list(this.folder)
      this.#builtAtMs = builtAtMs
    }
    return this.get('/index.html')
  }

  /** @param path of an address, as it is in it */
  get(path: string): PageFile | undefined {
    const file = this.#files.get(path)
    if (typeof file !== 'string') return file
    const read = readPage(file)
    if (read) this.#files.set(path, read)
    else this.#files.delete(path)
    return read
  }
}

function list(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    names
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => Object.hasOwn(types, extname(path)))
      .map((path) => [path.slice(folder.length).replaceAll('\\', '/'), path]),
  )
}

function readPage(path: string): PageFile | undefined {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch {
    return undefined
  }
  const kept = new Map<string, Promise<Uint8Array>>()
  return {
    bytes,
    type: types[extname(path)]!,
    isHashed: /-[\w-]{8}\.[a-z0-9]+$/.test(path),
    compressed: (encoding) => {
      let made = kept.get(encoding)
      if (!made) kept.set(encoding, (made = compress(bytes, encoding)))
      return made
    },
  }
}

function compress(bytes: Uint8Array, encoding: 'br' | 'gzip'): Promise<Uint8Array> {
  if (encoding === 'gzip') return promisify(gzip)(bytes)
  return promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
}
