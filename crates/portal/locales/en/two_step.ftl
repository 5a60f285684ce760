# Two-step login with an authenticator app.
two-step-title = Two-step login
two-step-what = After the password, these pages ask for a code of six digits that an authenticator app on your phone shows. Whoever learns your password still cannot log in without your phone.
two-step-api = The API does not ask for it: your software goes on as before.
two-step-app = Authenticator app
two-step-on = On
two-step-off = Off
two-step-since = Since
two-step-codes-left = Recovery codes left
two-step-codes-few = You have few recovery codes left. Make new ones before you need them.
two-step-by-message = At present a code is sent to the registered mobile at every login. An app is quicker: it waits for no message, and works where the phone has no network.
two-step-by-password = At present the password alone opens these pages.
two-step-need = What you need
two-step-need-text = An app on your phone that makes time-based codes (TOTP); there are several that cost nothing. The phone's clock must be right, so leave date and time on automatic.
two-step-begin = Set it up
two-step-changing = Changing it
two-step-move = You have a new phone? Remove two-step login here and set it up again with the new phone.

# Setting it up.
two-step-set-up-title = Set up two-step login
two-step-scan = 1. Scan the picture
two-step-scan-text = Open the app, choose to add an account, and point the camera at this picture. Show it to nobody: whoever has it gets the same codes.
two-step-picture = QR code for the authenticator app; the same key stands below as text
two-step-open = Open the app on this device
two-step-type = The app cannot scan? Type this in
two-step-account = Account
two-step-key = Key
two-step-kind = Kind of code
two-step-kind-value = Time-based (TOTP), SHA-1, 6 digits, every 30 seconds
two-step-confirm = 2. Enter the code that the app shows
two-step-code = Code from the app
two-step-code-hint = Six digits. A new code comes every 30 seconds.
two-step-effect = When you switch it on, all other logins on these pages end, and a notice goes to the registered mobile and e-mail.
two-step-switch-on = Switch on
two-step-not-now = Not now
two-step-code-missing = Enter the code that the app shows.
two-step-code-wrong = This code is not right or was used before. Enter the one that the app shows now. If that is refused too, look whether the phone's clock is right: set date and time to automatic.
two-step-blocked = Too many wrong codes. No code of this account is accepted before { $when }.

# Recovery codes.
two-step-codes-title = Your recovery codes
two-step-is-on = Two-step login is on.
two-step-others-ended = All other logins on these pages have ended.
two-step-codes-replaced = All earlier recovery codes are worth nothing from now on.
two-step-codes-once = These codes are shown now and never again.
two-step-codes-keep = Print them or copy them, and keep them where you find them without your phone. Each opens the login once, in place of a code from the app.
two-step-codes-kept = I have kept them
two-step-renew-title = New recovery codes
two-step-renew-lead = You get { $count } new codes. All earlier ones are worth nothing from then on.
two-step-renew = Make new codes

# Removing it.
two-step-remove-title = Remove two-step login
two-step-remove-effect = The key in the app and all recovery codes are worth nothing from then on; delete the entry in the app. A notice goes to the registered mobile and e-mail.
two-step-remove-message = At the next login a code is sent to the registered mobile again.
two-step-remove-password = At the next login the password alone opens these pages again.
two-step-remove = Remove
two-step-recovery-summary = Use a recovery code instead
two-step-recovery-code = Recovery code
two-step-recovery-hint = One of the codes that were shown when two-step login was set up. Each works once.
two-step-recovery-wrong = This recovery code is not right or was used before.
two-step-either-missing = Enter the code that the app shows, or a recovery code.

# Logging in.
login-app-title = Enter the code from your app
login-app-step = Code from the app
login-app-lead = Open the authenticator app on your phone and enter the code that it shows for { $brand }.
login-app-left = Tries left: { $count }
login-app-lost = Phone and recovery codes lost?
login-app-lost-text = A code to the registered mobile lets you choose a new password. That also removes two-step login; afterwards you can set it up again.
login-app-lost-way = I have lost both

# What has happened.
notice-two-step-removed = Two-step login is removed.
notice-two-step-lapsed = Nothing was changed: that step is over, or the account changed meanwhile. Please look here and try again.
notice-tries-used-up = Too many wrong codes. For some minutes no code of this account is accepted; log in again after that.
