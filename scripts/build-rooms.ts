// Makes the JavaScript of the rooms that run on Node: few files for each, because a program starts sooner with few.

import { build, type Metafile, type Plugin } from 'esbuild'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Manifest {
  readonly sideEffects?: boolean
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

interface Room {
  /** Modules that are started by their file, beside those that the package exports. */
  readonly programs?: readonly string[]
  /** Packages that become part of the room, because they have hundreds of modules. Their licences are in the room's folder. */
  readonly contains?: readonly string[]
  /** Where the files are, in `dist`. Without it they are all the JavaScript that is there. */
  readonly beside?: string
}

/** Rooms that run anywhere are there twice: for Node, and as they are written, of which a bundler drops whole modules. */
const rooms: Readonly<Record<string, Room>> = {
  core: { beside: 'node' },
  machine: { beside: 'node' },
  layout: { beside: 'node' },
  analyze: {},
  project: { programs: ['isolate/child-main'] },
  store: { contains: ['kysely'] },
  io: {},
  cache: {},
  tracking: { programs: ['recorder/heart-thread', 'ship/shipper-thread', 'record/record-sink'] },
  server: { programs: ['definitions/child/*'] },
  cli: { programs: ['main', 'child/*'] },
}

const OWN_PLACE = '__ownPlace'
const MARKED_PLACE = /\/\* @__PURE__ \*\/ __placeOf\("([^"]+)"\)/g
/** Keeps the order of what modules do when they are loaded; where they do nothing, bundlers warn of it. */
const BARE_IMPORT = /^import "\.[^"]*";$/gm

const packages = join(import.meta.dirname, '..', 'packages')

/** Packages that are part of a room, with the folder of the room. */
export const containedPackages: readonly { readonly room: string; readonly name: string }[] = Object.entries(
  rooms,
).flatMap(([room, { contains = [] }]) => contains.map((name) => ({ room: `packages/${room}`, name })))

/**
 * Safe while programs run and others build: only files that differ are replaced, each at once, those that are imported first.
 *
 * @param isClean what is no longer part of a room is removed; a program that runs may still want it
 */
export async function buildRooms({ isClean }: { readonly isClean: boolean }): Promise<void> {
  const built = await Promise.all(Object.keys(rooms).map(buildRoom))
  if (isClean) for (const remove of built) remove()
}

/** @returns removes what is no longer part of it */
async function buildRoom(name: string): Promise<() => void> {
  const { programs = [], contains = [], beside = '.' } = rooms[name]!
  const folder = join(packages, name)
  const [source, dist] = [join(folder, 'src'), join(folder, 'dist', beside)]
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const exported = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : join(folder, entry['@throughline/source']!),
  )
  const started = programs.flatMap((pattern) => globSync(`${pattern}.ts`, { cwd: source }).toSorted())
  const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  const { outputFiles, metafile } = await build({
    entryPoints: [...exported, ...started.filter((file) => !file.includes('.test.')).map((file) => join(source, file))],
    outdir: dist,
    outbase: source,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    external: needed.filter((one) => !contains.includes(one)),
    chunkNames: 'chunks/[hash]',
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: 'silent',
    define: { 'import.meta.url': OWN_PLACE },
    plugins: [ownPlaces(source)],
  })
  refuseStrangers(name, contains, metafile)
  const files = outputFiles.map(({ path, text }) => {
    const placed = text.replaceAll(MARKED_PLACE, (_, file: string) => placeFrom(dirname(path), join(dist, file)))
    return { path, text: manifest.sideEffects === false ? placed.replaceAll(BARE_IMPORT, '') : placed }
  })
  const [entries, shared] = [files.filter(({ path }) => !isChunk(path)), files.filter(({ path }) => isChunk(path))]
  for (const { path, text } of [...shared, ...entries]) replaceFile(path, text)
  const written = new Set(files.map(({ path }) => path))
  return () => {
    for (const file of globSync('**/*.{js,js.map}', { cwd: dist })) {
      if (!written.has(join(dist, file))) rmSync(join(dist, file), { force: true })
    }
  }
}

function isChunk(path: string): boolean {
  return basename(dirname(path)) === 'chunks'
}

function replaceFile(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(dirname(path), { recursive: true })
  const whole = `${path}.${process.pid}.new`
  writeFileSync(whole, text)
  renameSync(whole, path)
}

/** A module asks where it is to find what lies beside it: it is told where it would be had it remained a file of its own. */
function ownPlaces(source: string): Plugin {
  return {
    name: 'own places',
    setup: (building) => {
      building.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8')
        const file = `${relative(source, path).slice(0, -extname(path).length).split(sep).join('/')}.js`
        const place = `const ${OWN_PLACE} = /* @__PURE__ */ __placeOf(${JSON.stringify(file)});`
        return { contents: text.includes('import.meta.url') ? place + text : text, loader: 'ts' }
      })
    },
  }
}

function placeFrom(folder: string, file: string): string {
  const path = relative(folder, file).split(sep).join('/')
  return `new URL(${JSON.stringify(path.startsWith('.') ? path : `./${path}`)}, import.meta.url).href`
}

/** A package becomes part of a room only when that is said above. */
function refuseStrangers(name: string, contains: readonly string[], { inputs }: Metafile): void {
  for (const input of Object.keys(inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]
    if (found !== undefined && !contains.includes(found)) throw new Error(`${name} contains ${found}: ${input}`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildRooms({ isClean: true })
