// Which files changed, in one line.

const MOST_FILES = 3

/** `a.ts, b.ts`; more than three are counted. */
export function describeFiles(files: readonly string[]): string {
  const shown = files.slice(0, MOST_FILES).join(', ')
  return files.length > MOST_FILES ? `${shown} and ${files.length - MOST_FILES} more` : shown
}
