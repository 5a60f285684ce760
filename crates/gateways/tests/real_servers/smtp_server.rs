//! A mail server that speaks as much of RFC 5321, 3207 and 4954 as a client needs: EHLO, STARTTLS,
//! AUTH PLAIN, MAIL, RCPT, DATA, NOOP, QUIT. It keeps what it is given.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// An e-mail that was given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mail {
    pub(crate) hello: String,
    pub(crate) login: Option<String>,
    pub(crate) is_secure: bool,
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) data: String,
}

impl Mail {
    /// A header's value, unfolded.
    pub(crate) fn header(&self, name: &str) -> String {
        let (head, _) = self.data.split_once("\r\n\r\n").unwrap();
        let head = head.replace("\r\n ", " ");
        let prefix = format!("{name}: ");
        let line = head.lines().find_map(|line| line.strip_prefix(&prefix));
        line.unwrap_or_default().to_owned()
    }

    /// The text, decoded.
    pub(crate) fn text(&self) -> String {
        assert_eq!(self.header("Content-Transfer-Encoding"), "base64");
        let (_, body) = self.data.split_once("\r\n\r\n").unwrap();
        let body: String = body.split_whitespace().collect();
        String::from_utf8(BASE64_STANDARD.decode(body).unwrap()).unwrap()
    }
}

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Takes everything in the clear.
    Plain,
    /// Offers STARTTLS and takes nothing before it.
    StartTls,
    /// Speaks TLS from the first byte.
    Tls,
    /// Says nothing at all.
    Silent,
}

#[derive(Default)]
struct Kept {
    mails: Vec<Mail>,
    to_recipient: Option<&'static str>,
    to_data: Option<&'static str>,
}

/// The running server.
pub(crate) struct SmtpServer {
    pub(crate) port: u16,
    pub(crate) certificate_pem: String,
    kept: Arc<Mutex<Kept>>,
    _serving: JoinSet<()>,
}

impl SmtpServer {
    pub(crate) async fn start(manner: Manner) -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key.into())
            .unwrap();
        let tls = TlsAcceptor::from(Arc::new(tls));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = Arc::<Mutex<Kept>>::default();
        let mut serving = JoinSet::new();
        let keeping = Arc::clone(&kept);
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(connection(
                    stream,
                    manner,
                    tls.clone(),
                    Arc::clone(&keeping),
                ));
            }
        });
        Self {
            port,
            certificate_pem: cert.pem(),
            kept,
            _serving: serving,
        }
    }

    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.kept.lock().unwrap().mails.clone()
    }

    /// What is answered to every recipient from now on.
    pub(crate) fn to_recipient(&self, answer: &'static str) {
        self.kept.lock().unwrap().to_recipient = Some(answer);
    }

    /// What is answered to the next mail.
    pub(crate) fn to_next_mail(&self, answer: &'static str) {
        self.kept.lock().unwrap().to_data = Some(answer);
    }
}

/// Clients that break off are no failure of the server.
async fn connection(stream: TcpStream, manner: Manner, tls: TlsAcceptor, kept: Arc<Mutex<Kept>>) {
    let mut talk = Talk {
        mail: Mail::default(),
        needs_tls: manner == Manner::StartTls,
        kept,
    };
    match manner {
        Manner::Silent => std::future::pending().await,
        Manner::Tls => {
            if let Ok(stream) = tls.accept(stream).await {
                talk.mail.is_secure = true;
                let _ = talk.run(stream, true).await;
            }
        }
        Manner::Plain | Manner::StartTls => {
            let Ok(Some(stream)) = talk.run(stream, true).await else {
                return;
            };
            if let Ok(stream) = tls.accept(stream).await {
                talk.mail.is_secure = true;
                talk.needs_tls = false;
                let _ = talk.run(stream, false).await;
            }
        }
    }
}

/// One conversation.
struct Talk {
    mail: Mail,
    needs_tls: bool,
    kept: Arc<Mutex<Kept>>,
}

impl Talk {
    /// Talks until the client leaves, or gives the stream back for STARTTLS.
    async fn run<S>(&mut self, stream: S, greets: bool) -> std::io::Result<Option<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut stream = BufReader::new(stream);
        if greets {
            stream.write_all(b"220 localhost ESMTP\r\n").await?;
        }
        loop {
            stream.flush().await?;
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(None);
            }
            let line = line.trim_end();
            let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
            let answer = match verb.to_ascii_uppercase().as_str() {
                "EHLO" => {
                    rest.clone_into(&mut self.mail.hello);
                    let offer = if self.needs_tls {
                        "STARTTLS"
                    } else {
                        "AUTH PLAIN"
                    };
                    format!("250-localhost\r\n250-8BITMIME\r\n250 {offer}")
                }
                "STARTTLS" if self.needs_tls => {
                    stream.write_all(b"220 go on\r\n").await?;
                    stream.flush().await?;
                    return Ok(Some(stream.into_inner()));
                }
                "NOOP" => "250 still here".to_owned(),
                "QUIT" => {
                    stream.write_all(b"221 bye\r\n").await?;
                    return Ok(None);
                }
                _ if self.needs_tls => "530 5.7.0 STARTTLS first".to_owned(),
                "AUTH" => self.login(rest),
                "MAIL" => {
                    rest.clone_into(&mut self.mail.from);
                    "250 ok".to_owned()
                }
                "RCPT" => {
                    self.mail.to.push(rest.to_owned());
                    let said = self.kept.lock().unwrap().to_recipient;
                    said.unwrap_or("250 ok").to_owned()
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await?;
                    stream.flush().await?;
                    self.mail.data = data(&mut stream).await?;
                    self.keep()
                }
                _ => "502 5.5.1 not known".to_owned(),
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
    }

    fn login(&mut self, rest: &str) -> String {
        let (_, initial) = rest.split_once(' ').unwrap();
        let plain = String::from_utf8(BASE64_STANDARD.decode(initial).unwrap()).unwrap();
        self.mail.login = Some(plain.replace('\0', " ").trim().to_owned());
        "235 2.7.0 welcome".to_owned()
    }

    fn keep(&mut self) -> String {
        let mut kept = self.kept.lock().unwrap();
        if let Some(said) = kept.to_data.take() {
            return said.to_owned();
        }
        kept.mails.push(self.mail.clone());
        format!("250 2.0.0 queued as Q{}", kept.mails.len())
    }
}

/// The lines up to the dot, undotted.
async fn data<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> std::io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        match line.as_str() {
            ".\r\n" | "" => return Ok(data),
            line => data.push_str(line.strip_prefix('.').unwrap_or(line)),
        }
    }
}
