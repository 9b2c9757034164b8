// What the source says without running it.

export { LineIndex, type Position } from './source/line-index.ts'
export { parseSource, type SourceFile } from './source/source-file.ts'
export { SourceTree } from './source/source-tree.ts'
export { createResolver, type Resolution, type Resolver } from './resolve/resolver.ts'

// facts: what modules say about their nodes
export { Facts, type FactsOptions, type NodeReference } from './facts/facts.ts'
export type {
  DeclarationFacts,
  DependencyFacts,
  ExportFacts,
  ExportKind,
  ModuleFacts,
  NodeFacts,
} from './facts/module-facts.ts'
export type { FunctionFacts, ParameterFacts, UntakenProperty } from './facts/function-facts.ts'
export type { Documentation, DocumentationTag, ParameterDocumentation } from './facts/documentation.ts'
export type { Condition, ConditionValue, HeadProblem, ModifierFacts, OutputFacts } from './facts/shape.ts'
export type { Place } from './facts/place.ts'
export type { WrittenType } from './facts/type-text.ts'
export { indexFlow, type FlowIndex, type ReferenceFacts, type SymbolFacts } from './facts/flow-index.ts'

// facts of the nodes of a flow
export {
  enrich,
  type Enrichable,
  type EnrichedDependency,
  type Enrichment,
  type EnrichOptions,
} from './facts/enrich.ts'
export { findNode, type NodeAtRunTime } from './facts/find-node.ts'

// types, by a compiler
export { openTypeOracle, type TypeOracleOptions } from './types/typescript-oracle.ts'
export type { KnownType, TypedInput, TypedNode, TypeHandle, TypeOracle, TypeProblem } from './types/type-oracle.ts'

// code versions: a hash over everything that an export reaches
export { createVersions, type ExportName, type Versions, type VersionsOptions } from './versions/create-versions.ts'
export type { CodeRemark, CodeVersion, ImportedPackage, VersionUnit } from './versions/code-version.ts'
export { nodeVersion, type VersionedNode } from './versions/node-version.ts'
export type { PackageName, PackageSource } from './packages/installed-packages.ts'

// what a built program is told of the versions of its nodes
export {
  buildManifest,
  type BuildOptions,
  type BuildReport,
  type FlowToBuild,
  type NodeWithoutVersion,
} from './build/build-manifest.ts'

// everything wrong with flows
export { checkProject, type CheckedFlow, type CheckOptions, type CheckReport } from './check/check-project.ts'
export type { Finding } from './check/finding.ts'
export { sourceIssue } from './check/catalogue.ts'
export { toSarif, type SarifLog, type SarifOptions } from './check/sarif.ts'

// what differs between two states of a project
export { diffProject, type DiffOptions, type DiffState, type ProjectDiff } from './diff/diff-project.ts'
export { diffSnapshots, hasDifferences, type SnapshotDiff } from './diff/diff-snapshots.ts'
export {
  takeSnapshot,
  type FlowSnapshot,
  type NodeSnapshot,
  type ProjectSnapshot,
  type SnapshotOptions,
} from './diff/snapshot.ts'
export type { FlowOfModules } from './diff/project-flows.ts'
export type { CodeChange, CodePlace } from './diff/code-change.ts'
export type { AffectedNode, Because, ChangedNode, DiffedNode, FlowDiff, UncertainNode } from './diff/diff-flow.ts'
export type { FileChange } from './diff/file-changes.ts'
export { lineDiff, type DiffHunk, type DiffLine, type LineDiff, type LineDiffOptions } from './diff/line-diff.ts'
export { localGit, type Git, type GitAnswer } from './git/git.ts'
