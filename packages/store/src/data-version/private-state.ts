// Whether instances of a class have fields that nobody outside can see, as its source says.

/** What compilers put in the place of private fields where the language has none. */
const COMPILED_FIELDS = /__privateAdd\(|__classPrivateFieldSet\(|_classPrivateFieldInitSpec\(|_classPrivateFieldSet\(/

/**
 * Reads the body of a class, one member after the other. Where it cannot be sure, for example at a regular expression that
 * holds braces, it may say yes for a class that has none, and at worst a class needs a rule that could do without.
 */
export function hasPrivateFields(source: string): boolean {
  if (COMPILED_FIELDS.test(source)) return true
  return source.startsWith('class') && source.includes('#') && privateFieldAt(source)
}

const TOKEN =
  /\/\/.*|\/\*[^]*?\*\/|'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"|`(?:\\[^]|\$(?!\{)|[^`\\$])*(?:`|\$\{)|#[\p{L}_$][\p{L}\p{N}_$\u200c\u200d]*|[\p{L}_$][\p{L}\p{N}_$]*|[{}()[\]=;]/gu
const TEMPLATE_REST = /(?:\\[^]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/uy

function privateFieldAt(source: string): boolean {
  const token = new RegExp(TOKEN)
  /** The braces that are open: of a template's hole, or others. */
  const open: string[] = []
  let before = ''
  let pending = ''
  for (let match = token.exec(source); match; match = token.exec(source)) {
    const [text] = match
    if (text.startsWith('/')) continue
    if (pending !== '') {
      // A private method is called with parentheses where it is declared; everything else is a field.
      if (text !== '(') return true
      pending = ''
    }
    if (text.startsWith('#') && open.length === 1 && before !== 'static' && isDeclaration(source, match.index)) {
      if (before !== 'get' && before !== 'set') pending = text
    } else if (text === '{' || text === '(' || text === '[') open.push(text)
    else if (text.startsWith('`') && text.endsWith('${')) open.push('`')
    else if (text === ')' || text === ']') open.pop()
    else if (text === '}' && open.pop() === '`') {
      TEMPLATE_REST.lastIndex = token.lastIndex
      const rest = TEMPLATE_REST.exec(source)?.[0] ?? ''
      token.lastIndex += rest.length
      if (rest.endsWith('${')) open.push('`')
    }
    before = text
  }
  return pending !== ''
}

/** In an initializer, `#name` comes after a dot or before `in`. */
function isDeclaration(source: string, at: number): boolean {
  return !/[.?]\s*$/.test(source.slice(Math.max(0, at - 8), at)) && !/^\S+\s+in\b/.test(source.slice(at, at + 200))
}
