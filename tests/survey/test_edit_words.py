"""Words for codes: those of evidence are its schema's."""
from __future__ import annotations

from kf_resources_plugin.engine.schema import load_schema
from kf_resources_plugin.survey.edit_words import VERDICT_WORDS
from kf_resources_plugin.survey.package_project import EVIDENCE


def test_verdicts_of_evidence_are_called_as_its_schema_calls_them() -> None:
    field = load_schema(EVIDENCE).field("verdict")
    assert field is not None
    assert {code: words[1] for code, words in field.domain.items()} == VERDICT_WORDS
