# Forgot User Id or password.
recover-two-step = Two-step login with an app is on. A new password removes it; afterwards you can set it up again. If you still have the app or a recovery code and know the password, log in with them instead.
step-password = New password
identify-recover-title = Forgot User Id or password?
identify-recover-lead = With a code sent to the mobile that is registered for the GSTIN you see your User Id and can choose a new password. A new password also removes two-step login with an authenticator app.
new-password-title = Your User Id, and a new password
new-password-lead = This is the User Id of the account. If that was all you had forgotten, log in as before; nothing has changed.
new-password-heading = Choose a new password
new-password-effect = When you save it, every login with the old password ends, also that of your software. The client id and client secret of the API stay as they are. A notice goes to the registered mobile and e-mail.
new-password = New password
new-password-done-title = Your new password is set
new-password-done-lead = The old password is worth nothing any more, and every login with it has ended. If your software uses the API, give it the new password. A notice about this went to the registered mobile and e-mail.
