// Shares of a network are known by the number of their file system, or by the type of their mount.

import { expect, it } from 'vitest'
import type { Files } from './files.ts'
import { networkShare } from './network-share.ts'
import { nodeFiles } from './node-files.ts'

const mounts = `/dev/sda1 / ext4 rw 0 0
user@host:/data /mnt/my\\040share fuse.sshfs rw 0 0
overlay /mnt/local fuse.fuse-overlayfs rw 0 0
user@host:/data /mnt/local/below fuse.sshfs rw 0 0
`

function on(type: number | undefined): Files {
  return {
    ...nodeFiles,
    fileSystemType: () => type,
    read: (path) => (path === '/proc/self/mounts' ? new TextEncoder().encode(mounts) : undefined),
  }
}

it.each([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  // As a machine with signed numbers says it.
  [0xff534d42 - 2 ** 32, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0xef53, undefined],
  [0x01021994, undefined],
  [undefined, undefined],
])('%s is %s', (type, kind) => {
  expect(networkShare('/anywhere', on(type))).toBe(kind)
})

it('asks the table of mounts about FUSE, which has one number for local and remote ones', () => {
  const fuse = on(0x65735546)
  expect(networkShare('/mnt/my share/project/.throughline', fuse)).toBe('fuse.sshfs')
  expect(networkShare('/mnt/local/project', fuse)).toBeUndefined()
  expect(networkShare('/mnt/local/below/project', fuse)).toBe('fuse.sshfs')
  expect(networkShare('/mnt/local/belowx', fuse)).toBeUndefined()
  expect(networkShare('/elsewhere', fuse)).toBeUndefined()
})
