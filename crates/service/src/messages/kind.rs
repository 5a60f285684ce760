//! What is told to taxpayers: nine kinds of messages, each with the words of its text message, the
//! words of its e-mail, and the type of every variable in them.
//!
//! In India a text message is carried only if it is, letter for letter, a template that was
//! registered with an operator (DLT), with something of the right type in place of each variable.
//! So the words stand here and nowhere else, and [`MessageKind::registered_text`] gives what is to
//! be registered.

use serde::{Deserialize, Serialize};
use store::proofs::Purpose;

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// A code to register with.
    CodeRegister,
    /// A code to enable e-invoicing with.
    CodeEnable,
    /// A code to set a new password with.
    CodeRecover,
    /// A code to log in with.
    CodeLogIn,
    /// An account was created.
    AccountCreated,
    /// E-invoicing was enabled.
    Enabled,
    /// A password was replaced.
    PasswordReplaced,
    /// An authenticator app was set up.
    AuthenticatorOn,
    /// An authenticator app was removed.
    AuthenticatorOff,
}

/// What may stand in a place of a template, as operators name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableType {
    /// Digits.
    Numeric,
    /// Letters, digits and the signs of a User Id.
    Alphanumeric,
}

/// A place in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What may stand there.
    pub kind: VariableType,
}

/// The words of one kind.
struct Template {
    /// The text message, and the English half of the e-mail.
    english: &'static str,
    /// The Hindi half of the e-mail.
    hindi: &'static str,
    /// The e-mail's subject.
    subject: &'static str,
    /// The variables in the order in which the English text has them.
    variables: &'static [Variable],
}

/// Stands for the portal's name, which is part of what is registered and no variable.
const BRAND: &str = "brand";

const CODE: Variable = numeric("code");
const MINUTES: Variable = numeric("minutes");
const GSTIN: Variable = alphanumeric("gstin");
const USER_NAME: Variable = alphanumeric("user_name");

const fn numeric(name: &'static str) -> Variable {
    let kind = VariableType::Numeric;
    Variable { name, kind }
}

const fn alphanumeric(name: &'static str) -> Variable {
    let kind = VariableType::Alphanumeric;
    Variable { name, kind }
}

const CODE_SUBJECT: &str = "Your code for {brand} · {brand} के लिए आपका कोड";

