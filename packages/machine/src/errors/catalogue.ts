// Every issue of machines and of applications. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'
import { didYouMean, listed } from 'throughline/insides'
import type { LeaseHeld } from '../journal/persister.ts'
import { shown } from './kind-of.ts'

type OfAction = { readonly action: string }
type OfApp = { readonly app: string }
type Holder = { readonly by: string; readonly where?: LeaseHeld['where']; readonly untilMs?: number }
const quoted = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : listed(names))

const templates = {
  // the structure of a machine
  'machine/no-actions': (): IssueText => ({
    title: 'A machine needs an action.',
    hints: ['machine({ ask, answer })'],
  }),
  'machine/not-an-action': ({ name, found }: { name: string; found: string }): IssueText => ({
    title: `"${name}" is no action: it is ${found}.`,
    hints: ['make it with  action(...)  or  stream(...)  of the same forState()'],
  }),
  'machine/bad-name': ({ name }: { name: string }): IssueText => ({
    title: `"${name}" cannot be the name of an action.`,
    hints: ['names of actions are not empty and do not begin with "@", "$" or "*"'],
  }),
  'machine/name-taken': ({ name }: { name: string }): IssueText => ({
    title: `There is an action "${name}" already.`,
    hints: ['give include() another prefix'],
  }),
  'machine/unknown-action': ({
    name,
    known,
    place,
  }: {
    name: string
    known: readonly string[]
    place: string
  }): IssueText => ({
    title: `There is no action "${name}".`,
    details: [`asked for by ${place}`],
    hints: didYouMean(name, known, 'actions'),
  }),
  'machine/unreachable-action': ({ action, entry }: OfAction & { entry: string }): IssueText => ({
    title: `No way leads from "${entry}" to "${action}".`,
    hints: ['add an edge to it, or leave the action out'],
  }),
  'machine/never-written': ({ name, actions }: { name: string; actions: readonly string[] }): IssueText => ({
    title: `Nobody writes "${name}", and the state at the start does not have it.`,
    details: [`read by: ${listed(actions)}`],
    hints: ['give it in the state at the start, let an action write it, or read it as "' + name + '?"'],
  }),
  'machine/shadowed-edge': ({ from, to, by }: { from: string; to: string; by: string }): IssueText => ({
    title: `The edge from "${from}" to "${to}" can never be taken.`,
    details: [`the edge ${by} before it is always taken`],
    hints: ['write otherwise() last, and once'],
  }),

  // what an action does
  'app/not-a-patch': ({
    action,
    found,
    writes,
  }: OfAction & { found: string; writes: readonly string[] }): IssueText => ({
    title: `"${action}" returned ${found} instead of what it writes.`,
    details: [`it writes: ${quoted(writes)}`],
    hints: ['return an object with these keys'],
  }),
  'app/undeclared-write': ({
    action,
    name,
    writes,
  }: OfAction & { name: string; writes: readonly string[] }): IssueText => ({
    title: `"${action}" returned "${name}", which it does not declare to write.`,
    details: [`it writes: ${quoted(writes)}`],
    hints: [`add "${name}" to its writes, or leave it out of what it returns`],
  }),
  'app/missing-write': ({ action, name }: OfAction & { name: string }): IssueText => ({
    title: `"${action}" did not return "${name}".`,
    hints: [`return it, or declare it as "${name}?"`],
  }),
  'app/undeclared-read': ({
    action,
    name,
    reads,
  }: OfAction & { name: string; reads: readonly string[] }): IssueText => ({
    title: `"${action}" reads "${name}", which it does not declare.`,
    details: [`it reads: ${quoted(reads)}`],
    hints: [`add "${name}" to its reads`],
  }),
  'app/written-twice': ({ name, outputs }: { name: string; outputs: readonly string[] }): IssueText => ({
    title: `Several outputs of the flow go to "${name}".`,
    details: [`outputs: ${listed(outputs)}`],
    hints: ['let one node make a value of them, and write that'],
  }),
  'app/absent-key': ({ action, name }: OfAction & { name: string }): IssueText => ({
    title: `"${action}" reads "${name}", and the state does not have it yet.`,
    hints: [`give it in the state at the start, or read it as "${name}?"`],
  }),
  'app/bad-change': ({
    name,
    change,
    found,
  }: {
    name: string
    change: 'append' | 'increment'
    found: string
  }): IssueText => ({
    title:
      change === 'append'
        ? `"${name}" cannot be appended to: it is no list.`
        : `"${name}" cannot be incremented: it is no number.`,
    details: [`found: ${found}`],
  }),
  'app/bad-route': ({
    action,
    found,
    targets,
  }: OfAction & { found: string; targets: readonly string[] }): IssueText => ({
    title: `The route from "${action}" chose ${found}, which is not among its targets.`,
    details: [`targets: ${listed(targets)}`],
  }),
  'app/async-condition': ({ action, to }: OfAction & { to: string }): IssueText => ({
    title: `The condition of the edge from "${action}" to "${to}" gave a promise.`,
    hints: ['let an action find out, write it into the state, and look at that'],
  }),
  'app/no-chunks': ({ action }: OfAction): IssueText => ({
    title: `The streaming action "${action}" did not give an iterator.`,
    hints: ['write it as a generator:  async function* () { yield chunk; return patch }'],
  }),
  'app/todo': ({ action }: OfAction): IssueText => ({
    title: `"${action}" is a placeholder and cannot run.`,
    hints: ['replace todo() by action() when you know what it does'],
  }),
  'app/duplicate-key': ({ action, key }: OfAction & { key: string }): IssueText => ({
    title: `Two tasks of "${action}" have the key "${key}".`,
    hints: ['give each task a key of its own: the child is found again by it'],
  }),
  'app/no-entry': ({ action, key, names }: OfAction & { key: string; names: readonly string[] }): IssueText => ({
    title: `The task "${key}" of "${action}" does not say with which action its machine begins.`,
    details: [`actions: ${listed(names)}`],
    hints: [`task({ key, machine, entry: '${names[0]}' })`],
  }),
  'app/child-failed': ({ action, key, found }: OfAction & { key: string; found: string }): IssueText => ({
    title: `The child "${key}" of "${action}" did not come to its end.`,
    details: [found],
    hints: ["take every end with  join: 'settle' ; a retry goes on with the children that are not done"],
  }),
  'app/no-quorum': ({
    action,
    quorum,
    good,
    tasks,
  }: OfAction & { quorum: number; good: number; tasks: number }): IssueText => ({
    title: `"${action}" needs ${quorum} children that come to their end, and cannot get them.`,
    details: [`done: ${good} of ${tasks}`],
  }),
  'app/cannot-judge': ({ action, failure }: OfAction & { failure: string }): IssueText => ({
    title: `"${action}" failed, and what was to say how to go on failed, too.`,
    details: [`the failure: ${failure}`],
    hints: ['look at its retryIf and at the functions of its error edges'],
  }),
  'app/timeout': ({ action, limitMs }: OfAction & { limitMs: number }): IssueText => ({
    title: `"${action}" took longer than ${limitMs} ms.`,
  }),
  'app/not-storable': ({ path, found }: { path: string; found: string }): IssueText => ({
    title: `${path} cannot be kept: it is ${found}.`,
    hints: ['keep plain data in the state, or give a codec for the class:  open({ codecs: [...] })'],
  }),
  'app/unknown-codec': ({ name }: { name: string }): IssueText => ({
    title: `The state holds a value of the codec "${name}", which is not given.`,
    hints: ['open the application with the codecs that it was kept with'],
  }),

  // what comes from outside
  'app/unknown-input': ({ action, name, known }: OfAction & { name: string; known: readonly string[] }): IssueText => ({
    title: `"${action}" takes no input "${name}".`,
    hints: didYouMean(name, known, 'its inputs'),
  }),
  'app/missing-input': ({ action, names }: OfAction & { names: readonly string[] }): IssueText => ({
    title: `"${action}" needs ${names.map((name) => `"${name}"`).join(', ')}.`,
    hints: [`run({ inputs: { '${action}': { ${names.map((name) => `${name}: ...`).join(', ')} } } })`],
  }),
  'app/bad-input': ({ action, findings }: OfAction & { findings: readonly string[] }): IssueText => ({
    title: `The inputs of "${action}" do not fit.`,
    details: findings,
  }),
  'app/not-suspended': ({ app, status }: OfApp & { status: string }): IssueText => ({
    title: `"${app}" does not wait for an answer.`,
    details: [`it is ${status}`],
  }),
  'app/expired': ({ app, action }: OfApp & OfAction): IssueText => ({
    title: `The time to answer "${action}" of "${app}" is over.`,
    hints: ['move on with  edit({ next })'],
  }),
  'app/bad-payload': ({ action, findings }: OfAction & { findings: readonly string[] }): IssueText => ({
    title: `The answer to "${action}" does not fit.`,
    details: findings,
  }),
  'app/no-awaits': ({ action }: OfAction): IssueText => ({
    title: `"${action}" returned suspend(), and does not declare what it waits for.`,
    hints: ['add  awaits: schema  to the action'],
  }),
  'app/unknown-option': ({
    name,
    place,
    known,
  }: {
    name: string
    place: string
    known: readonly string[]
  }): IssueText => ({
    title: known.length === 0 ? `${place} takes no options; given: "${name}".` : `${place} has no option "${name}".`,
    hints: known.length === 0 ? [] : didYouMean(name, known, 'options'),
  }),
  'app/bad-option': ({ name, given, expected }: { name: string; given: unknown; expected: string }): IssueText => ({
    title: `"${name}" is ${shown(given)}; expected ${expected}.`,
  }),

  // where applications are kept
  'app/bad-id': ({ found }: { found: string }): IssueText => ({
    title: `The id of an application is ${found}; expected text of 1 to 256 bytes.`,
  }),
  'app/unknown': ({ app, persister, isResumed }: OfApp & { persister: string; isResumed?: true }): IssueText => ({
    title: `There is no application "${app}" in ${persister}.`,
    hints: [
      isResumed
        ? 'give  entry  and  state  as well, and it begins when there is none'
        : 'see which there are by  persister.list()',
    ],
  }),
  'app/exists': ({ app, persister }: OfApp & { persister: string }): IssueText => ({
    title: `There is an application "${app}" in ${persister} already.`,
    hints: ['go on with it by  resume  instead of  id'],
  }),
  'app/no-such-step': ({ app, at, last }: OfApp & { at: number; last: number }): IssueText => ({
    title: `"${app}" has no step ${at}.`,
    details: [`its last step is ${last}`],
  }),
  'app/other-machine': ({ app, found, name }: OfApp & { found: string; name: string }): IssueText => ({
    title: `"${app}" is an application of the machine "${found}", not of "${name}".`,
  }),
  'app/conflict': ({ app, expected, found }: OfApp & { expected: number; found: number }): IssueText => ({
    title: `Somebody else went on with "${app}".`,
    details: [`its journal ends at entry ${found}; this object knows ${expected}`],
    hints: ['open it again with  resume'],
  }),
  'app/held': ({ app, by, where, untilMs }: OfApp & Holder): IssueText => {
    if (where === 'this process')
      return {
        title: `"${app}" is open in this process already.`,
        details: [by],
        hints: ['go on with the object that is open, or close it first:  await app.close()'],
      }
    const isNear = where === 'this machine'
    const until = untilMs === undefined || isNear ? undefined : new Date(untilMs).toISOString()
    return {
      title: `"${app}" is open in another process.`,
      details: [isNear ? `${by}, which is this machine` : by],
      hints: [
        'try again when it has closed the application',
        ...(isNear ? ['should it hang, end it: the application is free as soon as it has ended'] : []),
        ...(until === undefined
          ? []
          : [`should it have died, it is free at ${until}; as long as it lives it renews its lease`]),
      ],
    }
  },
  'app/newer-schema': ({ app, found, known }: OfApp & { found: number; known: number }): IssueText => ({
    title: `The state of "${app}" has version ${found}; this program knows ${known}.`,
    hints: ['update the program. Nothing was changed.'],
  }),
  'app/no-migration': ({
    app,
    found,
    from,
    wanted,
  }: OfApp & { found: number; from: number; wanted: number }): IssueText => ({
    title: `Nothing leads the state of "${app}" from version ${from} to ${from + 1}.`,
    details: [`found ${found}, wanted ${wanted}`],
    hints: [`open({ schemaVersion: ${wanted}, migrations: { ${from}: (state) => ... } })`],
  }),
  'app/cancelled': ({ app }: OfApp): IssueText => ({
    title: `"${app}" was cancelled, and cannot be changed any more.`,
    hints: ['go on with a fork of it'],
  }),
  'app/within-step': ({ app, method }: OfApp & { method: string }): IssueText => ({
    title: `${method}() of "${app}" was called by what it is waiting for.`,
    hints: ['return what the application is to do next, or run a child:  ctx.spawn(machine, { key, entry })'],
  }),
  'app/closed': ({ app }: OfApp): IssueText => ({
    title: `"${app}" was closed.`,
    hints: ['open it again with  resume'],
  }),
  'app/late-iteration': ({ app }: OfApp): IssueText => ({
    title: `The events of this run of "${app}" have begun without a reader.`,
    hints: ['read them in the statement that starts the run:  for await (const event of app.run())'],
  }),
}

/** Makes an issue of machines and applications. */
export const machineIssue: IssueFactory<typeof templates> = defineIssues(templates)
