// One connection does one thing at a time: a second transaction would become part of the first.

const queues = new WeakMap<object, Promise<unknown>>()

/** Waits for what was begun on a connection before, then does this. */
export async function oneAtATime<Result>(connection: object, work: () => Promise<Result>): Promise<Result> {
  const before = queues.get(connection) ?? Promise.resolve()
  const done = before.then(work, work)
  queues.set(
    connection,
    done.catch(() => {}),
  )
  return await done
}
