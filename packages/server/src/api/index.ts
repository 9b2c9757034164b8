// What the API says: the types of every answer and of every live message. Types only; what a request may say is in `routes/`.

export type * from './application-answers.ts'
export type * from './definition-answers.ts'
export type * from './home-answers.ts'
export type { SourcePlace } from './issue-record.ts'
export type * from './lineage-answers.ts'
export type * from './live-messages.ts'
export type * from './problem.ts'
export type * from './routes.ts'
export type * from './run-answers.ts'
