//! Values in bodies and parameters.

use housestyle_style::grammar::Keys;
use housestyle_style::read::member;

use super::{Options, contradiction};
use crate::style::tree::StyleNode;
use crate::style::{ClientIds, Data, FormatType, Formats, PayloadForm, Style, Success, Times};

/// Reports contradictions of `data`.
pub(super) fn check(style: &StyleNode, success: Option<&Success>, options: &mut Options<'_>) {
    let Some(node) = style.get(Keys::<Style>::data()) else { return };
    if let Some(at) = node.get(Keys::<Data>::client_ids())
        && member(node, Keys::<Data>::client_ids()) == Some(ClientIds::Accept)
        && success.is_some_and(|success| success.form != PayloadForm::Resources)
    {
        let help = "use `success.form: resources`, or `reject`";
        contradiction("`client_ids: accept` is only for resource objects", at, help, options.diags);
    }
    options.check(node.get(Keys::<Data>::links_only_with_option()));
    let Some(times) = member::<_, Times>(node, Keys::<Data>::times()) else { return };
    if let Some(formats) = node.get(Keys::<Data>::formats())
        && let Some(at) = formats.get(Keys::<Formats>::date_time())
        && member(formats, Keys::<Formats>::date_time()) == Some(FormatType::String)
        && times == Times::UnixSeconds
    {
        let help = "use `typed`, or another value of `data.times`";
        contradiction("times in seconds are not text", at, help, options.diags);
    }
    if let Some(at) = node.get(Keys::<Data>::time_zone_header()).filter(|_| times != Times::AsGiven) {
        let help = "remove it, or use `data.times: as_given`";
        contradiction(format!("`data.times: {}` has no time zones", times.as_str()), at, help, options.diags);
    }
}
