//! The template engine under the guard: it prints only checked values, also for templates of users.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use crate::rust::Token;

/// Steps that a rendering may take; a template of ours takes a few thousand for each item of an API.
const FUEL: u64 = 500_000_000;

/// Templates that include each other.
const DEEPEST: usize = 64;

/// An environment without filters, tests and functions, in which an undefined name is an error and printing anything
/// but a [`Token`] or text captured from such printing is one too.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Not `None`: what a macro or a block captures counts as safe under an escape, and as raw text without one.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("rust".into()));
    environment.set_recursion_limit(DEEPEST);
    environment.set_fuel(Some(FUEL));
    // A line that holds a tag alone leaves nothing behind.
    if let Ok(syntax) =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
    {
        environment.set_syntax(syntax);
    }
    environment.set_formatter(|out, _, value| {
        let vetted = match value.downcast_object_ref::<Token>() {
            Some(token) => Some(token.as_str()),
            None if value.is_safe() => value.as_str(),
            None => None,
        };
        if let Some(text) = vetted {
            return out.write_str(text).map_err(Error::from);
        }
        let problem =
            format!("a template may not print a raw {}: only checked values are printed", value.kind());
        Err(Error::new(ErrorKind::InvalidOperation, problem))
    });
    environment
}

#[cfg(test)]
mod tests {
    use minijinja::Value;

    use super::environment;
    use crate::rust::{Lit, ToTemplateValue};

    fn render(template: &str) -> Result<String, String> {
        let mut environment = environment();
        environment.add_template_owned("t.j2".to_owned(), template.to_owned()).map_err(|e| e.to_string())?;
        let context = Value::from_pairs([
            ("lit", Lit::text("a\"b").to_template_value()),
            ("raw", Value::from("evil();")),
            ("number", Value::from(7)),
            ("list", Value::from(vec![Value::from("evil();")])),
            ("map", Value::from_pairs([("key", "evil();")])),
            ("nothing", Value::from(())),
            ("yes", Value::from(true)),
        ]);
        let template = environment.get_template("t.j2").map_err(|e| e.to_string())?;
        template.render(context).map_err(|e| format!("{e:#}"))
    }

    #[test]
    fn vetted_values_are_printed_in_every_way() {
        let printed = r#""a\"b""#;
        for template in [
            "{{ lit }}",
            "{% if yes %}{{ lit }}{% endif %}",
            "{% if raw == 'evil();' %}{{ lit }}{% endif %}",
            "{% set captured %}{{ lit }}{% endset %}{{ captured }}",
            "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(lit) }}",
        ] {
            assert_eq!(render(template).as_deref(), Ok(printed), "{template}");
        }
    }

    #[test]
    fn nothing_else_is_printed_whatever_the_trick() {
        for template in [
            "{{ raw }}",
            "{{ number }}",
            "{{ 'constant' }}",
            "{{ raw ~ lit }}",
            "{{ lit ~ raw }}",
            "{{ list }}",
            "{{ list[0] }}",
            "{{ raw[0:2] }}",
            "{{ map }}",
            "{{ map.key }}",
            "{{ nothing }}",
            "{{ yes }}",
            "{{ raw|safe }}",
            "{{ raw|upper }}",
            "{{ list|join }}",
            "{{ raw.upper() }}",
            "{{ raw * 2 }}",
            "{{ lit[0] }}",
            "{{ lit.text }}",
            "{{ lit() }}",
            "{% set captured %}{{ raw }}{% endset %}{{ captured }}",
            "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(raw) }}",
            "{% macro m(x=raw) %}{{ x }}{% endmacro %}{{ m() }}",
            "{% macro m(x) %}{{ caller() }}{% endmacro %}{% call m(raw) %}{{ raw }}{% endcall %}",
            "{% filter upper %}{{ raw }}{% endfilter %}",
            "{% autoescape false %}{{ raw }}{% endautoescape %}",
            "{% autoescape 'html' %}{{ raw }}{% endautoescape %}",
            "{% include raw %}",
            "{{ self }}",
            "{% for c in raw %}{{ c }}{% endfor %}",
            "{% for x in list %}{{ loop.index }}{% endfor %}",
            "{% for x in list %}{{ loop }}{% endfor %}",
            "{% for k in map %}{{ k }}{% endfor %}",
            "{{ debug() }}",
            "{% macro m() %}{% endmacro %}{{ m }}",
            "{% set s %}{{ lit }}{% endset %}{% for c in s %}{{ c }}{% endfor %}",
            "{% set s %}{{ lit }}{% endset %}{{ s[1:] }}",
            "{% set s %}{{ lit }}{% endset %}{{ s * 2 }}",
            "{% set s %}{{ lit }}{% endset %}{{ s ~ raw }}",
            "{{ absent }}",
            "{{ map.absent }}",
        ] {
            assert!(render(template).is_err(), "{template}: {:?}", render(template));
        }
    }

    #[test]
    fn an_error_names_template_and_line() {
        let error = render("a\nb\n{{ raw }}\n").expect_err("raw text");
        assert!(error.contains("t.j2:3"), "{error}");
        assert!(error.contains("only checked values"), "{error}");
    }

    #[test]
    fn a_rendering_ends() {
        assert!(render("{% include 't.j2' %}").is_err());
    }
}
