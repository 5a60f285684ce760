//! A ready account for any GSTIN, without a click.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use gst::{Decimal, Gstin, ist, thresholds};
use jiff::civil::Date;
use serde_json::{Map, Value};
use service::{AccountOrder, CredentialFault, Failure, OrderRefused};

use super::Management;
use super::problem::{Problem, Wrong};
use crate::directory::Setting;
use crate::integrator::Integrator;
use crate::known_accounts::KnownAccount;

/// The members that an order may have.
const MEMBERS: [&str; 5] = ["gstin", "user_name", "password", "turnover", "enabled"];

/// Turnover of a taxpayer who is ordered as not enabled: 3 crore.
const SMALL_TURNOVER_RUPEES: i64 = 30_000_000;

/// Makes the account and answers all that an ERP needs.
pub(super) async fn create(
    State(management): State<Management>,
    body: Bytes,
) -> Result<(StatusCode, Json<Integrator>), Problem> {
    let order = parse(&body, ist::date(management.irp.now()))?;
    let gstin = order.gstin;
    if let Some(account) = management.accounts.get(&gstin) {
        return again(&management, account, order).await;
    }
    // What is ordered is what the GST master says from now on; it also makes a GSTIN known whose
    // check digit is wrong.
    let setting = Setting {
        turnover: order.turnover,
    };
    let before = management
        .directory
        .set(gstin, Some(setting))
        .map_err(|error| unsaved(&error))?;
    match management.irp.make_account(order).await {
        Ok(account) => {
            let account = KnownAccount::from(account);
            let kept = management.accounts.keep(gstin, account.clone());
            kept.map_err(|error| unsaved(&error))?;
            Ok((StatusCode::CREATED, settings(&management, &gstin, account)))
        }
        Err(failure) => {
            management
                .directory
                .set(gstin, before)
                .map_err(|error| unsaved(&error))?;
            Err(match failure {
                Failure::Refused(refused) => Problem::members(faults(&refused)),
                Failure::Trouble(trouble) => trouble.into(),
            })
        }
    }
}

/// The account was made here before: a test suite that runs again gets it again. What the order
/// says of the taxpayer holds from now on; other credentials are refused.
async fn again(
    management: &Management,
    account: KnownAccount,
    order: AccountOrder,
) -> Result<(StatusCode, Json<Integrator>), Problem> {
    let other =
        |ordered: &Option<String>, has: &str| ordered.as_deref().is_some_and(|it| it != has);
    let mut wrong = Vec::new();
    if other(&order.user_name, &account.user_name) {
        let words = format!(
            "This taxpayer has an account, its User Id is {}.",
            account.user_name
        );
        wrong.push(Wrong::new("/user_name", words));
    }
    if other(&order.password, &account.password) {
        let words = "This taxpayer has an account with another password.";
        wrong.push(Wrong::new("/password", words));
    }
    if !wrong.is_empty() {
        return Err(Problem::members(wrong));
    }
    let (gstin, irp) = (order.gstin, &management.irp);
    if let Some(turnover) = order.turnover {
        let setting = Setting {
            turnover: Some(turnover),
        };
        let set = management.directory.set(gstin, Some(setting));
        set.map_err(|error| unsaved(&error))?;
    }
    if let Some(known) = irp.taxpayer_for(&gstin).await? {
        irp.set_standing(known, order.turnover, order.enabled)
            .await?;
    }
    Ok((StatusCode::OK, settings(management, &gstin, account)))
}

fn settings(management: &Management, gstin: &Gstin, account: KnownAccount) -> Json<Integrator> {
    let (irp, addresses) = (&management.irp, &management.addresses);
    Json(Integrator::of(gstin, account, irp, addresses))
}

fn unsaved(error: &std::io::Error) -> Problem {
    let words = format!("The setting could not be kept: {error}.");
    Problem::one(StatusCode::INTERNAL_SERVER_ERROR, "", &words)
}

