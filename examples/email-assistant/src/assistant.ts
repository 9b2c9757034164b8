// The assistant as a machine: take a mail, see what it is, draft an answer, wait for a person, send it.

import { append, END, forState, suspend, unset } from '@throughline/machine'
import * as z from 'zod'
import type { Mail } from './inbox.ts'
import type { Outbox } from './outbox.ts'
import type { Kind, Writer } from './writer.ts'

export interface Desk {
  /** Not yet looked at. */
  inbox: Mail[]
  mail?: Mail
  kind?: Kind
  draft?: string
  verdict?: Verdict
  /** Ids of mails. */
  answered: string[]
  filed: string[]
}

/** What a person says to a draft. */
export const verdictSchema = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('send') }),
  z.object({ answer: z.literal('revise'), feedback: z.string().min(1) }),
  z.object({ answer: z.literal('discard') }),
])
export type Verdict = z.infer<typeof verdictSchema>

/** What a person is shown. */
export interface DraftToApprove {
  readonly mail: Mail
  readonly draft: string
}

const { action, machine } = forState<Desk>()

export function createAssistant({ writer, outbox }: { writer: Writer; outbox: Outbox }) {
  const take = action({ reads: ['inbox'], writes: ['inbox', 'mail?'], doc: 'Takes the next mail.' }, ({ state }) => {
    const [mail, ...inbox] = state.inbox
    return { inbox, mail: mail ?? unset() }
  })

  const classify = action({ reads: ['mail'], writes: ['kind'], doc: 'Sees what it is.' }, async ({ state }) => ({
    kind: await writer.classify(state.mail!),
  }))

  const write = action(
    { reads: ['mail', 'kind', 'verdict?'], writes: ['draft'], doc: 'Drafts an answer; another one after feedback.' },
    async ({ state: { mail, kind, verdict } }) => ({
      draft: await writer.draft(mail!, kind!, verdict?.answer === 'revise' ? verdict.feedback : undefined),
    }),
  )

  const approve = action(
    {
      reads: ['mail', 'draft'],
      writes: ['verdict'],
      awaits: verdictSchema,
      resumed: ({ payload }) => ({ verdict: payload }),
      tags: ['human'],
      doc: 'Waits until a person has read the draft.',
    },
    ({ state }) => suspend({ prompt: { mail: state.mail, draft: state.draft } }),
  )

  const send = action(
    {
      reads: ['mail', 'draft'],
      writes: ['answered', 'verdict?'],
      retry: { maxAttempts: 3, backoffMs: 50 },
      doc: 'Sends it, once.',
    },
    async ({ state: { mail, draft }, ctx }) => {
      const answer = { to: mail!.from, subject: `Re: ${mail!.subject}`, text: draft! }
      await outbox.send(answer, ctx.idempotencyKey)
      return { answered: append(mail!.id), verdict: unset() }
    },
  )

  const file = action({ reads: ['mail'], writes: ['filed', 'verdict?'], doc: 'Puts it away.' }, ({ state }) => ({
    filed: append(state.mail!.id),
    verdict: unset(),
  }))

  return machine({ take, classify, write, approve, send, file })
    .from('take')
    .when((state) => state.mail === undefined, END, { label: 'nothing left' })
    .otherwise('classify')
    .from('classify')
    .when({ kind: 'newsletter' }, 'file')
    .otherwise('write')
    .from('write')
    .to('approve')
    .from('approve')
    .when((state) => state.verdict?.answer === 'send', 'send', { label: 'send' })
    .when((state) => state.verdict?.answer === 'revise', 'write', { label: 'revise' })
    .otherwise('file', { label: 'discard' })
    .from(['send', 'file'])
    .to('take')
    .named('email-assistant')
}

export function deskWith(inbox: readonly Mail[]): Desk {
  return { inbox: [...inbox], answered: [], filed: [] }
}