const CODE_REGISTER: Template = Template {
    english: "{code} is your code to register GSTIN {gstin} on {brand}. It is good for {minutes} \
              minutes. Never share it with anybody. -{brand}",
    hindi: "{code} {brand} पर GSTIN {gstin} के पंजीकरण का आपका कोड है। यह {minutes} मिनट तक मान्य है। \
            इसे किसी को न बताएँ। -{brand}",
    subject: CODE_SUBJECT,
    variables: &[CODE, GSTIN, MINUTES],
};
const CODE_ENABLE: Template = Template {
    english: "{code} is your code to enable e-invoicing for GSTIN {gstin} on {brand}. It is good \
              for {minutes} minutes. Never share it with anybody. -{brand}",
    hindi: "{code} {brand} पर GSTIN {gstin} के लिए ई-इनवॉइसिंग चालू करने का आपका कोड है। यह {minutes} \
            मिनट तक मान्य है। इसे किसी को न बताएँ। -{brand}",
    subject: CODE_SUBJECT,
    variables: &[CODE, GSTIN, MINUTES],
};
const CODE_RECOVER: Template = Template {
    english: "{code} is your code to set a new password for GSTIN {gstin} on {brand}. It is good \
              for {minutes} minutes. Never share it with anybody. -{brand}",
    hindi: "{code} {brand} पर GSTIN {gstin} का नया पासवर्ड चुनने का आपका कोड है। यह {minutes} मिनट तक \
            मान्य है। इसे किसी को न बताएँ। -{brand}",
    subject: CODE_SUBJECT,
    variables: &[CODE, GSTIN, MINUTES],
};
const CODE_LOG_IN: Template = Template {
    english: "{code} is your code to log in for GSTIN {gstin} on {brand}. It is good for {minutes} \
              minutes. Never share it. Not you? Change password. -{brand}",
    hindi: "{code} {brand} पर GSTIN {gstin} के लिए लॉगिन का आपका कोड है। यह {minutes} मिनट तक मान्य है। \
            इसे किसी को न बताएँ। यदि लॉगिन आपने नहीं किया, तो अपना पासवर्ड बदलें। -{brand}",
    subject: CODE_SUBJECT,
    variables: &[CODE, GSTIN, MINUTES],
};
/// It names the User Id, which cannot be known otherwise.
const ACCOUNT_CREATED: Template = Template {
    english: "User Id {user_name} was created for GSTIN {gstin} on {brand}. If this was not you, \
              tell the {brand} help desk at once. -{brand}",
    hindi: "{brand} पर GSTIN {gstin} के लिए यूज़र आईडी {user_name} बनाई गई। यदि यह आपने नहीं किया, तो तुरंत \
            {brand} के सहायता केंद्र को बताएँ। -{brand}",
    subject: "New User Id on {brand} · {brand} पर नई यूज़र आईडी",
    variables: &[USER_NAME, GSTIN],
};
const ENABLED: Template = Template {
    english: "E-invoicing is now enabled for GSTIN {gstin} on {brand}. If this was not you, tell \
              the {brand} help desk at once. -{brand}",
    hindi: "{brand} पर GSTIN {gstin} के लिए ई-इनवॉइसिंग अब चालू है। यदि यह आपने नहीं किया, तो तुरंत {brand} \
            के सहायता केंद्र को बताएँ। -{brand}",
    subject: "E-invoicing enabled on {brand} · {brand} पर ई-इनवॉइसिंग चालू",
    variables: &[GSTIN],
};
/// It names the User Id, which may be what was forgotten.
const PASSWORD_REPLACED: Template = Template {
    english: "New password for User Id {user_name} of GSTIN {gstin} on {brand}. If it was not \
              you, tell the {brand} help desk at once. -{brand}",
    hindi: "{brand} पर GSTIN {gstin} की यूज़र आईडी {user_name} का पासवर्ड बदल गया है। यदि यह आपने नहीं किया, \
            तो तुरंत {brand} के सहायता केंद्र को बताएँ। -{brand}",
    subject: "New password on {brand} · {brand} पर नया पासवर्ड",
    variables: &[USER_NAME, GSTIN],
};
const AUTHENTICATOR_ON: Template = Template {
    english: "Two-step login is on for User Id {user_name} of GSTIN {gstin} on {brand}. Not you? \
              Tell the {brand} help desk at once. -{brand}",
    hindi: "{brand} पर GSTIN {gstin} की यूज़र आईडी {user_name} के लिए दो-चरणीय लॉगिन चालू हो गया है। यदि यह \
            आपने नहीं किया, तो तुरंत {brand} के सहायता केंद्र को बताएँ। -{brand}",
    subject: "Two-step login on at {brand} · {brand} पर दो-चरणीय लॉगिन चालू",
    variables: &[USER_NAME, GSTIN],
};
/// Also goes out beside the notice of a new password when a recovery removed the app.
const AUTHENTICATOR_OFF: Template = Template {
    english: "Two-step login is off for User Id {user_name} of GSTIN {gstin} on {brand}. Not you? \
              Tell the {brand} help desk at once. -{brand}",
    hindi: "{brand} पर GSTIN {gstin} की यूज़र आईडी {user_name} के लिए दो-चरणीय लॉगिन बंद हो गया है। यदि यह \
            आपने नहीं किया, तो तुरंत {brand} के सहायता केंद्र को बताएँ। -{brand}",
    subject: "Two-step login off at {brand} · {brand} पर दो-चरणीय लॉगिन बंद",
    variables: &[USER_NAME, GSTIN],
};

