//! Each problem of the document is an error at its path.

mod clinic {
    housestyle::api!("broken.yaml", server);
}

housestyle::api!(mod absent = "absent.yaml", client, style = "no-such-style");

fn main() {}
