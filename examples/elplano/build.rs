//! Writes the server and the client of the API where `include_api!` finds them.
fn main() {
    housestyle_generator::Api::new("../../specs/apis/elplano.yaml").server().client().build();
}
