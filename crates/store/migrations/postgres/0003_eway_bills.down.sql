-- Back to version 2. Loses all e-way bills.
DROP TABLE eway_bill_cancellations;
DROP TABLE eway_bills;
DROP TABLE eway_bill_series;
