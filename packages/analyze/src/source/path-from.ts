// Paths that mean the same in two folders.

import { isAbsolute, relative, sep } from 'node:path'

/** @returns the path from the folder, with slashes; `undefined` for what is outside */
export function pathFrom(folder: string, path: string): string | undefined {
  const inside = relative(folder, path)
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
    ? undefined
    : inside.split(sep).join('/')
}

export function isInside(path: string, folder: string): boolean {
  return pathFrom(folder, path) !== undefined
}
