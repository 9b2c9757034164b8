// Pictures: `import { toSvg } from '@throughline/layout/svg'`.

export { measureText } from './measure-text.ts'
