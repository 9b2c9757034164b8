// Where bytes are kept: a folder, a database, blobs, leases.

export {}
