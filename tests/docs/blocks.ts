// The fenced blocks of a Markdown page, with their places.

export interface Block {
  /** The first word behind the fence: `ts`, `text`, `sh`; empty when there is none. */
  readonly language: string
  /** What else stands behind the fence. */
  readonly note: string
  /** Without a line break at the end. */
  readonly text: string
  /** The line of the page on which the text begins, from 1. */
  readonly line: number
}

const FENCE = /^```(?<language>\S*)[ \t]*(?<note>[^\n]*)\n(?<text>[\s\S]*?)^```[ \t]*$/gm

export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(FENCE)].map(({ index, groups }) => ({
    language: groups!['language']!,
    note: groups!['note']!.trim(),
    text: groups!['text']!.replace(/\n$/, ''),
    line: markdown.slice(0, index).split('\n').length + 1,
  }))
}
