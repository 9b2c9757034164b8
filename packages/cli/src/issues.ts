// Every issue of the command itself. Each code has a page in the documentation.

import { alternatives, defineIssues, nearest, type IssueFactory, type IssueText } from 'throughline'

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`
}

const templates = {
  'cli/options-conflict': ({ options, cure }: { options: readonly string[]; cure: string }): IssueText => ({
    title: `${options.join(' and ')} cannot be given together.`,
    hints: [cure],
  }),

  'cli/concurrency': ({ given }: { given: string }): IssueText => ({
    title: `--concurrency is ${given}; expected a whole number from 1.`,
  }),

  'cli/port': ({ given }: { given: string }): IssueText => ({
    title: `--port is ${given}; expected a whole number from 0 to 65535.`,
    hints: ['without it the first free port from 7717 on is taken; 0 is any free one.'],
  }),

  'cli/unknown-node': ({
    name,
    flow,
    known,
  }: {
    name: string
    flow?: string
    known: readonly string[]
  }): IssueText => ({
    title:
      flow === undefined
        ? `No flow of the project has a node or input "${name}".`
        : `The flow "${flow}" has no node or input "${name}".`,
    hints: (() => {
      const close = nearest(name, known)
      return close.length > 0
        ? [`did you mean ${alternatives(close)}?`]
        : ['see what there is with  throughline ls <flow>']
    })(),
  }),

  'cli/ambiguous-node': ({
    name,
    flows,
    cure = `--flow ${flows[0]}`,
  }: {
    name: string
    flows: readonly string[]
    cure?: string
  }): IssueText => ({
    title: `"${name}" is in ${flows.length} flows: ${flows.join(', ')}.`,
    hints: [`say which one with  ${cure}`],
  }),

  'cli/unknown-run': ({ given }: { given: string }): IssueText => ({
    title: `The record has no run "${given}".`,
    hints: [
      'see the runs with  throughline runs',
      'a run is named by its id, 4 and more of its first characters, or  latest',
    ],
  }),

  'cli/ambiguous-run': ({ given, runs }: { given: string; runs: readonly string[] }): IssueText => ({
    title: `Several runs begin with "${given}".`,
    details: runs.map((run) => run),
    hints: ['give more characters.'],
  }),

  'cli/ambiguous-application': ({ app, places }: { app: string; places: readonly string[] }): IssueText => ({
    title: `There are ${places.length} applications "${app}".`,
    details: places,
    hints: ['say which one is meant with  --in store  or  --in files'],
  }),

  'cli/no-earlier-run': ({ run, flow }: { run: string; flow: string }): IssueText => ({
    title: `There is no run of "${flow}" before ${run}.`,
    hints: ['name the run to compare with:  --against <run>'],
  }),

  'cli/not-in-run': ({ node, run, known }: { node: string; run: string; known: readonly string[] }): IssueText => ({
    title: `"${node}" was no part of the run ${run}.`,
    hints: (() => {
      const close = nearest(node, known)
      return close.length > 0
        ? [`did you mean ${alternatives(close)}?`]
        : [`see its nodes with  throughline runs show ${run}`]
    })(),
  }),

  'cli/nothing-to-remove': ({ command }: { command: string }): IssueText => ({
    title: `It is not said which runs  ${command}  removes.`,
    hints: ['name runs, or say which ones go:  throughline runs rm --older-than 30d --keep 100'],
  }),

  'cli/not-confirmed': ({ what }: { what: string }): IssueText => ({
    title: `Nobody is there to say whether ${what} may be removed for good.`,
    hints: ['to remove without being asked, give  --yes'],
  }),

  'cli/instant': ({ option, given }: { option: string; given: string }): IssueText => ({
    title: `${option} is ${given}; expected a date, or how long ago.`,
    hints: ['write  2026-11-20,  2026-11-20T14:00  or  7d'],
  }),

  'cli/choice': ({ option, given, known }: { option: string; given: string; known: readonly string[] }): IssueText => ({
    title: `${option} is ${given}; expected ${alternatives(known)}.`,
  }),

  'cli/count': ({ option, given }: { option: string; given: string }): IssueText => ({
    title: `${option} is ${given}; expected a whole number from 1.`,
  }),

  'cli/amount': ({ option, given, example }: { option: string; given: string; example: string }): IssueText => ({
    title: `${option} is ${given}; expected a number with its unit, such as ${example}.`,
  }),

  'cli/folder-not-empty': ({ directory }: { directory: string }): IssueText => ({
    title: `"${directory}" is not empty, and nothing in it will be overwritten.`,
    hints: ['give a new folder:  throughline init my-project'],
  }),

  'cli/package-missing': ({
    directory,
    names,
    expected,
  }: {
    directory: string
    names: readonly string[]
    expected: readonly string[]
  }): IssueText => ({
    title: `"${directory}" has no package file for ${listed(names)}.`,
    details: [`expected: ${expected.join(', ')}`],
    hints: ['make them with  npm pack --workspaces --pack-destination <folder>  in the repository'],
  }),

  'cli/file-exists': ({ path }: { path: string }): IssueText => ({
    title: `"${path}" exists, and is not overwritten.`,
    hints: ['choose another name with  --out,  or overwrite it with  --force'],
  }),

  'cli/no-machine': ({
    given,
    recorded,
    known,
  }: {
    given?: string
    recorded: string
    known: readonly string[]
  }): IssueText => ({
    title:
      given === undefined
        ? `The project has no machine that is recorded as "${recorded}".`
        : `The project has no machine "${given}".`,
    details: [known.length === 0 ? 'it has no machines' : `machines: ${known.join(', ')}`],
    hints: ['add it to  machines  in throughline.config.ts, or say which one it is with  --machine'],
  }),

  'cli/unknown-machine': ({
    given,
    known,
    recordedAs,
  }: {
    given: string
    known: readonly string[]
    /** Under which name the project's machine of this name is recorded. */
    recordedAs?: string
  }): IssueText => {
    const close = nearest(given, known)
    const suggested = close.length > 0 ? [`did you mean ${alternatives(close)}?`] : []
    return {
      title: `No application of a machine "${given}" is kept.`,
      details: [known.length === 0 ? 'there are no machines' : `machines: ${known.join(', ')}`],
      hints: recordedAs === undefined ? suggested : [`it is recorded as "${recordedAs}":  --machine ${recordedAs}`],
    }
  },

  'cli/unnamed-codec': ({ name, known }: { name: string; known: readonly string[] }): IssueText => ({
    title: `The step holds a value of the codec "${name}", which the project does not name.`,
    details: [known.length === 0 ? 'it names no codecs' : `codecs: ${known.join(', ')}`],
    hints: ['name it in throughline.config.ts:  defineProject({ codecs: [...] })'],
  }),

  'cli/not-an-evaluation': ({ path }: { path: string }): IssueText => ({
    title: `"${path}" does not export an evaluation.`,
    hints: ['export default { dataset, run, scorers }  or a function that gives it'],
  }),

  'cli/no-burr-logs': ({ folder }: { folder: string }): IssueText => ({
    title: `"${folder}" has no applications that Burr tracked.`,
    hints: ['give the folder of a project of Burr: it has a folder with a  log.jsonl  for each application'],
  }),

  'cli/ratio': ({ option, given }: { option: string; given: string }): IssueText => ({
    title: `${option} is ${given}; expected a number from 0 to 1.`,
  }),

  'cli/file-not-read': ({ path, reason }: { path: string; reason: string }): IssueText => ({
    title: `"${path}" cannot be read.`,
    details: [reason],
  }),

  'cli/file-not-written': ({ path, reason }: { path: string; reason: string }): IssueText => ({
    title: `"${path}" cannot be written.`,
    details: [reason],
  }),
}

/** Makes an issue of the command. */
export const cliIssue: IssueFactory<typeof templates> = defineIssues(templates)
