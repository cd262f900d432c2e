//! Generates what the tests compile: each document of `specs`, by the door that build scripts use.

fn main() {
    housestyle_generator::Api::new("specs/kitchen.yaml").server().client().build();
    housestyle_generator::Api::new("../specs/apis/bestdoctor.yaml").server().client().build();
}
