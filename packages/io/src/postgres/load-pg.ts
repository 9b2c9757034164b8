// The driver of PostgreSQL, loaded when it is first needed: an optional package.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'

export type Pg = typeof import('pg').default

/** Loads a package by its name; another one in tests. */
export type ImportPackage = (name: string) => Promise<unknown>

const importIt: ImportPackage = (name) => import(name)

/** @throws {io/missing-package} */
export async function loadPg(importPackage: ImportPackage = importIt): Promise<Pg> {
  try {
    const module = (await importPackage('pg')) as { readonly default: Pg }
    return module.default
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException | null)?.code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new ThroughlineError([ioIssue('io/missing-package', { what: 'PostgreSQL', packages: ['pg'] })], { cause })
  }
}
