//! Keys without the value that they take.

use housestyle::Handler;

#[derive(Handler)]
#[handler(api, groups)]
struct Clinic<T: Clone>
where
    T: Send,
{
    all: T,
}

#[derive(Handler)]
#[handler(api = "clinic", groups(), partial = true)]
struct Other;

fn main() {}
