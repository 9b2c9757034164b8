// Traces of runs for OpenTelemetry: `import { openTelemetry } from 'throughline/opentelemetry'`.

export { openTelemetry, type OpenTelemetryOptions } from './open-telemetry.ts'
