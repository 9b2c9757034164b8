import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeScratch } from '../fixtures/copy-fixtures.ts'
import { findConfig, findConfigAt } from './find-config.ts'

const root = makeScratch()
mkdirSync(join(root, 'app/src/deep'), { recursive: true })
mkdirSync(join(root, 'folder/throughline.config.ts'), { recursive: true })
writeFileSync(join(root, 'throughline.config.mjs'), '')
writeFileSync(join(root, 'app/throughline.config.js'), '')
writeFileSync(join(root, 'app/throughline.config.ts'), '')

test('the nearest file above counts, TypeScript before JavaScript', () => {
  expect(findConfig(join(root, 'app/src/deep'))).toBe(join(root, 'app/throughline.config.ts'))
  expect(findConfig(join(root, 'folder'))).toBe(join(root, 'throughline.config.mjs'))
})

test('a path names the folder or the file, and nothing above it', () => {
  expect(findConfigAt(join(root, 'app'))).toBe(join(root, 'app/throughline.config.ts'))
  expect(findConfigAt(join(root, 'app/throughline.config.js'))).toBe(join(root, 'app/throughline.config.js'))
  expect(() => findConfigAt(join(root, 'app/src'))).toThrow('There is no throughline.config.ts in')
})
