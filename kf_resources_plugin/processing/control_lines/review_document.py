"""The report of a compliance review as plain data: all projects, then each with every role; a page for each, too."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...cartography.document import render_html
from ...engine.roles import role_title
from ...i18n import tr
from ...rules.compliance import CONDITIONS, FAILS, NOT_REVIEWED, PASSES
from ...rules.text import file_names
from ..report_parts import column, framed, hundredths_text, printed_findings, printed_rules
from .review_sheet import project_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...rules.compliance import ReviewRule
    from ...rules.progress import Progress
    from .review_result import ReviewResult
    from .review_sheet import SheetRow


def document(result: ReviewResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    reviewed = result.reviewed
    every = range(len(reviewed))
    return framed(
        tr("Compliance review of projects"),
        tr("May these projects be built where they are drawn, by every control layer that was given? {projects} "
           "projects; each judged by the rules in force on its day, without one on {day}.").format(
            projects=len(reviewed), day=result.book.date.isoformat()),
        result, record, rules=_rules(result, every), crs=result.crs, notices=_notices(result),
        tables=[_summary(result), _roles(result), *(_sheet(result, project) for project in every)])


def project_pages(result: ReviewResult, record: dict[str, Any], progress: Progress) -> Iterator[tuple[str, bytes]]:
    """Yield the report of each project as (file name, HTML)."""
    projects = result.reviewed.projects
    frame = framed("", "", replace(result, findings=[]), record, rules=[], crs=result.crs, notices=_notices(result),
                   tables=[])
    findings: dict[str, list[Any]] = {}
    for item in result.findings:
        findings.setdefault(item.subject_id, []).append(item)
    for project, name in enumerate(file_names(projects.ids, ".html")):
        progress.check()
        progress.set(project / len(projects.ids))
        page = {**frame, "title": tr("Compliance review: {project}").format(project=_called(result, project)),
                "question": tr("May this project be built where it is drawn? Verdict: {verdict}.").format(
                    verdict=verdict_title(result.verdicts[project])),
                "rules": _rules(result, [project]), "tables": [_facts(result, project), _sheet(result, project)],
                "findings": printed_findings(findings.get(projects.ids[project], []))}
        yield name, render_html(page).encode("utf-8")


def verdict_title(verdict: str) -> str:
    """Return a verdict in the planner's words."""
    return {FAILS: tr("fails"), CONDITIONS: tr("passes with conditions"), PASSES: tr("passes"),
            NOT_REVIEWED: tr("not reviewed")}[verdict]


def _called(result: ReviewResult, project: int) -> str:
    key, name = result.reviewed.projects.ids[project], result.reviewed.projects.names[project]
    return name if name == key else f"{name} {key}"


def _notices(result: ReviewResult) -> list[str]:
    missing = dict.fromkeys(role for project in range(len(result.reviewed)) for role in result.not_reviewed(project))
    if not missing:
        return []
    return [tr("Not reviewed for want of a layer, and not to be taken as passed: {roles}.").format(
        roles=_role_list(missing, result))]


def _role_list(roles: Iterable[str], result: ReviewResult) -> str:
    return tr(", ").join(role_title(role, result.book.language) for role in roles)


def _rules(result: ReviewResult, projects: Iterable[int]) -> list[dict[str, Any]]:
    """Return the rules that the hits of some projects rest on, each with its document as of the project's day."""
    book = result.book
    basis = ["area.formula", *(["area.step"] if result.settings["AREA_METHOD"] == "additive" else [])]
    printed = printed_rules([(rule, book.message(rule)) for rule in basis], book)
    met = set()
    for project in projects:
        for item in result.told_of(project):
            rule = item.hit.rule
            if (rule.rule_id, item.clause) not in met:
                met.add((rule.rule_id, item.clause))
                printed += printed_rules([(rule.rule_id, _effect(rule, book.language))],
                                         result.reviewed.book(project))
    return printed


def _effect(rule: ReviewRule, language: str) -> str:
    effects = {"error": tr("forbids"), "warning": tr("sets conditions"), "info": tr("informs")}
    return tr("{name}: {effect}").format(name=rule.name(language), effect=effects[rule.severity])


