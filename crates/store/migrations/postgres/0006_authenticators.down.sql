-- Back to version 5. No login asks for an authenticator's code any more.
DROP TABLE recovery_codes;
DROP TABLE authenticators;
