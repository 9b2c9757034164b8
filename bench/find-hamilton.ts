// A Python that has Apache Hamilton.

import { findPython, type FoundPython } from './find-python.ts'

const VERSION = '1.88.0'

/** `THROUGHLINE_PYTHON` names the Python to try first. */
export function findHamilton(): FoundPython {
  return findPython({
    variable: 'THROUGHLINE_PYTHON',
    name: 'hamilton',
    program: `from hamilton import version; assert version.VERSION == (${VERSION.replaceAll('.', ', ')})`,
    requirements: [`sf-hamilton==${VERSION}`],
  })
}
