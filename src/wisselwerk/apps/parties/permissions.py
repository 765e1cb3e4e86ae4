"""Which role may give which command: the one table. A command that is not here may be given by the system alone.

Beside it, at what kind of organisation each role can be held.
"""

from collections.abc import Mapping

from wisselwerk.apps.parties.models import OrganisationKind
from wisselwerk.domain.actor import Actor, ActorKind, Role
from wisselwerk.domain.refusal import Reason, Refusal, RefusalCode

COORDINATOR = frozenset({Role.COORDINATOR})
PAYEE = frozenset({Role.PROVIDER, Role.HOLDER})
ORDERS = frozenset({Role.GENERAL_DIRECTOR})
SIGNS = frozenset({Role.FINANCIAL_DIRECTOR})
SPEAKS = COORDINATOR | {Role.MEMBER, Role.GENERAL_DIRECTOR}
"""Who speaks for a partnership or a local government about what it does."""
SAMPLES = frozenset({Role.FLANDERS, Role.AUDITOR})
TAKES_PART = SPEAKS | {Role.NETWORK}
"""Who takes part in the learning network: whoever speaks for a government or a partnership, and who looks after the network."""
PARTICIPANTS = tuple(sorted(TAKES_PART))
"""The same, in an order, for whoever asks for what they act for."""

