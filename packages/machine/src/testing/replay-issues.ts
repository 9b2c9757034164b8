// What can be wrong when a recorded step is done again. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'
import { didYouMean, listed } from 'throughline/insides'

const templates = {
  'replay/other-effect': ({
    action,
    index,
    asked,
    recorded,
  }: {
    action: string
    index: number
    asked: string
    recorded: string
  }): IssueText => ({
    title: `"${action}" asks for the effect "${asked}"; recorded is "${recorded}".`,
    details: [`effect ${index + 1} of the step`],
    hints: ['the action asks for other things than it did, or in another order: record the step again'],
  }),
  'replay/more-effects': ({
    action,
    asked,
    recorded,
  }: {
    action: string
    asked: string
    recorded: number
  }): IssueText => ({
    title: `"${action}" asks for the effect "${asked}"; the recorded step had ${recorded === 0 ? 'none' : `only ${recorded}`}.`,
    hints: ['record the step again, or give what it asks for to  actionContext({ effects: { ... } })'],
  }),
  'replay/fewer-effects': ({ action, left }: { action: string; left: readonly string[] }): IssueText => ({
    title: `"${action}" did not ask for ${left.length} of the recorded effects.`,
    details: [`not asked for: ${listed(left)}`],
    hints: ['the action asks for less than it did: record the step again'],
  }),
  'replay/unknown-child': ({
    action,
    key,
    known,
  }: {
    action: string
    key: string
    known: readonly string[]
  }): IssueText => ({
    title: `"${action}" starts the child "${key}", which the recorded step did not.`,
    hints: didYouMean(key, known, 'the recorded children'),
  }),
  'replay/no-effect': ({ name, known }: { name: string; known: readonly string[] }): IssueText => ({
    title: `The context of this test has no effect "${name}".`,
    hints: [...didYouMean(name, known, 'its effects'), `actionContext({ effects: { '${name}': ... } })`],
  }),
  'replay/unfinished-step': ({ app, sequence }: { app: string; sequence: number }): IssueText => ({
    title: `Step ${sequence} of "${app}" began and did not end.`,
    hints: ['its inputs and its effects are written down when it ends: resume the application first'],
  }),
  'replay/no-attempt': ({
    app,
    sequence,
    attempt,
    known,
  }: {
    app: string
    sequence: number
    attempt: number
    known: readonly number[]
  }): IssueText => ({
    title: `Step ${sequence} of "${app}" has no attempt ${attempt}.`,
    details: [`recorded: ${listed(known.map(String))}`],
  }),
  'replay/not-a-fixture': ({ reason }: { reason: string }): IssueText => ({
    title: 'This is not the fixture of a step.',
    details: [reason],
    hints: ['write one with  throughline test-case <application> <sequence>'],
  }),
  'replay/newer-fixture': ({ found, known }: { found: number; known: number }): IssueText => ({
    title: `The fixture has version ${found}; this program knows ${known}.`,
    hints: ['update the package @throughline/machine'],
  }),
}

/** Makes an issue of a replay. */
export const replayIssue: IssueFactory<typeof templates> = defineIssues(templates)
