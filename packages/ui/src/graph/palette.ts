// The tokens of the design as colours for a canvas, in light and in dark.

export interface Ink {
  readonly fill: string
  readonly line: string
  readonly text: string
}

export interface Palette {
  readonly ground: string
  readonly panel: string
  readonly text: string
  readonly soft: string
  readonly edge: string
  readonly edgeStrong: string
  readonly accent: string
  readonly accentSoft: string
  readonly focus: string
  readonly error: string
  /** By their number; the first is of boxes without a group. */
  readonly groups: readonly Ink[]
  readonly states: Readonly<Record<string, Ink>>
}

const states = ['succeeded', 'failed', 'running', 'cached', 'warned', 'idle'] as const

/** @param host stands in the page, so that it has the colours of its place */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  host.append(probe)
  const of = (token: string): string => {
    probe.style.color = `var(--${token})`
    return getComputedStyle(probe).color
  }
  const palette: Palette = {
    ground: of('panel'),
    panel: of('panel'),
    text: of('text'),
    soft: of('text-soft'),
    edge: of('graph-edge'),
    edgeStrong: of('idle-strong'),
    accent: of('accent'),
    accentSoft: of('accent-soft'),
    focus: of('focus'),
    error: of('failed-strong'),
    groups: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((group) => ({
      fill: of(`group-${group}-soft`),
      line: of(`group-${group}`),
      text: of('text'),
    })),
    states: Object.fromEntries(
      states.map((state) => [state, { fill: of(`${state}-soft`), line: of(`${state}-strong`), text: of(state) }]),
    ),
  }
  probe.remove()
  return palette
}
