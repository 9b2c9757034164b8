// What a project keeps when it does not say so.

/** 10 GiB. */
export const DEFAULT_MAX_BYTES: number = 10 * 1024 ** 3