ALLOWED: dict[str, frozenset[Role]] = {
    "register_provider": COORDINATOR,
    # Never the enterprise itself: its recognition has a source.
    "recognise_provider": COORDINATOR,
    "load_providers": COORDINATOR,
    "load_services": COORDINATOR,
    "describe_provider": COORDINATOR | {Role.PROVIDER},
    "offer_service": COORDINATOR | {Role.PROVIDER},
    "add_service": COORDINATOR | {Role.PROVIDER},
    "say_room": COORDINATOR | {Role.PROVIDER},
    "end_service": COORDINATOR | {Role.PROVIDER},
    "load_scheme": COORDINATOR,
    "publish_version": COORDINATOR,
    "start_draft": COORDINATOR,
    "start_scheme": COORDINATOR,
    "take_over": COORDINATOR,
    "describe_draft": COORDINATOR,
    "change_rule": COORDINATOR,
    "drop_rule": COORDINATOR,
    "put_back_rule": COORDINATOR,
    "explain_draft": COORDINATOR,
    "arrange_draft": COORDINATOR,
    "date_draft": COORDINATOR,
    "discard_draft": COORDINATOR,
    "publish_draft": COORDINATOR,
    "record_council_step": COORDINATOR,
    "amend_for_council": COORDINATOR,
    "take_back_council_step": COORDINATOR,
    "set_plan": COORDINATOR,
    "fund_scheme": COORDINATOR,
    "reduce_budget": COORDINATOR,
    "enter_application": COORDINATOR,
    "decide_application": COORDINATOR,
    "review_refusal": COORDINATOR,
    "ask_applicant": COORDINATOR,
    "seal_draw": COORDINATOR,
    "enter_seed": COORDINATOR,
    # Never the same person: who looks over a partnership may be its second pair of eyes.
    "confirm_seed": COORDINATOR | {Role.AUDITOR},
    "look_before_draw": COORDINATOR,
    "hold_draw": COORDINATOR,
    "move_up": COORDINATOR,
    "mail_decision": COORDINATOR,
    "post_decision": COORDINATOR,
    "redeem_voucher": COORDINATOR | PAYEE,
    "try_invoice": COORDINATOR | PAYEE,
    # The holder only where it is the one that is paid: ``apps.vouchers.queries.handing_in``.
    "credit_invoice": COORDINATOR | PAYEE,
    "try_credit_note": COORDINATOR | PAYEE,
    "hand_in_pdf": COORDINATOR | PAYEE,
    "accept_pdf": COORDINATOR,
    "refuse_pdf": COORDINATOR,
    "reverse_redemption": COORDINATOR,
    "confirm_delivery": COORDINATOR | {Role.HOLDER},
    "dispute_delivery": COORDINATOR | {Role.HOLDER},
    "find_delivered": COORDINATOR,
    "withdraw_dispute": COORDINATOR,
    # Each of these stands for another proof: what came in, and what somebody saw.
    "state_receipt": frozenset({Role.PROVIDER}),
    "see_bank_proof": COORDINATOR,
    # Each side speaks for itself; a coordinator can only go on without one.
    "evaluate_as_business": frozenset({Role.HOLDER}),
    "evaluate_as_provider": frozenset({Role.PROVIDER}),
    "waive_evaluation": COORDINATOR,
    "accept_invoice": COORDINATOR,
    "contest_voucher": COORDINATOR,
    "resume_voucher": COORDINATOR,
    "revoke_voucher": COORDINATOR,
    "extend_voucher": COORDINATOR,
    "shorten_voucher": COORDINATOR,
    "post_notice": COORDINATOR,
    "register_aid": COORDINATOR | SIGNS,
    "name_account": PAYEE | SIGNS,
    "confirm_account": PAYEE | SIGNS,
    "propose_batch": ORDERS | SIGNS,
    "order_batch": ORDERS,
    "sign_batch": SIGNS,
    "hold_batch": ORDERS | SIGNS,
    "resume_batch": ORDERS | SIGNS,
    "take_out_payment": ORDERS | SIGNS,
    "set_aside": ORDERS | SIGNS,
    "take_up_again": ORDERS | SIGNS,
    "read_bank_file": SIGNS,
    "look_at_line": SIGNS,
    "post_claim": SIGNS,
    "post_payee_notice": SIGNS,
    "record_payment": SIGNS,
    "record_return": SIGNS,
    "record_repayment": SIGNS,
    "give_back": SIGNS,
    "take_back_repayment": SIGNS,
    # Working it out leaves nothing to choose; to claim money from members is for who collects it.
    "draw_up_settlement": COORDINATOR | SIGNS,
    "send_settlement": SIGNS,
    "post_settlement": SIGNS,
    "record_settlement_payment": SIGNS,
    "keep_settlement_line": SIGNS,
    "give_visum": SIGNS,
    "refuse_visum": SIGNS,
    "record_exemption": COORDINATOR | SIGNS,
    "set_budget_key": COORDINATOR | SIGNS,
    "decide_year_end": COORDINATOR,
    "suggest_services": COORDINATOR,
    "record_introduction": COORDINATOR | {Role.PROVIDER},
    "record_quote": frozenset({Role.PROVIDER}),
    "propose_joint_offer": frozenset({Role.PROVIDER}),
    "answer_joint_offer": frozenset({Role.PROVIDER}),
    "end_joint_offer": frozenset({Role.PROVIDER}),
    "plan_event": COORDINATOR,
    "call_off_event": COORDINATOR,
    "tick_attendance": COORDINATOR,
    # The administration asks and shows; it can order nothing. Who answers may also be whoever got the link by mail.
    "ask_government": frozenset({Role.FLANDERS}),
    "suggest_practice": frozenset({Role.FLANDERS}),
    "note_reply": frozenset({Role.FLANDERS}),
    "reply_to_question": SPEAKS,
    "note_initiative": SPEAKS,
    "confirm_initiative": SPEAKS,
    "correct_initiative": SPEAKS,
    "deny_initiative": SPEAKS,
    "end_initiative": SPEAKS,
    "accept_link": SPEAKS,
    "decline_link": SPEAKS,
    "reopen_link": SPEAKS,
    "part_initiative": SPEAKS,
    # For oneself: whoever acts for a government or a partnership, or looks after one.
    "follow_digest": SPEAKS | SIGNS | {Role.AUDITOR, Role.ADMINISTRATOR, Role.FLANDERS, Role.NETWORK},
    # Participants of the learning network, for whom they act; what was said opens to everybody only by who said it.
    "ask_network": TAKES_PART,
    "answer_network": TAKES_PART,
    "read_answers": TAKES_PART,
    "open_to_everybody": TAKES_PART,
    "take_down": SPEAKS | {Role.NETWORK},
    # Whoever called a meeting looks after it, and the network after all of them.
    "call_meeting": TAKES_PART,
    "change_meeting": TAKES_PART,
    "call_off_meeting": TAKES_PART,
    "answer_meeting": TAKES_PART,
    "note_attendance": TAKES_PART,
    "note_walk_in": TAKES_PART,
    "write_lesson": TAKES_PART,
    "open_lesson": TAKES_PART,
    "take_down_lesson": TAKES_PART,
    "take_letters": SPEAKS,
    "read_route": SPEAKS,
    # Only the role one holds oneself: see ``apps.parties.handover``.
    "hand_over_role": COORDINATOR | {Role.MEMBER},
    "take_back_role": COORDINATOR | {Role.MEMBER},
    # Voluntarily, of themselves: a partnership by its coordinator, a local government by who acts or directs for it.
    "take_up_coordination": SPEAKS,
    "end_coordination": SPEAKS,
    "enter_support": SPEAKS,
    "enter_role_year": SPEAKS,
    # What everybody may read the administration draws; which dossiers are drawn only an auditor sees. Each for its own office.
    "seal_public_sample": frozenset({Role.FLANDERS}),
    "seal_dossier_sample": frozenset({Role.AUDITOR}),
    "draw_sample": SAMPLES,
    "judge_item": SAMPLES,
    "pass_on_sample": SAMPLES,
    # The author writes, opens and takes back; the network may edit; somebody of elsewhere publishes or asks for something else.
    "write_practice": TAKES_PART,
    "revise_practice": TAKES_PART,
    "offer_practice": TAKES_PART,
    "close_practice": TAKES_PART,
    "publish_practice": TAKES_PART,
    "send_back_practice": TAKES_PART,
    "say_adoption": SPEAKS,
    "decide_adjustment": COORDINATOR,
    "link_adjustment": COORDINATOR,
    "add_to_adjustment": COORDINATOR,
}

