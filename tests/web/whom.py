"""Whom a page is for: what each of ``stage.PEOPLE`` gets of it."""

# What each of PEOPLE gets, in their order: nobody known, owner, colleague, stranger, provider, coordinator,
# coordinator of elsewhere, auditor, general director, financial director.
EVERYBODY = (200,) * 10
SIGNED_IN = (302, *(200,) * 9)
ITS_PARTIES = (302, 200, 200, 404, 404, 200, 404, 200, 404, 404)
ITS_PARTIES_AND_PROVIDER = (302, 200, 200, 404, 200, 200, 404, 200, 404, 404)
ITS_PROVIDER_AND_COORDINATOR = (302, 403, 403, 404, 200, 200, 404, 403, 404, 404)
ITS_OWN_PEOPLE = (302, 200, 200, 404, 404, 404, 404, 404, 404, 404)
PROVIDERS = (302, 403, 403, 403, 200, 403, 403, 403, 403, 403)
ITS_PROVIDER_AND_COORDINATORS = (302, 403, 403, 403, 200, 200, 200, 403, 403, 403)
PAYEES = (302, 200, 200, 200, 200, 403, 403, 403, 403, 403)
COORDINATORS = (302, 403, 403, 403, 403, 200, 200, 403, 403, 403)
ITS_COORDINATOR = (302, 403, 403, 403, 403, 200, 404, 403, 403, 403)
WITH_A_SCHEME = ITS_COORDINATOR
ITS_COORDINATOR_OR_AUDITOR = (302, 403, 403, 403, 403, 200, 404, 200, 403, 403)
ITS_AUDITOR = (302, 403, 403, 403, 403, 403, 403, 200, 403, 403)
OF_FLANDERS = (302, *(403,) * 9)
ITS_TREASURY = (302, 403, 403, 403, 403, 403, 403, 200, 200, 200)
ITS_DIRECTORS = (302, 403, 403, 403, 403, 403, 403, 403, 200, 200)
# The bank has paid it: they are sent back to the batch, which says so.
TOO_LATE_FOR_THEM = (302, 403, 403, 403, 403, 403, 403, 403, 302, 302)
NOT_FOR_ITS_AUDITOR = (302, 403, 403, 403, 403, 403, 403, 404, 200, 200)
ITS_FINANCIAL_DIRECTOR = (302, 403, 403, 403, 403, 403, 403, 403, 403, 200)
WHO_PAYS_OR_IS_PAID = (302, 404, 404, 404, 200, 200, 404, 200, 200, 200)
ONLY_WHO_PAYS = (302, 404, 404, 404, 404, 404, 404, 404, 200, 200)
ITS_GUEST = (302, 302, 302, 200, 302, 302, 302, 302, 302, 302)
"""Who has no place is shown the event."""
ITS_PAYEE = (302, 404, 404, 404, 200, 404, 404, 404, 404, 404)
ONLY_IN_A_DEMO = (404,) * 10
ON_THE_WAY_IN = (200, *(302,) * 9)
ELSEWHERE = (302,) * 10
BY_BUTTON_ONLY = (405,) * 10
SPEAK_FOR_WHO_WAS_ASKED = (302, *(404,) * 4, 200, 404, 404, 200, 404)
LOOK_AFTER_AID = (*COORDINATORS[:-3], 200, 403, 200)
LOOK_AFTER_THE_COST = (302, 403, 403, 403, 403, 200, 200, 200, 200, 200)
LOOK_AFTER_ITS_COST = (302, 403, 403, 403, 403, 200, 404, 200, 200, 200)
MAY_FOLLOW = LOOK_AFTER_THE_COST
"""Who acts for a government or a partnership, or looks after one: they may ask for the mail of the week."""
ITS_COORDINATOR_OR_MEMBER = (302, 403, 403, 403, 403, 200, 404, 403, 200, 200)
SPEAK_FOR_IT = (302, *(403,) * 4, 200, 404, 403, 200, 403)
"""Who answers for what a municipality does: those who act for it, and the coordinator of its partnership."""
SPEAK_FOR_SOMEBODY = (302, *(403,) * 4, 200, 200, 403, 200, 403)
TAKE_PART = (*(404,) * 5, 200, 200, 404, 200, 404)
"""Who acts for a local government or a partnership reads what others of the network asked."""
WHO_CALLED_IT = (302, *(403,) * 4, 200, 404, 403, 404, 403)
"""Who acts for whom called a meeting looks after it."""
OF_A_LOCAL_GOVERNMENT = (302, *(403,) * 7, 200, 200)
ITS_AUTHOR = (302, *(403,) * 4, 200, *(403,) * 4)
"""Who speaks for whoever wrote it."""
TAKE_PART_ELSEWHERE = (302, *(403,) * 4, 302, 302, 403, 302, 403)
"""Who takes part in the network is sent on to where it begins."""
