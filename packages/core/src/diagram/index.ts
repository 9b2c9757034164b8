// Pictures of a flow: `import { diagram } from 'throughline/diagram'`.

export { diagram } from '../flow/diagram.ts'
export type { DiagramOptions } from '../graph/diagram.ts'
