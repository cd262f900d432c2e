//! Payloads and inputs.

use housestyle_style::read::member;

use super::{Options, contradiction};
use crate::style::tree::Node;
use crate::style::{ClientIds, FormatType, PayloadForm, Success, Times};

/// Reports what keys of `data` say against each other.
pub(super) fn check(style: &Node, success: Option<&Success>, options: &mut Options<'_>) {
    let Some(node) = style.get("data") else { return };
    if let Some(at) = node.get("client_ids")
        && member(node, "client_ids") == Some(ClientIds::Accept)
        && success.is_some_and(|success| success.form != PayloadForm::Resources)
    {
        let help = "say `success.form: resources`, or `reject`";
        contradiction("only resource objects have ids of their own", at, help, options.diags);
    }
    options.check(node.get("links_only_with_option"));
    let Some(times) = member::<_, Times>(node, "times") else { return };
    if let Some(formats) = node.get("formats")
        && let Some(at) = formats.get("date-time")
        && member(formats, "date-time") == Some(FormatType::String)
        && times == Times::UnixSeconds
    {
        let help = "say `typed`, or other `data.times`";
        contradiction("times in seconds are no text", at, help, options.diags);
    }
    if let Some(at) = node.get("time_zone_header").filter(|_| times != Times::AsGiven) {
        let help = "take it away, or say `data.times: as_given`";
        contradiction(format!("`data.times: {}` has no zones", times.as_str()), at, help, options.diags);
    }
}
