// The issues of what is no source and no sink.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'modifier/not-a-source': ({ found }: { found: string }): IssueText => ({
    title: `loaded needs a source, or a function that gives one; found ${found}.`,
    hints: ['a source has two methods:  { read(context), describe() }'],
  }),

  'modifier/not-a-sink': ({ found }: { found: string }): IssueText => ({
    title: `saved needs a sink, or a function that gives one; found ${found}.`,
    hints: ['a sink has two methods:  { write(value, context), describe() }'],
  }),
}

/** Makes an issue of a source or sink. */
export const portIssue: IssueFactory<typeof templates> = defineIssues(templates)
