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
}

/**
 * The version of the export that makes the node. A group has one for all its nodes, and so has a subflow: what it binds
 * and configures is in there, with all of the module inside.
 */
export function nodeVersion({ kind, exportPath, flowModule }: VersionedNode, versions: Versions): CodeVersion {
  if (kind === 'override' || kind === 'config') return noVersion('its value is given')
  if (flowModule === undefined) return noVersion('it is not known which module exports it')
  return versions.codeVersion(flowModule, exportPath)
}
