// From a node at run time to what the source says about it.

import type { Origin } from 'throughline'
import type { Facts } from './facts.ts'
import type { NodeFacts } from './module-facts.ts'
import type { Place } from './place.ts'

/** What is known of a node at run time that leads to its source. All but the name may be unknown. */
export interface NodeAtRunTime {
  /** In its flow. */
  readonly name: string
  /** The export that makes it, in the module that the flow was made of. */
  readonly exportPath?: string
  /** The module and the export in which it was written; of a node in a namespace, those inside. */
  readonly exported?: { readonly module: string; readonly exportPath: string }
  /** Where its function is. An origin of a loaded project says as well which module exports the node. */
  readonly origin?: Origin & { readonly exportedFrom?: string }
}

/** The module and the export in which a node was written, as far as it is known. */
export function exportedBy({ exported, origin }: NodeAtRunTime): NodeAtRunTime['exported'] {
  if (exported || origin?.exportedFrom === undefined) return exported
  return { module: origin.exportedFrom, exportPath: origin.exportPath }
}

/**
 * The facts of a node. Of one in a namespace those under the namespace, if a module that has it is among `files`, and
 * otherwise those of the module inside, with the names that it has there.
 *
 * @param files modules that may have made the flow, such as all that were loaded; absolute paths
 */
export function findNode(node: NodeAtRunTime, facts: Facts, files: readonly string[] = []): NodeFacts | undefined {
  const { origin } = node
  const exported = exportedBy(node)
  if (exported) {
    const { module: file, exportPath } = exported
    const own = facts.node({ file, exportPath, name: node.name })
    if (own && isNamed(own, facts, file)) return own
    const outer = files.map((one) => outerNode(node, exported, facts, one)).find((one) => one !== undefined)
    return outer ?? innerNode(node.name, facts, file, exportPath) ?? own
  }
  if (!origin) return undefined
  const { exportPath } = origin
  // Who passes functions in an object of his own may call them otherwise: only what leads to the function is meant.
  const candidates = [origin.module, ...files.filter((file) => file !== origin.module)].flatMap((file) => {
    const found = facts.node({ file, exportPath, name: node.name }) ?? innerNode(node.name, facts, file, exportPath)
    return found?.functions.some((fn) => isAt(fn.place, origin, facts)) ? [found] : []
  })
  const [first, second] = candidates
  return second === undefined || first?.place.file === origin.module ? first : undefined
}

/** False for what is only known as one of many. */
function isNamed({ name, exportPath }: NodeFacts, facts: Facts, file: string): boolean {
  return facts.export({ file, exportPath })?.nodes.some((one) => one.name === name) === true
}

function outerNode(
  { name, exportPath }: NodeAtRunTime,
  exported: NonNullable<NodeAtRunTime['exported']>,
  facts: Facts,
  file: string,
): NodeFacts | undefined {
  if (exportPath === undefined) return undefined
  const found = facts.node({ file, exportPath, name })
  const isIt = found?.written?.file === exported.module && found.written.exportPath === exported.exportPath
  return isIt ? found : undefined
}

function innerNode(name: string, facts: Facts, file: string, exportPath: string): NodeFacts | undefined {
  return namesInside(name)
    .slice(1)
    .map((inner) => facts.node({ file, exportPath, name: inner }))
    .find((inner) => inner && isNamed(inner, facts, file))
}

/** The name, and those that it may have inside of namespaces: what stands behind each of its dots. */
export function namesInside(name: string): string[] {
  const parts = name.split('.')
  return parts.map((_, index) => parts.slice(index).join('.'))
}

/** An engine counts a function from its parameters, or from `async`: somewhere inside of it. */
function isAt(place: Place, { module, line, column }: Origin, facts: Facts): boolean {
  if (place.file !== module) return false
  const offset = facts.tree.file(module)?.lines.offsetAt({ line, column })
  return offset !== undefined && place.start <= offset && offset < place.end
}
