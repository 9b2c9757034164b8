// Running a project's code in a process of its own, for commands and servers that watch it.

export { configuredFlow, type ChosenFlow } from './isolate/configured-flow.ts'
export { describeProject } from './isolate/describe-project.ts'
export { assignedFiles } from './inputs/parse-assignments.ts'
export type {
  Answer,
  AskRequest,
  DescribeRequest,
  DrawAnswer,
  DrawRequest,
  FlowDescription,
  MachineDescription,
  NodeDescription,
  ProjectDescription,
  Request,
  RunAnswer,
  RunEvent,
  RunRequest,
} from './isolate/messages.ts'
export type { Equip, Equipment } from './isolate/equipment.ts'
export type { PlainIssue, Problem, Thrown } from './isolate/problem.ts'
export {
  startProjectProcess,
  type FinishedProcess,
  type ProcessListener,
  type ProjectProcess,
} from './isolate/start-project-process.ts'
export { placeProblem } from './source/place-issues.ts'
export { renderPlainIssue, renderProblem, type ProblemOptions, type Tones } from './source/render-problem.ts'
export { formatFrame, type StackFrame } from './source/user-frames.ts'
export { describeRun, formatInstant } from './values/earlier-run.ts'
export type { JsonValue } from './values/to-json-value.ts'
export type { ListView, PairsView, TableView, TextView, ValueView } from './values/view-value.ts'