PERSONALLY = frozenset(
    {
        "accept_pdf",
        "refuse_pdf",
        "name_account",
        "confirm_account",
        "enter_seed",
        "confirm_seed",
        "order_batch",
        "sign_batch",
        "send_settlement",
        "give_visum",
        "refuse_visum",
        "follow_digest",
        "ask_network",
        "answer_network",
        "call_meeting",
        "change_meeting",
        "call_off_meeting",
        "answer_meeting",
        "write_lesson",
        "hand_over_role",
        "take_back_role",
        "take_letters",
        "publish_practice",
    }
)
"""Commands that a person answers for: a key may not give them, whatever its organisation may."""

EVERYBODY = frozenset(
    {
        "submit_application",
        "confirm_application",
        "request_review",
        "answer_question",
        "withdraw_application",
        "leave_draw",
        "state_need",
        "register_for_event",
        "prove_address",
        "ask_introductions",
        "withdraw_introduction",
        "withdraw_need",
        "give_place_back",
        "note_familiarity",
        "answer_familiarity",
        # With the link of a mail, as mail programs do.
        "stop_digest",
        "stop_letters",
        "stop_practice_mails",
        "stop_follow_ups",
        # With the link of a mail, which is the proof.
        "answer_follow_up",
    }
)
"""Commands that need no role: they ask for something, are about what is one's own, or prove themselves with a code."""

_PARTNERSHIP = frozenset({OrganisationKind.INTERLOKALE_VERENIGING})
_LOCAL_GOVERNMENT = frozenset({OrganisationKind.LOKAAL_BESTUUR})
_ENTERPRISE = frozenset({OrganisationKind.ONDERNEMING})
HELD_AT: Mapping[Role, frozenset[OrganisationKind]] = {
    Role.COORDINATOR: _PARTNERSHIP,
    Role.MEMBER: _LOCAL_GOVERNMENT,
    Role.GENERAL_DIRECTOR: _LOCAL_GOVERNMENT,
    Role.FINANCIAL_DIRECTOR: _LOCAL_GOVERNMENT,
    Role.PROVIDER: _ENTERPRISE,
    Role.HOLDER: _ENTERPRISE,
    Role.AUDITOR: _PARTNERSHIP,
    Role.FLANDERS: frozenset({OrganisationKind.VLAAMSE_OVERHEID}),
    Role.NETWORK: frozenset({OrganisationKind.LEREND_NETWERK}),
    Role.ADMINISTRATOR: _PARTNERSHIP,
}
"""What an organisation is for a role to mean something there."""


def may(actor: Actor, command: str, *organisation_ids: int | None) -> bool:
    """Whether ``actor`` may give ``command`` on behalf of one of these organisations."""
    if actor.kind is ActorKind.SYSTEM or command in EVERYBODY:
        return True
    if command in PERSONALLY and actor.kind is not ActorKind.PERSON:
        return False
    roles = ALLOWED.get(command, frozenset())
    return any(actor.has(role, organisation) for role in roles for organisation in organisation_ids)


def is_participant(actor: Actor) -> bool:
    """Whether the actor takes part in the network: acts for a local government or a partnership, or looks after it."""
    return bool(actor.organisations(*TAKES_PART))


def require(actor: Actor, command: str, *organisation_ids: int | None) -> None:
    """Stop here unless ``actor`` may give ``command`` for one of these organisations.

    Raises:
        Refusal: NOT_ALLOWED.
    """
    if not may(actor, command, *organisation_ids):
        raise Refusal(Reason(RefusalCode.NOT_ALLOWED, {"command": command}))
