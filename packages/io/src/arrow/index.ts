// Apache Arrow: `import { arrowFile, fromArrow, toArrow } from '@throughline/io/arrow'`.

export { arrow, type ArrowOptions } from './arrow.ts'
export { arrowFile, type ArrowFileOptions } from './arrow-file.ts'
export { fromArrow } from './from-arrow.ts'
export { toArrow } from './to-arrow.ts'
