// Pictures: `import { toSvg } from '@throughline/layout/svg'`.

export { measureText } from './measure-text.ts'
export type { Picture, PictureArrow, PictureBox, Shape } from './picture.ts'
export { toSvg, type SvgOptions } from './to-svg.ts'
