// What a node may ask of its run, as its optional second parameter.

/** The second parameter of a node. */
export interface NodeContext {
  /** The name under which this function runs: that of its export, or one that a modifier gave. */
  readonly node: string
  /** UUIDv7 of the run. */
  readonly runId: string
  /** The try that this is, from 1; above 1 only with `retry`. */
  readonly attempt: number
  /** Aborts when the caller aborts, when another node failed, or when this node's `timeout` has passed. */
  readonly signal: AbortSignal
  /** Says something about this step to whoever watches the run. */
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  /** Records a number; `step` counts within a series, as in a loss per epoch. */
  readonly metric: (name: string, value: number, step?: number) => void
  /** Reports how far this step is: `done` of `total` units. */
  readonly progress: (done: number, total?: number) => void
}
