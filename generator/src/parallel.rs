//! Running two pieces of work at the same time, and dropping large values in the background.

/// Bytes of stack for the deepest recursion, which is that of the walk and of the typed model. The system only commits
/// what is used.
const STACK: usize = 64 << 20;

/// Runs `here` on this thread and `there` on another one that has a large stack. A run of the generator takes
/// milliseconds, so more threads would cost more than they save.
pub(crate) fn join<A, B: Send>(here: impl FnOnce() -> A, there: impl FnOnce() -> B + Send) -> (A, B) {
    let mut work = Some(there);
    let mut result = None;
    let here = std::thread::scope(|scope| {
        let run = || result = work.take().map(|work| work());
        // Runs inline below if no thread can be spawned.
        drop(std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run));
        here()
    });
    let there = result.or_else(|| work.map(|work| work()));
    (here, there.unwrap_or_else(|| unreachable!("the scope propagates a panic of its thread")))
}

/// Runs `work` on a thread with a large stack: unoptimised build scripts would overflow the default one.
pub(crate) fn on_a_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    join(|| (), work).1
}

/// Drops its value on a background thread. Dropping a large document takes as long as rendering part of it.
#[derive(Debug)]
pub(crate) struct DeferredDrop<T: Send + 'static>(Option<Box<T>>);

impl<T: Send + 'static> DeferredDrop<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Some(Box::new(value)))
    }
}

impl<T: Send + 'static> Drop for DeferredDrop<T> {
    fn drop(&mut self) {
        if let Some(value) = self.0.take() {
            // A failed spawn drops the closure, and with it the value, on this thread.
            let _ = std::thread::Builder::new().spawn(move || drop(value));
        }
    }
}
