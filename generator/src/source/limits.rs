//! How much of a file is read before it is refused. GitHub's own document has 13 MB and half a million nodes.

/// Bytes of one file, and bytes that aliases may add to it.
pub const BYTES: usize = 64 << 20;
/// Lists and mappings within each other. `serde_json` stops at 128.
pub const DEPTH: usize = 100;
/// Scalars, lists and mappings of one file, expanded aliases included.
pub const NODES: usize = 5_000_000;
/// Nodes that aliases and merge keys may add.
pub const ALIASED: usize = 1_000_000;
/// Duplicate keys reported before the rest is left out.
pub const MOST_DUPLICATES: usize = 20;
