//! Languages: their texts, the files that hold them, and what a style on top changes.

use super::*;

const BASE: &str = "style: base\nlocale:\n  default: en\n  languages: { en: {}, es: texts/es.yaml }\n";

const SPANISH: &str =
    "outcome: { not_found: No existe }\nviolation: { required: falta, too_long: 'máximo: {limit}' }\n";

/// What loading gives of a style next to [`BASE`] and its texts.
fn with_texts(style: &str, texts: &str) -> (Option<Style>, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("written");
    fs::create_dir(folder.path().join("texts")).expect("made");
    write("base.yaml", BASE);
    write("texts/es.yaml", texts);
    write("style.yaml", style);
    load_file(&folder.path().join("style.yaml"))
}

fn text(style: &Style, language: &str, key: &str) -> Option<String> {
    let languages = &style.locale.as_ref()?.languages.all;
    let language = languages.iter().find(|one| one.name == language)?;
    language.value.get(key).map(str::to_owned)
}

/// The code, the file, the pointer and the words of the one problem.
fn problem(style: &str, texts: &str) -> (Code, String, String, String) {
    let (found, diags) = with_texts(style, texts);
    assert!(found.is_none());
    let [problem] = diags.as_slice() else { panic!("not one problem but {diags:#?}") };
    let Place::Pointer { file, pointer, .. } = &problem.place else { panic!("{problem:?}") };
    let file = Path::new(file).file_name().expect("a name").to_string_lossy().into_owned();
    let help = problem.help.as_deref().expect("what to do");
    (problem.code, file, pointer.clone(), format!("{}; {help}", problem.message))
}

#[test]
fn texts_come_from_files_beside_the_style() {
    let (style, diags) = with_texts(BASE, SPANISH);
    assert_eq!(diags, []);
    let style = style.expect("a style");
    assert_eq!(text(&style, "es", "violation.required").as_deref(), Some("falta"));
    let locale = style.locale.expect("languages");
    assert_eq!(locale.default, "en");
    assert_eq!(locale.languages.all.iter().map(|one| &*one.name).collect::<Vec<_>>(), ["en", "es"]);
    assert!(locale.languages.all[0].value.by_key.is_empty());
}

#[test]
fn a_style_on_top_adds_and_changes_single_texts() {
    let style = "style: top\nextends: ./base.yaml\nlocale:\n  languages:\n    \
                 es: { violation: { required: vacío, too_long: null }, message: { done: Hecho } }\n    \
                 ru: { message: { done: Готово } }\n";
    let (style, diags) = with_texts(style, SPANISH);
    assert_eq!(diags, []);
    let style = style.expect("a style");
    assert_eq!(text(&style, "es", "violation.required").as_deref(), Some("vacío"));
    assert_eq!(text(&style, "es", "violation.too_long"), None);
    assert_eq!(text(&style, "es", "outcome.not_found").as_deref(), Some("No existe"));
    assert_eq!(text(&style, "es", "message.done").as_deref(), Some("Hecho"));
    assert_eq!(text(&style, "ru", "message.done").as_deref(), Some("Готово"));
}

#[test]
fn a_language_can_be_taken_away() {
    let style = "style: top\nextends: ./base.yaml\nlocale: { languages: { es: null } }\n";
    let style = with_texts(style, SPANISH).0.expect("a style");
    let languages = style.locale.expect("languages").languages;
    assert_eq!(languages.all.iter().map(|one| &*one.name).collect::<Vec<_>>(), ["en"]);
    let style = "style: top\nextends: ./base.yaml\nlocale: null\n";
    assert_eq!(with_texts(style, SPANISH).0.expect("a style").locale, None);
}

#[test]
fn an_outcome_that_is_told_as_another_is_so_in_every_language() {
    let style = "style: top\nextends: ./base.yaml\noutcomes: { no_operation: { as: not_found, message: No }, \
                 timeout: { as: hidden } }\n";
    let style = with_texts(style, SPANISH).0.expect("a style");
    assert_eq!(text(&style, "es", "outcome.hidden").as_deref(), Some("No existe"));
    assert_eq!(text(&style, "es", "outcome.timeout").as_deref(), Some("No existe"));
    assert_eq!(text(&style, "es", "outcome.no_operation"), None, "it has words of its own");
}

#[test]
fn texts_are_checked_where_they_stand() {
    let (code, file, pointer, words) = problem(BASE, "violation: { requird: falta }");
    assert_eq!((code, file.as_str(), pointer.as_str()), (codes::STYLE_KEY, "es.yaml", "/violation/requird"));
    assert!(words.contains("did you mean `required`?"), "{words}");
    let (code, _, pointer, words) = problem(BASE, "violation: { too_long: 'máximo: {limits}' }");
    assert_eq!((code, pointer.as_str()), (codes::STYLE_SLOT, "/violation/too_long"));
    assert!(words.contains("`{limit}`"), "{words}");
    let (code, _, pointer, words) = problem(BASE, "message: { done: 'Hecho: {what}' }");
    assert_eq!((code, pointer.as_str()), (codes::STYLE_SLOT, "/message/done"));
    assert!(words.contains("has no placeholders"), "{words}");
    let (code, _, pointer, _) = problem(BASE, "violation: { required: 5 }");
    assert_eq!((code, pointer.as_str()), (codes::STYLE_KIND, "/violation/required"));
    let (code, _, pointer, _) = problem(BASE, "failures: {}");
    assert_eq!((code, pointer.as_str()), (codes::STYLE_KEY, "/failures"));
    let (code, file, pointer, _) = problem(BASE, "root:x:0:0");
    assert_eq!((code, file.as_str(), pointer.as_str()), (codes::STYLE_KIND, "es.yaml", ""));
}

#[test]
fn files_and_languages_that_do_not_exist_are_reported() {
    let (code, file, pointer, words) =
        problem("style: x\nlocale: { default: en, languages: { en: texts/en.yaml } }", SPANISH);
    assert_eq!((code, file.as_str()), (codes::STYLE_UNKNOWN, "style.yaml"));
    assert_eq!(pointer, "/locale/languages/en");
    assert!(words.contains("there is no file"), "{words}");
    let (code, _, pointer, words) =
        problem("style: x\nlocale: { default: fr, languages: { es: texts/es.yaml } }", SPANISH);
    assert_eq!((code, pointer.as_str()), (codes::STYLE_NAME, "/locale/default"));
    assert!(words.contains("`es`"), "{words}");
    let (code, _, pointer, _) =
        problem("style: x\nlocale: { default: en, languages: { en: {}, English: {} } }", "");
    assert_eq!((code, pointer.as_str()), (codes::STYLE_VALUE, "/locale/languages/English"));
}
