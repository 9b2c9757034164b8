// A loaded project as plain data: its flows with their nodes, and its machines.

import type { NodeInfo, Origin, UntypedFlow } from 'throughline'
import type { LoadedProject } from '../load-project.ts'
import type { ProjectOrigin } from '../origins/project-origin.ts'
import type {
  DescribeRequest,
  FlowDescription,
  MachineDescription,
  NodeDescription,
  ProjectDescription,
} from './messages.ts'

/** The flows and machines of a project. @throws {project/unknown-flow} */
export function describeProject(
  loaded: LoadedProject,
  request: Pick<DescribeRequest, 'flow' | 'places'>,
): ProjectDescription {
  const names = request.flow === undefined ? Object.keys(loaded.project.flows) : [request.flow]
  const flows = names.map((name) => {
    const flow = loaded.flow(name)
    return describeFlow(name, withPlaces(loaded, flow, request.places))
  })
  const { name, machines } = loaded.project
  return request.flow === undefined ? { name, flows, machines: describeMachines(machines) } : { name, flows }
}

function describeMachines(machines: LoadedProject['project']['machines']): MachineDescription[] {
  return Object.entries(machines).map(([name, { name: recordedAs, actions }]) => ({
    name,
    recordedAs,
    actions: Object.entries(actions).map(([action, { reads, writes }]) => ({ name: action, reads, writes })),
  }))
}

/** In a flow of more nodes, only those are placed of which the export is not known. */
const MOST_PLACES = 300
/** Without a place, for nodes of which the export is known. */
const NOWHERE = { line: 0, column: 0 }

export function withPlaces(
  { origins, fileOf }: LoadedProject,
  flow: UntypedFlow,
  places: DescribeRequest['places'],
): UntypedFlow {
  if (places === 'none') return withoutPlaces(flow)
  const isLarge = (): boolean => withoutPlaces(flow).nodes.length > MOST_PLACES
  if (places !== 'modules' && !(places === 'auto' && isLarge())) return flow
  return flow.with({
    origins: (source): ProjectOrigin | undefined => {
      const { exportPath } = source
      const module = source.module && fileOf(source.module)
      if (module === undefined) return places === 'modules' ? undefined : origins(source)
      const flowModule = source.flowModule ? fileOf(source.flowModule) : module
      return { module, exportPath, exportedFrom: module, ...(flowModule !== undefined && { flowModule }), ...NOWHERE }
    },
  })
}

export function describeFlow(name: string, { nodes, inputs, config }: UntypedFlow): FlowDescription {
  return { name, nodes: nodes.map(describeNode), inputs, config }
}

function describeNode({ name, kind, exportPath, dependencies, tags, checks, origin }: NodeInfo): NodeDescription {
  const { exportedFrom, flowModule, ...place }: Partial<ProjectOrigin> = origin ?? {}
  return {
    name,
    kind,
    exportPath,
    dependencies,
    tags,
    checks,
    ...(exportedFrom !== undefined && { exported: { module: exportedFrom, exportPath: origin!.exportPath } }),
    ...(flowModule !== undefined && { flowModule }),
    ...(origin && origin.line > 0 && { origin: place as Origin }),
  }
}

/** Asking for the places of many thousand nodes takes seconds. */
export function withoutPlaces(flow: UntypedFlow): UntypedFlow {
  return flow.with({ origins: () => undefined })
}
