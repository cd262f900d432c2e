//! Input of no good faith, and of no luck: what the command says to it, and that it writes nothing.

mod bombs;
mod files;
mod folder;
mod input;
mod items;
mod references;
mod writing;
