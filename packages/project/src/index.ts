// What the package offers.

export { defineProject, isProject, type Project, type ProjectDefinition } from './define-project.ts'
export { findConfig, findConfigAt } from './find-config.ts'
export { parseAssignments, assignedFiles, type ParseOptions } from './inputs/parse-assignments.ts'
export { readInputFile } from './inputs/read-input-file.ts'
export type {
  Answer,
  DescribeRequest,
  DrawRequest,
  FlowDescription,
  NodeDescription,
  ProjectDescription,
  Request,
  RunAnswer,
  RunEvent,
  RunRequest,
} from './isolate/messages.ts'
export type { PlainIssue, Problem, Thrown } from './isolate/problem.ts'
export {
  startProjectProcess,
  type FinishedProcess,
  type ProcessListener,
  type ProjectProcess,
} from './isolate/start-project-process.ts'
export { projectIssue } from './issues.ts'
export { loadProject, type LoadedProject } from './load-project.ts'
export type { CompileNotice } from './loader/compile-typescript.ts'
export { createOriginResolver } from './origins/origin-resolver.ts'
export { withOrigins } from './origins/with-origins.ts'
export { codeFrame, displayPath, type CodeFrameOptions } from './source/code-frame.ts'
export { formatFrame, userFrames, type StackFrame } from './source/user-frames.ts'
export { toJsonValue, type JsonValue } from './values/to-json-value.ts'
export {
  viewValue,
  type ListView,
  type PairsView,
  type TableView,
  type TextView,
  type ValueView,
  type ViewLimits,
} from './values/view-value.ts'
