//! Every problem of the attribute at once, at its own words.

use housestyle::Handler;

#[derive(Handler)]
#[handler(app = clinic, groups(Patients, Patients), partial, partial, groups(Visits))]
struct Clinic;

fn main() {
    fn is_handler<H: housestyle::server::Handler + housestyle::server::PartialHandler>() {}
    is_handler::<Clinic>();
}
