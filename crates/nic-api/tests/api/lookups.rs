//! Taxpayers, rejected documents, the heartbeat.

use axum::http::Method;

use crate::harness::{World, names, recipient, text};

#[tokio::test]
async fn a_taxpayer_is_shown_at_every_address() {
    let world = World::start().await;
    let session = world.session().await;
    let gstin = recipient().to_string();
    let newer = [
        format!("/eivital/v1.04/Master/gstin/{gstin}"),
        format!("/eivital/v1.04/master/GSTIN/{}", gstin.to_lowercase()),
        format!("/eivital/v1.04/Master/gstin?gstin={gstin}"),
        format!("/eivital/v1.04/Master/syncgstin/{gstin}"),
    ];
    for path in newer {
        let json: serde_json::Value =
            serde_json::from_str(&session.open(&session.get(&path).await)).unwrap();
        assert_eq!(
            names(&json),
            [
                "Gstin",
                "TradeName",
                "LegalName",
                "AddrBnm",
                "AddrBno",
                "AddrFlno",
                "AddrSt",
                "AddrLoc",
                "StateCode",
                "AddrPncd",
                "TxpType",
                "Status",
                "BlkStatus",
                "DtReg",
                "DtDReg",
            ],
            "{path}"
        );
        assert_eq!(text(&json, "Gstin"), gstin);
        assert_eq!(json["StateCode"], 27);
        assert_eq!(json["AddrPncd"], 400_001);
        assert_eq!(text(&json, "DtReg"), "2017-07-01");
        assert!(!json.to_string().contains("99999"), "contact shown: {json}");
    }
    for name in ["gstin", "syncgstin"] {
        let path = format!("/eivital/v1.03/Master/{name}/{gstin}");
        let json = session.open(&session.get(&path).await);
        assert!(
            !json.contains("DtReg") && json.contains("BlkStatus"),
            "{json}"
        );
    }
}

#[tokio::test]
async fn what_is_no_gstin_is_refused() {
    let world = World::start().await;
    let session = world.session().await;
    for path in [
        "/eivital/v1.04/Master/gstin/XYZ",
        "/eivital/v1.04/Master/gstin",
        "/eivital/v1.04/Master/syncgstin/27AABCM1234A1Z",
    ] {
        assert_eq!(session.get(path).await.codes().len(), 1, "{path}");
    }
}

#[tokio::test]
async fn nothing_is_ever_rejected_here() {
    let world = World::start().await;
    let session = world.session().await;
    for path in [
        "/eicore/v1.03/Invoice/rejectedirns?date=01/04/2026",
        "/eicore/v1.03/Invoice/rejectedirn?Date=01%2F04%2F2026",
    ] {
        assert_eq!(session.get(path).await.codes(), ["3001"], "{path}");
    }
}

#[tokio::test]
async fn the_heartbeat_asks_nobody_who_they_are() {
    let world = World::start().await;
    for path in ["/eivital/v1.04/heartbeat/ping", "/eivital/v1.03/Health"] {
        let reply = world.call(Method::GET, path, &[], "").await;
        assert_eq!(reply.status, 200);
        assert_eq!(
            reply.text,
            r#"{"Status":1,"ErrorDetails":null,"Data":null,"InfoDtls":null}"#
        );
    }
}
