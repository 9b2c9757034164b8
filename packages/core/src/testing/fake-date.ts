// A `Date` whose present is that of a fake clock.

/** Does what `Date` does; without arguments it means this moment. Its instances are those of `Date`. */
export function fakeDate(nowMs: () => number): DateConstructor {
  const now = (): number => Math.floor(nowMs())
  return new Proxy(Date, {
    construct: (real, args: unknown[], newTarget) =>
      Reflect.construct(real, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: (real) => new real(now()).toString(),
    get: (real, key) => (key === 'now' ? now : (Reflect.get(real, key) as unknown)),
  })
}
