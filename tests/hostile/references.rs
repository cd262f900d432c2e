//! References to other files: below the document's folder, and nowhere else.

use insta::assert_snapshot;

use super::folder::Folder;

/// A document whose one schema is a reference.
fn document(reference: &str) -> String {
    format!(
        "\
openapi: 3.0.3
info: {{ title: Clinic, version: \"1\" }}
paths:
  /patients:
    get:
      operationId: listPatients
      responses:
        \"200\":
          description: Fine.
          content: {{ application/json: {{ schema: {{ $ref: \"{reference}\" }} }} }}
"
    )
}

fn refused(folder: &Folder) -> String {
    let output = folder.generate(&["specs/clinic.yaml"]);
    assert_eq!(output.code, 2, "{}", output.err);
    assert!(!output.err.contains("swordfish"), "what was not to be read is shown: {}", output.err);
    output.err
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document("people.yaml#/Patient")),
        ("secret.yaml", "Patient: { type: string, description: swordfish }\n"),
    ]);
    std::os::unix::fs::symlink(folder.path("secret.yaml"), folder.path("specs/people.yaml")).expect("a link");
    assert_snapshot!(refused(&folder));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_outside_is_not_followed() {
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document("people/all.yaml#/Patient")),
        ("secrets/all.yaml", "Patient: { type: string, description: swordfish }\n"),
    ]);
    std::os::unix::fs::symlink(folder.path("secrets"), folder.path("specs/people")).expect("a link");
    assert_snapshot!(refused(&folder));
}

#[cfg(unix)]
#[test]
fn a_link_within_the_folder_is_followed() {
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document("people.yaml#/Patient")),
        ("specs/real.yaml", "Patient: { type: object, properties: { name: { type: string } } }\n"),
    ]);
    std::os::unix::fs::symlink("real.yaml", folder.path("specs/people.yaml")).expect("a link");
    let output = folder.generate(&["specs/clinic.yaml"]);
    assert_eq!(output.code, 0, "{}", output.err);
    assert!(folder.read("out/types.rs").contains("pub struct Patient"));
}

#[test]
fn a_file_next_to_the_folder_whose_name_begins_alike() {
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document("../specs2/people.yaml#/Patient")),
        ("specs2/people.yaml", "Patient: { type: string, description: swordfish }\n"),
    ]);
    assert_snapshot!(refused(&folder));
}

#[test]
fn a_folder_is_no_file() {
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document("people#/Patient")),
        ("specs/people/all.yaml", "Patient: { type: string }\n"),
    ]);
    assert_snapshot!(refused(&folder));
}

/// What is wrong with another file is reported in that file.
#[test]
fn a_file_that_is_broken() {
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document("people.yaml#/Patient")),
        ("specs/people.yaml", "Patient: { type: object, properties: {\n"),
    ]);
    assert_snapshot!(refused(&folder));
}

#[test]
fn a_file_whose_own_references_are_wrong() {
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document("people/all.yaml#/Patient")),
        (
            "specs/people/all.yaml",
            "Patient: { type: object, properties: { a: { $ref: '#/Doctor' }, b: { $ref: '../../x.yaml' } } }\n",
        ),
        ("x.yaml", "description: swordfish\n"),
    ]);
    assert_snapshot!(refused(&folder));
}

#[test]
fn files_that_lead_to_each_other() {
    let folder = Folder::with(&[
        ("specs/clinic.yaml", &document("a.yaml#/Patient")),
        ("specs/a.yaml", "Patient: { $ref: 'b.yaml#/Patient' }\n"),
        ("specs/b.yaml", "Patient: { $ref: 'a.yaml#/Patient' }\n"),
    ]);
    assert_snapshot!(refused(&folder));
}
