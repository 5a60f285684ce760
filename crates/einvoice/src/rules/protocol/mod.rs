//! Faults of the request around the document; raised by the API, worded here.

pub(super) mod r1004_gstin_header_missing;
pub(super) mod r1005_token_not_valid;
pub(super) mod r1006_user_name_header_missing;
pub(super) mod r1007_authentication_request_malformed;
pub(super) mod r1008_credentials_wrong;
pub(super) mod r1010_client_credentials_wrong;
pub(super) mod r1011_client_id_header_missing;
pub(super) mod r1012_client_secret_header_missing;
pub(super) mod r1013_password_not_decrypted;
pub(super) mod r1014_gstin_cannot_use_api;
pub(super) mod r1015_gstin_is_not_the_tokens;
pub(super) mod r1016_app_key_not_decrypted;
pub(super) mod r1017_user_unknown;
pub(super) mod r1018_user_not_of_this_client;
pub(super) mod r1019_password_wrong;
pub(super) mod r1020_request_not_decrypted;
pub(super) mod r5001_application_error;
pub(super) mod r5002_request_not_as_described;
pub(super) mod r5003_request_empty;
