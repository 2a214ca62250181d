"""The Processing provider: the list of the plugin's algorithms."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .. import paths
from ..i18n import tr
from .control_lines.compliancereview import ComplianceReview
from .control_lines.controllineconflicts import ControlLineConflicts
from .control_lines.controllinemap import ControlLineMap
from .control_lines.landclasstable import LandClassTable
from .demo.demodata import DemoData
from .exchange.exportparcels import ExportParcels
from .exchange.importparcels import ImportParcels
from .farmland.farmlandbalance import FarmlandBalance
from .farmland.farmlandchange import FarmlandChange
from .farmland.farmlandoccupation import FarmlandOccupation
from .farmland.farmlandtargets import FarmlandTargets
from .farmland.ledgercommit import LedgerCommit
from .farmland.ledgercreate import LedgerCreate
from .farmland.ledgerexport import LedgerExport
from .farmland.ledgerimport import LedgerImport
from .farmland.ledgerreverse import LedgerReverse
from .farmland.ledgerverify import LedgerVerify
from .farmland.permanentfarmlandcheck import PermanentFarmlandCheck
from .farmland.permanentfarmlandreplace import PermanentFarmlandReplace
from .farmland.reservepotential import ReservePotential
from .farmland.stablefarmland import StableFarmland
from .farmland.writeoffslip import WriteOffSlip
from .floodplain.dikezones import DikeZones
from .floodplain.flooddepth import FloodDepth
from .floodplain.floodexposure import FloodExposure
from .floodplain.floodhazard import FloodHazard
from .floodplain.floodplaincompare import FloodplainCompare
from .floodplain.floodplaincompliance import FloodplainCompliance
from .floodplain.floodplainzoning import FloodplainZoning
from .heritage.heightcontrol import HeightControl
from .heritage.heritagecheck import HeritageCheck
from .heritage.heritageimpact import HeritageImpact
from .heritage.heritageregister import HeritageRegister
from .heritage.heritagezones import HeritageZones
from .quality.checkland import CheckLand
from .reporting.report import Report
from .stock_land.disposalrate import DisposalRate
from .stock_land.idleland import IdleLand
from .stock_land.landefficiency import LandEfficiency
from .stock_land.landreserveplan import LandReservePlan
from .stock_land.landswapbalance import LandSwapBalance
from .stock_land.lowefficiencyland import LowEfficiencyLand
from .stock_land.stocklandstatus import StockLandStatus
from .stock_land.stockregistercreate import StockRegisterCreate
from .stock_land.stockregisterreverse import StockRegisterReverse
from .stock_land.stockregisterstate import StockRegisterState
from .stock_land.stockregisterupdate import StockRegisterUpdate
from .stock_land.stockregisterverify import StockRegisterVerify
from .survey.surveymerge import SurveyMerge
from .survey.surveypackage import SurveyPackage

if TYPE_CHECKING:
    from .base import KfAlgorithm

ALGORITHMS: tuple[type[KfAlgorithm], ...] = (
    FarmlandOccupation, FarmlandBalance, PermanentFarmlandCheck, PermanentFarmlandReplace, FarmlandChange,
    StableFarmland, FarmlandTargets, ReservePotential, LedgerCreate, LedgerImport, LedgerCommit, LedgerReverse,
    WriteOffSlip, LedgerVerify, LedgerExport, CheckLand, ComplianceReview, ControlLineConflicts, ControlLineMap,
    LandClassTable,
    ImportParcels, ExportParcels, DikeZones, FloodDepth, FloodHazard, FloodplainZoning, FloodplainCompare,
    FloodExposure, FloodplainCompliance, HeritageRegister, HeritageZones, HeritageImpact, HeightControl, HeritageCheck,
    IdleLand, LandSwapBalance, DisposalRate, StockLandStatus, LandReservePlan, LandEfficiency, LowEfficiencyLand,
    StockRegisterCreate, StockRegisterUpdate, StockRegisterReverse, StockRegisterState, StockRegisterVerify, Report,
    SurveyPackage, SurveyMerge, DemoData,
)


class KfProvider(QgsProcessingProvider):
    """Provider ``kf``."""

    def id(self) -> str:
        """Return the id that prefixes every algorithm; never changes."""
        return "kf"

    def name(self) -> str:
        """Return the translated name shown in the toolbox."""
        return tr("Kaifeng Resources")

    def icon(self) -> QIcon:
        """Return the plugin's icon."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Return the path of the plugin's icon."""
        return str(paths.resource("icons", "kf.svg"))

    def loadAlgorithms(self) -> None:
        """Register a fresh instance of every algorithm."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
