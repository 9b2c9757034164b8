// Apache Arrow, loaded when it is first needed: an optional package.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'

export type ArrowApi = typeof import('apache-arrow')

/** Loads a package by its name; another one in tests. */
export type ImportPackage = (name: string) => Promise<unknown>

const NAME = 'apache-arrow'
let loaded: Promise<ArrowApi> | undefined

/** @throws {io/missing-package} */
export function loadArrow(importPackage?: ImportPackage): Promise<ArrowApi> {
  if (importPackage) return load(importPackage)
  return (loaded ??= load((name) => import(name)))
}

async function load(importPackage: ImportPackage): Promise<ArrowApi> {
  try {
    return (await importPackage(NAME)) as ArrowApi
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException | null)?.code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new ThroughlineError([ioIssue('io/missing-package', { what: 'Apache Arrow', packages: [NAME] })], { cause })
  }
}
