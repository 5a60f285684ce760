//! Why codes of NIC's lists are not raised here: the reasons that several of them share.

use crate::entry::Sentence;

macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident = $english:literal, $hindi:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: Sentence = Sentence {
            english: $english,
            hindi: $hindi,
        };)*
    };
}

sentences! {
    /// Faults that the schema finds.
    SHAPE = "Faults of shape are named by 5002, each with its place.",
        "स्वरूप की हर ग़लती 5002 में उसके स्थान सहित बताई जाती है।";
    /// Rules of the first schema.
    CATEGORY = "It belongs to categories of the first schema that version 1.1 no longer has.",
        "यह पहले स्कीमा की श्रेणियों का है, जो संस्करण 1.1 में नहीं हैं।";
    /// Services that NIC has and this portal has not.
    NOT_OFFERED = "The service that it belongs to is not offered here.",
        "जिस सेवा का यह है वह यहाँ उपलब्ध नहीं है।";
    /// Failures.
    FAILURE = "A failure of the portal is told by 5001, with a reference.",
        "पोर्टल की विफलता 5001 से, संदर्भ सहित, बताई जाती है।";
    /// Rules that NIC gave up.
    NOT_ASKED = "NIC no longer enforces it.",
        "NIC अब इसे लागू नहीं करता।";
    /// The registry of all portals.
    NO_REGISTRY = "There is no registry here that is common with other portals.",
        "यहाँ अन्य पोर्टलों के साथ कोई साझा रजिस्टर नहीं है।";
    /// Answers that would tell strangers who has an account.
    SECRECY = "1008 answers every wrong login, so that strangers do not learn who has an account.",
        "हर ग़लत लॉगिन पर 1008 मिलता है, ताकि अजनबी न जान सकें कि किसका खाता है।";
    /// Answers that would tell strangers what was registered.
    OTHERS = "2148 answers for others' documents too, so that strangers do not learn which exist.",
        "दूसरों के दस्तावेज़ों पर भी 2148 मिलता है, ताकि अजनबी न जान सकें कि कौन-से दस्तावेज़ हैं।";
    /// What cannot be decrypted.
    UNREADABLE = "1020 answers all that cannot be decrypted.",
        "जो कुछ भी खोला न जा सके, उसका उत्तर 1020 है।";
    /// What a page of the portal says in its own words.
    ON_PAGE = "The portal's page says it beside the field.",
        "पोर्टल का पृष्ठ इसे फ़ील्ड के पास ही बताता है।";
    /// The ship-to rules that were put off.
    SHIP_TO = "The ship-to rules were put off on 30 July 2026.",
        "शिप-टू के नियम 30 जुलाई 2026 को टाल दिए गए।";
}
