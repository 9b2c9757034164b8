// Every route with its answer: what the client of the pages is typed by.

import type {
  ApplicationList,
  ApplicationPageAnswer,
  ApplicationState,
  ApplicationSteps,
} from './application-answers.ts'
import type {
  Definitions,
  FlowGraph,
  MachinePage,
  NodeHistoryPage,
  NodePage,
  VersionDifference,
  VersionPage,
} from './definition-answers.ts'
import type { Home } from './home-answers.ts'
import type { ComparisonAnswer, LineageAnswer, WhyAnswer } from './lineage-answers.ts'
import type {
  LogList,
  RunChart,
  RunList,
  RunPageAnswer,
  RunSaid,
  SearchCompletion,
  StartedRun,
  StepList,
  StepPageAnswer,
  StepStates,
} from './run-answers.ts'

export interface ApiRoutes {
  'GET /api/home': Home
  'GET /api/definitions': Definitions
  'GET /api/flows/:flow': FlowGraph
  'GET /api/flows/:flow/nodes/:node': NodePage
  'GET /api/flows/:flow/nodes/:node/history': NodeHistoryPage
  'GET /api/machines/:machine': MachinePage
  'GET /api/versions/difference': VersionDifference
  'GET /api/versions/:version': VersionPage
  'GET /api/runs': RunList
  'POST /api/runs': StartedRun
  'GET /api/runs/completion': SearchCompletion
  'GET /api/runs/chart': RunChart
  'GET /api/runs/:run': RunPageAnswer
  'POST /api/runs/:run/cancel': undefined
  'GET /api/runs/:run/graph': FlowGraph
  'GET /api/runs/:run/states': StepStates
  'GET /api/runs/:run/steps': StepList
  'GET /api/runs/:run/steps/:node': StepPageAnswer
  'GET /api/runs/:run/logs': LogList
  'GET /api/runs/:run/said': RunSaid
  'GET /api/runs/:run/lineage/:node': LineageAnswer
  'GET /api/runs/:run/comparison': ComparisonAnswer
  'GET /api/runs/:run/why/:node': WhyAnswer
  'GET /api/applications': ApplicationList
  'GET /api/applications/:app': ApplicationPageAnswer
  'GET /api/applications/:app/steps': ApplicationSteps
  'GET /api/applications/:app/state': ApplicationState
}
