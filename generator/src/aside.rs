//! Two things at once.

/// Bytes of stack for the deepest work, which is that of the walk and of the typed model; the system gives what of it is
/// used.
const STACK: usize = 64 << 20;

/// Does one thing here and another on a thread beside it, which has a large stack. A run lasts milliseconds: more threads
/// would cost more than they do.
pub(crate) fn both<A, B: Send>(here: impl FnOnce() -> A, beside: impl FnOnce() -> B + Send) -> (A, B) {
    let mut work = Some(beside);
    let mut result = None;
    let here = std::thread::scope(|scope| {
        let run = || result = work.take().map(|work| work());
        // A thread that cannot be had is no reason to give up.
        drop(std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run));
        here()
    });
    let beside = result.or_else(|| work.map(|work| work()));
    (here, beside.unwrap_or_else(|| unreachable!("a panic of the thread is one of its scope")))
}
