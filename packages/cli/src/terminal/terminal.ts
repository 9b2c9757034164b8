// Where the command writes: results to one stream, everything else to the other; colours only where a person looks.

import pc from 'picocolors'

export type Colours = ReturnType<typeof pc.createColors>

/** A stream that text goes to. */
export interface Screen {
  readonly write: (text: string) => void
  readonly isTerminal: boolean
  /** Width in characters; unlimited when it is no terminal. */
  readonly columns: () => number
  readonly colours: Colours
}

export interface Terminal {
  /** Results. */
  readonly out: Screen
  /** Progress, notes, problems. */
  readonly err: Screen
}

/** The terminal of this process. Reads `NO_COLOR`, `FORCE_COLOR` and `TERM`. */
export function processTerminal(): Terminal {
  return { out: screenOf(process.stdout), err: screenOf(process.stderr) }
}

function screenOf(stream: NodeJS.WriteStream): Screen {
  const isTerminal = stream.isTTY && process.env['TERM'] !== 'dumb'
  return {
    write: (text) => void stream.write(text),
    isTerminal,
    columns: () => (isTerminal ? stream.columns || 80 : Number.POSITIVE_INFINITY),
    colours: pc.createColors(wantsColours(isTerminal)),
  }
}

function wantsColours(isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  return isTerminal
}
