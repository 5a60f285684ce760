# Check an e-invoice.
nav-check = Check an e-invoice
check-title = Check an e-invoice
check-lead = See what is wrong with an invoice in the INV-01 form before you send it, and how to mend it. This only checks: nothing is registered, and the document is not kept.
check-nothing-registered = This was only a check: nothing was registered.
check-sum = Documents with nothing wrong: { $sound } of { $total }.
check-sound = Nothing is wrong
check-sound-text = This document could be registered as it is.
check-without-bill = No e-way bill
check-without-bill-text = This document could be registered as it is, but it would not get the e-way bill that it asks for.
check-irn = IRN it would have
check-faulty = Would be refused
check-failed-text = Something went wrong on our side with this document. Please check it again; if it happens again, tell us the reference { $reference }.
check-not-checked = Not checked
check-not-checked-text = Either many documents were checked from your address, or the service is busy. Please check this one again in { $seconds } seconds.
check-upload = Go to Upload to register
check-again = Check again
check-text-hint = A file that you choose goes before what stands here.
check-go = Check
check-how = What is checked
check-how-1 = First the form of the JSON; when that is right, every rule that would hold if it were registered today, amounts and the standing of both GSTINs included.
check-how-yours = The supplier's GSTIN must be the one that you are logged in with, as at an upload.
check-how-anybody = Without a login the document is checked as if its supplier sent it, and whether it is registered already is not told.
check-how-2 = Each document of a list is checked on its own. Two documents of one list that have the same number are not noticed here.

# A registered document beside the one that was uploaded.
comparison-equal = The registered document is the same as the one you uploaded.
comparison-differs = The registered document is not the same as the one you uploaded. It stays as it was registered.
comparison-caption = Where the two documents differ
comparison-where = Place
comparison-stored = Registered
comparison-sent = Uploaded
comparison-nothing = not given
comparison-more = They differ in more places than these.
