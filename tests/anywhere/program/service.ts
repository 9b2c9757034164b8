// A service: each request runs the same flow with its own inputs.

import { createServer } from 'node:http'
import { dataflow } from 'throughline'
import * as nodes from './nodes.ts'

const flow = dataflow(nodes)

const server = createServer((request, response) => {
  const day = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('day'))
  flow.execute(['report', 'orders'], { inputs: { day, note: `day ${day}` } }).then(
    (values) => response.end(JSON.stringify(values)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : address)
})