def _summary(result: ReviewResult) -> dict[str, Any]:
    """Return all projects with their verdicts; areas are whole hundredths and add up."""
    reviewed = result.reviewed
    rows = []
    for project in range(len(reviewed)):
        mine = [item.hit.rule.severity for item in result.told_of(project) if item.hit.counts]
        rows.append({
            "project": _called(result, project), "class": reviewed.class_names[project],
            "day": reviewed.days[project].isoformat(), "area": hundredths_text(int(reviewed.area[project])),
            "declared": _declared(result, project), "against": str(mine.count("error")),
            "conditions": str(mine.count("warning")), "verdict": verdict_title(result.verdicts[project])})
    counts = "; ".join(f"{verdict_title(verdict)} {result.verdicts.count(verdict)}"
                       for verdict in (FAILS, CONDITIONS, PASSES, NOT_REVIEWED) if verdict in result.verdicts)
    return {
        "title": tr("Projects and verdicts"),
        "note": tr("A project fails when a rule forbids what it takes, and passes with conditions when rules only set "
                   "some. Touches of borders and exemptions do not weigh."),
        "columns": [column("project", tr("Project"), align="left"), column("class", tr("Project class"), align="left"),
                    column("day", tr("Rules of"), align="left"), column("area", tr("Area"), "m²"),
                    column("declared", tr("Declared"), "m²"), column("against", tr("Forbidden")),
                    column("conditions", tr("Conditions")), column("verdict", tr("Verdict"), align="left")],
        "rows": rows,
        "total": {"project": tr("Total"), "class": "", "day": "", "area": hundredths_text(int(reviewed.area.sum())),
                  "declared": "", "against": "", "conditions": "", "verdict": counts},
    }


def _declared(result: ReviewResult, project: int) -> str:
    value = float(result.reviewed.declared_m2[project])
    return "" if np.isnan(value) else f"{value:.2f}"


def _roles(result: ReviewResult) -> dict[str, Any]:
    """Return the roles that were reviewed: area of projects inside, outside, and their sum, which is that of all."""
    whole = int(result.reviewed.area.sum())
    language = result.book.language
    rows = [{"role": role_title(role, language), "layers": tr(", ").join(sums.layers),
             "projects": str(int((sums.inside > 0).sum())), "inside": hundredths_text(int(sums.inside.sum())),
             "outside": hundredths_text(whole - int(sums.inside.sum())), "area": hundredths_text(whole)}
            for role, sums in result.roles.items()]
    return {
        "title": tr("Controls reviewed"),
        "note": tr("What several polygons of one role cover counts once; inside and outside sum to the projects."),
        "columns": [column("role", tr("Control"), align="left"), column("layers", tr("Layers"), align="left"),
                    column("projects", tr("Projects inside")), column("inside", tr("Inside"), "m²"),
                    column("outside", tr("Outside"), "m²"), column("area", tr("Projects"), "m²")],
        "rows": rows, "total": None,
    }


def _facts(result: ReviewResult, project: int) -> dict[str, Any]:
    """Return what is known of a project beside its hits."""
    reviewed = result.reviewed
    facts = [(tr("Project id"), reviewed.projects.ids[project]), (tr("Project name"), reviewed.projects.names[project]),
             (tr("Project class"), reviewed.class_names[project]),
             (tr("Judged by the rules of"), reviewed.days[project].isoformat()),
             (tr("Computed area (m²)"), hundredths_text(int(reviewed.area[project]))),
             (tr("Declared area (m²)"), _declared(result, project)),
             (tr("Verdict"), verdict_title(result.verdicts[project])),
             (tr("Not reviewed"), _role_list(result.not_reviewed(project), result) or tr("nothing"))]
    return {"title": tr("Project"), "note": "", "total": None,
            "columns": [column("key", tr("Item"), align="left"), column("value", tr("Value"), align="left")],
            "rows": [{"key": key, "value": value} for key, value in facts]}


def _sheet(result: ReviewResult, project: int) -> dict[str, Any]:
    """Return the sheet of one project; what was not reviewed stands in the note."""
    rows = [row for row in project_rows(result, project) if row.outcome != NOT_REVIEWED]
    unseen = _role_list(result.not_reviewed(project), result)
    return {
        "title": tr("{project}: {verdict}").format(project=_called(result, project),
                                                   verdict=verdict_title(result.verdicts[project])),
        "note": tr("Not reviewed: {roles}.").format(roles=unseen) if unseen else "",
        "columns": [column("role", tr("Control"), align="left"), column("zone", tr("Where"), align="left"),
                    column("area", tr("Area"), "m²"), column("share", tr("Share of project")),
                    column("verdict", tr("Verdict"), align="left"), column("clause", tr("Clause"), align="left"),
                    column("remedy", tr("What to do"), align="left")],
        "rows": [_printed(row, result) for row in rows], "total": None,
    }


def _printed(row: SheetRow, result: ReviewResult) -> dict[str, str]:
    verdict = verdict_title(row.verdict)
    if row.exempted_by:
        verdict = tr("{verdict} (exempt: {project_class})").format(verdict=verdict, project_class=row.exempted_by)
    return {"role": row.role_name(result.book.language), "zone": tr("outside") if row.outside else row.zone,
            "area": "" if row.area is None else hundredths_text(row.area),
            "share": "" if row.share is None else f"{row.share:.2%}", "verdict": verdict,
            "clause": row.clause or "", "remedy": row.remedy or ""}