impl MessageKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::CodeRegister,
        Self::CodeEnable,
        Self::CodeRecover,
        Self::CodeLogIn,
        Self::AccountCreated,
        Self::Enabled,
        Self::PasswordReplaced,
        Self::AuthenticatorOn,
        Self::AuthenticatorOff,
    ];

    /// The kind of a code.
    pub(crate) fn code(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Register => Self::CodeRegister,
            Purpose::Enable => Self::CodeEnable,
            Purpose::Recover => Self::CodeRecover,
            Purpose::LogIn => Self::CodeLogIn,
        }
    }

    /// Its name in settings and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::CodeRegister => "code_register",
            Self::CodeEnable => "code_enable",
            Self::CodeRecover => "code_recover",
            Self::CodeLogIn => "code_log_in",
            Self::AccountCreated => "account_created",
            Self::Enabled => "enabled",
            Self::PasswordReplaced => "password_replaced",
            Self::AuthenticatorOn => "authenticator_on",
            Self::AuthenticatorOff => "authenticator_off",
        }
    }

    /// Whether a gateway of text messages has to have a template of it. Notices that came with a
    /// later version may wait for theirs: until then they go by e-mail alone.
    pub fn needs_template(self) -> bool {
        !matches!(self, Self::AuthenticatorOn | Self::AuthenticatorOff)
    }

    /// The variables of its text message in their order.
    pub fn variables(self) -> &'static [Variable] {
        self.template().variables
    }

    /// What is registered with an operator for it: the text with `{#numeric#}` and
    /// `{#alphanumeric#}` where a variable stands.
    pub fn registered_text(self, brand: &str) -> String {
        let template = self.template();
        fill(template.english, brand, |name| {
            let variable = template.variables.iter().find(|one| one.name == name);
            variable.map_or("", |variable| match variable.kind {
                VariableType::Numeric => "{#numeric#}",
                VariableType::Alphanumeric => "{#alphanumeric#}",
            })
        })
    }

    /// The text message.
    pub(crate) fn text(self, brand: &str, values: &[&str]) -> String {
        self.filled(self.template().english, brand, values)
    }

    /// The e-mail: both languages in one text.
    pub(crate) fn email_text(self, brand: &str, values: &[&str]) -> String {
        let template = self.template();
        let english = self.filled(template.english, brand, values);
        let hindi = self.filled(template.hindi, brand, values);
        format!("{english}\n\n{hindi}\n")
    }

    /// The e-mail's subject. It holds no variable: subjects are shown and logged all over.
    pub(crate) fn subject(self, brand: &str) -> String {
        fill(self.template().subject, brand, |_| "")
    }

    /// Fills a text with the values of the variables, given in their order.
    fn filled(self, text: &str, brand: &str, values: &[&str]) -> String {
        let variables = self.variables();
        debug_assert_eq!(variables.len(), values.len(), "a value for each variable");
        fill(text, brand, |name| {
            let place = variables.iter().position(|one| one.name == name);
            place
                .and_then(|place| values.get(place))
                .copied()
                .unwrap_or("")
        })
    }

    fn template(self) -> &'static Template {
        match self {
            Self::CodeRegister => &CODE_REGISTER,
            Self::CodeEnable => &CODE_ENABLE,
            Self::CodeRecover => &CODE_RECOVER,
            Self::CodeLogIn => &CODE_LOG_IN,
            Self::AccountCreated => &ACCOUNT_CREATED,
            Self::Enabled => &ENABLED,
            Self::PasswordReplaced => &PASSWORD_REPLACED,
            Self::AuthenticatorOn => &AUTHENTICATOR_ON,
            Self::AuthenticatorOff => &AUTHENTICATOR_OFF,
        }
    }
}

/// Fills the places of a text in one pass, so that a value is never searched for places itself.
fn fill<'a>(text: &str, brand: &'a str, value: impl Fn(&str) -> &'a str) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        filled.push_str(if name == BRAND { brand } else { value(name) });
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names in braces in their order.
    fn places(text: &str) -> Vec<&str> {
        let mut names: Vec<_> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        names.retain(|name| *name != "brand");
        names
    }

    #[test]
    fn every_text_has_its_variables_in_their_order() {
        for kind in MessageKind::ALL {
            let template = kind.template();
            let mut names: Vec<_> = template.variables.iter().map(|one| one.name).collect();
            assert_eq!(places(template.english), names, "{kind:?}");
            assert_eq!(places(template.subject), [""; 0], "{kind:?}");
            let mut hindi = places(template.hindi);
            hindi.sort_unstable();
            names.sort_unstable();
            assert_eq!(hindi, names, "{kind:?}");
        }
    }

    #[test]
    fn what_is_registered_has_types_in_place_of_variables() {
        assert_eq!(
            MessageKind::CodeRegister.registered_text("Mohar"),
            "{#numeric#} is your code to register GSTIN {#alphanumeric#} on Mohar. It is good for \
             {#numeric#} minutes. Never share it with anybody. -Mohar"
        );
    }

    #[test]
    fn the_page_for_operators_has_every_text() {
        let page = include_str!("../../../../docs/OPERATIONS.md");
        for kind in MessageKind::ALL {
            let row = format!(
                "| `template_{}` | {} |",
                kind.name(),
                kind.registered_text("Mohar")
            );
            assert!(page.contains(&row), "missing: {row}");
        }
    }

    #[test]
    fn values_are_not_searched_for_places() {
        let text = MessageKind::Enabled.text("{gstin}", &["{brand}"]);
        assert!(text.starts_with("E-invoicing is now enabled for GSTIN {brand} on {gstin}."));
    }

    #[test]
    fn names_are_those_of_the_stored_form() {
        for kind in MessageKind::ALL {
            let stored = serde_json::to_value(kind).ok();
            assert_eq!(stored, Some(serde_json::Value::from(kind.name())));
        }
    }
}