/// Reads an order and names everything that is wrong with it. Who is to be not enabled gets a
/// turnover that says so.
fn parse(body: &[u8], today: Date) -> Result<AccountOrder, Problem> {
    let members: Map<String, Value> = serde_json::from_slice(body).map_err(|error| {
        let words = format!("Send a JSON object with a gstin: {error}.");
        Problem::one(StatusCode::BAD_REQUEST, "", &words)
    })?;
    let mut wrong = Vec::new();
    for name in members
        .keys()
        .filter(|name| !MEMBERS.contains(&name.as_str()))
    {
        let known = MEMBERS.join(", ");
        wrong.push(Wrong::new(
            "",
            format!("There is no member {name:?}; there are {known}."),
        ));
    }
    let member = |name: &str| members.get(name).filter(|value| !value.is_null());
    let gstin = gstin(member("gstin"), &mut wrong);
    let user_name = text("/user_name", member("user_name"), &mut wrong);
    let password = text("/password", member("password"), &mut wrong);
    let mut turnover = turnover(member("turnover"), &mut wrong);
    let enabled = member("enabled").and_then(|value| {
        let flag = value.as_bool();
        if flag.is_none() {
            wrong.push(Wrong::new("/enabled", "This has to be true or false."));
        }
        flag
    });
    if enabled == Some(false) {
        let small = *turnover.get_or_insert_with(|| Decimal::from(SMALL_TURNOVER_RUPEES));
        if thresholds::e_invoice_above(today).is_some_and(|threshold| small > threshold) {
            let words = "With this turnover the taxpayer is enabled by law.";
            wrong.push(Wrong::new("/enabled", words));
        }
    }
    match gstin {
        Some(gstin) if wrong.is_empty() => Ok(AccountOrder {
            gstin,
            user_name,
            password,
            turnover,
            enabled,
        }),
        _ => Err(Problem::members(wrong)),
    }
}

fn gstin(value: Option<&Value>, wrong: &mut Vec<Wrong>) -> Option<Gstin> {
    let Some(text) = value.and_then(Value::as_str) else {
        wrong.push(Wrong::new("/gstin", "A GSTIN is needed, as a text."));
        return None;
    };
    let parsed = Gstin::parse(text);
    match parsed {
        Ok(gstin) if crate::invent::taxpayer(&gstin).is_some() => return Some(gstin),
        Ok(_) => wrong.push(Wrong::new(
            "/gstin",
            "Its first two digits are no state of India.",
        )),
        Err(fault) => wrong.push(Wrong::new("/gstin", sentence(&fault.to_string()))),
    }
    None
}

fn text(pointer: &'static str, value: Option<&Value>, wrong: &mut Vec<Wrong>) -> Option<String> {
    let text = value?.as_str().map(str::to_owned);
    if text.is_none() {
        wrong.push(Wrong::new(pointer, "This has to be a text."));
    }
    text
}

/// Rupees, as a number or as a text.
fn turnover(value: Option<&Value>, wrong: &mut Vec<Wrong>) -> Option<Decimal> {
    let parsed = match value? {
        Value::Number(number) => number.to_string().parse::<Decimal>().ok(),
        Value::String(text) => text.trim().parse::<Decimal>().ok(),
        _ => None,
    };
    let rupees = parsed.filter(|rupees| !rupees.is_sign_negative());
    if rupees.is_none() {
        wrong.push(Wrong::new(
            "/turnover",
            "This has to be an amount in rupees, 0 or more.",
        ));
    }
    rupees
}

fn faults(refused: &OrderRefused) -> Vec<Wrong> {
    match refused {
        OrderRefused::UnknownGstin => {
            vec![Wrong::new(
                "/gstin",
                "The GST master does not know this GSTIN.",
            )]
        }
        OrderRefused::TooManyClients => {
            vec![Wrong::new(
                "/gstin",
                "This taxpayer has all the API clients it may have.",
            )]
        }
        OrderRefused::Credentials(faults) => faults.iter().map(credential_fault).collect(),
    }
}

