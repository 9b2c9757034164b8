// Traces of applications for OpenTelemetry: `import { openTelemetry } from '@throughline/machine/opentelemetry'`.

export { openTelemetry, type OpenTelemetryOptions } from './open-telemetry.ts'
