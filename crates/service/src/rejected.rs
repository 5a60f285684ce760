//! Rejected documents: those that a registry common to all portals finds to be registered with
//! another portal, after this one had registered them. There is no such registry here, so a
//! document is never rejected after its registration and every day's list is empty.

use gst::ist;
use store::line::Registered;

use crate::actor::Actor;
use crate::cancel::malformed;
use crate::codes;
use crate::fault::Fault;
use crate::irp::Irp;

impl Irp {
    /// The caller's documents that were rejected on a day (`dd/MM/yyyy`). An empty list is a
    /// refusal in NIC's API, so that is what a well-formed day gets.
    #[expect(
        clippy::unused_async,
        reason = "a use case of the API line is async like the others"
    )]
    pub async fn rejected_documents(
        &self,
        _actor: &Actor,
        date: &str,
    ) -> Result<Vec<Registered>, Fault> {
        if ist::parse_slash_date(date.trim()).is_none() {
            return Err(Fault::Refused(vec![malformed(
                "/date",
                "The date is written dd/MM/yyyy.",
                "तिथि dd/MM/yyyy के रूप में लिखी जाती है।",
            )]));
        }
        Err(Fault::code(codes::NO_DATA))
    }
}
