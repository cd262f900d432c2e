//! The templates that are built in. The folder is a symlink in the crate, so that a package holds them.

macro_rules! templates {
    ($($file:literal)+) => {
        /// File and text of each.
        pub(super) const BUILT_IN: &[(&str, &str)] = &[$(($file, include_str!(concat!("../../templates/", $file)))),+];
    };
}

templates! {
    "alias.j2"
    "call.j2"
    "client.j2"
    "client_call.j2"
    "client_page.j2"
    "enum_integer.j2"
    "enum_text.j2"
    "group.j2"
    "group_partial.j2"
    "object.j2"
    "object_parts.j2"
    "object_read.j2"
    "object_resource.j2"
    "object_walk.j2"
    "object_write.j2"
    "openapi.j2"
    "operation.j2"
    "operation_answer.j2"
    "operation_dispatch.j2"
    "operation_error.j2"
    "operation_meta.j2"
    "operation_receive.j2"
    "operations.j2"
    "resource_meta.j2"
    "root.j2"
    "schema.j2"
    "schema_object.j2"
    "schema_union.j2"
    "schemas.j2"
    "server.j2"
    "servers.j2"
    "style.j2"
    "types.j2"
    "union.j2"
    "union_resources.j2"
    "value.j2"
}

#[cfg(test)]
mod tests {
    use super::BUILT_IN;

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .filter(|file| file != "new")
            .collect();
        files.sort();
        assert_eq!(files, BUILT_IN.iter().map(|(file, _)| *file).collect::<Vec<_>>());
    }

    #[test]
    fn each_is_short_and_says_what_it_is_given() {
        for (file, text) in BUILT_IN {
            assert!(text.lines().count() <= 120, "{file}");
            assert!(text.starts_with("{# "), "{file} opens with a comment that names its view");
            assert!(!text.contains("allow(") && !text.contains("//!"), "{file}: heads belong to the writer");
        }
    }
}
