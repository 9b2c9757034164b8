// Pictures of machines: `import { machineDiagram } from '@throughline/machine/diagram'`.

export { machineDiagram, type MachineDiagramOptions } from './machine-diagram.ts'
