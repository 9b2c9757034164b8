// throughline init: a small working project in a new folder.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cliIssue } from '../issues.ts'
import { reportIssues, type Context } from './context.ts'

export interface InitFlags {
  readonly packages?: string
}

const OUR_PACKAGES = [
  'throughline',
  '@throughline/analyze',
  '@throughline/machine',
  '@throughline/layout',
  '@throughline/project',
  '@throughline/store',
  '@throughline/cache',
  '@throughline/tracking',
  '@throughline/ui',
  '@throughline/server',
  '@throughline/cli',
]
const TEMPLATE = fileURLToPath(new URL('../../templates/project', import.meta.url))

export function init(this: Context, flags: InitFlags, directory = '.'): void {
  const target = resolve(this.directory, directory)
  if (existsSync(target) && readdirSync(target).some((name) => name !== '.git')) {
    reportIssues(this, [cliIssue('cli/folder-not-empty', { directory })])
    return
  }
  const version = ownVersion()
  const sources = new Map(OUR_PACKAGES.map((name) => [name, version]))
  if (flags.packages !== undefined) {
    const folder = resolve(this.directory, flags.packages)
    const missing = OUR_PACKAGES.filter((name) => !existsSync(join(folder, packedName(name, version))))
    if (missing.length > 0) {
      const expected = OUR_PACKAGES.map((name) => packedName(name, version))
      reportIssues(this, [cliIssue('cli/package-missing', { directory: flags.packages, names: missing, expected })])
      return
    }
    for (const name of OUR_PACKAGES) sources.set(name, `file:${join(folder, packedName(name, version))}`)
  }
  writeProject(target, sources, flags.packages !== undefined)
  const { bold, dim } = this.terminal.out.colours
  const here = relative(this.directory, target)
  const steps = [...(here === '' ? [] : [`cd ${here}`]), 'npm install', 'npx throughline run marketing', 'npm test']
  this.terminal.out.write(
    `Made a project in ${bold(here === '' ? '.' : here)}. Next:\n${steps.map((step) => `  ${step}`).join('\n')}\n`,
  )
  this.terminal.out.write(
    `${dim('The nodes are plain functions in src/marketing.ts; README.md says what is where.')}\n`,
  )
}

/** @param needsAll whether packages that only others need have to be named too, because no registry has them */
function writeProject(target: string, sources: ReadonlyMap<string, string>, needsAll: boolean): void {
  mkdirSync(target, { recursive: true })
  cpSync(TEMPLATE, target, { recursive: true })
  // npm leaves a file called .gitignore out of what it publishes.
  renameSync(join(target, 'gitignore'), join(target, '.gitignore'))
  const manifestFile = join(target, 'package.json')
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Record<string, string>>
  const name = packageName(basename(target))
  const named: Record<string, unknown> = { ...manifest, name }
  const configFile = join(target, 'throughline.config.ts')
  writeFileSync(configFile, readFileSync(configFile, 'utf8').replace("'my-project'", `'${name}'`))
  for (const kind of ['dependencies', 'devDependencies'] as const) {
    const wanted = manifest[kind]!
    for (const [one, version] of Object.entries(wanted)) wanted[one] = sources.get(one) ?? version
  }
  if (needsAll) named['dependencies'] = Object.fromEntries(sources)
  writeFileSync(manifestFile, `${JSON.stringify(named, null, 2)}\n`)
}

/** As `npm pack` names its files. */
function packedName(name: string, version: string): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
}

function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[-]+$/g, '')
  return name === '' ? 'my-project' : name
}

function ownVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
