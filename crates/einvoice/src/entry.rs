//! What the catalogue says of one code: data with public meaning, in both languages.

use jiff::civil::Date;

/// The languages of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Hindi.
    Hindi,
}

impl Language {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Hindi];

    /// The BCP 47 tag, which is also the first segment of a page's path.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Hindi => "hi",
        }
    }
}

/// What an entry says, in one language. Whole sentences, plain words.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// What is wrong.
    pub title: &'static str,
    /// Why that is not accepted.
    pub reason: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

/// How a code comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A check of the document.
    Rule,
    /// The result of a use case.
    Outcome,
    /// A fault of the request around the document: headers, token, envelope, shape.
    Protocol,
}

/// One sentence in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// English.
    pub english: &'static str,
    /// Hindi.
    pub hindi: &'static str,
}

impl Sentence {
    /// The sentence in a language.
    pub fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Hindi => self.hindi,
        }
    }
}

/// Where a code is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// This portal answers with it.
    Raised,
    /// Nothing here answers with it. It is listed because NIC's lists have it and programs know
    /// it; what is said instead stands in the reason.
    Retired {
        /// Why not.
        why: Sentence,
    },
    /// Announced, or part of something that is not offered yet.
    OnHold {
        /// What it waits for.
        why: Sentence,
    },
}

impl Status {
    /// Whether this portal answers with the code.
    pub fn is_raised(self) -> bool {
        self == Self::Raised
    }

    /// Why it is not raised; `None` if it is.
    pub fn why(self) -> Option<Sentence> {
        match self {
            Self::Raised => None,
            Self::Retired { why } | Self::OnHold { why } => Some(why),
        }
    }

    /// One English word for tables and machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Retired { .. } => "retired",
            Self::OnHold { .. } => "on-hold",
        }
    }
}

/// How well it is known that NIC's portal means the same by the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Its answers were seen, or several independent lists agree.
    Certain,
    /// One good source.
    Likely,
    /// Nothing public settles it.
    Guess,
}

impl Grade {
    /// The word that docs/NIC-COMPATIBILITY.md uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Guess => "guess",
        }
    }
}

/// The three lists that codes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Authentication, registration and taxpayers.
    Vital,
    /// The document.
    Invoice,
    /// The e-way bill made with a document.
    EwayBill,
}

/// One code.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Four digits, as on NIC's wire.
    pub code: &'static str,
    /// How it comes about.
    pub kind: Kind,
    /// English.
    pub english: Words,
    /// Hindi.
    pub hindi: Words,
    /// The members it talks about, as pointers with `*` for an item's index.
    pub pointers: &'static [&'static str],
    /// The first document date or day on which it holds; `None` from the beginning.
    pub since: Option<Date>,
    /// Document and date that the rule comes from.
    pub source: &'static str,
    /// How well its meaning at NIC is known.
    pub grade: Grade,
    /// Whether it is raised, and why not.
    pub status: Status,
}

impl Entry {
    /// The list that the code belongs to, which its first digit tells. NIC lists 9999 with the
    /// codes of the document.
    pub fn family(&self) -> Family {
        match self.code.as_bytes().first() {
            Some(b'2' | b'9') => Family::Invoice,
            Some(b'4') => Family::EwayBill,
            _ => Family::Vital,
        }
    }

    /// The words in a language.
    pub fn words(&self, language: Language) -> &Words {
        match language {
            Language::English => &self.english,
            Language::Hindi => &self.hindi,
        }
    }
}
