// Pieces of Markdown that stay what they are, whatever the text in them.

/** Text as code within a line, also in a table. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
  const ticks = '`'.repeat(longestRun(line) + 1)
  const isPadded = line.startsWith('`') || line.endsWith('`')
  return isPadded ? `${ticks} ${line} ${ticks}` : `${ticks}${line}${ticks}`
}

/** A block of code that nothing inside can end. */
export function fence(text: string, language: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${ticks}${language}\n${text.replace(/\n$/, '')}\n${ticks}`
}

/** A part that is folded away. @param title text without markup @param body Markdown */
export function details(title: string, body: string): string {
  return `<details><summary>${toHtml(title)}</summary>\n\n${body}\n\n</details>`
}

function toHtml(text: string): string {
  return text.replace(/[&<>"'`*_[\]@\\]/g, (one) => `&#${one.charCodeAt(0)};`).replace(/\s+/g, ' ')
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
