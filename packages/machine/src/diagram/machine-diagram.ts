// A machine as a drawing in text: Mermaid, or DOT for Graphviz.

import { ThroughlineError } from 'throughline'
import { checkAction } from '../definition/check-action.ts'
import type { Edge } from '../definition/edges.ts'
import { inputNamesOf } from '../definition/input-names.ts'
import { END, type AnyMachine } from '../definition/machine.ts'
import { targetsOf } from '../definition/validate.ts'
import { machineIssue } from '../errors/catalogue.ts'
import { DOT, MERMAID, type Arrow, type Box, type Pen } from './pens.ts'

export interface MachineDiagramOptions<Name extends string = string> {
  /** @defaultValue 'mermaid' */
  readonly format?: 'mermaid' | 'dot'
  /** The action that a new application begins with: an arrow leads to it. */
  readonly entry?: Name
  /** Actions to be set off from the rest, such as the one that would run next. */
  readonly highlight?: readonly Name[]
  /** Draws what is taken from outside. @defaultValue true */
  readonly inputs?: boolean
}

/** Drawn in the place of the source of edges that leave every action. */
const EVERY = 'every action'

/**
 * Draws a machine as text. Arrows carry their conditions; those that are taken after a failure are dashed, as are those
 * of inputs that may be left out. Tags stand below the names.
 *
 * @throws {machine/unknown-action} when the entry or a highlighted action is not there
 * @throws {app/bad-option} when the format is neither of the two
 */
export function machineDiagram<M extends AnyMachine>(
  machine: M,
  options: MachineDiagramOptions<keyof M['actions'] & string> = {},
): string {
  const { format = 'mermaid' } = options
  const pens: Readonly<Record<string, Pen>> = { mermaid: MERMAID, dot: DOT }
  if (!Object.hasOwn(pens, format))
    throw new ThroughlineError([
      machineIssue('app/bad-option', { name: 'format', given: format, expected: 'mermaid or dot' }),
    ])
  const { boxes, arrows } = machineDiagramParts(machine, options)
  return pens[format]!(boxes, arrows)
}

/** What a diagram shows, before anybody says how. */
export interface MachineDiagramParts {
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
}

/**
 * What `machineDiagram` draws, as plain data for a drawing of another kind.
 *
 * @throws {machine/unknown-action} when the entry or a highlighted action is not there
 */
export function machineDiagramParts<M extends AnyMachine>(
  machine: M,
  options: Omit<MachineDiagramOptions<keyof M['actions'] & string>, 'format'> = {},
): MachineDiagramParts {
  const { entry, highlight = [], inputs = true } = options
  for (const name of [...(entry === undefined ? [] : [entry]), ...highlight]) checkAction(machine, name, 'the diagram')
  const drawing = new Drawing()
  if (entry !== undefined) drawing.arrow({ from: drawing.box('$start', ['start'], 'start'), to: entry })
  for (const [name, action] of Object.entries(machine.actions)) {
    const lines = [name, ...(action.tags.length > 0 ? [action.tags.map((tag) => `@${tag}`).join(' ')] : [])]
    const shape = action.spec.awaits ? 'waiting' : action.kind === 'flow' ? 'flow' : 'action'
    drawing.box(name, lines, shape, highlight.includes(name))
  }
  for (const edge of machine.edges) drawEdge(drawing, edge)
  if (inputs) drawInputs(drawing, machine)
  return { boxes: drawing.boxes, arrows: drawing.arrows }
}

function drawEdge(drawing: Drawing, edge: Edge): void {
  const from = edge.from === '*' ? drawing.box('$every', [EVERY], 'every') : edge.from
  const isDashed = edge.kind === 'error'
  for (const target of targetsOf(edge)) {
    const to = target === END ? drawing.box(END, ['end'], 'end') : target
    drawing.arrow({ from, to, label: edge.label, isDashed })
  }
}

function drawInputs(drawing: Drawing, { actions }: AnyMachine): void {
  for (const [name, action] of Object.entries(actions)) {
    const { spec, bound } = action
    if (spec.inputs === undefined) continue
    const { required, optional } = inputNamesOf(action) ?? {
      required: Object.keys(bound).length > 0 ? [] : ['inputs'],
      optional: [],
    }
    for (const input of [...required, ...optional]) {
      const from = drawing.box(`$input ${input} of ${name}`, [input], 'input')
      drawing.arrow({ from, to: name, isDashed: optional.includes(input) })
    }
  }
}

/** What is drawn so far; boxes by the name of their action, or by a key that no action can have. */
class Drawing {
  readonly #boxes = new Map<string, Box>()
  readonly #arrows: Arrow[] = []

  get boxes(): readonly Box[] {
    return [...this.#boxes.values()]
  }

  /** @returns the key */
  box(key: string, lines: readonly string[], shape: Box['shape'], isHighlighted = false): string {
    if (!this.#boxes.has(key)) this.#boxes.set(key, { id: `n${this.#boxes.size}`, lines, shape, isHighlighted })
    return key
  }

  arrow({ label = '', isDashed = false, ...ends }: Pick<Arrow, 'from' | 'to'> & Partial<Arrow>): void {
    this.#arrows.push({ ...ends, label, isDashed })
  }

  /** Between ids. */
  get arrows(): readonly Arrow[] {
    const idOf = (key: string): string => this.#boxes.get(key)!.id
    return this.#arrows.map((arrow) => ({ ...arrow, from: idOf(arrow.from), to: idOf(arrow.to) }))
  }
}
