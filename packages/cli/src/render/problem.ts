// What went wrong, as text: as every program that runs a project says it.

export { renderPlainIssue, renderProblem } from '@throughline/project/process'
