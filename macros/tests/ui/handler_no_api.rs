use housestyle::Handler;

#[derive(Handler)]
struct Clinic;

#[derive(Handler)]
#[handler(api = clinic)]
union Either {
    a: u8,
    b: u8,
}

fn main() {}
