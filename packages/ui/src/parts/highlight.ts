// Tokens of TypeScript with their colours in both themes.

import { createHighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'

export interface Token {
  readonly content: string
  /** For CSS, of both themes. */
  readonly colour: string
}

const THEMES = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const

const highlighter = createHighlighterCore({
  langs: [import('shiki/langs/typescript.mjs')],
  themes: [import('shiki/themes/github-light-high-contrast.mjs'), import('shiki/themes/github-dark-high-contrast.mjs')],
  engine: createJavaScriptRegexEngine(),
})

export async function highlight(text: string): Promise<readonly (readonly Token[])[]> {
  const { codeToTokensWithThemes } = await highlighter
  const lines = codeToTokensWithThemes(text, { lang: 'typescript', themes: THEMES })
  return lines.map((tokens) =>
    tokens.map(({ content, variants }) => ({
      content,
      colour: `light-dark(${variants['light']?.color ?? 'inherit'}, ${variants['dark']?.color ?? 'inherit'})`,
    })),
  )
}
