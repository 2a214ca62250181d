"""The tables of a register of stock land: constant SQL. A GeoPackage 1.2, append-only by triggers.

``kf_parcels`` has one row for each lot that an event changes, with the shape the lot has from then on; areas are whole
hundredths of m². ``day`` repeats what payloads say, so that whoever opens the table sees it.
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

_SAID = "the register is append-only"

TABLES = {
    "kf_format": FORMAT_TABLE,
    "kf_events": EVENTS_TABLE,
    "kf_parcels": (
        "CREATE TABLE kf_parcels (line_id INTEGER PRIMARY KEY NOT NULL, event_no INTEGER NOT NULL, "
        "line_no INTEGER NOT NULL, day DATE NOT NULL, parcel_id TEXT NOT NULL, unit_code TEXT NOT NULL, "
        "class TEXT NOT NULL, area INTEGER NOT NULL CHECK (typeof(area) = 'integer'), geom MULTIPOLYGON, "
        "UNIQUE (event_no, line_no))"),
    "kf_reversals": REVERSALS_TABLE,
}

_INDEXES = {"kf_parcels_by_lot": "CREATE INDEX kf_parcels_by_lot ON kf_parcels (parcel_id, unit_code, class)"}

_PARCELS_INSERT = (
    "CREATE TRIGGER kf_parcels_insert BEFORE INSERT ON kf_parcels "
    "WHEN NEW.event_no IS NOT (SELECT max(event_no) FROM kf_events) OR NEW.line_no IS NOT "
    "(SELECT coalesce(max(line_no), 0) + 1 FROM kf_parcels WHERE event_no = NEW.event_no) "
    "OR EXISTS (SELECT 1 FROM kf_parcels WHERE line_id = NEW.line_id) "
    "BEGIN SELECT RAISE(ABORT, 'a line belongs to the last event'); END")

TRIGGERS = {
    **guarded("kf_events", _SAID, EVENTS_INSERT),
    **guarded("kf_parcels", _SAID, _PARCELS_INSERT),
    "kf_parcels_stock": (
        "CREATE TRIGGER kf_parcels_stock AFTER INSERT ON kf_parcels WHEN (SELECT sum(area) FROM kf_parcels "
        "WHERE parcel_id = NEW.parcel_id AND unit_code = NEW.unit_code AND class = NEW.class "
        "AND event_no NOT IN (SELECT reverses FROM kf_reversals)) < 0 "
        "BEGIN SELECT RAISE(ABORT, 'nothing leaves stock that is not in it'); END"),
    **guarded("kf_reversals", _SAID, REVERSALS_INSERT),
    "kf_reversals_stock": (
        "CREATE TRIGGER kf_reversals_stock AFTER INSERT ON kf_reversals WHEN EXISTS (SELECT 1 FROM kf_parcels AS own "
        "WHERE own.event_no = NEW.reverses AND (SELECT sum(area) FROM kf_parcels AS p "
        "WHERE p.parcel_id = own.parcel_id AND p.unit_code = own.unit_code AND p.class = own.class "
        "AND p.event_no NOT IN (SELECT reverses FROM kf_reversals)) < 0) "
        "BEGIN SELECT RAISE(ABORT, 'nothing leaves stock that is not in it'); END"),
    **guarded("kf_format", _SAID, FORMAT_INSERT),
}

_CONTENTS = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES "
    "('kf_events', 'attributes', 'kf_events', '事件 events')",
)

LAYOUT = Layout(1, _CONTENTS, TABLES, {**TABLES, **_INDEXES, **TRIGGERS})

ADD_CRS = "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, '')"
ADD_LAYER = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
    "VALUES ('kf_parcels', 'features', 'kf_parcels', '地块台账 parcels by event', ?)",
    "INSERT INTO gpkg_geometry_columns VALUES ('kf_parcels', 'geom', 'MULTIPOLYGON', ?, 0, 0)",
)

READ_PARCELS = ("SELECT event_no, parcel_id, unit_code, class, area, geom, day, line_no FROM kf_parcels "
                "ORDER BY event_no, line_no")
WRITE_PARCEL = ("INSERT INTO kf_parcels (event_no, line_no, day, parcel_id, unit_code, class, area, geom) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
READ_STORED = "SELECT event_no, line_no, day FROM kf_parcels ORDER BY event_no, line_no"