fn credential_fault(fault: &CredentialFault) -> Wrong {
    match fault {
        CredentialFault::UserNameLength { min, max } => Wrong::new(
            "/user_name",
            format!("A User Id has {min} to {max} characters."),
        ),
        CredentialFault::UserNameCharacters => Wrong::new(
            "/user_name",
            "A User Id has only the letters A to Z and digits.",
        ),
        CredentialFault::UserNameTaken { suggestions } => {
            let free = suggestions.join(", ");
            Wrong::new(
                "/user_name",
                format!("This User Id is taken; free are {free}."),
            )
        }
        CredentialFault::PasswordTooShort { min } => Wrong::new(
            "/password",
            format!("A password has at least {min} characters."),
        ),
        CredentialFault::PasswordCharacters => {
            Wrong::new("/password", "A password cannot have control characters.")
        }
        CredentialFault::PasswordMissingClass { which } => Wrong::new(
            "/password",
            format!("The password lacks characters of these kinds: {which:?}."),
        ),
        CredentialFault::PasswordGuessable { reason } => Wrong::new(
            "/password",
            format!("The password is easy to guess: {reason:?}."),
        ),
        CredentialFault::TogetherTooLong { max } => Wrong::new(
            "/password",
            format!("User Id and password together have at most {max} characters."),
        ),
        CredentialFault::AlreadyRegistered => Wrong::new(
            "/gstin",
            "This taxpayer has an account that was made on the portal; log in with it.",
        ),
        CredentialFault::ConfirmationDiffers
        | CredentialFault::OldPasswordWrong { .. }
        | CredentialFault::PasswordBreached
        | CredentialFault::PasswordUnchanged
        | CredentialFault::ProofSpent => Wrong::new("", "The account could not be made."),
    }
}

/// A fault's words as a sentence.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(char::to_uppercase);
    first
        .into_iter()
        .flatten()
        .chain(characters)
        .chain(['.'])
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 8, 1);

    fn parse(body: &[u8]) -> Result<AccountOrder, Problem> {
        super::parse(body, TODAY)
    }

    #[test]
    fn a_whole_order() {
        let order = parse(
            br#"{"gstin":"33AABCT1332L000","user_name":"anand7","password":"x",
                "turnover":125000000.50,"enabled":true}"#,
        )
        .unwrap();
        assert_eq!(order.gstin.as_str(), "33AABCT1332L000");
        assert_eq!(order.user_name.as_deref(), Some("anand7"));
        assert_eq!(order.turnover, "125000000.50".parse().ok());
        assert_eq!(order.enabled, Some(true));
    }

    #[test]
    fn only_the_gstin_is_needed() {
        let order = parse(br#"{"gstin":"29aafcd5862r000","turnover":null}"#).unwrap();
        assert_eq!(order.gstin.as_str(), "29AAFCD5862R000");
        assert_eq!(
            (order.user_name, order.turnover, order.enabled),
            (None, None, None)
        );
    }

    #[test]
    fn not_enabled_means_a_small_turnover() {
        let turnover = |body: &str| parse(body.as_bytes()).map(|order| order.turnover);
        let small = turnover(r#"{"gstin":"29AAFCD5862R000","enabled":false}"#).unwrap();
        assert_eq!(small, Some(Decimal::from(SMALL_TURNOVER_RUPEES)));
        let with = |rupees: u32| {
            turnover(&format!(
                r#"{{"gstin":"29AAFCD5862R000","enabled":false,"turnover":{rupees}}}"#
            ))
        };
        assert!(with(50_000_000).is_ok());
        assert!(with(50_000_001).is_err());
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let body = br#"{"gstin":"39AABCT1332L000","user_name":5,"password":[],"turnover":"-1",
            "enabled":"yes","colour":"red"}"#;
        let problem = format!("{:?}", parse(body).unwrap_err());
        for words in [
            "/gstin",
            "/user_name",
            "/password",
            "/turnover",
            "/enabled",
            "colour",
        ] {
            assert!(problem.contains(words), "{words} is not in {problem}");
        }
    }

    #[test]
    fn other_bodies_are_refused() {
        for body in ["", "[]", "{", "{}", r#"{"gstin":"29"}"#] {
            assert!(parse(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn faults_become_sentences() {
        assert_eq!(sentence("a GSTIN is short"), "A GSTIN is short.");
        assert_eq!(sentence(""), ".");
    }
}
