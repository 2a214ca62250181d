"""The tables of a ledger file: constant SQL. A GeoPackage 1.2 whose tables are attributes, append-only by triggers.

``kf_keys`` repeats what payloads say, so that the database itself refuses a second commit of a key.
"""
from __future__ import annotations

from .event_layout import (
    EVENTS_INSERT,
    EVENTS_TABLE,
    FORMAT_INSERT,
    FORMAT_TABLE,
    REVERSALS_INSERT,
    REVERSALS_TABLE,
    Layout,
    guarded,
)

_SAID, _EMPTY = "the ledger is append-only", "this table stays empty"

CONTENTS = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES "
    "('kf_balances', 'attributes', 'kf_balances', '储备库余额 balances of the reserve'), "
    "('kf_history', 'attributes', 'kf_history', '台账历史 history'), "
    "('kf_events', 'attributes', 'kf_events', '事件 events'), "
    "('kf_amounts', 'attributes', 'kf_amounts', '数量 amounts'), "
    "('kf_entries', 'attributes', 'kf_entries', '储备库指标 reserve entries')"
)

TABLES = {
    "kf_format": FORMAT_TABLE,
    "kf_events": EVENTS_TABLE,
    "kf_amounts": (
        "CREATE TABLE kf_amounts (amount_no INTEGER PRIMARY KEY NOT NULL, event_no INTEGER NOT NULL, "
        "line_no INTEGER NOT NULL, project_id TEXT NOT NULL, unit_code TEXT NOT NULL, entry_id TEXT NOT NULL, "
        "indicator TEXT NOT NULL CHECK (indicator IN ('quantity', 'paddy', 'capacity')), "
        "amount INTEGER NOT NULL CHECK (typeof(amount) = 'integer'), UNIQUE (event_no, line_no))"),
    "kf_entries": (
        "CREATE TABLE kf_entries (entry_no INTEGER PRIMARY KEY NOT NULL, entry_id TEXT NOT NULL UNIQUE, "
        "event_no INTEGER NOT NULL UNIQUE, unit_code TEXT NOT NULL, available_date DATE, mean_grade TEXT, "
        "grade_scale TEXT NOT NULL, note TEXT NOT NULL)"),
    "kf_keys": (
        "CREATE TABLE kf_keys (event_no INTEGER NOT NULL, project_id TEXT NOT NULL, unit_code TEXT NOT NULL, "
        "PRIMARY KEY (event_no, project_id, unit_code))"),
    "kf_reversals": REVERSALS_TABLE,
    "kf_like_balances": (
        "CREATE TABLE kf_like_balances (entry_id TEXT, unit_code TEXT, available_date DATE, quantity_m2 REAL, "
        "paddy_m2 REAL, capacity_kg REAL, mean_grade REAL, grade_scale TEXT)"),
    "kf_like_history": (
        "CREATE TABLE kf_like_history (event_no INTEGER, kind TEXT, at TEXT, operator TEXT, reason TEXT, "
        "project_ids TEXT, quantity_m2 REAL, paddy_m2 REAL, capacity_kg REAL, reversed_by INTEGER)"),
}

INDEXES = {
    "kf_amounts_by_entry": "CREATE INDEX kf_amounts_by_entry ON kf_amounts (entry_id, indicator, amount)",
    "kf_keys_by_project": "CREATE INDEX kf_keys_by_project ON kf_keys (project_id, unit_code)",
}

VIEWS = {
    "kf_balances": (
        "CREATE VIEW kf_balances AS SELECT entry_id, unit_code, available_date, quantity_m2, paddy_m2, capacity_kg, "
        "mean_grade, grade_scale FROM kf_like_balances UNION ALL "
        "SELECT e.entry_id, e.unit_code, e.available_date, "
        "CAST((SELECT coalesce(sum(amount), 0) / 100.0 FROM kf_amounts AS a "
        "WHERE a.entry_id = e.entry_id AND a.indicator = 'quantity') AS REAL), "
        "CAST((SELECT coalesce(sum(amount), 0) / 100.0 FROM kf_amounts AS a "
        "WHERE a.entry_id = e.entry_id AND a.indicator = 'paddy') AS REAL), "
        "CAST((SELECT coalesce(sum(amount), 0) / 100.0 FROM kf_amounts AS a "
        "WHERE a.entry_id = e.entry_id AND a.indicator = 'capacity') AS REAL), "
        "CAST(e.mean_grade AS REAL), e.grade_scale FROM kf_entries AS e"),
    "kf_history": (
        "CREATE VIEW kf_history AS SELECT event_no, kind, at, operator, reason, project_ids, quantity_m2, paddy_m2, "
        "capacity_kg, reversed_by FROM kf_like_history UNION ALL "
        "SELECT e.event_no, e.kind, e.at, e.operator, e.reason, "
        "(SELECT group_concat(project_id, ', ') FROM (SELECT DISTINCT project_id FROM kf_keys AS k "
        "WHERE k.event_no = coalesce((SELECT reverses FROM kf_reversals AS r WHERE r.event_no = e.event_no), "
        "e.event_no) ORDER BY project_id)), "
        "CAST((SELECT coalesce(sum(amount), 0) / 100.0 FROM kf_amounts AS a "
        "WHERE a.event_no = e.event_no AND a.indicator = 'quantity') AS REAL), "
        "CAST((SELECT coalesce(sum(amount), 0) / 100.0 FROM kf_amounts AS a "
        "WHERE a.event_no = e.event_no AND a.indicator = 'paddy') AS REAL), "
        "CAST((SELECT coalesce(sum(amount), 0) / 100.0 FROM kf_amounts AS a "
        "WHERE a.event_no = e.event_no AND a.indicator = 'capacity') AS REAL), "
        "(SELECT r.event_no FROM kf_reversals AS r WHERE r.reverses = e.event_no) FROM kf_events AS e"),
}

