// What our packages bring along must be free to use in any product: permissive licences only.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { containedPackages } from '../build-rooms.ts'
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
    const refused = Object.entries(lock.packages)
      .filter(([, locked]) => !locked.dev && !locked.link)
      .map(([folder, locked]) => ({
        folder,
        licence: installedLicence(root, folder) ?? locked.license ?? 'none stated',
      }))
      .filter(({ licence }) => !isPermissive(licence))
      .map(({ folder, licence }) => `${folder || 'the repository itself'}: ${licence}`)
    return [...refused, ...containedPackages.flatMap((contained) => untoldLicence(root, contained))]
  },
}

/** What a room contains, and so is published again, goes with its licence: THIRD-PARTY.md has the text, and is packed. */
function untoldLicence(root: string, { room, name }: (typeof containedPackages)[number]): readonly string[] {
  const text = (file: string): string => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '')
  if (text(`${room}/package.json`) === '') return []
  const { files = [] } = JSON.parse(text(`${room}/package.json`)) as { files?: readonly string[] }
  const licence = text(`node_modules/${name}/LICENSE`).trim()
  const isTold = licence !== '' && text(`${room}/THIRD-PARTY.md`).includes(licence) && files.includes('THIRD-PARTY.md')
  return isTold ? [] : [`${room}/THIRD-PARTY.md has not the licence of ${name}, or is not packed`]
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
