// Every relative link in a Markdown file leads to a file that exists, and to a heading that exists in it.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryFiles, type Gate } from '../gate.ts'

export const documentLinks: Gate = {
  name: 'document links',
  cure: 'correct the link or write the missing page',
  problems: async (root) => {
    const files = (await repositoryFiles(root)).filter(
      (file) => file.endsWith('.md') && !/\/(fixtures|templates)\//.test(file),
    )
    return files.flatMap((file) =>
      linksOf(readFileSync(join(root, file), 'utf8')).flatMap((link) => problemOf(root, file, link)),
    )
  },
}

function linksOf(markdown: string): readonly string[] {
  const prose = withoutCode(markdown)
  const inline = prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)
  const reference = prose.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm)
  return [...inline, ...reference].map((match) => match[1] ?? '').filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
}

function problemOf(root: string, file: string, link: string): readonly string[] {
  const [path = '', anchor] = link.split('#')
  const target =
    path === ''
      ? join(root, file)
      : join(path.startsWith('/') ? root : join(root, dirname(file)), decodeURIComponent(path))
  if (!existsSync(target)) return [`${file}: ${link} does not exist`]
  if (!anchor || !target.endsWith('.md') || !statSync(target).isFile()) return []
  return anchorsOf(readFileSync(target, 'utf8')).has(anchor.toLowerCase())
    ? []
    : [`${file}: ${link} names no heading of that page`]
}

/** The names under which code hosts link to headings: lower case, punctuation dropped, blanks to hyphens. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of withoutFences(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*\s*$/gm)) {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '')
    const slug = plain
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-')
    let unique = slug
    for (let copy = 1; anchors.has(unique); copy++) unique = `${slug}-${copy}`
    anchors.add(unique)
  }
  for (const [, id = ''] of markdown.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(id.toLowerCase())
  return anchors
}

const withoutFences = (markdown: string): string =>
  markdown.replaceAll(/^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\2[^\n]*$/gm, '')
const withoutCode = (markdown: string): string => withoutFences(markdown).replaceAll(/`[^`\n]*`/g, '')
