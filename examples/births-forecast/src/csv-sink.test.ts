import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataflow } from 'throughline'
import { next28Days } from './forecast.ts'

const outlook = [{ date: '1989-01-01', weekday: 'Sunday', births: 8100.4, low: 7900.5, high: 8300.6 }]
const flow = dataflow({ next28Days })

test('the forecast is written where it says, when it is asked for', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'births-'))
  try {
    const folder = join(outDir, 'new')
    await flow.execute(['next28Days'], { inputs: { outlook } })
    expect(await readdir(outDir)).toEqual([])

    const { 'next28Days.saved': written } = await flow.execute(['next28Days.saved'], {
      inputs: { outlook, outDir: folder },
    })
    expect(written).toEqual({ path: join(folder, 'forecast.csv'), rows: 1 })
    expect(await readdir(folder)).toEqual(['forecast.csv'])
    expect(await readFile(written.path, 'utf8')).toBe(
      'date,weekday,births,low,high\n1989-01-01,Sunday,8100,7901,8301\n',
    )
  } finally {
    await rm(outDir, { recursive: true })
  }
})
