//! Generates what the tests compile: each document of `specs`, by the entry point that build scripts use.

/// Names that break generators which do not look, of which the compiler is the best judge.
const HOSTILE: [&str; 9] = [
    "description_breaks_out",
    "enum_breaks_out",
    "members_break_out",
    "members_keywords",
    "operation_id_keyword",
    "parameter_names",
    "schemas_shadow_rust",
    "security_breaks_out",
    "tag_breaks_out",
];

fn main() {
    housestyle_generator::Api::new("specs/kitchen.yaml").server().client().build();
    housestyle_generator::Api::new("specs/pantry.yaml").server().client().build();
    housestyle_generator::Api::new("specs/library.yaml").server().client().build();
    housestyle_generator::Api::new("../specs/apis/bestdoctor.yaml").server().client().build();
    for document in HOSTILE {
        housestyle_generator::Api::new(format!("../specs/hostile/{document}.yaml")).server().client().build();
    }
}
