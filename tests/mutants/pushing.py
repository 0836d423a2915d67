"""Faults of pushed configurations: whoever signs is believed, harm stays, the port hears anybody. No code."""

from tests.mutants.mutant import Mutant

PUSHING = (
    Mutant(
        "any-signer", "a document counts whoever signed it",
        "config/signatures.py", "deserialize_compact(text, _public(by.x), algorithms=[ALGORITHM]).payload",
        "extract_compact(text.encode()).payload",
        ("config/test_signatures.py::test_one_letter_changed_anywhere_and_it_is_not",),
    ),
    Mutant(
        "root-signs-documents", "the key that lies in a safe for the list of keys signs configurations too",
        "config/signatures.py", "_opened(text, trust.signers, DOCUMENT)", "_opened(text, (*trust.signers, *trust.roots), DOCUMENT)",
        ("config/test_signatures.py::test_a_root_signs_no_document_and_a_stranger_nothing",),
    ),
    Mutant(
        "old-keys-come-back", "a list of keys that was replaced counts again",
        "config/signatures.py", "if version <= trust.version:", "if False:",
        ("config/test_signatures.py::test_a_list_is_taken_from_a_root_only_and_never_an_older_one",),
    ),
    Mutant(
        "revision-goes-back", "an old document that somebody kept is taken on again",
        "config/document.py", "if document.v < known.highest or", "if",
        ("config/test_document.py::test_a_revision_never_goes_back_and_the_same_one_again_is_no_mistake",),
    ),
    Mutant(
        "another-displays", "a display follows what was meant for another one",
        "config/document.py", "if document.aud != known.display:", "if False:",
        ("config/test_document.py::test_another_displays_is_not",),
    ),
    Mutant(
        "device-keys-pushed", "a document says where the display's keys lie",
        "config/merged.py", "    if lines := not_for_documents(pushed):", "    if lines := ():",
        ("config/test_merged.py::test_a_document_that_says_it_is_refused_with_the_keys_name",),
    ),
    Mutant(
        "no-gate", "what is in force counts as good before anything of it was seen",
        "config/course.py", "    if gate.drawn and (gate.read or not gate.healthy) and (gate.let_in or not gate.linked):",
        "    if True:",
        ("config/test_course.py::test_the_gate",),
    ),
    Mutant(
        "harm-again", "what did harm is taken on when it comes again",
        "config/course.py", "poison = (*course.poison, trying.revision.hash)[-POISON_MOST:]", "poison = course.poison",
        ("test_pushing.py::test_one_with_which_the_calendar_cannot_be_read_is_undone_and_not_tried_again",),
    ),
    Mutant(
        "crash-loop", "a display that does not stay up with a configuration keeps it",
        "config/course.py", "if recent and trying.starts + 1 > STARTS_MOST:", "if False:",
        ("test_pushing.py::test_a_display_that_does_not_stay_up_with_it_starts_without_it",),
    ),
    Mutant(
        "under-a-finger", "the glass changes while somebody works at it",
        "pushing.py", "        await left_alone(self.core)\n", "",
        ("test_pushing.py::test_nothing_changes_under_a_finger",),
    ),
    Mutant(
        "anybody-knocks", "the LAN link asks nobody for a certificate",
        "pairing/identity.py", "context.verify_mode = ssl.CERT_REQUIRED", "context.verify_mode = ssl.CERT_OPTIONAL",
        ("config/test_lan.py::test_an_admin_is_heard",),
    ),
    Mutant(
        "says-it-to-anybody", "an admin hands a configuration to whoever answers at the address",
        "admin/knock.py", "if shown is None or id_of(_key(shown)) != display:", "if shown is None:",
        ("config/test_lan.py::test_an_admin_says_nothing_to_somebody_who_is_not_the_display",),
    ),
)  # fmt: skip
