// Definitions, graphs of flows, versions of code, machines.

import { z } from 'zod'
import type { Definitions, FlowGraph, FlowNode, IssueRecord, SourcePlace } from '../api/index.ts'
import type { NodeVersion, UsedVersion } from '@throughline/tracking/queries'
import { anything, count, maybeCount, maybeText, named, text, texts, textsByName } from './named.ts'

export const sourcePlace: z.ZodType<SourcePlace> = named<SourcePlace>(
  'SourcePlace',
  z.strictObject({ file: text.describe('From the folder of the project, with `/`.'), line: count, column: maybeCount }),
)

export const issueRecord: z.ZodType<IssueRecord> = named<IssueRecord>(
  'Issue',
  z.strictObject({
    code: text,
    severity: z.enum(['error', 'warning']),
    text: text.describe('As a terminal would show it.'),
    hints: texts,
    at: sourcePlace.exactOptional(),
  }),
)

export const definitions: z.ZodType<Definitions> = named<Definitions>(
  'Definitions',
  z.strictObject({
    revision: count.describe('Changes whenever the definitions were read anew.'),
    status: z.enum(['loading', 'loaded', 'broken']),
    loadedAtMs: maybeCount,
    issues: z.array(issueRecord),
    flows: z.array(z.strictObject({ name: text, nodes: count, modules: texts })),
    machines: z.array(z.strictObject({ name: text, actions: count })),
  }),
)

export const flowNode: z.ZodType<FlowNode> = named<FlowNode>(
  'FlowNode',
  z.strictObject({
    name: text,
    kind: text,
    dependencies: z.array(z.strictObject({ name: text, optional: z.boolean() })),
    module: maybeText,
    export: maybeText,
    namespace: maybeText,
    tags: textsByName,
    checks: texts,
    type: maybeText,
    summary: maybeText,
    at: sourcePlace.exactOptional(),
  }),
)

export const flowGraph: z.ZodType<FlowGraph> = named<FlowGraph>(
  'FlowGraph',
  z.strictObject({
    name: text,
    nodes: z.array(flowNode).describe('In topological order.'),
    inputs: z.array(z.strictObject({ name: text, isRequired: z.boolean(), type: maybeText, nodes: texts })),
    config: z.array(z.strictObject({ name: text, values: texts, chosen: maybeText, nodes: texts })),
  }),
)

export const nodeVersion: z.ZodType<NodeVersion> = named<NodeVersion>(
  'NodeVersion',
  z.strictObject({
    id: text,
    node: text,
    source: maybeText,
    doc: maybeText,
    tags: textsByName.exactOptional(),
    type: maybeText,
    file: maybeText,
    line: maybeCount,
    packages: anything,
    isImpure: z.boolean().exactOptional(),
    body: z.unknown(),
  }),
)

export const usedVersion: z.ZodType<UsedVersion> = named<UsedVersion>(
  'UsedVersion',
  z.strictObject({ code: text, firstRun: text, lastRun: text, runs: count, version: nodeVersion.exactOptional() }),
)
