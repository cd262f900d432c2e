//! Values in bodies and parameters.

use housestyle_style::read::member;

use super::{Options, contradiction};
use crate::style::tree::Node;
use crate::style::{ClientIds, FormatType, PayloadForm, Success, Times};

/// Reports contradictions of `data`.
pub(super) fn check(style: &Node, success: Option<&Success>, options: &mut Options<'_>) {
    let Some(node) = style.get("data") else { return };
    if let Some(at) = node.get("client_ids")
        && member(node, "client_ids") == Some(ClientIds::Accept)
        && success.is_some_and(|success| success.form != PayloadForm::Resources)
    {
        let help = "use `success.form: resources`, or `reject`";
        contradiction("`client_ids: accept` is only for resource objects", at, help, options.diags);
    }
    options.check(node.get("links_only_with_option"));
    let Some(times) = member::<_, Times>(node, "times") else { return };
    if let Some(formats) = node.get("formats")
        && let Some(at) = formats.get("date-time")
        && member(formats, "date-time") == Some(FormatType::String)
        && times == Times::UnixSeconds
    {
        let help = "use `typed`, or another value of `data.times`";
        contradiction("times in seconds are not text", at, help, options.diags);
    }
    if let Some(at) = node.get("time_zone_header").filter(|_| times != Times::AsGiven) {
        let help = "remove it, or use `data.times: as_given`";
        contradiction(format!("`data.times: {}` has no time zones", times.as_str()), at, help, options.diags);
    }
}
