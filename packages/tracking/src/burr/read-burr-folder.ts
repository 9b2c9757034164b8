// Reads a folder in which Burr tracked applications: one folder for each, named by its id.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { BurrFiles } from './burr-applications.ts'

/**
 * @param folder of a project, or of one application
 * @returns the name of the project, and the files of each application
 * @throws what the file system throws
 */
export function readBurrFolder(folder: string): { readonly project: string; readonly files: readonly BurrFiles[] } {
  if (existsSync(join(folder, 'log.jsonl'))) return { project: basename(dirname(folder)), files: [filesIn(folder)] }
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'log.jsonl')))
    .map((entry) => filesIn(join(folder, entry.name)))
  return { project: basename(folder), files }
}

function filesIn(folder: string): BurrFiles {
  const file = (name: string): string | undefined =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined
  const [log, graph, metadata, children] = ['log.jsonl', 'graph.json', 'metadata.json', 'children.jsonl'].map(file)
  return {
    app: basename(folder),
    ...(log !== undefined && { log }),
    ...(graph !== undefined && { graph }),
    ...(metadata !== undefined && { metadata }),
    ...(children !== undefined && { children }),
  }
}
