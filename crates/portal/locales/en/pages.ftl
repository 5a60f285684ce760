# Feedback.
feedback-title = Feedback
feedback-lead = Tell us what was unclear, wrong or missing. A sentence is enough.
feedback-about = About the page:
feedback-text = What would you like to tell us?
feedback-text-hint = Please write no password, OTP or invoice data here.
feedback-contact = How can we reach you? (optional)
feedback-contact-hint = A mobile number or e-mail, only if you want an answer. It is stored encrypted.
feedback-send = Send feedback
feedback-empty = Write a few words first.
feedback-too-long = At most { $max } characters, please.
feedback-thanks-title = Thank you
feedback-thanks = Your feedback has been stored and will be read by those who run this portal.

# The guide.
guide-title = Create your credentials in four steps
guide-lead = Registration takes about three minutes. You end with a User Id and a password for this portal and for the API.
guide-need = What you need
guide-need-1 = Your GSTIN, active and enabled for e-invoicing
guide-need-2 = The phone whose number is registered with the GST system
guide-need-3 = An idea for a User Id and a good password
guide-1 = Enter the GSTIN
guide-1-text = In the menu choose Registration, Portal Login. Type your GSTIN and choose Go. If it cannot go on, the page says why and what to do next.
guide-1-picture = The e-Invoice Registration Form with a field for the GSTIN and the button Go.
guide-2 = Check the details
guide-2-text = You see what the GST Common Portal has about you; mobile and e-mail are masked. If something was changed recently, choose Update from GST Common Portal. Then choose Send OTP.
guide-2-picture = The details of a taxpayer with the buttons Send OTP and Update from GST Common Portal.
guide-3 = Enter the OTP
guide-3-text = Type the code of six digits that came to your mobile and choose Verify OTP. If nothing comes, you can have a new one sent after half a minute.
guide-3-picture = The field for the OTP, the button Verify OTP and the button to send a new one.
guide-4 = Choose User Id and password
guide-4-text = The page tells you while you type whether the User Id is free. Type the password twice and choose Save. Your credentials work at once.
guide-4-picture = The form with User Id, Password, Confirm password and the button Save.
guide-after = And then
guide-after-text = Log in to upload invoices. If your accounting software is to register them by itself, make a client id under API access after logging in. To make your login safer, set up Two-step login under Your account: then a code from an app on your phone is asked for too.
guide-start = Start now

# Error codes.
errors-title = Error codes
errors-lead = Every code that this portal and its API answer with: what it means, why, and what to do.
errors-json = All of them for programs (JSON)
errors-search = Search by code or word
errors-find = Find
errors-count = Codes found: { $count }
errors-code = Code
errors-meaning = Meaning
error-title = Code { $code }
error-reason = Why
error-fix = What to do
error-where = Where in the document
error-not-raised = This portal does not answer with this code.
error-since = It holds from { $date }.
error-source = Source:
error-all = All error codes

# Site map.
sitemap-after-login = After login

# About.
about-title = About { $brand }
about-what = What it is
about-what-1 = { $brand } is an Invoice Registration Portal: it checks e-invoices by the rules of GST, gives each an Invoice Reference Number (IRN), signs it digitally and returns a QR code that anybody can verify.
about-what-2 = People use it through these pages, software through an API in the wire format of the NIC e-Invoice system.
about-not = What it is not
about-not-1 = It is not an official service of GSTN, NIC or any government. An invoice counts as an e-invoice under the law only when it was registered on a portal notified by the government.
about-free = Free software
about-free-1 = { $brand } may be used, studied, changed and passed on under the MIT or the Apache 2.0 licence. Whoever runs a copy answers for it.

# Contact.
contact-title = Contact
contact-help = Help with these pages
contact-help-1 = Look at Help in the menu first: the guide and the list of error codes answer most questions. For everything else use Feedback at the foot of any page and leave a number or an address.
contact-help-2 = When something failed, give us the reference that the page showed. Never tell anybody your password or OTP; nobody here asks for them.
contact-forgotten = User Id or password forgotten
contact-forgotten-1 = On the login page choose Forgot User Id or password: a code to the registered mobile and e-mail lets you in again. Do the same if you have lost the phone with your authenticator app, and the recovery codes too. If the mobile is no longer yours, amend it on the GST Common Portal first.
contact-gst = Questions about the GST registration
contact-gst-1 = Name, address, mobile, e-mail and status come from the GST Common Portal and can be changed only there.
contact-security = Weaknesses in security
contact-security-1 = Please report them in confidence as /.well-known/security.txt says. Do not write details into the feedback form.

# Privacy.
privacy-title = Privacy notice
privacy-data = Which data
privacy-data-1 = About the taxpayer: GSTIN, names, address, constitution, type, status and dates, from the GST master.
privacy-data-2 = About the authorised signatory: mobile number and e-mail, from the GST master. They are stored encrypted and shown masked.
privacy-data-3 = About your use: User Id, a hash of your password, the key of your authenticator app (stored encrypted) and hashes of its recovery codes if you use one, the invoices that you register, times of logins, and your internet address while a limit is counted.
privacy-why = What for
privacy-why-1 = To check that whoever registers a GSTIN holds its registered mobile, to register, sign and return invoices, to send notices about your account, and to keep the service safe. The data is not sold, not used for advertising, and not passed on unless the law demands it.
privacy-kept = How long
privacy-kept-1 = Registered invoices are kept as long as the law asks of GST records: 72 months from the due date of the annual return. Logs are kept for a year.
privacy-kept-2 = An entry that was not finished lapses after an hour. A code is good for minutes.
privacy-cookies = Cookies
privacy-cookies-1 = Only such as the pages cannot work without: for forms, for a registration under way, for your login. They end when you close the browser. There is no tracking and nothing is loaded from other sites.
privacy-rights = Your rights
privacy-rights-1 = Under the Digital Personal Data Protection Act, 2023 you may ask what is kept about you, have it corrected or erased where no other law forbids it, name somebody to act for you, and complain, first to those who run this portal and then to the Data Protection Board of India.

# Terms.
terms-title = Terms of use
terms-use = Use
terms-use-1 = Register only GSTINs that you are authorised to act for, and only true invoices. Whoever registers an invoice answers for its content.
terms-use-2 = Do not use these pages to collect data about taxpayers. Automated look-ups are slowed and may be refused.
terms-credentials = Your credentials
terms-credentials-1 = Keep password, client secret, OTP, the codes of your authenticator app and its recovery codes to yourself. What is done with them counts as done by you until you have them blocked.
terms-links = Links
terms-links-1 = Links to other sites are marked. Others answer for what is there.

# Accessibility.
accessibility-title = Accessibility statement
accessibility-aim = What we aim at
accessibility-aim-1 = These pages are made to meet WCAG 2.1 level AA and IS 17802. They work with the keyboard alone, with screen readers, at 400 per cent zoom, on small and old phones, and without JavaScript.
accessibility-aim-2 = There are no picture puzzles. Where automated look-ups have to be slowed, your browser does a sum by itself or you wait a little.
accessibility-known = What we know to be missing
accessibility-known-1 = The pages have not yet been examined by an outside laboratory. The pictures in the guide show English or Hindi text that a screen reader cannot read; the text beside each says the same.
accessibility-tell = Tell us
accessibility-tell-1 = If something does not work for you, use Feedback at the foot of that page. We want to know and will mend it.
