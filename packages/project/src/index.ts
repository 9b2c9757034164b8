// What a project and its tools use: definition, finding, loading, places in the source.

export {
  defineProject,
  isProject,
  type Project,
  type ProjectCache,
  type ProjectDefinition,
  type ProjectMachine,
} from './define-project.ts'
export type { ProjectCodec } from './codec-setting.ts'
export type { CaptureLevel, ProjectTracking } from './tracking-setting.ts'
export { findConfig, findConfigAt } from './find-config.ts'
export { parseAssignments, type ParseOptions } from './inputs/parse-assignments.ts'
export type { CodedNode, DescribeOptions, NodeCodeVersion, NodeCodeVersions } from './versions/code-versions.ts'
export type { CodeDescription, CodePiece } from './versions/describe-code.ts'
export { projectGit, type ProjectGit } from './surroundings/git-state.ts'
export { projectLock, type ProjectLock } from './surroundings/lock-file.ts'
export { codeVersions, type ScriptVersionOptions } from './versions/script-versions.ts'
export { loadProject, type LoadedProject } from './load-project.ts'
export type { CompileNotice } from './loader/compile-typescript.ts'
export { readModuleFiles, type ModuleFiles } from './origins/module-files.ts'
export { createOriginResolver } from './origins/origin-resolver.ts'
export type { ProjectOrigin } from './origins/project-origin.ts'
export { withOrigins, type PlacedIssue } from './origins/with-origins.ts'
export { codeFrame, displayPath, type CodeFrameOptions } from './source/code-frame.ts'
