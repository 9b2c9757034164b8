// Blobs in memory are blobs.

import { describeBlobStorage } from '../fixtures/blob-storage-suite.ts'
import { createMemoryBlobs } from './memory-blobs.ts'

describeBlobStorage('memory', createMemoryBlobs)
