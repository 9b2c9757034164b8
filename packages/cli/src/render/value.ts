// The values of a run's outputs, as text.

import type { ValueView } from '@throughline/project/process'
import type { Screen } from '../terminal/terminal.ts'
import { pad, textWidth } from '../terminal/text-width.ts'
import { renderTable } from './table.ts'

/** A heading with the output's name, and its value below or beside it. */
export function renderOutput(name: string, view: ValueView, screen: Screen): string {
  const { bold, dim } = screen.colours
  const width = screen.columns()
  switch (view.kind) {
    case 'text':
      return view.text.includes('\n') ? `${bold(name)}\n${indent(view.text)}` : `${bold(name)}  ${view.text}`
    case 'list': {
      const rest = view.total - view.items.length
      const items = view.items.join(', ') + (rest > 0 ? ', ...' : '')
      return `${bold(name)}  ${dim(view.summary)}${items === '' ? '' : `\n  ${items}`}`
    }
    case 'pairs': {
      const longest = Math.max(...view.pairs.map(([key]) => textWidth(key)))
      const lines = view.pairs.map(([key, text]) => `  ${dim(pad(key, longest))}  ${text}`)
      return [bold(name), ...lines, ...more(view.total, view.pairs.length, 'entries', dim)].join('\n')
    }
    case 'table': {
      const lines = renderTable(view.columns, view.rows, { colours: screen.colours, width, indent: '  ' })
      const heading = `${bold(name)}  ${dim(`${view.total.toLocaleString('en')} rows`)}`
      return [heading, ...lines, ...more(view.total, view.rows.length, 'rows', dim)].join('\n')
    }
  }
}

function more(total: number, shown: number, what: string, dim: (text: string) => string): string[] {
  return total > shown ? [dim(`  and ${(total - shown).toLocaleString('en')} more ${what}; --json prints all`)] : []
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
