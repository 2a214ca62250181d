<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.0" language="zh_CN" sourcelanguage="en">
  <context>
    <name>KfResources</name>
    <message>
      <source>1203 deducted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A picture of {width} × {height} pixels cannot be drawn; lower the resolution.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Additive: parts always sum to the whole</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Adjusted to TBMJ</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Adjusted to the survey's TBMJ</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Adjustment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Administrative units</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All land inside permanent basic farmland</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Area</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Area basis</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Area formula</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Back</source>
      <translation>返回</translation>
    </message>
    <message>
      <source>Bare vertices: reproduces an official TBMJ</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancelled. Nothing was written.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Claimed by several projects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Class</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Class map: table of value and DLBM (CSV or JSON)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Class system of LAND</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Computed from the geometry</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Content</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Control lines</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Control-line map…</source>
      <translation>控制线图……</translation>
    </message>
    <message>
      <source>Coordinate system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cultivated classes net of the deduction, which stands under 1203.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cultivated land grade field (GDDB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Decide from the layer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Deduction 1203</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Deduction coefficient field (KCXS)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Default of this tool</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Demo data</source>
      <translation>示例数据</translation>
    </message>
    <message>
      <source>Digest</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Document and clause</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dry</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Elsewhere</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Error</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Farmland</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Farmland by unit (ha), each place counted once</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Farmland by unit (mu), each place counted once</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Farmland occupation…</source>
      <translation>占用耕地分析……</translation>
    </message>
    <message>
      <source>Farmland occupied</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Field ridge (deducted)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finding</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finding points</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Findings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From geometry to the printed figure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>GB/T 21010-2017</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Generated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grain capacity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>HTML files (*.html)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Help</source>
      <translation>帮助</translation>
    </message>
    <message>
      <source>Information</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Inside permanent basic farmland</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Irrigated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Item</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>JSON files (*.json)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kaifeng Resources</source>
      <translation>开封自然资源</translation>
    </message>
    <message>
      <source>Kaifeng Resources: help</source>
      <translation>开封自然资源：帮助</translation>
    </message>
    <message>
      <source>Land claimed by several projects is in each of them and once in the total.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Land class field (DLBM)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Land on the survey by class (m²), each place counted once</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Land survey parcels (DLTB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Layer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Layer “{layer}” could not be opened.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Layer “{layer}” has no field “{field}”. Its fields are: {fields}. Choose the field in “{parameter}”.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Load demo data</source>
      <translation>加载示例数据</translation>
    </message>
    <message>
      <source>Location unit code field (ZLDWDM)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Map</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mean grade</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No font on this computer holds Chinese characters, so the text would print as empty boxes. Install one, for example WenQuanYi Micro Hei (Debian and Ubuntu: package fonts-wqy-microhei), start QGIS again and repeat the run.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No project was found in {folder}.</source>
      <translation>在 {folder} 中没有找到工程文件。</translation>
    </message>
    <message>
      <source>None.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not cultivated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Note</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Occupation by project (m²)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Other land</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Output “{output}” could not be written: {reason}. Choose a folder you may write to and close programs that have the file open.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Output “{output}” would overwrite the file of input layer “{layer}” ({path}). Choose another file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outside survey</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outside the survey</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Own rule rows that replace ours (JSON)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paddy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Page {page} of {pages}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Permanent basic farmland</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Permanent basic farmland, grain capacity and grade by project</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Planning classes (land and sea use, 2023)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Please note</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Project</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Project date field</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Project footprints</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Project id field</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Project name field</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Projects as drawn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Question</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remedy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Repaired and united geometry</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reports</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Report…</source>
      <translation>报告……</translation>
    </message>
    <message>
      <source>Residual of the overlay</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Results</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Role</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rounded as one table: every cell is its value rounded up or down, sums are sums of what is printed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rounding</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rule</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rules applied</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rules in force on (empty: today)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Run record</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Severity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Source</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Status</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Statute</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Subject</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The demo data are in this project already.</source>
      <translation>当前工程中已有示例数据。</translation>
    </message>
    <message>
      <source>The demo data were added as a group. Your own layers are unchanged.</source>
      <translation>示例数据已作为图层组加入，您自己的图层未作改动。</translation>
    </message>
    <message>
      <source>The document is not a report of this plugin, or is damaged: {detail}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The extent of layer “{layer}” cannot be brought into {crs}: check the layer's coordinate reference system.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The map picture could not be drawn: {message}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture of the report is damaged.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is nothing to draw: the layers have no extent.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Third national land survey</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Total</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Total = farmland + 1203 deducted + other land + outside survey; farmland = paddy + irrigated + dry, net of the deduction.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unit code</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unit code field (XZQDM)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unit name field (XZQMC)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Value</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Warning</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>[not set]</source>
      <translation>[未设置]</translation>
    </message>
    <message>
      <source>as reported</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>coefficient KCXS of cultivated parcels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>counted once, with the first project by id</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ellipsoidal area of the drawn coordinates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>hundredths of a square metre, by largest remainder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>invalid polygons repaired on a copy, features of one id united</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is running …</source>
      <translation>正在运行……</translation>
    </message>
    <message>
      <source>less land claimed by several projects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no parcel there</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no unit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>only with the area basis TBMJ</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>parcels of other classes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>projects minus the sum of their pieces</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>residual within tolerance spread in proportion to area</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown class</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>was cancelled.</source>
      <translation>已取消。</translation>
    </message>
    <message>
      <source>{path} cannot be written: {reason}. Choose another folder, or close the program that has the file open.</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
