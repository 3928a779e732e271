"""From gross to net (*neteo*): what the federal government pays to itself is counted once.

Rules of the approved budget as the SHCP applies them; on PEF 2021 they give the approved net total to the
peso. They do not overlap: a key meets one rule at most.
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.model import Text, Where


@dataclass(frozen=True)
class NettingRule:
    """Budget keys that are subtracted: those that meet every condition."""

    id: str
    title: Text
    where: tuple[Where, ...]


SOCIAL_SECURITY_QUOTAS = NettingRule(
    "quotas",
    Text("Cuotas y aportaciones al ISSSTE que pagan los ramos", "ISSSTE contributions paid by agencies"),
    (
        Where(
            "specific_object_id",
            ("14101", "14105", "16104", "16107", "83102", "83110", "83113", "83116"),
        ),
        Where("agency_id", ("issste",), negated=True),
    ),
)
SOCIAL_SECURITY_TRANSFERS = NettingRule(
    "transfers",
    Text("Transferencias del ramo 19 al IMSS y al ISSSTE", "Transfers of ramo 19 to IMSS and ISSSTE"),
    (
        Where("agency_id", ("aportaciones-seguridad-social",)),
        Where("chapter_id", ("4000",)),
        Where("unit_id", ("aportaciones-seguridad-social.GYN", "aportaciones-seguridad-social.GYR")),
    ),
)
ENTITY_SUPPORT = NettingRule(
    "support",
    Text(
        "Apoyos del ramo 23 a las entidades de control directo (U129)",
        "Support of ramo 23 to directly controlled entities (U129)",
    ),
    (Where("program_id", ("provisiones-salariales.U129",)),),
)

RULES = (SOCIAL_SECURITY_QUOTAS, SOCIAL_SECURITY_TRANSFERS, ENTITY_SUPPORT)
