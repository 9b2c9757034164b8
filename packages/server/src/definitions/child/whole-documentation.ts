// A doc comment as one text of Markdown: what it says, then what is in its tags.

import type { Documentation } from '@throughline/analyze'

export function wholeDocumentation(documentation: Documentation): string {
  const { text, deprecated, parameters, returns, examples } = documentation
  const named = Object.entries(parameters).map(([name, { text: about }]) => `- \`${name}\`: ${about}`)
  return [
    ...(deprecated === undefined ? [] : [`**Deprecated.** ${deprecated}`.trim()]),
    text,
    named.join('\n'),
    ...(returns === undefined ? [] : [`**Gives** ${returns}`]),
    ...examples.map((example) => (example.includes('```') ? example : `\`\`\`ts\n${example}\n\`\`\``)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}
