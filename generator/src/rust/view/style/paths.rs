//! Words of a style as paths into the runtime.

use crate::style as st;

pub(super) const fn trailing_slash(word: st::TrailingSlash) -> &'static str {
    match word {
        st::TrailingSlash::AsWritten => "TrailingSlash::AsWritten",
        st::TrailingSlash::Optional => "TrailingSlash::Optional",
    }
}

pub(super) const fn path_misfit(word: st::PathMisfit) -> &'static str {
    match word {
        st::PathMisfit::Refused => "PathMisfit::Refused",
        st::PathMisfit::NotFound => "PathMisfit::NotFound",
    }
}

pub(super) const fn form(word: st::PayloadForm) -> &'static str {
    match word {
        st::PayloadForm::Flat => "PayloadForm::Flat",
        st::PayloadForm::Resources => "PayloadForm::Resources",
    }
}

pub(super) const fn mixed(word: st::Mixed) -> &'static str {
    match word {
        st::Mixed::Found => "Mixed::Found",
        st::Mixed::MostGeneral => "Mixed::MostGeneral",
    }
}

pub(super) const fn parameter_name(word: st::ParameterName) -> &'static str {
    match word {
        st::ParameterName::Whole => "ParameterName::Whole",
        st::ParameterName::InnerKey => "ParameterName::InnerKey",
    }
}

pub(super) const fn link_form(word: st::LinkForm) -> &'static str {
    match word {
        st::LinkForm::HostRelative => "LinkForm::HostRelative",
        st::LinkForm::Absolute => "LinkForm::Absolute",
    }
}

pub(super) const fn undeclared(word: st::Undeclared) -> &'static str {
    match word {
        st::Undeclared::Ignore => "Undeclared::Ignore",
        st::Undeclared::Refuse => "Undeclared::Refuse",
    }
}

pub(super) const fn list_keys(word: st::ListKeys) -> &'static str {
    match word {
        st::ListKeys::Brackets => "ListKeys::Brackets",
        st::ListKeys::Indices => "ListKeys::Indices",
        st::ListKeys::Repeat => "ListKeys::Repeat",
    }
}

pub(super) const fn rated(word: st::Rated) -> &'static str {
    match word {
        st::Rated::All => "Rated::All",
        st::Rated::Marked => "Rated::Marked",
    }
}

pub(super) const fn report(word: st::Report) -> &'static str {
    match word {
        st::Report::All => "Report::All",
        st::Report::First => "Report::First",
    }
}

pub(super) const fn unknown_members(word: st::UnknownMembers) -> &'static str {
    match word {
        st::UnknownMembers::AsSchema => "UnknownMembers::AsSchema",
        st::UnknownMembers::Ignore => "UnknownMembers::Ignore",
        st::UnknownMembers::Reject => "UnknownMembers::Reject",
    }
}

pub(super) const fn absent_body(word: st::AbsentBody) -> &'static str {
    match word {
        st::AbsentBody::Nothing => "AbsentBody::Nothing",
        st::AbsentBody::EmptyObject => "AbsentBody::EmptyObject",
    }
}

/// Seconds are of the type that the generator gives to times, and go out as they are.
pub(super) const fn times(word: st::Times) -> &'static str {
    match word {
        st::Times::AsGiven | st::Times::UnixSeconds => "Times::AsGiven",
        st::Times::Utc => "Times::Utc",
    }
}

pub(super) const fn tls(word: st::Tls) -> &'static str {
    match word {
        st::Tls::Optional => "Tls::Optional",
        st::Tls::Required => "Tls::Required",
    }
}

pub(super) const fn same_site(word: st::SameSite) -> &'static str {
    match word {
        st::SameSite::Strict => "SameSite::Strict",
        st::SameSite::Lax => "SameSite::Lax",
        st::SameSite::None => "SameSite::None",
    }
}

pub(super) const fn oversize(word: st::Oversize) -> &'static str {
    match word {
        st::Oversize::Clamp => "Oversize::Clamp",
        st::Oversize::Refuse => "Oversize::Refuse",
    }
}

pub(super) const fn past_end(word: st::PastEnd) -> &'static str {
    match word {
        st::PastEnd::Empty => "PastEnd::Empty",
        st::PastEnd::NotFound => "PastEnd::NotFound",
        st::PastEnd::RangeNotSatisfiable => "PastEnd::RangeNotSatisfiable",
    }
}

pub(super) const fn ends(word: st::Ends) -> &'static str {
    match word {
        st::Ends::Always => "Ends::Always",
        st::Ends::Beyond => "Ends::Beyond",
    }
}

pub(super) const fn unasked(word: st::Unasked) -> &'static str {
    match word {
        st::Unasked::Partial => "Unasked::Partial",
        st::Unasked::Ok => "Unasked::Ok",
    }
}

pub(super) const fn order(word: st::Order) -> &'static str {
    match word {
        st::Order::Ascending => "Order::Ascending",
        st::Order::Descending => "Order::Descending",
    }
}

pub(super) const fn direction(word: st::Direction) -> &'static str {
    match word {
        st::Direction::Before => "Direction::Before",
        st::Direction::After => "Direction::After",
    }
}

pub(super) const fn post_on_item(is_patch: bool) -> &'static str {
    if is_patch { "PostOnItem::Patch" } else { "PostOnItem::Nothing" }
}

pub(super) const fn echo_path(part: st::EchoPart) -> &'static str {
    match part {
        st::EchoPart::Path => "EchoPart::Path",
        st::EchoPart::Query => "EchoPart::Query",
        st::EchoPart::Body => "EchoPart::Body",
    }
}

pub(super) const fn check_path(check: st::Check) -> &'static str {
    match check {
        st::Check::Method => "Check::Method",
        st::Check::Login => "Check::Login",
        st::Check::Media => "Check::Media",
        st::Check::Syntax => "Check::Syntax",
        st::Check::Parameters => "Check::Parameters",
        st::Check::Entity => "Check::Entity",
    }
}

pub(super) const fn slot_path(slot: st::Slot) -> &'static str {
    use st::Slot as S;
    match slot {
        S::Payload => "Slot::Payload",
        S::Meta => "Slot::Meta",
        S::Included => "Slot::Included",
        S::Links => "Slot::Links",
        S::Echo => "Slot::Echo",
        S::Total => "Slot::Total",
        S::Pages => "Slot::Pages",
        S::Number => "Slot::Number",
        S::Size => "Slot::Size",
        S::SelfLink => "Slot::SelfLink",
        S::First => "Slot::First",
        S::Prev => "Slot::Prev",
        S::Next => "Slot::Next",
        S::Last => "Slot::Last",
        S::PageTemplate => "Slot::PageTemplate",
        S::Code => "Slot::Code",
        S::CodeNumber => "Slot::CodeNumber",
        S::Status => "Slot::Status",
        S::StatusText => "Slot::StatusText",
        S::Title => "Slot::Title",
        S::Message => "Slot::Message",
        S::Suppress => "Slot::Suppress",
        S::Help => "Slot::Help",
        S::Entries => "Slot::Entries",
        S::RequestId => "Slot::RequestId",
        S::Resource => "Slot::Resource",
        S::Field => "Slot::Field",
        S::Pointer => "Slot::Pointer",
        S::Parameter => "Slot::Parameter",
        S::Header => "Slot::Header",
    }
}
