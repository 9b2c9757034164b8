// Reads the part of Markdown that documentation is written in: paragraphs, headings, lists, quotes, code, emphasis, links.

export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis'; readonly text: readonly Inline[] }
  | { readonly type: 'link'; readonly to: string; readonly text: readonly Inline[] }

export type Block =
  | { readonly type: 'paragraph' | 'quote'; readonly text: readonly Inline[] }
  | { readonly type: 'heading'; readonly level: number; readonly text: readonly Inline[] }
  | { readonly type: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly type: 'code'; readonly language: string; readonly text: string }

const FENCE = /^\s*(`{3,}|~{3,})\s*([\w.+-]*)/
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/
const BULLET = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/
const QUOTE = /^\s*>\s?(.*)$/

export function parseMarkdown(text: string): readonly Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const blocks: Block[] = []
  let at = 0
  /** The lines from here on that match, as far as they follow each other. */
  const linesThat = (holds: (line: string) => boolean): string[] => {
    const from = at
    while (at < lines.length && holds(lines[at]!)) at++
    return lines.slice(from, at)
  }
  while (at < lines.length) {
    const line = lines[at]!
    const fence = FENCE.exec(line)
    const heading = HEADING.exec(line)
    if (line.trim() === '') at++
    else if (fence) {
      at++
      const code = linesThat((next) => !next.trimStart().startsWith(fence[1]!))
      at++
      blocks.push({ type: 'code', language: fence[2]!, text: code.join('\n') })
    } else if (heading) {
      at++
      blocks.push({ type: 'heading', level: heading[1]!.length, text: parseInline(heading[2]!) })
    } else if (QUOTE.test(line)) {
      const quoted = linesThat((next) => QUOTE.test(next)).map((next) => QUOTE.exec(next)![1]!)
      blocks.push({ type: 'quote', text: parseInline(quoted.join(' ')) })
    } else if (BULLET.test(line)) {
      const isOrdered = BULLET.exec(line)![1] !== undefined
      const items: string[] = []
      for (const next of linesThat((one) => BULLET.test(one) || /^\s{2,}\S/.test(one))) {
        const bullet = BULLET.exec(next)
        if (bullet) items.push(bullet[2]!)
        else items[items.length - 1] += ` ${next.trim()}`
      }
      blocks.push({ type: 'list', isOrdered, items: items.map(parseInline) })
    } else {
      const paragraph = linesThat(
        (next) => next.trim() !== '' && ![FENCE, HEADING, BULLET, QUOTE].some((one) => one.test(next)),
      )
      blocks.push({ type: 'paragraph', text: parseInline(paragraph.map((one) => one.trim()).join(' ')) })
    }
  }
  return blocks
}

/** A line of Markdown without its marks. */
export function plainText(text: string): string {
  return flat(parseInline(text))
}

function flat(parts: readonly Inline[]): string {
  return parts.map(({ text }) => (typeof text === 'string' ? text : flat(text))).join('')
}

/** One alternative for each kind; none of them begins like another one. */
const MARKS =
  /(`+)(?<code>.+?)\1(?!`)|\*\*(?<strong>\S(?:.*?\S)?)\*\*(?!\*)|(?<![\w*])[*_](?<emphasis>[^\s*_](?:[^*_]*[^\s*_])?)[*_](?![\w*])|\[(?<label>[^\]]+)\]\((?<to>[^\s)]+)\)|\{@link(?:code|plain)?\s+(?<name>[^}|\s]+)[^}]*\}|(?<plain>https:\/\/[^\s<>()]*[^\s<>().,;:!?'"])/s

export function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = []
  let rest = text
  while (rest !== '') {
    const found = MARKS.exec(rest)
    if (!found) break
    if (found.index > 0) parts.push({ type: 'text', text: rest.slice(0, found.index) })
    parts.push(...toInline(found))
    rest = rest.slice(found.index + found[0].length)
  }
  if (rest !== '') parts.push({ type: 'text', text: rest })
  return parts
}

function toInline(found: RegExpExecArray): readonly Inline[] {
  const { code, strong, emphasis, label, to, name, plain } = found.groups!
  if (code !== undefined) return [{ type: 'code', text: code.trim() }]
  if (strong !== undefined) return [{ type: 'strong', text: parseInline(strong) }]
  if (emphasis !== undefined) return [{ type: 'emphasis', text: parseInline(emphasis) }]
  if (name !== undefined) return [{ type: 'code', text: name }]
  if (plain !== undefined) return [{ type: 'link', to: plain, text: [{ type: 'text', text: plain }] }]
  // Anything but these two could run a script, or tell somebody who reads what.
  if (/^(?:#|https:\/\/)/i.test(to!)) return [{ type: 'link', to: to!, text: parseInline(label!) }]
  return parseInline(label!)
}
