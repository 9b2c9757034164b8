// Applications over HTTP: `import { serveApplications } from '@throughline/machine/http'`.

export { serveApplications, type ApplicationServer } from './serve-applications.ts'
export type { ServedMachine, ServeOptions } from './serve-options.ts'
export { applicationPath, type Operation, type ServedTarget } from './routes.ts'
export { httpIssue } from './catalogue.ts'
export { jsonSchemaOf, type JsonSchema } from './json-schema.ts'
