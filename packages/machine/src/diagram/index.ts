// Pictures of machines: `import { machineDiagram } from '@throughline/machine/diagram'`.

export {
  machineDiagram,
  machineDiagramParts,
  type MachineDiagramOptions,
  type MachineDiagramParts,
} from './machine-diagram.ts'
export type { Arrow, Box } from './pens.ts'
