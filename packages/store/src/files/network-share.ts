// Which file systems are shares of a network: SQLite's write-ahead log needs memory that all its users share.

import type { Files } from './files.ts'

/**
 * Magic numbers of network file systems, as `statfs` gives them on Linux.
 * Source: statfs(2), https://man7.org/linux/man-pages/man2/statfs.2.html, and `include/uapi/linux/magic.h` of Linux.
 * A FUSE file system may be a local one (a container's overlay, ntfs-3g) or a share (sshfs, s3fs, gcsfuse): all have one
 * number, so they are allowed unless their mount says what they are.
 */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x517b, 'SMB'],
  [0x564c, 'NCP'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0xbacbacbc, 'VMware shared folder'],
  [0x786f4256, 'VirtualBox shared folder'],
])
const fuse = 0x65735546
const networkFuse =
  /^fuse\.(sshfs|s3fs|s3fs-fuse|gcsfuse|goofys|mountpoint-s3|rclone|blobfuse2?|glusterfs|davfs2?|smbnetfs|curlftpfs|juicefs|seaweedfs|ceph|cephfs|moosefs|mfs)$/

/** @returns the name of the network file system that holds the folder, or `undefined` for a local or unknown one */
export function networkShare(folder: string, files: Files): string | undefined {
  const type = files.fileSystemType(folder)
  if (type === undefined) return undefined
  // Some architectures give the number with a sign.
  const known = networkFileSystems.get(type >>> 0)
  if (known !== undefined) return known
  if (type >>> 0 !== fuse) return undefined
  const mount = mountTypeOf(folder, files)
  return mount !== undefined && networkFuse.test(mount) ? mount : undefined
}

/** The type of the mount that holds a folder, from the table of the kernel: "device place type options ...". */
function mountTypeOf(folder: string, files: Files): string | undefined {
  const table = files.read('/proc/self/mounts')
  if (!table) return undefined
  const mounts = new TextDecoder()
    .decode(table)
    .split('\n')
    .map((line) => line.split(' '))
    .filter((parts) => parts.length > 3)
    .map(([, place = '', type = '']) => ({ place: unescaped(place), type }))
    .filter(({ place }) => place === '/' || folder === place || folder.startsWith(`${place}/`))
  // Of mounts at one place the last is the one that is seen.
  return mounts.reduce<{ place: string; type: string } | undefined>(
    (best, mount) => (best && best.place.length > mount.place.length ? best : mount),
    undefined,
  )?.type
}

function unescaped(place: string): string {
  return place.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
