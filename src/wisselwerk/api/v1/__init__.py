"""Version 1 of the API, put together."""

from ninja import NinjaAPI

from wisselwerk.api.body import StorableParser
from wisselwerk.api.docs import ReadablePage
from wisselwerk.api.problem import install
from wisselwerk.api.v1 import (
    applications,
    catalogue,
    evaluations,
    initiatives,
    pdf_invoices,
    practices,
    proofs,
    reports,
    schemes,
    search,
    vouchers,
)

api = NinjaAPI(
    title="Wisselwerk",
    version="1",
    urls_namespace="api-1",
    docs=ReadablePage(),
    parser=StorableParser(),
    description=(
        "Money is whole cents (`*_cents`), days are ISO 8601 days of Europe/Brussels. Send the key of your organisation "
        "as `Authorization: Bearer KEY`. Commands need an `Idempotency-Key`: a repeated one answers the same and does "
        "nothing twice. Errors are `application/problem+json` with a stable `code`."
    ),
)
install(api)
api.add_router("/schemes", schemes.router)
api.add_router("", applications.router)
api.add_router("", vouchers.router)
api.add_router("", proofs.router)
api.add_router("", evaluations.router)
api.add_router("", pdf_invoices.router)
api.add_router("", catalogue.router)
api.add_router("", initiatives.router)
api.add_router("", practices.router)
api.add_router("", reports.router)
api.add_router("", search.router)
