//! What every template has: the language's words, addresses, the form token, who is logged in.

use std::fmt::Display;
use std::sync::Arc;

use einvoice::catalogue::{Entry, Language, Sentence, Words};
use gst::Gstin;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use service::SignedIn;

use crate::context::Context;
use crate::notice::Notice;
use crate::portal::Portal;
use crate::{assets, csrf, language, texts};

/// The day on which a person last read all the texts and found them right, as the foot of every page
/// says. It moves with such a reading only, not with a release.
const LAST_REVIEWED: Date = date(2026, 11, 22);

/// Who is logged in, as the head of the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// User Id.
    pub user_name: String,
    /// GSTIN.
    pub gstin: Gstin,
}

impl User {
    /// Of a session.
    pub fn of(signed_in: &SignedIn) -> Self {
        Self {
            user_name: signed_in.actor.user_name.clone(),
            gstin: signed_in.actor.gstin,
        }
    }
}

/// What every template has. Templates call its methods: `{{ shell.t("home-title") }}`.
#[derive(Clone)]
pub struct Shell {
    /// The page's language.
    pub language: Language,
    /// The path without the language, for the language switch and the feedback link.
    pub path: String,
    /// The page's only `h1`, also in `<title>`.
    pub title: String,
    /// The portal's name.
    pub brand: String,
    /// Whether the page carries the sandbox banner.
    pub sandbox: bool,
    /// Who is logged in.
    pub user: Option<User>,
    /// A sentence above the page, after a redirect.
    pub notice: Option<String>,
    /// Whether the page is to be found by search engines.
    pub indexed: bool,
    token: String,
    context: Arc<Context>,
}

impl Shell {
    /// For a request.
    pub fn new(portal: &Portal, context: &Arc<Context>, title: String) -> Self {
        let settings = portal.irp.settings();
        Self {
            language: context.language,
            path: context.path.clone(),
            title,
            brand: settings.brand.clone(),
            sandbox: settings.sandbox,
            user: None,
            notice: None,
            indexed: false,
            token: csrf::token(portal, &context.forms_cookie),
            context: Arc::clone(context),
        }
    }

    /// For the test that renders every template.
    pub fn sample(language: Language, user: Option<User>) -> Self {
        Self {
            language,
            path: "/registration/portal-login".to_owned(),
            title: texts::text(language, "home-title"),
            brand: "Mohar".to_owned(),
            sandbox: true,
            user,
            notice: Some(texts::text(language, "notice-gone")),
            indexed: false,
            token: "5a".repeat(32),
            context: Arc::new(Context::sample(language, "/registration/portal-login")),
        }
    }

    /// A text.
    pub fn t(&self, key: &str) -> String {
        texts::text_with(self.language, key, &[("brand", &self.brand)])
    }

    /// A text with one variable.
    pub fn t1(&self, key: &str, name: &'static str, value: impl Display) -> String {
        texts::text_with(
            self.language,
            key,
            &[("brand", &self.brand), (name, &value)],
        )
    }

    /// A text with two variables.
    pub fn t2(
        &self,
        key: &str,
        name: &'static str,
        value: impl Display,
        second_name: &'static str,
        second: impl Display,
    ) -> String {
        let values: [(&'static str, &dyn Display); 3] = [
            ("brand", &self.brand),
            (name, &value),
            (second_name, &second),
        ];
        texts::text_with(self.language, key, &values)
    }

    /// A text with three variables.
    pub fn t3(
        &self,
        key: &str,
        first: (&'static str, &dyn Display),
        second: (&'static str, &dyn Display),
        third: (&'static str, &dyn Display),
    ) -> String {
        texts::text_with(
            self.language,
            key,
            &[("brand", &self.brand), first, second, third],
        )
    }

    /// The words of a code in the page's language.
    pub fn words(&self, entry: &'static Entry) -> &'static Words {
        entry.words(self.language)
    }

    /// One sentence of the catalogue in the page's language.
    pub fn sentence(&self, sentence: &Sentence) -> &'static str {
        sentence.in_language(self.language)
    }

    /// The language's tag, for `lang` and addresses.
    pub fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// The address of a page in the page's language; `/` is the home page.
    pub fn url(&self, path: &str) -> String {
        address(self.language, path)
    }

    /// The address of this page in a language.
    pub fn here(&self, tag: &str) -> String {
        format!("/{tag}{}", self.path.trim_end_matches('/'))
    }

    /// The address of the feedback form for this page.
    pub fn feedback_url(&self) -> String {
        format!("{}?page={}", self.url("/feedback"), self.here(self.tag()))
    }

    /// The other language: its tag and its own name.
    pub fn other_tag(&self) -> &'static str {
        language::other(self.language).tag()
    }

    /// The other language's name in itself.
    pub fn other_name(&self) -> &'static str {
        language::own_name(language::other(self.language))
    }

    /// The address of a file of `assets/`.
    pub fn asset(&self, file: &str) -> String {
        assets::address(file)
    }

    /// The value of the hidden field that every form carries.
    pub fn form_token(&self) -> &str {
        self.context.need_forms_cookie();
        &self.token
    }

    /// Whether the page lies under a path, for `aria-current`.
    pub fn is_under(&self, path: &str) -> bool {
        self.path == path
            || self
                .path
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('/'))
    }

    /// A moment as `22/11/2026, 14:05 IST`.
    pub fn moment(&self, at: &Timestamp) -> String {
        let text = gst::ist::date_time(*at);
        let time = text.get(11..16).unwrap_or_default();
        let date = gst::ist::slash_date(gst::ist::date(*at));
        texts::text_with(self.language, "moment", &[("date", &date), ("time", &time)])
    }

    /// A day as `22/11/2026`.
    pub fn day(&self, date: &Date) -> String {
        gst::ist::slash_date(*date)
    }

    /// The day of the last review of the texts.
    pub fn reviewed_on(&self) -> String {
        self.day(&LAST_REVIEWED)
    }

    /// The notice's text, for a page that was reached by a redirect.
    pub fn set_notice(&mut self, notice: Option<Notice>) {
        self.notice = notice.map(|notice| texts::text(self.language, notice.key()));
    }
}

/// The address of a page in a language; `/` is the home page.
pub fn address(language: Language, path: &str) -> String {
    format!("/{}{}", language.tag(), path.trim_end_matches('/'))
}
