// Adds to the lock file the packages for other platforms that npm left out because the registry did not have them.
//
// They are never fetched on this platform; `npm ci` only wants them named. Their platform is read from their name.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { missingOptional, type LockedPackage, type LockedPackages } from './gates/lock-file.ts'

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

const file = join(import.meta.dirname, '..', 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: LockedPackages }
const missing = missingOptional(lock.packages)
const added = missing.map(
  ({ parent, name, version }) => [`node_modules/${name}`, entryOf(name, version, lock.packages[parent])] as const,
)
const compare = new Intl.Collator('en').compare
const packages = Object.fromEntries([...Object.entries(lock.packages), ...added].sort(([a], [b]) => compare(a, b)))
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
console.log(`${added.length} packages for other platforms added to package-lock.json`)

function entryOf(name: string, version: string, parent: LockedPackage | undefined): LockedPackage {
  const words = name.split(/[/-]/)
  const system = words.find((word) => systems.includes(word))
  const processor = words.find((word) => processors.includes(word))
  if (system === undefined || processor === undefined)
    throw new Error(`${name} does not name its platform; add it to package-lock.json by hand`)
  const libc = words.find((word) => word.startsWith('gnu') || word.startsWith('musl'))
  return {
    version,
    cpu: [processor],
    ...(parent?.dev && { dev: true }),
    ...(system === 'linux' && libc !== undefined && { libc: [libc.startsWith('gnu') ? 'glibc' : 'musl'] }),
    ...(typeof parent?.['license'] === 'string' && { license: parent['license'] }),
    optional: true,
    os: [system],
  }
}
