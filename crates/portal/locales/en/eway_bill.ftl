# E-way bills.
nav-bills = E-Way Bill
nav-bill-make = Generate by IRN
nav-bill-list = My e-way bills
bill-word = E-way bill
bill-not-valid-yet = not valid for movement yet
bill-part-a = Part A only
bill-over = Validity over
bill-sandbox = SANDBOX – NOT AN E-WAY BILL

# The list.
bills-title = My e-way bills
bills-lead = The e-way bills of your registered documents, newest first.
bills-caption = E-way bills, newest first
bills-none = There is no e-way bill yet.
bills-number = E-way bill number
bills-made = Made on
bills-valid-until = Valid until
bills-to = To
bills-carried = Carried by

# Finding a document.
bill-find-title = Generate an e-way bill by IRN
bill-find-lead = An e-way bill is made from a registered tax invoice with goods in it. Which one?
bill-find-list = Or choose it from the list of active invoices

# Making one.
bill-make-title = Generate an e-way bill
bill-make-do = Generate the e-way bill
bill-make-active = This document has an active e-way bill already. At a time there can be only one.
bill-make-cancelled = This document is cancelled, so no e-way bill can be made from it.
bill-make-note = An e-way bill by IRN is made from a tax invoice only. This is a credit or debit note.
bill-refused = The e-way bill was not made
bill-transport = Transport
bill-transport-hint = A GSTIN of the transporter alone makes Part A; the vehicle is then entered later on the e-way bill system. With a vehicle number or a transport document the e-way bill is valid at once.
bill-transporter-hint = 15 characters; your own GSTIN if you carry the goods yourself. May be left empty when a vehicle is given.
bill-mode-none = Not decided yet
bill-vehicle-none = Not chosen
bill-distance-hint = Whole kilometres. Leave it empty to take the distance between the PIN codes.
bill-distance-known = Between the PIN codes { $from } and { $to } it is { $km } km.
bill-distance-unknown = The distance between the PIN codes { $from } and { $to } is not known to us, so please enter it.
bill-vehicle-hint = For road, for example KA01AB1234
bill-document-hint = For rail, air and ship: railway receipt, airway bill or bill of lading
bill-dispatch = Dispatched from another place
bill-dispatch-hint = Only when the goods leave from a place that the document does not name. Then fill in all of it.
bill-ship-to = Place in India to which the goods go
bill-ship-to-hint = For an export: the port, airport or land customs station.
bill-state-none = Choose a state
bill-optional = (may be left empty)

# One e-way bill.
bill-title = E-way bill { $number }
bill-details = Details
bill-made-by = Made by
bill-valid-until = Valid until { $when }
bill-valid-part-a = Not valid for movement yet: Part A only. Enter the vehicle on the e-way bill system before the goods move.
bill-valid-over = The validity ended on { $when }.
bill-cancelled-on = Cancelled on { $when }
bill-from = From
bill-to = To
bill-kind = Kind of transaction
bill-kind-regular = Regular
bill-kind-ship-to = Bill to – ship to
bill-kind-dispatch-from = Bill from – dispatch from
bill-kind-both = Bill from – dispatch from and bill to – ship to
bill-purpose = Purpose
bill-purpose-supply = Outward supply
bill-purpose-export = Outward supply: export
bill-print = Print this page with your browser: number, QR code and barcode come out on paper.
bill-qr = QR code: number, who made it, and when
bill-back = My e-way bills
bill-see-document = See the document
bill-cancel-until = Can be cancelled until { $when }.
bill-cancel-over = The time for cancelling is over.
bill-channel = Made { $channel }.
bill-channel-portal = on this portal

# On the page of a document.
bill-of-document = E-way bill of this document
bill-of-none = No e-way bill has been made from this document.
bill-of-make = Generate an e-way bill
bill-of-again = Generate another one
bill-see = See the e-way bill
bill-blocks = An active e-way bill stands against cancelling this document. Cancel the e-way bill { $number } first.
bill-blocks-go = Cancel the e-way bill

# Cancelling.
bill-cancel-title = Cancel e-way bill { $number }
bill-cancel-word = Cancel the e-way bill
bill-cancel-can-until = This e-way bill can be cancelled until { $when }: { $hours } h { $minutes } min are left.
bill-cancel-final = Cancelling cannot be undone. Goods that are on the way then need another e-way bill.
bill-cancel-closed = An e-way bill can be cancelled within { $hours } hours of being made. That time is over.
bill-cancel-sure = Yes, I want to cancel this e-way bill
bill-cancel-do = Cancel the e-way bill
bill-cancel-back = Back to the e-way bill
bill-cancel-by-other = Only who made an e-way bill can cancel it.

# Results of an upload.
bill-line-refused = No e-way bill
bill-line-refused-text = The document is registered, but its e-way bill was not made. Mend this, then make the e-way bill by IRN.
bill-line-failed-text = The document is registered, but something went wrong on our side with its e-way bill. Please make it by IRN; if it happens again, tell us the reference { $reference }.
bill-line-unavailable-text = The document is registered, but its e-way bill could not be made just now. Please make it by IRN later.

notice-bill-made = The e-way bill is made.
notice-bill-made-computed = The e-way bill is made. Its distance was computed from the PIN codes.
notice-bill-cancelled = The e-way bill is cancelled.

# Many from a file.
nav-bill-upload = Generate from a file
bills-upload-title = Generate e-way bills from a file
bills-upload-lead = Upload a JSON file with one request for an e-way bill by IRN, in the form of the API, or a list of them. Each one is judged and made on its own.
bills-upload-hint = At most { $mebibytes } MiB and { $documents } requests.
bills-upload-send = Upload and generate
bills-upload-how = How that goes
bills-upload-how-1 = Each request names the IRN of a registered tax invoice of yours and says how the goods travel. A distance of 0 takes the one between the PIN codes.
bills-upload-how-2 = A request with faults is refused and the others are made all the same. All faults of a request are named at once, each with its place and how to mend it.
bills-upload-how-3 = Uploading a file again makes no second e-way bill: a document that has an active one is answered with its number.
results-bills-total = requests in all
results-bills-made = e-way bills made
results-bills-progress = { $done } of { $total } requests are done.
results-bills-json = Download results (JSON)
results-bills-kept = Uploaded on { $started }. These results can be seen until { $until }; the e-way bills stay under My e-way bills.
results-bills-all = All requests
results-bills-problems = Only those from which no e-way bill was made
bill-line-made = E-way bill made
