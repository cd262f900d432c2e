//! The types of events: what they are called, and what is to be done first.

use crate::goat::types::{EventType, EventTypeText, Lang, StepType};

/// A step that events of a type begin with.
pub struct FirstStep {
    pub r#type: StepType,
    pub title: &'static str,
    pub description: &'static str,
}

/// A type in one language.
pub struct EventKind {
    pub title: &'static str,
    pub description: &'static str,
    pub steps: &'static [FirstStep],
}

/// Every type that there is.
pub const TYPES: [EventType; 2] = [EventType::Hiking, EventType::Journey];

const fn common(title: &'static str, description: &'static str) -> FirstStep {
    FirstStep { r#type: StepType::Common, title, description }
}

const fn backpack(title: &'static str, description: &'static str) -> FirstStep {
    FirstStep { r#type: StepType::Backpack, title, description }
}

/// The text of a type in a language; English if there is no translation.
pub fn kind(of: &EventType, lang: &Lang) -> &'static EventKind {
    match (of, lang) {
        (EventType::Journey, Lang::Ru) => &JOURNEY_RU,
        (EventType::Journey, _) => &JOURNEY_EN,
        (_, Lang::Ru) => &HIKING_RU,
        (_, _) => &HIKING_EN,
    }
}

/// The texts of a type.
pub fn text(of: EventType, lang: &Lang) -> EventTypeText {
    let EventKind { title, description, .. } = kind(&of, lang);
    EventTypeText { r#type: of, title: (*title).to_owned(), description: (*description).to_owned() }
}

static HIKING_EN: EventKind = EventKind {
    title: "Hike",
    description: "On foot, with a backpack",
    steps: &[
        common("Agree on the dates", "Days that suit everyone, and one in reserve."),
        common(
            "Draw the route",
            "Where the nights are spent, where there is water, and how to get home early.",
        ),
        common("Share out the duties", "Who leads, who cooks, who looks after the first-aid kit."),
        common("Look at the forecast", "A week before, and once more on the last evening."),
        backpack(
            "Tents and sleeping bags",
            "Enough for everyone; pitch the tents once to see that nothing is missing.",
        ),
        backpack("Food and a stove", "By days and by people, and a little more."),
        backpack("First-aid kit", "With what each of you takes anyway."),
    ],
};

static HIKING_RU: EventKind = EventKind {
    title: "Поход",
    description: "Пешком, с рюкзаком",
    steps: &[
        common("Договориться о датах", "Дни, которые подходят всем, и один про запас."),
        common("Проложить маршрут", "Где ночевать, где брать воду и как вернуться раньше."),
        common("Разделить обязанности", "Кто ведёт, кто готовит, кто отвечает за аптечку."),
        common("Узнать погоду", "За неделю и ещё раз накануне."),
        backpack("Палатки и спальники", "Хватит ли на всех; один раз поставить и проверить."),
        backpack("Еда и горелка", "По дням и по людям, и немного сверх того."),
        backpack("Аптечка", "С тем, что каждый принимает и так."),
    ],
};

static JOURNEY_EN: EventKind = EventKind {
    title: "Journey",
    description: "To see something of the world",
    steps: &[
        common("Choose where to go", "A list of what each of you wants to see."),
        common("Buy the tickets", "There and back, and in between."),
        common("Find somewhere to sleep", "For every night."),
        common("Papers", "Passports, visas and insurance, with copies of them."),
        backpack("Pack", "Less than that."),
    ],
};

static JOURNEY_RU: EventKind = EventKind {
    title: "Путешествие",
    description: "Посмотреть мир",
    steps: &[
        common("Выбрать, куда поехать", "Список того, что хочет увидеть каждый."),
        common("Купить билеты", "Туда, обратно и между городами."),
        common("Найти ночлег", "На каждую ночь."),
        common("Документы", "Паспорта, визы и страховки, и копии всего этого."),
        backpack("Собрать вещи", "Меньше, чем хочется."),
    ],
};
