// Text of SVG: whatever a name contains, it stays text.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Signs that XML does not know, not even by their number, their like, and halves of signs. */
const NO_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu

export function escapeText(text: string): string {
  return text.replace(NO_XML, '\ufffd').replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
}

/** A length with at most one decimal. */
export function length(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** An element; what is within it is markup already. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, within = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? length(value) : escapeText(value)}"`,
  )
  return within === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${within}</${name}>`
}
