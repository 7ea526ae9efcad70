"""What the law, or the meaning of a record, leaves open: each question with the answers an honest reader may give.

An executor must follow *one* reading throughout. Which one shikii follows is written in :data:`SHIKII`. The others are
as honest, so a change there is a decision, not a repair.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Reading:
    """One answer to each open question."""

    # ---- the law
    #: 重大事故 (指針第2, wording after 2024-10 not to be had). The strict reading is what must be reported; or that and
    #: what is intentional; or that and all of the long-standing definition.
    strict: str = "report or intentional"
    #: Whether what was recovered unseen or strongly encrypted is no 漏えい for the long-standing definition too.
    recovery_excuses_lax: bool = False
    #: Whether recovery or encryption excuses an improper purpose: 漏えい yes, 利用・提供 no (報告規則第2条第2号). Where the
    #: record does not tell them apart, a use or provision is possible.
    recovery_excuses_improper: bool = False
    #: Whether recovery excuses what an unspecified public could see: 報告規則第2条第3号 asks whether it may be seen, and
    #: speaks of no 漏えい.
    recovery_excuses_public: bool = False
    #: Whether persons counted for the duty to report include the body's own staff.
    report_counts_staff: bool = True
    #: Whether a delivery accident the body could not prevent is left out of the strict reading as well.
    delivery_excuses_strict: bool = False
    #: Whether the day exactly one year before still lies in 過去一年以内.
    anniversary_counts: bool = True
    #: Whether persons who use exempt files only are engaged in the affair (規則第4条第8号ロ).
    exempt_users_bound: bool = False
    #: Whether re-entrusted staff may lie outside the contractor's number, so that no sum is an upper bound.
    re_entrusted_outside: bool = False
    #: Whether a claim of a number that only some bodies of a kind may make (a private body's, of 第4号) shows that this is
    #: such a body, or leaves it open.
    claim_proves_body: bool = False
    #: Whether a file's own exemption counts only for the bodies its number names, as the affair's does.
    file_claim_asks_body: bool = True

    # ---- what a record means
    #: Whether a list that says nothing of its being whole is whole, in a record made by hand.
    files_whole: bool = True
    entrustments_whole: bool = True
    incidents_whole: bool = True
    #: Whether the one-year answer of a record with a day of publication speaks of that day.
    one_year_ages: bool = False
    #: Whether a three-year answer without a day speaks of today.
    undated_is_today: bool = False
    #: Whether "no incident" told of one affair is known of all affairs of the body, as "yes" is.
    no_travels: bool = True

    # ---- how much is concluded, where concluding less is sound as well
    #: Whether a body learns of an incident never before it occurs, so that an old day of learning is an old incident.
    learned_follows: bool = False
    #: Whether the persons of all files together bound 対象人数 from above (規則第4条第3号: 本人の数の総数).
    persons_sum: bool = False
    #: Whether a whole list of files that are all exempt leaves nobody for 対象人数 (規則第4条第3号 counts the others only).
    exempt_files_exempt: bool = False
    #: Whether the 委託 of a file that is exempt must be listed too before all together bound 取扱者数.
    exempt_lists_matter: bool = True
    #: Whether own users and contractors' staff are two sources for 取扱者数: where the told number contradicts one of
    #: them, everything any of the three allows is left.
    contractors_apart: bool = True
    #: Whether every file must answer, as all are asked of the same body, before "none in three years" is known of it.
    every_file_answers: bool = True

    def others(self) -> Iterator[tuple[str, Reading]]:
        """Give each reading that differs in one answer, with the name of the question."""
        for f in fields(self):
            for answer in ANSWERS.get(f.name, (False, True)):
                if answer != getattr(self, f.name):
                    yield f.name, replace(self, **{f.name: answer})


#: The answers to questions that are not yes or no.
ANSWERS = {"strict": ("report", "report or intentional", "report or lax")}


#: The reading shikii follows.
SHIKII = Reading()
