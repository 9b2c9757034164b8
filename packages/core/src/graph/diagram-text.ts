// Text in drawings: whatever a name contains, it stays a label.

/** In quotes. Mermaid reads a label as HTML with entities of its own; all but plain characters goes in as a code. */
export function mermaidText(...lines: readonly string[]): string {
  const coded = lines.map((line) => line.replace(/[^\w $.,:()-]/gu, (one) => `#${one.codePointAt(0)};`))
  return `"${coded.join('<br/>')}"`
}

/**
 * In quotes. A JSON string is a DOT string, but for entities and for the escapes of control characters, which no label
 * needs.
 */
export function dotText(...lines: readonly string[]): string {
  return JSON.stringify(lines.join('\n').replaceAll('&', '&amp;'))
}

export const DOT_NODE_STYLE = 'node [fontname="Helvetica,Arial,sans-serif", fontsize=11, margin="0.2,0.05"]'
