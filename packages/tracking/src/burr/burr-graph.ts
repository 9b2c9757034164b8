// The graph of a Burr application, as `graph.json` tells it.

export interface BurrGraph {
  readonly entrypoint?: string
  readonly actions: readonly {
    readonly name: string
    readonly writes: readonly string[]
    /** Burr writes the required ones as the optional ones and the other way round; here they are together. */
    readonly inputs: readonly string[]
  }[]
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly condition: string }[]
}

export const NO_GRAPH: BurrGraph = { actions: [], transitions: [] }

/** @param value of the parsed file; parts that are missing are empty */
export function burrGraph(value: unknown): BurrGraph {
  const { entrypoint, actions = [], transitions = [] } = (value ?? {}) as Record<string, any>
  const texts = (list: unknown): string[] => (Array.isArray(list) ? list.map(String) : [])
  return {
    ...(typeof entrypoint === 'string' && { entrypoint }),
    actions: (actions as any[]).map(({ name, writes, inputs, optional_inputs: optional }) => ({
      name: String(name),
      writes: texts(writes),
      inputs: [...texts(inputs), ...texts(optional)],
    })),
    transitions: (transitions as any[]).map(({ from_: from, to, condition }) => ({
      from: String(from),
      to: String(to),
      condition: String(condition),
    })),
  }
}

/** What would run next, as far as the text of conditions tells; null at the end, and where it does not. */
export function nextIn(
  { transitions }: BurrGraph,
  action: string,
  state: Readonly<Record<string, unknown>>,
): string | null {
  for (const { to, condition } of transitions.filter(({ from }) => from === action)) {
    const holds = condition === 'default' ? true : valuesHold(condition, state)
    if (holds === undefined) return null
    if (holds) return to
  }
  return null
}

/** Of `safe=True, n=3`. */
function valuesHold(condition: string, state: Readonly<Record<string, unknown>>): boolean | undefined {
  const parts = condition.split(', ').map((part) => /^([A-Za-z_]\w*)=([\w.-]+)$/.exec(part))
  if (parts.some((part) => part === null)) return undefined
  return parts.every((part) => pythonText(state[part![1]!]) === part![2])
}

function pythonText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value === null) return 'None'
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
