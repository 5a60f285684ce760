//! Posted forms: read with limits, checked against forgery, and the faults to show beside fields.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;

use crate::context::Context;
use crate::csrf;
use crate::portal::Portal;
use crate::problem::Problem;

/// Largest body of a form that has no file in it: 2,000 Devanagari characters of feedback, each
/// nine bytes when encoded, and some more.
pub const FORM_BYTES_MAX: usize = 24 * 1024;

/// Most fields that a form is read to have.
pub const FORM_FIELDS_MAX: usize = 32;

/// A posted form whose token holds.
#[derive(Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    /// A field as it was sent; empty when it was not.
    pub fn raw(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// A field without the spaces around it. Not for passwords.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// Whether a field (or a button of this name) was sent.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    fn parse(body: &[u8]) -> Self {
        let fields = form_urlencoded::parse(body)
            .take(FORM_FIELDS_MAX)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        Self { fields }
    }
}

impl FromRequest<Portal> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Problem> {
        let context = request
            .extensions()
            .get::<Arc<Context>>()
            .cloned()
            .ok_or_else(Problem::unexpected)?;
        let is_form = request.headers().get(CONTENT_TYPE).is_some_and(|kind| {
            kind.as_bytes()
                .starts_with(b"application/x-www-form-urlencoded")
        });
        if !is_form {
            return Err(Problem::Forged);
        }
        let body = to_bytes(request.into_body(), FORM_BYTES_MAX)
            .await
            .map_err(|_| Problem::TooLarge)?;
        let form = Self::parse(&body);
        if csrf::holds(portal, &context.forms_cookie, form.raw(csrf::FIELD)) {
            Ok(form)
        } else {
            Err(Problem::Forged)
        }
    }
}

/// What is wrong with a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    list: Vec<FieldFault>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The `id` of the field.
    pub field: &'static str,
    /// What is wrong, in the page's language.
    pub message: String,
}

impl Faults {
    /// None.
    pub fn none() -> Self {
        Self::default()
    }

    /// One.
    pub fn one(field: &'static str, message: String) -> Self {
        let mut faults = Self::none();
        faults.add(field, message);
        faults
    }

    /// Adds one.
    pub fn add(&mut self, field: &'static str, message: String) {
        self.list.push(FieldFault { field, message });
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them.
    pub fn list(&self) -> &[FieldFault] {
        &self.list
    }

    /// Whether a field has any.
    pub fn has(&self, field: &str) -> bool {
        self.list.iter().any(|fault| fault.field == field)
    }

    /// What is wrong with a field.
    pub fn of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.list
            .iter()
            .filter(move |fault| fault.field == field)
            .map(|fault| fault.message.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_the_first_of_a_name_counts() {
        let form = Form::parse("a=+x+&b=%E0%A4%B9&a=2&go=".as_bytes());
        assert_eq!(form.raw("a"), " x ");
        assert_eq!(form.text("a"), "x");
        assert_eq!(form.text("b"), "ह");
        assert!(form.has("go") && !form.has("stop"));
        assert_eq!(form.raw("stop"), "");
    }

    #[test]
    fn fields_past_the_limit_are_not_read() {
        let fields: Vec<String> = (0..=FORM_FIELDS_MAX).map(|n| format!("f{n}=1")).collect();
        let body = fields.join("&");
        let form = Form::parse(body.as_bytes());
        assert!(form.has(&format!("f{}", FORM_FIELDS_MAX - 1)));
        assert!(!form.has(&format!("f{FORM_FIELDS_MAX}")));
    }
}
