// Reads or writes one long table as a stream through a node. Prints how long it took, how much memory
// it took at most beyond that of the loaded libraries, and what was in the table.
//
// usage: node io-stream.ts <format> <read | write> <place> <rows>

import { at, rowCount, type Columns } from '@throughline/io/columns'
import { dataflow } from 'throughline'
import { loaded, saved } from 'throughline/io'
import { formats, type FormatName } from '../io/formats.ts'
import { Checksum, flightAt, flightColumns, type Flight } from '../io/table.ts'

const batchRows = 16_384

const [, , format = '', direction = '', place = '', rowsText = ''] = process.argv
const rows = Number(rowsText)
const { stream } = await formats[format as FormatName]()
const baseBytes = process.memoryUsage.rss()
const startMs = performance.now()
const checksum = direction === 'read' ? await read() : await write()
const seconds = (performance.now() - startMs) / 1_000
const aboveBaseBytes = process.resourceUsage().maxRSS * 1024 - baseBytes
console.log(JSON.stringify({ seconds, aboveBaseBytes, checksum }))

async function read(): Promise<number> {
  const flow = dataflow({
    table: loaded(stream!.source(place)),
    checksum: async ({ table }: { table: AsyncIterable<unknown> }) => {
      const checksum = new Checksum()
      if (stream!.form === 'rows') for await (const row of table as AsyncIterable<Flight>) checksum.add(row)
      else for await (const batch of table as AsyncIterable<Columns>) addColumns(checksum, batch)
      return checksum.sum
    },
  })
  return (await flow.execute(['checksum'])).checksum
}

function addColumns(checksum: Checksum, { id, delay, distance, origin, tail }: Columns): void {
  const length = rowCount({ id: id! })
  for (let row = 0; row < length; row++) {
    checksum.add({
      id: at(id!, row),
      delay: at(delay!, row),
      distance: at(distance!, row),
      origin: at(origin!, row),
      tail: at(tail!, row),
    })
  }
}

async function write(): Promise<number> {
  const checksum = new Checksum()
  function* list(): Generator<Flight> {
    for (let row = 0; row < rows; row++) {
      const flight = flightAt(row)
      checksum.add(flight)
      yield flight
    }
  }
  async function* batches(): AsyncGenerator<Columns> {
    for (let start = 0; start < rows; start += batchRows) {
      const batch = flightColumns(start, Math.min(batchRows, rows - start))
      addColumns(checksum, batch)
      yield batch
    }
  }
  const table = stream!.form === 'rows' ? list : batches
  await dataflow({ table: saved(() => table() as never, stream!.sink(place)) }).execute(['table.saved'])
  return checksum.sum
}
