"""The report of a replacement of permanent farmland as plain data: question, data, rules, verdict, candidates."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.permanent_eligible import AREA_RULES, GRADE_RULE, SMALL_RULE, least_area, unexamined_areas
from ...engine.roles import role_title
from ...i18n import tr
from ...rules.permanent_replace import ORDERS, RANK_RESERVE, SCORE_RULE
from ...rules.text import listed
from ...rules.units import format_area
from ..report_parts import column, framed, hundredths_text, printed_rules
from .applied_rules import area_rules, ground_rules
from .permanent_replace_findings import PROPOSAL_RULE
from .permanent_replace_verdict import criterion_names, judged, passed

if TYPE_CHECKING:
    from ...rules.rule_rows import RuleBook
    from .permanent_replace_job import ReplaceResult
    from .permanent_replace_verdict import VerdictRow

_PRINTED = 40  # candidates


def document(result: ReplaceResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    return framed(
        tr("Replacement of permanent basic farmland"),
        tr("Which land can take the place of the lost permanent basic farmland, and are quantity, quality and layout "
           "kept? Rules in force on {day}.").format(day=book.date.isoformat()),
        result, record, notices=_notices(result), rules=printed_rules(_rules(result), book), bridge=_bridge(result),
        tables=[_verdict(result), _candidates(
            result, tr("Proposed land") if result.chosen is None else tr("Candidates that the chosen land lies on"),
            result.in_replacement),
                _candidates(result, tr("Further candidates by rank"), ~result.in_replacement)],
        crs=result.ground.survey.table.crs)


def _notices(result: ReplaceResult) -> list[str]:
    missing = listed(_unexamined(result), result.book.language)
    examined = [tr("The verdict holds only for what was examined. Not checked, for want of layers or fields: "
                   "{missing}.").format(missing=missing)] if missing else []
    if result.chosen is not None:
        return examined
    surplus = max(result.worth.net - result.lost.net - result.ground.loss.no_longer, 0)
    return [*examined,
            tr("Nothing was chosen: the replacement here is a proposal, not a decision. Candidates were taken by rank "
               "until there was enough, from farther away only where nearer land gives no set that does. While the "
               "mean grade or slope was worse than what was lost, the worst of them gave way to the next that are no "
               "worse; where these ran out, other exchanges and better land beside it were tried. Land of unknown "
               "slope gives way where slopes are judged. What was not needed in the end was left out. Whole parcels "
               "are proposed: {surplus} m² are more than was lost and may be cut off.").format(
                   surplus=hundredths_text(surplus)),
            *(finding.message for finding in result.findings if finding.rule_id == PROPOSAL_RULE)]


def _rules(result: ReplaceResult) -> list[tuple[str, str]]:
    """Return the rules that ranking and verdict rest on, with their text."""
    book = result.book
    grounds = ground_rules((result.ground.survey, result.ground.stable))
    names = criterion_names()
    return [*((rule, book.message(rule)) for rule in (*area_rules(result), "deduction.coefficient", *grounds)),
            *_kept_out(result, grounds), (SCORE_RULE, book.message(SCORE_RULE, ranked=_ranked(book))),
            ("permanent.block", book.message("permanent.block")),
            *((row.rule_id, names[row.criterion]) for row in result.verdict)]


def _ranked(book: RuleBook) -> str:
    """Return in words by what candidates are ranked."""
    words = {"order": tr("by county, city, province"), RANK_RESERVE: tr("reserve zones first"), "score": tr("by score")}
    return tr(", then ").join(words[str(key)] for key in book.threshold(SCORE_RULE, "ranking") if str(key) in words)


def _unexamined(result: ReplaceResult) -> list[str]:
    """Return what would keep land from replacing and could not be checked: kinds of area, grounds of stability."""
    language, stable = result.book.language, result.ground.stable
    applied = stable.applied(result.ground.survey)
    return [*(role_title(kind, language) for kind in unexamined_areas(result.ground.pieces, result.book)),
            *(ground.name(language) for ground in stable.grounds if ground not in applied)]


def _kept_out(result: ReplaceResult, grounds: list[str]) -> list[tuple[str, str]]:
    """Return the rules that kept land from replacing, in words; of areas those that were given."""
    book = result.book
    names = {"permanent.chosen_lost": tr("No candidate: the lost land itself"),
             "permanent.chosen_permanent": tr("No candidate: permanent basic farmland already"),
             "permanent.chosen_not_cultivated": tr("No candidate: not cultivated"),
             GRADE_RULE: tr("No candidate: cultivated land without a grade"),
             "permanent.chosen_other_province": tr("No candidate: in another province than the lost land"),
             SMALL_RULE: tr("No candidate: less than {area} m² of a parcel").format(
                 area=format_area(least_area(book), "m2"))}
    if grounds:
        names["permanent.chosen_unstable"] = tr("No candidate: not stable cultivated land")
    for rule in AREA_RULES:
        given, missing = (listed((
            role_title(str(kind), book.language) for kind in book.threshold(rule, "masks")
            if (kind in result.ground.pieces.zone) == has), book.language) for has in (True, False))
        if given:
            text = tr("No candidate: within {areas}; not checked: {missing}") if missing else tr(
                "No candidate: within {areas}")
            names[rule] = text.format(areas=given, missing=missing)
    return [(rule, names[rule]) for rule in result.ground.excluded if rule in names]


def _bridge(result: ReplaceResult) -> list[dict[str, Any]]:
    """Return the steps from the chosen or proposed land to what counts of it."""
    pieces, chosen = result.ground.pieces, result.chosen
    counted = int(pieces.area[result.rows].sum())
    given = counted if chosen is None else int(pieces.area[chosen.pieces].sum())
    steps = [(tr("Proposed land") if chosen is None else tr("Chosen land on the survey"), given,
              tr("gross, each place once")),
             (tr("Does not qualify"), counted - given, tr("see the findings")),
             (tr("Deduction 1203"), result.worth.net - counted, tr("coefficient KCXS of cultivated parcels")),
             (tr("Replacement, net"), result.worth.net, tr("as reported"))]
    return [{"label": label, "area_m2": area / 100, "note": note} for label, area, note in steps]


def _printed(row: VerdictRow) -> dict[str, str]:
    """Return what is required and what there is, with units."""
    units = {"m2": tr("{m2} m²"), "kg": tr("{kg} kg")}
    texts = (tr("unknown") if text is None else units.get(row.unit, "{text}").format(m2=text, kg=text, text=text)
             for text in row.printed)
    return dict(zip(("required", "actual"), texts))


def _verdict(result: ReplaceResult) -> dict[str, Any]:
    """Return the criteria with what is required and what there is."""
    names = criterion_names()
    words = {True: tr("met"), False: tr("not met"),
             None: tr("unknown") if judged(result.verdict) else tr("not judged: nothing is lost")}
    no_longer = result.ground.loss.no_longer
    doubt = tr("{area} m² of the lost permanent farmland are not cultivated: quantity is met for certain only with "
               "them.").format(area=hundredths_text(no_longer)) if no_longer else ""
    left_out = " ".join(row.reasons for row in result.verdict if row.reasons)
    left_out = tr("What does not count of the chosen land: {reasons}").format(reasons=left_out) if left_out else ""
    in_all = {**words, True: tr("met by what was examined") if _unexamined(result) else words[True]}
    return {
        "title": tr("Verdict on quantity, quality and layout"),
        "note": " ".join(filter(None, [
            tr("A lower grade or slope class is better. What is not known is not proved."), doubt, left_out])),
        "columns": [column("criterion", tr("Criterion"), align="left"), column("required", tr("Lost or required")),
                    column("actual", tr("Replacement")), column("passed", tr("Verdict"), align="left"),
                    column("clause", tr("Document and clause"), align="left")],
        "rows": [{"criterion": names[row.criterion], **_printed(row), "passed": words[row.passed],
                  "clause": result.book.clause(row.rule_id)} for row in result.verdict],
        "total": {"criterion": tr("All that decides"), "required": "", "actual": "",
                  "passed": in_all[passed(result.verdict)], "clause": ""},
    }


def _candidates(result: ReplaceResult, title: str, chosen: np.ndarray) -> dict[str, Any]:
    """Return some candidates by rank; the total is of all of them, also of those not printed."""
    found, ground = result.candidates, result.ground
    orders = {"county": tr("same county"), "city": tr("same city"), "province": tr("same province"),
              "unknown": tr("unknown")}
    places = np.flatnonzero(chosen)
    return {
        "title": title,
        "note": tr("{shown} of {count} are printed; all stand in the layer of candidates.").format(
            shown=min(len(places), _PRINTED), count=len(places)),
        "columns": [column("rank", tr("Rank")), column("parcel", tr("Parcel"), align="left"),
                    column("unit", tr("Unit"), align="left"), column("order", tr("Order"), align="left"),
                    column("grade", tr("Grade")), column("distance", tr("Distance"), "m"),
                    column("block", tr("Block joined"), "m²"), column("score", tr("Score")),
                    column("net", tr("Net area"), "m²")],
        "rows": [{"rank": str(place + 1), "parcel": str(ground.survey.parcels[found.land[place]]),
                  "unit": ground.units[found.unit[place]].name, "order": orders[ORDERS[found.order[place]]],
                  "grade": f"{found.grade[place]:.0f}",
                  "distance": f"{found.distance_m[place]:.0f}" if np.isfinite(found.distance_m[place]) else "",
                  "block": hundredths_text(found.block[place]), "score": f"{found.scores.total[place]:.4f}",
                  "net": hundredths_text(found.net[place])} for place in places[:_PRINTED].tolist()],
        "total": {"rank": tr("Total"), "parcel": "", "unit": "", "order": "", "grade": "", "distance": "", "block": "",
                  "score": "", "net": hundredths_text(int(found.net[places].sum()))},
    }
