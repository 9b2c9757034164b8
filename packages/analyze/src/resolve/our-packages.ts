// Which packages are Throughline's own: they are known, so they count by their version and are not looked into.

/** @param specifier what is imported, or the name of a package */
export function isOurs(specifier: string): boolean {
  return /^(throughline$|throughline\/|@throughline\/)/.test(specifier)
}
