// What can be wrong with an evaluation. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

const templates = {
  'evaluation/bad-dataset': ({ line, reason }: { line: number; reason: string }): IssueText => ({
    title: `Case ${line} of the data set cannot be used.`,
    details: [reason],
    hints: ['each case is  { id, input }  with  expected  if it is known; ids differ'],
  }),
  'evaluation/no-cases': (): IssueText => ({
    title: 'The data set has no cases.',
    hints: ['dataset([{ id: "greeting", input: { text: "Hi" }, expected: "Hello" }])'],
  }),
  'evaluation/no-scorers': (): IssueText => ({
    title: 'Nothing says how good an answer is.',
    hints: ['evaluate({ ..., scorers: { exact: exact() } })'],
  }),
  'evaluation/bad-score': ({ scorer, found }: { scorer: string; found: string }): IssueText => ({
    title: `The scorer "${scorer}" gave ${found}; expected a number from 0 to 1.`,
  }),
  'evaluation/no-verdict': ({ found }: { found: string }): IssueText => ({
    title: 'The judge did not give a score.',
    details: [`it said: ${found}`],
    hints: ['the prompt asks for a line  SCORE: 0.8  at the end; another  parse  can read other answers'],
  }),
  'evaluation/bad-baseline': ({ reason }: { reason: string }): IssueText => ({
    title: 'This is not the report of an evaluation.',
    details: [reason],
    hints: ['make one with  throughline eval <file> --save baseline.json'],
  }),
}

/** Makes an issue of an evaluation. */
export const evaluationIssue: IssueFactory<typeof templates> = defineIssues(templates)
