// YAML as readers of other versions understand it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { toldContext } from '../../fixtures/contexts.ts'
import { makeScratch } from '../../fixtures/scratch.ts'
import { yamlFile } from '../../index.ts'

it('texts are texts to readers of YAML 1.1 too', async () => {
  const path = join(makeScratch(), 'a.yaml')
  const value = ['no', 'on', 'Y', '2024-01-01', '1_000', '012', '12:30:45', '0b1', '0o7', '.inf', '~', '<<', 'plain']
  await yamlFile(path).write({ value, no: 1 }, toldContext())
  expect(parse(readFileSync(path, 'utf8'), { version: '1.1' })).toEqual({ value, no: 1 })
  expect(await yamlFile(path).read(toldContext())).toEqual({ value, no: 1 })
})
