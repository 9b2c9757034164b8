import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryPersister, type Persister } from '@throughline/machine'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAssistant, deskWith } from './assistant.ts'
import { INBOX } from './inbox.ts'
import { fileOutbox, readOutbox, type Outbox } from './outbox.ts'
import { rules } from './writer.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'email-assistant-'))
  file = join(folder, 'outbox.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Assistant = ReturnType<typeof createAssistant>
const open = (persister: Persister, outbox: Outbox = fileOutbox(file)): ReturnType<Assistant['open']> =>
  createAssistant({ writer: rules, outbox }).open({
    resume: 'desk',
    persister,
    entry: 'take',
    state: deskWith(INBOX),
  })

test('rules tell mails apart', () => {
  expect(INBOX.map((mail) => rules.classify(mail))).toEqual(['newsletter', 'meeting', 'invoice'])
})

test('a newsletter is put away, and the first draft waits for a person', async () => {
  const app = await open(memoryPersister())
  const outcome = await app.run()
  expect(outcome).toMatchObject({ status: 'suspended', next: 'approve', state: { filed: ['m1'], answered: [] } })
  expect(app.awaiting?.prompt).toMatchObject({ mail: { id: 'm2' }, draft: expect.stringContaining('Thursday at 10') })
  expect(await readOutbox(file)).toEqual([])
})

test('an answer that does not fit is refused, and the draft still waits', async () => {
  const app = await open(memoryPersister())
  await app.run()
  // @ts-expect-error an answer that is none of the three
  await expect(app.resume({ answer: 'perhaps' })).rejects.toThrow(/app\/bad-payload/)
  expect(app.status).toBe('suspended')
})

test('feedback leads to another draft', async () => {
  const app = await open(memoryPersister())
  await app.run()
  const outcome = await app.resume({ answer: 'revise', feedback: 'shorter' })
  expect(outcome.status).toBe('suspended')
  expect(app.state.draft).toBe('Hello,\n\nThursday at 10 suits me well.\n\nKind regards')
})

test('each answer comes to another process, and the work goes on', async () => {
  const persister = memoryPersister()
  const first = await open(persister)
  await first.run()
  await first.close()

  const second = await open(persister)
  expect(second.awaiting?.prompt).toMatchObject({ mail: { id: 'm2' } })
  await second.resume({ answer: 'send' })
  await second.close()

  const third = await open(persister)
  expect(await third.resume({ answer: 'discard' })).toMatchObject({
    status: 'completed',
    state: { answered: ['m2'], filed: ['m1', 'm3'] },
  })
  expect((await readOutbox(file)).map(({ to, subject }) => [to, subject])).toEqual([
    ['ines@orchard.example', 'Re: Meeting about the harvest'],
  ])
})

test('an answer is sent once, although the step that sends it is done twice', async () => {
  let sendings = 0
  const outbox = fileOutbox(file)
  const fragile: Outbox = {
    send: async (answer, key) => {
      await outbox.send(answer, key)
      if (sendings++ === 0) throw new Error('the connection broke after the mail had gone')
    },
  }
  const app = await open(memoryPersister(), fragile)
  await app.run()
  await app.resume({ answer: 'send' })
  expect(sendings).toBe(2)
  expect(app.state.answered).toEqual(['m2'])
  expect(await readOutbox(file)).toHaveLength(1)
})
