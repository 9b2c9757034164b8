// Layered layouts of graphs: `import { layoutGraph } from '@throughline/layout'`.

export { edgePath } from './edge-path.ts'
export type {
  Direction,
  GraphEdge,
  GraphLayout,
  GraphNode,
  LayoutInput,
  LayoutOptions,
  PlacedNode,
  Point,
  RoutedEdge,
  Size,
} from './graph.ts'
export { layoutGraph } from './layout-graph.ts'
