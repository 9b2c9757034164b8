// What is laid out, and what a layout says: sizes go in, places and ways come out.

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface GraphNode extends Size {
  readonly id: string
}

export interface GraphEdge {
  /** Id of a node. */
  readonly from: string
  /** Id of a node; that of `from` for a loop. */
  readonly to: string
  /** Size of what is written at the edge; room is kept for it. */
  readonly label?: Size
}

export interface LayoutInput {
  readonly nodes: readonly GraphNode[]
  /** Cycles, loops and several edges between the same nodes are fine. */
  readonly edges: readonly GraphEdge[]
}

/** Where edges lead to. */
export type Direction = 'down' | 'right'

export interface LayoutOptions {
  /** Default: `down`. */
  readonly direction?: Direction
  /**
   * A layout of an earlier state of the graph. Nodes that were in it keep their order beside each other, and their layers
   * where the edges allow it. With the same graph, the layout is the same.
   */
  readonly previous?: GraphLayout
  /** `fast` takes a fraction of the time, and leaves some more crossings. Default: `best`. */
  readonly effort?: 'fast' | 'best'
  /** The least distances, in the unit of the sizes. */
  readonly gaps?: {
    /** Between neighbours of a layer. Default: 24. */
    readonly nodes?: number
    /** Between layers; more where edges go far to the side. Default: 48. */
    readonly layers?: number
  }
}

export interface PlacedNode extends GraphNode {
  /** Left edge. */
  readonly x: number
  /** Upper edge. */
  readonly y: number
  /** From 0, in the direction of the edges. Nodes without edges are in layer 0. */
  readonly layer: number
}

export interface RoutedEdge {
  readonly from: string
  readonly to: string
  /**
   * From the border of `from` to the border of `to`, at least two; `edgePath` makes a smooth line of them. In the direction
   * of the layout they never go back, but for edges that close a cycle, which never go forth, and loops.
   */
  readonly points: readonly Point[]
  /** Middle of the label, for an edge that has one. */
  readonly labelAt?: Point
}

/** Plain data: it can be sent to another thread, or kept as JSON. */
export interface GraphLayout extends Size {
  readonly direction: Direction
  /** In the order in which they were given. */
  readonly nodes: readonly PlacedNode[]
  /** In the order in which they were given. */
  readonly edges: readonly RoutedEdge[]
  /** How often edges cross. */
  readonly crossings: number
}
