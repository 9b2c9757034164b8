// What a name and a documentation say in short.

/** What is before the last dot or slash of a name: of `prices/eu.mean` it is `prices/eu`. */
export function namespaceOf(name: string): string | undefined {
  const at = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'))
  return at > 0 ? name.slice(0, at) : undefined
}

/** Up to the first full stop before a space, or the end of the paragraph; on one line. */
export function firstSentence(documentation: string): string {
  const [paragraph = ''] = documentation.trim().split(/\n\s*\n/, 1)
  const line = paragraph.replaceAll(/\s+/g, ' ')
  const [sentence = line] = /^.*?[.!?](?=\s|$)/.exec(line) ?? []
  return sentence
}
