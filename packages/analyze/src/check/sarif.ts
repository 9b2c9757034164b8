// Findings as SARIF 2.1.0, which code scanning services read.
//
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import { relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Origin } from 'throughline'
import type { Finding } from './finding.ts'

export interface SarifOptions {
  /** Paths are given from here. Absolute. */
  readonly directory: string
  /** Of the program that has found it. */
  readonly version: string
}

export interface SarifLog {
  readonly $schema: string
  readonly version: '2.1.0'
  readonly runs: readonly SarifRun[]
}

interface SarifRun {
  readonly tool: {
    readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly SarifRule[] }
  }
  readonly originalUriBaseIds: { readonly PROJECT: { readonly uri: string } }
  /** Offsets and columns count as JavaScript does. */
  readonly columnKind: 'utf16CodeUnits'
  readonly results: readonly SarifResult[]
}

interface SarifRule {
  readonly id: string
}

interface SarifResult {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: 'error' | 'warning'
  readonly message: { readonly text: string }
  readonly locations: readonly SarifLocation[]
  readonly relatedLocations?: readonly SarifLocation[]
}

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: 'PROJECT' }
    readonly region: {
      readonly startLine: number
      readonly startColumn: number
      readonly charOffset?: number
      readonly charLength?: number
    }
  }
  readonly message?: { readonly text: string }
}

export function toSarif(findings: readonly Finding[], { directory, version }: SarifOptions): SarifLog {
  const codes = [...new Set(findings.map((one) => one.code))].sort()
  const driver = { name: 'throughline', version, rules: codes.map((id) => ({ id })) }
  const results = findings.map((one): SarifResult => {
    const { code, severity, place, related = [] } = one
    const others = related.flatMap(({ at, label }) =>
      at ? { ...locationOf(at, directory), message: { text: label } } : [],
    )
    const location = locationOf(one.at, directory)
    const { region, artifactLocation } = location.physicalLocation
    const stretch = { ...region, charOffset: place.start, charLength: place.end - place.start }
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: severity,
      message: { text: textOf(one) },
      locations: [{ physicalLocation: { artifactLocation, region: stretch } }],
      ...(others.length > 0 && { relatedLocations: others }),
    }
  })
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        originalUriBaseIds: { PROJECT: { uri: pathToFileURL(directory + sep).href } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  }
}

function textOf({ title, details, hints }: Finding): string {
  return [title, ...details, ...hints.map((hint) => `help: ${hint}`)].join('\n')
}

function locationOf({ module, line, column }: Origin, directory: string): SarifLocation {
  const path = relative(directory, module)
  const artifactLocation =
    path.startsWith('..') || path === module
      ? { uri: pathToFileURL(module).href }
      : { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: 'PROJECT' as const }
  return { physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column } } }
}
