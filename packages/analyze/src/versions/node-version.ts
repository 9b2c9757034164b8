// The code version of a node of a flow: that of the export which makes it.

import type { NodeKind } from 'throughline'
import { noVersion, type CodeVersion } from './code-version.ts'
import type { Versions } from './create-versions.ts'

/** What leads from a node at run time to its code. */
export interface VersionedNode {
  readonly kind: NodeKind
  /** The export that makes it, in the module that the flow was made of; of a node in a namespace, that of the namespace. */
  readonly exportPath: string
  /** Absolute path of the module that the flow was made of. */
  readonly flowModule?: string | undefined
  /** The module and the export in which it was written; of a node in a namespace, those inside. */
  readonly exported?: { readonly module: string; readonly exportPath: string } | undefined
}

/**
 * The version of the export that makes the node; a group has one for all its nodes. Of a node in a namespace, it is that
 * of the export inside, with all that the namespace is made with: what it binds, and what stands around it. Sinks count
 * for the node that saves, not for the one that is saved.
 */
export function nodeVersion(
  { kind, exportPath, flowModule, exported }: VersionedNode,
  versions: Versions,
): CodeVersion {
  if (kind === 'override' || kind === 'config') return noVersion('its value is given')
  if (flowModule === undefined) return noVersion('it is not known which module exports it')
  const part = kind === 'sink' ? undefined : 'value'
  if (!exported || (exported.module === flowModule && exported.exportPath === exportPath)) {
    return versions.codeVersion(flowModule, exportPath, part)
  }
  const inner = { file: exported.module, name: exported.exportPath }
  return versions.codeVersionInside({ file: flowModule, name: exportPath }, inner, part)
}
