//! Whether answers or their times tell what they must not: if a padding was right (Bleichenbacher
//! 1998), or if a User Id exists.

use std::time::{Duration, Instant};

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use seal::{AppKey, Credentials, LoginPublicKey};
use service::{AccountOrder, Settings};

use crate::harness::{World, recipient};

const AUTH: &str = "/eivital/v1.04/auth";

/// Tries of each kind. The kinds take turns, so that a machine that is busy is busy for all.
const TRIES: usize = 41;

/// How much slower the slower kind's median may be, in percent of the other's. Without the same
/// work for all, a bad padding would be answered in a hundredth of the time.
const SLOWER_PERCENT_MAX: u128 = 50;

/// What an attacker sends to find out how it is answered.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A block that almost certainly has no right padding.
    BadPadding,
    /// A block with a right padding around what is no login.
    RightPadding,
    /// Credentials of nobody.
    Nobody,
    /// The right password of somebody of another PAN than the client's.
    AnotherPan,
    /// A wrong password of somebody.
    BadPassword,
}

const KINDS: [Kind; 5] = [
    Kind::BadPadding,
    Kind::RightPadding,
    Kind::Nobody,
    Kind::AnotherPan,
    Kind::BadPassword,
];

/// The password that is tried: wrong for the client's own user, right for another PAN's.
const PASSWORD: &str = "Wrong%Monsoon7";
/// The User Id of another PAN.
const ANOTHER: &str = "malabar7";

struct Attacker<'a> {
    world: &'a World,
    key: LoginPublicKey,
}

impl Attacker<'_> {
    fn body(&self, kind: Kind) -> String {
        let random = &self.world.random;
        let sealed = match kind {
            Kind::BadPadding => {
                let mut block = random.bytes::<256>();
                // Below every modulus, so that it is a number that can be decrypted.
                block[0] = 0;
                STANDARD.encode(block)
            }
            Kind::RightPadding => self.key.seal(&random.bytes::<120>()).unwrap(),
            Kind::Nobody => self.login(&random.alphanumeric(8)),
            Kind::AnotherPan => self.login(ANOTHER),
            Kind::BadPassword => self.login(&self.world.account.user_name),
        };
        format!(r#"{{"Data":"{sealed}"}}"#)
    }

    fn login(&self, user_name: &str) -> String {
        let credentials = Credentials {
            user_name: user_name.to_owned(),
            password: PASSWORD.to_owned(),
            app_key: AppKey::random(&self.world.random),
            force_refresh: false,
        };
        self.key
            .seal(credentials.to_plaintext().as_bytes())
            .unwrap()
    }

    async fn attempt(&self, kind: Kind) -> (String, Duration) {
        let body = self.body(kind);
        let headers = self.world.client_headers();
        #[expect(
            clippy::disallowed_methods,
            reason = "this is what an attacker measures"
        )]
        let begun = Instant::now();
        let reply = self.world.call(Method::POST, AUTH, &headers, body).await;
        (reply.text, begun.elapsed())
    }
}

fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations[durations.len() / 2]
}

#[tokio::test]
async fn neither_answers_nor_times_are_an_oracle() {
    // The least time of a refusal would hide what is measured here.
    let mut settings = Settings::default();
    settings.login.refusal_floor_ms = 0;
    let world = World::with(settings).await;
    let key = LoginPublicKey::from_pem(&world.irp.login_public_key_pem()).unwrap();
    let order = AccountOrder {
        gstin: recipient(),
        user_name: Some(ANOTHER.to_owned()),
        password: Some(PASSWORD.to_owned()),
        turnover: None,
        enabled: None,
    };
    world.irp.make_account(order).await.unwrap();
    let attacker = Attacker { world: &world, key };
    let mut answers = KINDS.map(|_| Vec::new());
    let mut times = KINDS.map(|_| Vec::new());
    for _ in 0..TRIES {
        for (index, kind) in KINDS.into_iter().enumerate() {
            let (answer, took) = attacker.attempt(kind).await;
            answers[index].push(answer);
            times[index].push(took);
        }
        // So that no block ends the counting of wrong passwords.
        world.irp.clock().advance(SignedDuration::from_mins(6));
    }
    for answers in &mut answers {
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
    }
    let [
        bad_padding,
        right_padding,
        nobody,
        another_pan,
        bad_password,
    ] = answers;
    assert_eq!(bad_padding, right_padding);
    assert_eq!(nobody, bad_password);
    assert_eq!(nobody, another_pan);
    assert!(bad_padding[0].contains("\"1020\"") && nobody[0].contains("\"1008\""));

    let medians = times.map(median);
    let slowest = medians.iter().max().unwrap().as_micros();
    let fastest = medians.iter().min().unwrap().as_micros();
    let allowed = fastest + fastest * SLOWER_PERCENT_MAX / 100;
    assert!(slowest <= allowed, "{KINDS:?} take {medians:?}");
}

/// In the older shape password and application key are sealed one by one: there a right padding
/// alone makes a part readable, so an unreadable part has to look like a wrong password.
#[tokio::test]
async fn the_older_shape_does_not_tell_a_right_padding_from_a_wrong_one() {
    let mut settings = Settings::default();
    settings.login.refusal_floor_ms = 0;
    let world = World::with(settings).await;
    let key = LoginPublicKey::from_pem(&world.irp.login_public_key_pem()).unwrap();
    let right = key.seal(b"Wrong%Monsoon7").unwrap();
    let mut block = world.random.bytes::<256>();
    block[0] = 0;
    let bad = STANDARD.encode(block);
    let mut answers = Vec::new();
    for (password, app_key) in [
        (&right, &right),
        (&right, &bad),
        (&bad, &right),
        (&bad, &bad),
    ] {
        let body = format!(
            r#"{{"Data":{{"UserName":"nobody99","Password":"{password}","AppKey":"{app_key}"}}}}"#
        );
        let headers = world.client_headers();
        let reply = world
            .call(Method::POST, "/eivital/v1.03/auth", &headers, body)
            .await;
        answers.push(reply.text);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(answers[0].contains("\"1008\""), "{answers:?}");
}
