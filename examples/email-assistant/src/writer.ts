// Who reads and writes the mails: rules here; a model fits into the same place.

import type { Mail } from './inbox.ts'

export type Kind = 'newsletter' | 'meeting' | 'invoice' | 'other'

export interface Writer {
  classify(mail: Mail): Kind | Promise<Kind>
  /** @param feedback what was wrong with the draft before */
  draft(mail: Mail, kind: Kind, feedback?: string): string | Promise<string>
}

export const rules: Writer = {
  classify: ({ subject, text }) => {
    if (/unsubscribe/i.test(text)) return 'newsletter'
    if (/\binvoice\b/i.test(subject)) return 'invoice'
    return /\b(meet|meeting|appointment)\b/i.test(`${subject} ${text}`) ? 'meeting' : 'other'
  },
  draft: (mail, kind, feedback) => {
    const body = BODIES[kind](mail)
    const text = feedback !== undefined && /short/i.test(feedback) ? body.split('. ')[0]! : body
    return `Hello,\n\n${text.replace(/\.?$/, '.')}\n\nKind regards`
  },
}

const BODIES: Readonly<Record<Kind, (mail: Mail) => string>> = {
  newsletter: () => 'Thank you',
  meeting: ({ text }) => {
    const when = /\bon (?<day>\w+) at (?<hour>\d+)/.exec(text)?.groups
    return `${when ? `${when['day']} at ${when['hour']}` : 'That'} suits me well. I look forward to it`
  },
  invoice: ({ subject }) =>
    `Thank you for the reminder about ${subject.replace(/ is overdue/, '')}. I will pay it this week`,
  other: () => 'Thank you for your message. I will answer soon',
}