_AMOUNTS_INSERT = (
    "CREATE TRIGGER kf_amounts_insert BEFORE INSERT ON kf_amounts "
    "WHEN NEW.event_no IS NOT (SELECT max(event_no) FROM kf_events) OR NEW.line_no IS NOT "
    "(SELECT coalesce(max(line_no), 0) + 1 FROM kf_amounts WHERE event_no = NEW.event_no) "
    "OR EXISTS (SELECT 1 FROM kf_amounts WHERE amount_no = NEW.amount_no) "
    "OR NOT EXISTS (SELECT 1 FROM kf_entries WHERE entry_id = NEW.entry_id) "
    "BEGIN SELECT RAISE(ABORT, 'an amount belongs to the last event and a known entry'); END")
_ENTRIES_INSERT = (
    "CREATE TRIGGER kf_entries_insert BEFORE INSERT ON kf_entries "
    "WHEN NEW.event_no IS NOT (SELECT max(event_no) FROM kf_events) "
    "OR EXISTS (SELECT 1 FROM kf_entries WHERE entry_id = NEW.entry_id OR entry_no = NEW.entry_no "
    "OR event_no = NEW.event_no) "
    "BEGIN SELECT RAISE(ABORT, 'an entry belongs to the last event and is new'); END")
_KEYS_INSERT = (
    "CREATE TRIGGER kf_keys_insert BEFORE INSERT ON kf_keys "
    "WHEN NEW.event_no IS NOT (SELECT max(event_no) FROM kf_events) OR EXISTS (SELECT 1 FROM kf_keys "
    "WHERE project_id = NEW.project_id AND unit_code = NEW.unit_code "
    "AND event_no NOT IN (SELECT reverses FROM kf_reversals)) "
    "BEGIN SELECT RAISE(ABORT, 'a project is written off once in a county'); END")

TRIGGERS = {
    **guarded("kf_events", _SAID, EVENTS_INSERT),
    **guarded("kf_amounts", _SAID, _AMOUNTS_INSERT),
    "kf_amounts_balance": (
        "CREATE TRIGGER kf_amounts_balance AFTER INSERT ON kf_amounts "
        "WHEN (SELECT sum(amount) FROM kf_amounts WHERE entry_id = NEW.entry_id AND indicator = NEW.indicator) < 0 "
        "BEGIN SELECT RAISE(ABORT, 'a balance is never negative'); END"),
    **guarded("kf_entries", _SAID, _ENTRIES_INSERT),
    **guarded("kf_keys", _SAID, _KEYS_INSERT),
    **guarded("kf_reversals", _SAID, REVERSALS_INSERT),
    **guarded("kf_format", _SAID, FORMAT_INSERT),
    # a row in one of these would be a balance or an event that no hash knows
    **guarded("kf_like_balances", _EMPTY),
    **guarded("kf_like_history", _EMPTY),
}

OBJECTS = {**TABLES, **INDEXES, **VIEWS, **TRIGGERS}
"""SQL by name of everything of ours: what stands in sqlite_master has to be this, or a hand was at it."""

LAYOUT = Layout(1, (CONTENTS,), TABLES, OBJECTS)

COUNT_LIKE = {"kf_like_balances": "SELECT count(*) FROM kf_like_balances",
              "kf_like_history": "SELECT count(*) FROM kf_like_history"}
READ_AMOUNTS = ("SELECT event_no, project_id, unit_code, entry_id, indicator, amount, line_no FROM kf_amounts "
                "ORDER BY event_no, line_no")
READ_ENTRIES = ("SELECT event_no, entry_id, unit_code, available_date, mean_grade, grade_scale, note FROM kf_entries "
                "ORDER BY event_no")
READ_KEYS = "SELECT event_no, project_id, unit_code FROM kf_keys ORDER BY event_no, project_id, unit_code"

WRITE_AMOUNT = ("INSERT INTO kf_amounts (event_no, line_no, project_id, unit_code, entry_id, indicator, amount) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)")
WRITE_ENTRY = ("INSERT INTO kf_entries (event_no, entry_id, unit_code, available_date, mean_grade, grade_scale, note) "
               "VALUES (?, ?, ?, ?, ?, ?, ?)")
WRITE_KEY = "INSERT INTO kf_keys VALUES (?, ?, ?)"
