// What the stub says: rules instead of a model, so that the same conversation always goes the same way.

export interface StubMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string | null
}

export type StubReply = { readonly text: string } | { readonly call: { readonly name: string; readonly input: object } }

export function replyTo(messages: readonly StubMessage[]): StubReply {
  const asked = messages.findLastIndex(({ role }) => role === 'user')
  const question = messages[asked]?.content ?? ''
  const results = messages.slice(asked + 1).filter(({ role }) => role === 'tool')
  const result = results.at(-1)?.content
  if (typeof result === 'string') return { text: toldOf(JSON.parse(result)) }
  if (/^(hello|hi|good (morning|day|evening))\b/i.test(question))
    return { text: 'Hello! Ask me about the State of the Union addresses of 1790 to 2021.' }
  if (/\b(save|note down|write (it|that|this) down)\b/i.test(question)) {
    const said = messages.slice(0, asked).findLast(({ role, content }) => role === 'assistant' && content)
    return { call: { name: 'save_note', input: { title: titleOf(messages, asked), text: said?.content ?? question } } }
  }
  const phrase = /["“](?<phrase>[^"”]+)["”]/.exec(question)?.groups?.['phrase']
  if (phrase !== undefined && /\b(who|first|last|how (often|many)|mention)/i.test(question))
    return { call: { name: 'count_mentions', input: { phrase } } }
  return { call: { name: 'search_addresses', input: { query: question } } }
}

interface Found {
  readonly year: number
  readonly president: string
  readonly text: string
}

interface Counted {
  readonly phrase: string
  readonly addresses: number
  readonly first: Omit<Found, 'text'>
  readonly last: Omit<Found, 'text'>
}

function toldOf(result: unknown): string {
  if (Array.isArray(result)) return toldOfPassages(result as Found[])
  const { saved, denied, error, ...rest } = result as { saved?: string; denied?: string; error?: string }
  if (saved !== undefined) return `I have saved the note "${saved}".`
  if (denied !== undefined) return `I have not saved it. ${denied}`
  if (error !== undefined) return `That did not work: ${error}`
  const { phrase, addresses, first, last } = rest as Counted
  if (addresses === 0) return `No address has "${phrase}".`
  return (
    `"${phrase}" is in ${addresses} of the addresses: ` +
    `first in ${first.year} (${first.president}), last in ${last.year} (${last.president}).`
  )
}

function toldOfPassages(found: readonly Found[]): string {
  if (found.length === 0) return 'I found nothing about that in the addresses.'
  const quotes = found.map(({ year, president, text }) => `- ${year}, ${president}: "${shortened(text)}"`)
  return `This is what I found in the addresses:\n${quotes.join('\n')}`
}

function shortened(text: string): string {
  const words = text.split(' ')
  return words.length <= 30 ? text : `${words.slice(0, 30).join(' ')} ...`
}

/** The question before the last one, as a title. */
function titleOf(messages: readonly StubMessage[], asked: number): string {
  const before = messages.slice(0, asked).findLast(({ role }) => role === 'user')
  return (before?.content ?? 'A note').replace(/[?!.]+$/, '')
}
