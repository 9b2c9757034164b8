// What our packages bring along must be free to use in any product: permissive licences only.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Gate } from '../gate.ts'

const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'Unlicense',
  'Zlib',
  'Python-2.0',
])

interface Locked {
  readonly dev?: boolean
  readonly link?: boolean
  readonly license?: string
}

export const licences: Gate = {
  name: 'licences',
  cure: 'replace the dependency, or add its licence to the permissive set in scripts/gates/licences.ts with a reason',
  problems: async (root) => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, Locked>
    }
    return Object.entries(lock.packages)
      .filter(([, locked]) => !locked.dev && !locked.link)
      .map(([folder, locked]) => ({
        folder,
        licence: installedLicence(root, folder) ?? locked.license ?? 'none stated',
      }))
      .filter(({ licence }) => !isPermissive(licence))
      .map(({ folder, licence }) => `${folder || 'the repository itself'}: ${licence}`)
  },
}

/** Reads an SPDX expression: one side of OR is enough, both sides of AND are needed. */
export function isPermissive(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((licence) => permissive.has(licence.trim())))
}

function installedLicence(root: string, folder: string): string | undefined {
  const file = join(root, folder, 'package.json')
  if (!existsSync(file)) return undefined
  const { license } = JSON.parse(readFileSync(file, 'utf8')) as { license?: string | { type: string } }
  return typeof license === 'object' ? license.type : license
}
