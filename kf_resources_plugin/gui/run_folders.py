"""Where the results of runs go: a new folder for each, named after what was run and when."""
from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingUtils

from ..engine.errors import PlannerError
from ..engine.staging import in_words
from ..i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsProject


def run_folder(chosen: str, project: QgsProject, name: str) -> Path:
    """Make and return a new folder ``name_<time>``: below the chosen one, the project's, or a temporary one.

    Raises PlannerError when it cannot be made.
    """
    parent = results_parent(chosen, project)
    for attempt in range(1, 100):
        folder = parent / (f"{name}_{stamp()}" + (f"_{attempt}" if attempt > 1 else ""))
        try:
            parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
                path=parent, reason=in_words(error))) from error
        return folder
    raise PlannerError(tr("{path} cannot be written: choose a folder you may write to.").format(path=parent))


def drop_empty(folder: Path) -> None:
    """Remove the folder of a run that wrote nothing."""
    with suppress(OSError):  # it holds something
        folder.rmdir()


def results_parent(chosen: str, project: QgsProject) -> Path:
    """Return the folder that holds the folders of runs."""
    if chosen:
        return Path(chosen)
    home = project.homePath() if project.fileName() else ""
    return Path(home) / "kf_results" if home else Path(QgsProcessingUtils.tempFolder()) / "kf_results"


def where_results_go(chosen: str, project: QgsProject) -> str:
    """Return what there is to say about results when no folder is chosen, '' when one is."""
    if chosen:
        return ""
    if project.fileName():
        return tr("Empty: {path}").format(path=results_parent("", project))
    return tr("Empty: a temporary folder, gone when QGIS ends. Choose a folder to keep the results.")


def stamp() -> str:
    """Return the time as it stands in names of files and folders."""
    return f"{datetime.now():%Y%m%d_%H%M%S}"
