// What every route answers with. A route without a shape, and a shape that says something else than its type, do not compile.

import { z } from 'zod'
import type { MachineJson } from '@throughline/machine'
import type { ApiRoutes } from '../api/index.ts'
import { applicationStep, keptApplication } from './application-shapes.ts'
import { differenceExplained, lineage, runComparison } from './comparison-shapes.ts'
import {
  definitions,
  flowGraph,
  flowNode,
  issueRecord,
  nodeVersion,
  sourcePlace,
  usedVersion,
} from './definition-shapes.ts'
import { anything, count, maybeCount, maybeText, opaque, text, texts } from './named.ts'
import {
  annotation,
  artifact,
  attempt,
  attribute,
  checkOutcome,
  logLine,
  metricPoint,
  runDetails,
  runSummary,
  step,
  stepState,
} from './run-shapes.ts'

const machine = opaque<MachineJson>('The machine, as `machineToJson` writes it.')
const written = z.strictObject({ text, at: sourcePlace })
const runs = z.array(runSummary)
const checks = z.array(checkOutcome)
const metrics = z.array(metricPoint)
const artifacts = z.array(artifact)
const attributes = z.array(attribute)
const logs = z.array(logLine)

export const answerShapes: { readonly [Route in keyof ApiRoutes]: z.ZodType<ApiRoutes[Route]> } = {
  'GET /api/home': z.strictObject({
    project: z.strictObject({ name: text, directory: text }).exactOptional(),
    definitions: definitions.exactOptional(),
    projects: z.array(z.strictObject({ name: text, lastAtMs: maybeCount, runs: count, failed: count })),
    running: runs,
    failed: runs,
    latest: runs,
    activity: z.array(z.strictObject({ day: text, succeeded: count, failed: count, other: count })),
  }),
  'GET /api/definitions': definitions,
  'GET /api/flows/:flow': flowGraph,
  'GET /api/flows/:flow/nodes/:node': z.strictObject({
    flow: text,
    node: flowNode,
    documentation: maybeText,
    source: written.exactOptional(),
    functions: z.array(written).exactOptional(),
    upstream: texts,
    downstream: texts,
    readBy: texts,
    alsoIn: texts,
    recorded: z.strictObject({ versions: z.array(usedVersion), checks }).exactOptional(),
  }),
  'GET /api/flows/:flow/nodes/:node/history': z.strictObject({ steps: z.array(step), cursor: maybeText }),
  'GET /api/machines/:machine': z.strictObject({
    name: text,
    machine,
    edges: z.array(z.strictObject({ from: text, to: text, label: maybeText, isError: z.boolean() })),
  }),
  'GET /api/versions/difference': z.strictObject({
    node: text,
    before: text,
    after: text,
    pieces: z.array(
      z.strictObject({
        name: text,
        file: maybeText,
        change: z.enum(['added', 'removed', 'changed', 'same']),
        before: maybeText,
        after: maybeText,
      }),
    ),
    packages: z.array(z.strictObject({ name: text, before: maybeText, after: maybeText })),
  }),
  'GET /api/versions/:version': z.strictObject({ version: nodeVersion }),
  'GET /api/runs': z.strictObject({ runs, cursor: maybeText }),
  'POST /api/runs': z.strictObject({ run: text }),
  'GET /api/runs/completion': z.strictObject({
    from: count,
    to: count,
    options: z.array(z.strictObject({ text, detail: maybeText })),
  }),
  'GET /api/runs/chart': z.strictObject({
    runs: z.array(
      z.strictObject({
        id: text,
        flow: text,
        status: z.enum(['running', 'succeeded', 'failed', 'aborted', 'abandoned']),
        startedAtMs: count,
        durationMs: maybeCount,
      }),
    ),
  }),
  'GET /api/runs/:run': z.strictObject({
    run: runDetails,
    can: z.strictObject({ cancel: z.boolean(), rerun: z.boolean() }),
    previous: runSummary.exactOptional(),
    children: runs,
    request: z
      .strictObject({ flow: text, outputs: texts, inputs: texts, config: texts, hidden: texts.exactOptional() })
      .exactOptional(),
    counts: z.strictObject({ steps: count, logs: count, metrics: count, checks: count, artifacts: count }),
    config: anything,
    git: anything,
    runtime: anything,
  }),
  'POST /api/runs/:run/cancel': z.undefined(),
  'GET /api/runs/:run/graph': flowGraph,
  'GET /api/runs/:run/states': z.strictObject({ steps: z.array(stepState), leftOut: maybeCount, cursor: text }),
  'GET /api/runs/:run/steps': z.strictObject({ steps: z.array(step), cursor: maybeText }),
  'GET /api/runs/:run/steps/:node': z.strictObject({
    step,
    attempts: z.array(attempt),
    code: z
      .strictObject({
        id: text,
        source: maybeText,
        file: maybeText,
        line: maybeCount,
        doc: maybeText,
        reaches: z.array(z.strictObject({ name: text, file: text, line: count, text })),
      })
      .exactOptional(),
    logs,
    metrics,
    checks,
    artifacts,
    attributes,
    readBy: texts,
    cache: z.strictObject({ isHit: z.boolean(), reason: text }).exactOptional(),
  }),
  'GET /api/runs/:run/logs': z.strictObject({ logs, cursor: maybeText }),
  'GET /api/runs/:run/said': z.strictObject({
    metrics,
    checks,
    artifacts,
    annotations: z.array(annotation),
    attributes,
  }),
  'GET /api/runs/:run/lineage/:node': z.strictObject({
    lineage,
    packages: z.array(z.strictObject({ name: text, version: maybeText, nodes: texts })),
    config: anything,
  }),
  'GET /api/runs/:run/comparison': z.strictObject({ comparison: runComparison }),
  'GET /api/runs/:run/why/:node': z.strictObject({ explained: differenceExplained }),
  'GET /api/applications': z.strictObject({
    applications: z.array(keptApplication),
    unreadable: z.array(z.strictObject({ app: maybeText, place: text, issue: issueRecord })),
    cursor: maybeText,
  }),
  'GET /api/applications/:app': z.strictObject({
    application: keptApplication,
    machine: machine.exactOptional(),
    children: z.array(keptApplication),
    suspension: z
      .strictObject({ action: text, prompt: anything, schema: anything, expiresAtMs: maybeCount })
      .exactOptional(),
    state: z.unknown(),
    hasRun: z.boolean(),
    damage: issueRecord.exactOptional(),
  }),
  'GET /api/applications/:app/steps': z.strictObject({
    steps: z.array(applicationStep),
    cursor: maybeText,
    damage: issueRecord.exactOptional(),
  }),
  'GET /api/applications/:app/state': z.strictObject({ sequence: count, state: z.unknown() }),
}
