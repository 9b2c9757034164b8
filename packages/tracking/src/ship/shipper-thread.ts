// The thread of a shipper: opens the sink, ships until it is told to stop.

import { parentPort, workerData } from 'node:worker_threads'
import { systemClock, type OnTrouble } from '@throughline/store'
import { openSink } from './open-sink.ts'
import { createSpoolShipper } from './ship.ts'
import { startShipLoop } from './ship-loop.ts'
import type { ShipperData, ShipperReport, ShipperRequest } from './shipper-messages.ts'

const { dir, sink: choice, intervalMs, graceMs } = workerData as ShipperData

function report(what: ShipperReport): void {
  parentPort!.postMessage(what, [])
}

const onTrouble: OnTrouble = (issue) => report({ kind: 'trouble', issue })
const sink = await openSink(choice, dir, onTrouble)
const shipper = createSpoolShipper({
  dir,
  sink,
  onTrouble,
  ...(sink.leases && { leases: sink.leases }),
  ...(sink.blobs && { blobs: sink.blobs }),
  ...(graceMs !== undefined && { graceMs }),
})
const to = choice.kind === 'http' ? new URL(choice.url).origin : 'the store'
const loop = startShipLoop(shipper, { clock: systemClock, intervalMs, to, onTrouble })

async function answer(request: ShipperRequest): Promise<void> {
  if (request.kind === 'flush') report({ kind: 'flushed', id: request.id, failed: !(await loop.flush()) })
  else {
    await loop.stop()
    await sink.close?.()
    parentPort!.close()
  }
}

parentPort!.on('message', (request: ShipperRequest) => void answer(request))
