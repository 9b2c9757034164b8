// Every issue of this room. Each code has a page in the documentation.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

const templates = {
  'analyze/no-compiler': ({
    found,
  }: {
    /** Version of a TypeScript that is there but cannot be asked. */ found: string | undefined
  }): IssueText => ({
    title: 'Types were asked for, and there is no TypeScript that can be asked.',
    details: [
      found === undefined
        ? 'expected: typescript 5.9 or 6, under its own name or as typescript-6'
        : `found: typescript ${found}, which other programs cannot ask yet`,
    ],
    hints: [
      'npm install --save-dev --save-exact typescript-6@npm:typescript@6.0.3',
      ...(found === undefined ? [] : ['then  npm rebuild  gives the word  tsc  back to your own TypeScript.']),
    ],
  }),
}

/** Makes an issue of this room. */
export const analyzeIssue: IssueFactory<typeof templates> = defineIssues(templates)
