// What a GraphView shows: boxes and arrows in plain words of their own, whatever they stand for.

import type { Direction } from '@throughline/layout'

/** How the outline of a box looks: computed, given from outside, loaded or saved, made by many items, waits. */
export type BoxShape = 'box' | 'pill' | 'slanted' | 'hexagon' | 'double'

export interface Box {
  readonly id: string
  readonly label: string
  /** A second, smaller line: a type, what kind of thing it is. */
  readonly detail?: string
  /** Default: `box`. */
  readonly shape?: BoxShape
  /** What it is, in a sentence: shown when the pointer rests on it, and read out. */
  readonly summary?: string
  /** By the name of a grouping (`module`), the group that it belongs to. */
  readonly groups?: Readonly<Record<string, string>>
  /** Drawn faintly, as something that comes from elsewhere. */
  readonly isFaint?: boolean
}

export interface Arrow {
  readonly from: string
  readonly to: string
  readonly label?: string
  readonly isDashed?: boolean
  /** Taken when something fails. */
  readonly isError?: boolean
}

export interface Picture {
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
  /** Default: `right`. */
  readonly direction?: Direction
  /** Where a cycle leaves open which box is first: how far each is from the beginning. */
  readonly ranks?: ReadonlyMap<string, number>
  /** Names of groupings that can be chosen, in the order in which they are offered. */
  readonly groupings?: readonly string[]
}

/** What a person looks at: each part may stand in the address. */
export interface GraphLook {
  /** The selected box. */
  readonly node?: string
  /** A grouping, or `none`; as it fits when absent. */
  readonly group?: string
  /** The groups that are open, separated by `~`; `*` for all. As it fits when absent. */
  readonly open?: string
  /** Only what is around this box. */
  readonly focus?: string
  /** How far around it; everything up and down when absent. */
  readonly hops?: string
  /** Only what is on a way between `focus` and this box. */
  readonly to?: string
  /** Searched. */
  readonly q?: string
  /** `list` instead of the picture. */
  readonly view?: string
}

/** What changes; `undefined` takes it away. */
export type LookChange = { readonly [Key in keyof GraphLook]?: GraphLook[Key] | undefined }
