// The colours of pictures, for light pages and for dark ones: plain rules, which every program that draws SVG reads.

interface Theme {
  readonly page: string
  readonly ink: string
  readonly dim: string
  readonly line: string
  readonly border: string
  readonly mark: string
  /** Of boxes: fill and border; the first is that of boxes without a group. */
  readonly groups: readonly (readonly [fill: string, border: string])[]
}

const LIGHT: Theme = {
  page: '#ffffff',
  ink: '#18212f',
  dim: '#566273',
  line: '#94a0b0',
  border: '#b9c2ce',
  mark: '#c2410c',
  groups: [
    ['#f4f6f9', '#a9b4c2'],
    ['#e6f0ff', '#7fa8e6'],
    ['#e4f6ea', '#74bd8e'],
    ['#fff1dc', '#e0a552'],
    ['#f3eaff', '#ab8add'],
    ['#ffe9ea', '#e08d92'],
    ['#e0f5f6', '#5fb5ba'],
    ['#f7f4d4', '#bdb04e'],
    ['#fbe8f4', '#d48bbb'],
  ],
}

const DARK: Theme = {
  page: '#12171f',
  ink: '#e6ebf2',
  dim: '#9aa7b8',
  line: '#5f6c7d',
  border: '#3f4a59',
  mark: '#fb923c',
  groups: [
    ['#1e2530', '#4b586a'],
    ['#172b4a', '#416fb3'],
    ['#15322a', '#3c8560'],
    ['#3a2b15', '#9a7233'],
    ['#2c2345', '#7557ad'],
    ['#402024', '#a3565c'],
    ['#12343a', '#387f88'],
    ['#33301a', '#847a33'],
    ['#3a1f33', '#98577f'],
  ],
}

/** How many groups can be told apart; then colours come again. */
export const GROUP_COLOURS: number = LIGHT.groups.length - 1

/**
 * The class of everything in a picture begins with `tl-`: a picture within a page shares its style sheet with the page.
 * Colours of groups that are not there are left out.
 */
export function stylesheet(groups: number): string {
  const rules = (theme: Theme): string =>
    [
      `.tl-page,.tl-label rect{fill:${theme.page}}`,
      `.tl-name{fill:${theme.ink}}`,
      `.tl-more,.tl-label text{fill:${theme.dim}}`,
      `.tl-edge path{stroke:${theme.line}}`,
      `.tl-edge .tl-head{fill:${theme.line}}`,
      ...theme.groups
        .slice(0, groups + 1)
        .map(([fill, border], group) => `.tl-g${group} .tl-box>*{fill:${fill};stroke:${border}}`),
      `.tl-faint .tl-box>*{fill:${theme.page};stroke:${theme.border};stroke-dasharray:4 3}`,
      `.tl-mark .tl-box>*{stroke:${theme.mark};stroke-width:2.5}`,
    ].join('')
  return [
    'text{font-family:system-ui,"Helvetica Neue",Helvetica,Arial,sans-serif}',
    '.tl-name{font-size:13px}',
    '.tl-more,.tl-label text{font-size:11px}',
    '.tl-edge path{fill:none;stroke-width:1.3}',
    '.tl-edge .tl-head{stroke:none}',
    '.tl-dashed path:first-child{stroke-dasharray:5 4}',
    rules(LIGHT),
    `@media (prefers-color-scheme:dark){${rules(DARK)}}`,
  ]
    .join('')
    .replace(/(^|[},])text\{/g, '$1.tl-picture text{')
}
