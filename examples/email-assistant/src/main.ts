// `npm start`: works until a draft waits, shows it, and ends. `npm start -- send`, `-- revise <what>`, `-- discard`: goes on.

import { join } from 'node:path'
import { filePersister } from '@throughline/tracking/applications'
import { createAssistant, deskWith, verdictSchema, type DraftToApprove, type Verdict } from './assistant.ts'
import { INBOX } from './inbox.ts'
import { fileOutbox } from './outbox.ts'
import { rules } from './writer.ts'

const folder = join(import.meta.dirname, '..')
const outboxFile = join(folder, 'out', 'outbox.jsonl')
const assistant = createAssistant({ writer: rules, outbox: fileOutbox(outboxFile) })

const verdict = verdictOf(process.argv.slice(2))
const app = await assistant.open({
  resume: 'desk',
  persister: filePersister({ dir: join(folder, '.throughline') }),
  entry: 'take',
  state: deskWith(INBOX),
})
try {
  const outcome = verdict && app.status === 'suspended' ? await app.resume(verdict) : await app.run()
  if (outcome.status === 'suspended') {
    const { mail, draft } = outcome.awaiting.prompt as DraftToApprove
    console.log(`From ${mail.from}: ${mail.subject}\n${indented(mail.text)}\n\nDraft:\n${indented(draft)}\n`)
    console.log('npm start -- send | revise "shorter" | discard')
  } else if (outcome.status === 'completed') {
    const { answered, filed } = outcome.state
    console.log(
      `Nothing waits. Answered: ${listed(answered)}; put away: ${listed(filed)}. Sent mails are in ${outboxFile}.`,
    )
    console.log('Remove the folder .throughline to begin again.')
  } else {
    console.error('The assistant stopped:', outcome)
    process.exitCode = 1
  }
} finally {
  await app.close()
}

/** What the words of the command mean; undefined when there are none. */
function verdictOf([answer, ...words]: readonly string[]): Verdict | undefined {
  if (answer === undefined) return undefined
  const verdict = verdictSchema.safeParse({ answer, feedback: words.join(' ') })
  if (verdict.success) return verdict.data
  console.error('Say  send,  revise "what to change",  or  discard.')
  process.exit(2)
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : ids.join(', ')
}
