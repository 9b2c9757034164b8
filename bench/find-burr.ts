// A Python that has Burr, and what its tracker needs.

import { findPython, type FoundPython } from './find-python.ts'

export const BURR_VERSION = '0.40.2'
const PYDANTIC_VERSION = '2.14.3'

/** `BURR_PYTHON` names the Python to try first. */
export function findBurr(): FoundPython {
  return findPython({
    variable: 'BURR_PYTHON',
    name: 'burr',
    program: `from importlib.metadata import version; import burr, pydantic; assert version('burr') == '${BURR_VERSION}' and pydantic.VERSION[:2] == '2.'`,
    requirements: [`burr==${BURR_VERSION}`, `pydantic==${PYDANTIC_VERSION}`],
  })
}
