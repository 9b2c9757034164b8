export interface RunningPostgres {
  /** Of a user who may do everything. */
  readonly url: string
  /** Ends the server and removes its folder. */
  stop(): Promise<void>
}
/** @throws an error that says why there is no server */
export declare function startPostgres(): Promise<RunningPostgres>
//# sourceMappingURL=start-postgres.d.ts.map
