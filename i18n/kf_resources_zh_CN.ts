<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.0" language="zh_CN" sourcelanguage="en">
  <context>
    <name>KfResources</name>
    <message>
      <source>(pending)</source>
      <translation>（待审）</translation>
    </message>
    <message>
      <source>1203 deducted</source>
      <translation>扣除田坎 1203</translation>
    </message>
    <message>
      <source>A picture of {width} × {height} pixels cannot be drawn; lower the resolution.</source>
      <translation>无法绘制 {width} × {height} 像素的图片，请降低分辨率。</translation>
    </message>
    <message>
      <source>Additive: parts always sum to the whole</source>
      <translation>可加：部分之和恒等于整体</translation>
    </message>
    <message>
      <source>Adjusted to TBMJ</source>
      <translation>平差到图斑面积</translation>
    </message>
    <message>
      <source>Adjusted to the survey's TBMJ</source>
      <translation>平差到调查面积 TBMJ</translation>
    </message>
    <message>
      <source>Adjustment</source>
      <translation>平差</translation>
    </message>
    <message>
      <source>Administrative units</source>
      <translation>行政单元</translation>
    </message>
    <message>
      <source>Algorithm</source>
      <translation>算法</translation>
    </message>
    <message>
      <source>All land inside permanent basic farmland</source>
      <translation>永久基本农田内全部地类</translation>
    </message>
    <message>
      <source>Area</source>
      <translation>面积</translation>
    </message>
    <message>
      <source>Area basis</source>
      <translation>面积基准</translation>
    </message>
    <message>
      <source>Area formula</source>
      <translation>面积公式</translation>
    </message>
    <message>
      <source>Areas are ellipsoidal areas on CGCS2000 by the statutory formula; edges are straight in the coordinate system of the land layer ({crs}).</source>
      <translation>面积为 2000 国家大地坐标系椭球面积，按法定公式计算；边在土地图层坐标系（{crs}）中为直线。</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>返回</translation>
    </message>
    <message>
      <source>Bare vertices: reproduces an official TBMJ</source>
      <translation>仅用顶点：可复现调查面积 TBMJ</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancelled. Nothing was written.</source>
      <translation>已取消，未写出任何结果。</translation>
    </message>
    <message>
      <source>Caption of the map picture</source>
      <translation>地图说明</translation>
    </message>
    <message>
      <source>Claimed by several projects</source>
      <translation>多个项目重复占用</translation>
    </message>
    <message>
      <source>Class</source>
      <translation>地类</translation>
    </message>
    <message>
      <source>Class map {name} cannot be used:</source>
      <translation>地类对照表 {name} 不能使用：</translation>
    </message>
    <message>
      <source>Class map {name} has no rows. Give one row per class value: value, DLBM.</source>
      <translation>地类对照表 {name} 没有内容。请每个地类取值写一行：value, DLBM。</translation>
    </message>
    <message>
      <source>Class map {name} has only one column. It needs two: value, DLBM.</source>
      <translation>地类对照表 {name} 只有一列，需要两列：value, DLBM。</translation>
    </message>
    <message>
      <source>Class map: table of value and DLBM (CSV or JSON)</source>
      <translation>地类对照表：原值与 DLBM 两列（CSV 或 JSON）</translation>
    </message>
    <message>
      <source>Class system of LAND</source>
      <translation>土地图层的地类体系</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Computed from the geometry</source>
      <translation>按图形计算</translation>
    </message>
    <message>
      <source>Content</source>
      <translation>内容</translation>
    </message>
    <message>
      <source>Control line map</source>
      <translation>控制线图</translation>
    </message>
    <message>
      <source>Control lines</source>
      <translation>控制线</translation>
    </message>
    <message>
      <source>Coordinate system</source>
      <translation>坐标系</translation>
    </message>
    <message>
      <source>Coordinate system of the map (empty: that of the layers)</source>
      <translation>地图坐标系（留空取图层的）</translation>
    </message>
    <message>
      <source>Coordinate system: {crs}    Scale 1:{scale}    Drawn on {date}</source>
      <translation>坐标系：{crs}    比例尺 1:{scale}    制图日期：{date}</translation>
    </message>
    <message>
      <source>Coordinates along the map's edge</source>
      <translation>图廓坐标</translation>
    </message>
    <message>
      <source>Coordinates near X {x}, Y {y} lie outside what {crs} can show; check the layer's coordinate reference system.</source>
      <translation>坐标（X {x}，Y {y} 附近）超出 {crs} 所能表示的范围；请检查图层的坐标系。</translation>
    </message>
    <message>
      <source>Cultivated classes net of the deduction, which stands under 1203.</source>
      <translation>耕地为扣除后净面积，扣除部分列入 1203。</translation>
    </message>
    <message>
      <source>Cultivated land grade field (GDDB)</source>
      <translation>耕地等别字段（GDDB）</translation>
    </message>
    <message>
      <source>Data</source>
      <translation>数据</translation>
    </message>
    <message>
      <source>Data exchange</source>
      <translation>数据交换</translation>
    </message>
    <message>
      <source>Data quality</source>
      <translation>数据质量</translation>
    </message>
    <message>
      <source>Dates</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>Decide from the layer</source>
      <translation>由图层自动判断</translation>
    </message>
    <message>
      <source>Deduction 1203</source>
      <translation>扣除田坎 1203</translation>
    </message>
    <message>
      <source>Deduction coefficient field (KCXS)</source>
      <translation>扣除系数字段（KCXS）</translation>
    </message>
    <message>
      <source>Default of this tool</source>
      <translation>本工具默认值</translation>
    </message>
    <message>
      <source>Demo city</source>
      <translation>示例城市</translation>
    </message>
    <message>
      <source>Demo data</source>
      <translation>示例数据</translation>
    </message>
    <message>
      <source>Digest</source>
      <translation>摘要值</translation>
    </message>
    <message>
      <source>Digest of all rows</source>
      <translation>全部行的摘要值</translation>
    </message>
    <message>
      <source>Digest of the run</source>
      <translation>运行摘要值</translation>
    </message>
    <message>
      <source>Document and clause</source>
      <translation>文件与条款</translation>
    </message>
    <message>
      <source>Dry</source>
      <translation>旱地</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>用时</translation>
    </message>
    <message>
      <source>Ecological redline</source>
      <translation>生态保护红线</translation>
    </message>
    <message>
      <source>Elsewhere</source>
      <translation>永久基本农田外</translation>
    </message>
    <message>
      <source>Error</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>Extent (empty: all layers)</source>
      <translation>范围（留空为全部图层）</translation>
    </message>
    <message>
      <source>Farmland</source>
      <translation>耕地</translation>
    </message>
    <message>
      <source>Farmland (m²)</source>
      <translation>耕地（平方米）</translation>
    </message>
    <message>
      <source>Farmland by unit (ha), each place counted once</source>
      <translation>各县区占用耕地（公顷，重叠只计一次）</translation>
    </message>
    <message>
      <source>Farmland by unit (mu), each place counted once</source>
      <translation>各县区占用耕地（亩，重叠只计一次）</translation>
    </message>
    <message>
      <source>Farmland occupation by projects</source>
      <translation>建设项目占用耕地分析</translation>
    </message>
    <message>
      <source>Farmland occupied</source>
      <translation>占用耕地</translation>
    </message>
    <message>
      <source>Field ridge (deducted)</source>
      <translation>田坎（扣除）</translation>
    </message>
    <message>
      <source>Field survey</source>
      <translation>外业调查</translation>
    </message>
    <message>
      <source>Finding points</source>
      <translation>问题点</translation>
    </message>
    <message>
      <source>Findings</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>Floodplain</source>
      <translation>黄河滩区</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <source>For illustration only, not the legal boundary</source>
      <translation>示意，非法定界线</translation>
    </message>
    <message>
      <source>From geometry to the printed figure</source>
      <translation>从图形面积到结果的对账</translation>
    </message>
    <message>
      <source>GB/T 21010-2017</source>
      <translation>《土地利用现状分类》GB/T 21010-2017</translation>
    </message>
    <message>
      <source>Generated</source>
      <translation>生成时间</translation>
    </message>
    <message>
      <source>Generated with about {parcels} parcels, seed {seed}.</source>
      <translation>按约 {parcels} 个图斑、种子 {seed} 生成。</translation>
    </message>
    <message>
      <source>GeoPackage</source>
      <translation>GeoPackage 文件</translation>
    </message>
    <message>
      <source>Geometry kernel</source>
      <translation>几何内核</translation>
    </message>
    <message>
      <source>Give at least one run record: the JSON file that an algorithm of this plugin writes as RUN_RECORD.</source>
      <translation>请至少给出一个运行记录：本插件算法输出的 RUN_RECORD JSON 文件。</translation>
    </message>
    <message>
      <source>Grade table {file} cannot be used:</source>
      <translation>等别产能表 {file} 不能使用：</translation>
    </message>
    <message>
      <source>Grain capacity</source>
      <translation>粮食产能</translation>
    </message>
    <message>
      <source>Grain capacity (kg)</source>
      <translation>粮食产能（千克）</translation>
    </message>
    <message>
      <source>HTML files (*.html)</source>
      <translation>HTML 文件 (*.html)</translation>
    </message>
    <message>
      <source>Help</source>
      <translation>帮助</translation>
    </message>
    <message>
      <source>Heritage</source>
      <translation>历史文化保护线</translation>
    </message>
    <message>
      <source>Information</source>
      <translation>提示</translation>
    </message>
    <message>
      <source>Inside permanent basic farmland</source>
      <translation>永久基本农田内</translation>
    </message>
    <message>
      <source>Irrigated</source>
      <translation>水浇地</translation>
    </message>
    <message>
      <source>Item</source>
      <translation>项</translation>
    </message>
    <message>
      <source>JSON files (*.json)</source>
      <translation>JSON 文件 (*.json)</translation>
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
      <translation>多个项目重复占用的土地各项目分别计入，合计只计一次。</translation>
    </message>
    <message>
      <source>Land class field (DLBM)</source>
      <translation>地类编码字段（DLBM）</translation>
    </message>
    <message>
      <source>Land on the survey by class (m²), each place counted once</source>
      <translation>占用土地按地类（平方米，重叠只计一次）</translation>
    </message>
    <message>
      <source>Land survey parcels (DLTB)</source>
      <translation>土地调查图斑（DLTB）</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>图层</translation>
    </message>
    <message>
      <source>Layer {layer} of {path} cannot be opened.</source>
      <translation>无法打开 {path} 中的图层“{layer}”。</translation>
    </message>
    <message>
      <source>Layer “{layer}” cannot be opened: {source}</source>
      <translation>图层“{layer}”无法打开：{source}</translation>
    </message>
    <message>
      <source>Layer “{layer}” could not be opened.</source>
      <translation>图层“{layer}”无法打开。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no coordinate reference system, so nobody knows where it lies. Assign it in the layer's properties (for example EPSG:4526 or EPSG:4547 for Kaifeng).</source>
      <translation>图层“{layer}”没有坐标系，无法确定位置。请在图层属性中指定（开封例如 EPSG:4526 或 EPSG:4547）。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no field “{field}”. Its fields are: {fields}. Choose the field in “{parameter}”.</source>
      <translation>图层“{layer}”没有字段“{field}”，现有字段：{fields}。请在“{parameter}”中选择字段。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no units, so there would be no page.</source>
      <translation>图层“{layer}”没有单元，无法分页。</translation>
    </message>
    <message>
      <source>Layer “{layer}” holds no polygons. Choose a polygon layer; make polygons of boundary lines first (native:polygonize).</source>
      <translation>图层“{layer}”不是面图层。请选择面图层；界线图层请先转为面（native:polygonize）。</translation>
    </message>
    <message>
      <source>Layers of the map picture, topmost first</source>
      <translation>地图图层（第一个在上）</translation>
    </message>
    <message>
      <source>Layout template (empty: ours)</source>
      <translation>布局模板（留空用本工具的）</translation>
    </message>
    <message>
      <source>Legend</source>
      <translation>图例</translation>
    </message>
    <message>
      <source>Load demo data</source>
      <translation>加载示例数据</translation>
    </message>
    <message>
      <source>Location unit code field (ZLDWDM)</source>
      <translation>坐落单位代码字段（ZLDWDM）</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>地图</translation>
    </message>
    <message>
      <source>Map (PDF)</source>
      <translation>地图（PDF）</translation>
    </message>
    <message>
      <source>Map (PNG)</source>
      <translation>地图（PNG）</translation>
    </message>
    <message>
      <source>Map approval number (审图号)</source>
      <translation>审图号</translation>
    </message>
    <message>
      <source>Map approval number: {number}</source>
      <translation>审图号：{number}</translation>
    </message>
    <message>
      <source>Map of control lines</source>
      <translation>控制线图</translation>
    </message>
    <message>
      <source>Mean grade</source>
      <translation>平均等别</translation>
    </message>
    <message>
      <source>Message</source>
      <translation>情况说明</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>No font on this computer holds Chinese characters, so the text would print as empty boxes. Install one, for example WenQuanYi Micro Hei (Debian and Ubuntu: package fonts-wqy-microhei), start QGIS again and repeat the run.</source>
      <translation>本机没有能显示中文的字体，文字会印成空框。请安装一种，例如文泉驿微米黑（Debian、Ubuntu 软件包 fonts-wqy-microhei），重新启动 QGIS 后再运行。</translation>
    </message>
    <message>
      <source>No version of rule {rule} is in force on {day}. Choose another day in “Rules in force on”, or take the dates out of your own rule rows.</source>
      <translation>规则 {rule} 在 {day} 没有有效版本。请在“规则日期”中另选日期，或去掉自有规则行中的日期。</translation>
    </message>
    <message>
      <source>None.</source>
      <translation>无。</translation>
    </message>
    <message>
      <source>Not cultivated</source>
      <translation>非耕地</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>Notice on the map</source>
      <translation>图上说明</translation>
    </message>
    <message>
      <source>Number of parcels (about)</source>
      <translation>图斑数（约）</translation>
    </message>
    <message>
      <source>Number of parcels: give a number from {least} to {most}.</source>
      <translation>图斑数：请填写 {least} 至 {most} 之间的数。</translation>
    </message>
    <message>
      <source>Occupation by project (m²)</source>
      <translation>各项目占用情况（平方米）</translation>
    </message>
    <message>
      <source>Occupation by project and unit</source>
      <translation>项目占用汇总</translation>
    </message>
    <message>
      <source>Only {done} of {pages} pages of {path} could be drawn.</source>
      <translation>{path} 共 {pages} 页，只画出 {done} 页。</translation>
    </message>
    <message>
      <source>Other land</source>
      <translation>其他地类</translation>
    </message>
    <message>
      <source>Other layers, topmost first</source>
      <translation>其他图层（第一个在上）</translation>
    </message>
    <message>
      <source>Output “{output}” could not be written: {reason}. Choose a folder you may write to and close programs that have the file open.</source>
      <translation>输出“{output}”无法写出：{reason}。请选择有写入权限的文件夹，并关闭正在使用该文件的程序。</translation>
    </message>
    <message>
      <source>Output “{output}” would overwrite the file of input “{input}” ({path}). Choose another file.</source>
      <translation>输出“{output}”会覆盖输入“{input}”的文件（{path}）。请另选文件。</translation>
    </message>
    <message>
      <source>Output “{output}” would replace files that are there already: {files}. Choose another file.</source>
      <translation>输出“{output}”会替换已有文件：{files}。请另选文件。</translation>
    </message>
    <message>
      <source>Output “{output}” would replace {path} with all its tables ({tables}). Choose another file, or save to one table of the GeoPackage.</source>
      <translation>输出“{output}”会替换 {path} 及其中所有表（{tables}）。请另选文件，或保存为该 GeoPackage 中的一张表。</translation>
    </message>
    <message>
      <source>Output “{output}”: {path} is a folder. Choose a file.</source>
      <translation>输出“{output}”：{path} 是文件夹。请选择文件。</translation>
    </message>
    <message>
      <source>Outputs “{output}” and “{other}” both go to {path}. Choose a file or table of its own for each.</source>
      <translation>输出“{output}”与“{other}”都写到 {path}。请为每个输出各选一个文件或一张表。</translation>
    </message>
    <message>
      <source>Outside survey</source>
      <translation>调查范围外</translation>
    </message>
    <message>
      <source>Outside the survey</source>
      <translation>调查范围以外</translation>
    </message>
    <message>
      <source>Own grain capacity by county and grade (CSV or JSON)</source>
      <translation>自定义粮食产能表：县区、等别、千克/公顷（CSV 或 JSON）</translation>
    </message>
    <message>
      <source>Own rule rows that replace ours (JSON)</source>
      <translation>自定义规则文件（JSON，替换同编号规则）</translation>
    </message>
    <message>
      <source>PDF files (*.pdf)</source>
      <translation>PDF 文件 (*.pdf)</translation>
    </message>
    <message>
      <source>PNG files (*.png)</source>
      <translation>PNG 文件 (*.png)</translation>
    </message>
    <message>
      <source>Paddy</source>
      <translation>水田</translation>
    </message>
    <message>
      <source>Paddy (m²)</source>
      <translation>水田（平方米）</translation>
    </message>
    <message>
      <source>Page {page} of {pages}</source>
      <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>页数</translation>
    </message>
    <message>
      <source>Parameters</source>
      <translation>参数</translation>
    </message>
    <message>
      <source>Parcels generated</source>
      <translation>生成的图斑数</translation>
    </message>
    <message>
      <source>Perhaps “{word}” is meant.</source>
      <translation>是否应为“{word}”？</translation>
    </message>
    <message>
      <source>Permanent basic farmland</source>
      <translation>永久基本农田</translation>
    </message>
    <message>
      <source>Permanent basic farmland (m²)</source>
      <translation>永久基本农田（平方米）</translation>
    </message>
    <message>
      <source>Permanent basic farmland, grain capacity and grade by project</source>
      <translation>各项目占用永久基本农田、粮食产能与等别</translation>
    </message>
    <message>
      <source>Pieces of projects on land</source>
      <translation>占用图斑明细</translation>
    </message>
    <message>
      <source>Planning classes (land and sea use, 2023)</source>
      <translation>规划用地用海分类（2023）</translation>
    </message>
    <message>
      <source>Please note</source>
      <translation>说明</translation>
    </message>
    <message>
      <source>Plugin version</source>
      <translation>插件版本</translation>
    </message>
    <message>
      <source>Project</source>
      <translation>项目</translation>
    </message>
    <message>
      <source>Project date field</source>
      <translation>项目日期字段</translation>
    </message>
    <message>
      <source>Project footprints</source>
      <translation>项目范围</translation>
    </message>
    <message>
      <source>Project id field</source>
      <translation>项目编号字段</translation>
    </message>
    <message>
      <source>Project name field</source>
      <translation>项目名称字段</translation>
    </message>
    <message>
      <source>Projects as drawn</source>
      <translation>项目图形面积</translation>
    </message>
    <message>
      <source>Projects on the survey's land classes and permanent basic farmland</source>
      <translation>项目范围与地类、永久基本农田</translation>
    </message>
    <message>
      <source>QGIS project</source>
      <translation>QGIS 工程</translation>
    </message>
    <message>
      <source>QGIS version</source>
      <translation>QGIS 版本</translation>
    </message>
    <message>
      <source>Question</source>
      <translation>问题与任务</translation>
    </message>
    <message>
      <source>Remove it.</source>
      <translation>请删除。</translation>
    </message>
    <message>
      <source>Repaired and united geometry</source>
      <translation>图形修复与合并</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>报告</translation>
    </message>
    <message>
      <source>Report (PDF)</source>
      <translation>报告（PDF）</translation>
    </message>
    <message>
      <source>Report from run records</source>
      <translation>由运行记录生成报告</translation>
    </message>
    <message>
      <source>Reports</source>
      <translation>报告</translation>
    </message>
    <message>
      <source>Residual before adjustment (m²)</source>
      <translation>平差前残差（平方米）</translation>
    </message>
    <message>
      <source>Residual of the overlay</source>
      <translation>叠加残差</translation>
    </message>
    <message>
      <source>Resolution (dpi)</source>
      <translation>分辨率（dpi）</translation>
    </message>
    <message>
      <source>Result layers, drawn on top</source>
      <translation>结果图层（画在最上面）</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>图层用途</translation>
    </message>
    <message>
      <source>Rounded as one table: every cell is its value rounded up or down, sums are sums of what is printed.</source>
      <translation>全表统一取整：每格为其数值的进位或舍位，合计为表中数字之和。</translation>
    </message>
    <message>
      <source>Rounding</source>
      <translation>取整</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>行数</translation>
    </message>
    <message>
      <source>Rule</source>
      <translation>规则</translation>
    </message>
    <message>
      <source>Rule area.step: step_m is {step}; it must be at least {least} m (a smaller step changes no area and fills the memory).</source>
      <translation>规则 area.step 的 step_m 为 {step}，至少应为 {least} 米（更小的步长不改变面积，只占用内存）。</translation>
    </message>
    <message>
      <source>Rule file {file} cannot be used:</source>
      <translation>规则文件 {file} 不能使用：</translation>
    </message>
    <message>
      <source>Rule rows replaced by the user: {rules}.</source>
      <translation>用户替换的规则：{rules}。</translation>
    </message>
    <message>
      <source>Rules applied</source>
      <translation>适用规则</translation>
    </message>
    <message>
      <source>Rules in force on</source>
      <translation>规则日期</translation>
    </message>
    <message>
      <source>Rules in force on (empty: today)</source>
      <translation>规则日期（留空为今天）</translation>
    </message>
    <message>
      <source>Run record</source>
      <translation>运行记录</translation>
    </message>
    <message>
      <source>Run records (JSON)</source>
      <translation>运行记录（JSON）</translation>
    </message>
    <message>
      <source>Seed: give 0 or a positive whole number.</source>
      <translation>种子：请填写 0 或正整数。</translation>
    </message>
    <message>
      <source>Seed: the same number gives the same city</source>
      <translation>种子：数字相同，结果相同</translation>
    </message>
    <message>
      <source>Severity</source>
      <translation>严重程度</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>Source line (empty: from the layers)</source>
      <translation>资料来源（留空取自图层）</translation>
    </message>
    <message>
      <source>Source: {layers}</source>
      <translation>资料来源：{layers}</translation>
    </message>
    <message>
      <source>Started</source>
      <translation>开始时间</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>性质</translation>
    </message>
    <message>
      <source>Statute</source>
      <translation>法定</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>步骤</translation>
    </message>
    <message>
      <source>Stock land</source>
      <translation>存量建设用地</translation>
    </message>
    <message>
      <source>Subject</source>
      <translation>对象名称</translation>
    </message>
    <message>
      <source>Tables (*.csv *.txt *.json);;All files (*)</source>
      <translation>表格 (*.csv *.txt *.json);;所有文件 (*)</translation>
    </message>
    <message>
      <source>The coordinate reference system {crs} has no longitude and latitude; assign the layer a projected or a geographic one.</source>
      <translation>坐标系 {crs} 没有经纬度；请为图层指定投影坐标系或地理坐标系。</translation>
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
      <source>The demo project cannot be read: {path}</source>
      <translation>无法读取示例工程：{path}</translation>
    </message>
    <message>
      <source>The document is not a report of this plugin, or is damaged: {detail}</source>
      <translation>该文档不是本插件的报告，或已损坏：{detail}</translation>
    </message>
    <message>
      <source>The extent of layer “{layer}” cannot be brought into {crs}: check the layer's coordinate reference system.</source>
      <translation>图层“{layer}”的范围无法转换到 {crs}，请检查该图层的坐标系。</translation>
    </message>
    <message>
      <source>The file must hold an object with a list “rows”.</source>
      <translation>文件应为含列表“rows”的对象。</translation>
    </message>
    <message>
      <source>The file of layer “{layer}” is no longer there: {path}. Put it back, or point the layer to where it is.</source>
      <translation>图层“{layer}”的文件已不存在：{path}。请恢复文件，或将图层指向新的位置。</translation>
    </message>
    <message>
      <source>The folder already holds a demo city, which stays as it is. The new one is called {name}.</source>
      <translation>文件夹里已有示例城市，保持不变；新的取名 {name}。</translation>
    </message>
    <message>
      <source>The legend of page “{page}” has more entries than its place holds; use a template with a bigger legend or fewer layers.</source>
      <translation>“{page}”页的图例条目超出图例框；请使用图例框更大的模板，或减少图层。</translation>
    </message>
    <message>
      <source>The map picture could not be drawn: {message}</source>
      <translation>地图图片未能绘制：{message}</translation>
    </message>
    <message>
      <source>The map template {path} cannot be read: {reason}.</source>
      <translation>布局模板 {path} 无法读取：{reason}。</translation>
    </message>
    <message>
      <source>The map template {path} has no map item.</source>
      <translation>布局模板 {path} 中没有地图项。</translation>
    </message>
    <message>
      <source>The map {path} could not be written: {reason}.</source>
      <translation>地图 {path} 未能写出：{reason}。</translation>
    </message>
    <message>
      <source>The parts of project {project} in layer “{layer}” cannot be united ({reason}). Check the geometry of features {fids} and run again.</source>
      <translation>图层“{layer}”中项目 {project} 的各部分无法合并（{reason}）。请检查要素 {fids} 的几何后重新运行。</translation>
    </message>
    <message>
      <source>The picture of the report is damaged.</source>
      <translation>报告中的图片已损坏。</translation>
    </message>
    <message>
      <source>The polygons of “{layer}” cannot be cut with the results so far ({reason}). Check the geometry of the layer and run again.</source>
      <translation>图层“{layer}”无法与已有结果求交（{reason}）。请检查该图层的图形后重新运行。</translation>
    </message>
    <message>
      <source>The results could not be put in their place: {reason}. Everything was left as it was. Choose a folder you may write to and close programs that have the files open.</source>
      <translation>结果无法放到指定位置：{reason}。原有内容均未改动。请选择有写入权限的文件夹，并关闭正在使用这些文件的程序。</translation>
    </message>
    <message>
      <source>The run ended with a fault of the plugin ({fault}); what happened stands in the panel Log Messages, tab “{tab}”.</source>
      <translation>运行因插件错误（{fault}）中止；详情见“日志消息”面板的“{tab}”标签页。</translation>
    </message>
    <message>
      <source>The run record {path} cannot be read: {reason}.</source>
      <translation>运行记录 {path} 无法读取：{reason}。</translation>
    </message>
    <message>
      <source>There is no layer to draw. Give at least one: a control line, the land survey, projects, results or another layer.</source>
      <translation>没有可绘制的图层。请至少给出一个：控制线、土地调查图斑、项目、结果或其他图层。</translation>
    </message>
    <message>
      <source>There is nothing to draw: the layers have no extent.</source>
      <translation>没有可绘制的内容：图层没有范围。</translation>
    </message>
    <message>
      <source>There was not enough memory. Close other programs, or run it for a smaller area.</source>
      <translation>内存不足。请关闭其他程序，或缩小计算范围后重新运行。</translation>
    </message>
    <message>
      <source>These files look like pages of an earlier map and were left as they were; remove them if you do not need them: {files}</source>
      <translation>以下文件似为此前地图的分页，已原样保留；如不再需要请自行删除：{files}</translation>
    </message>
    <message>
      <source>Third national land survey</source>
      <translation>第三次全国国土调查</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
    <message>
      <source>Total</source>
      <translation>合计</translation>
    </message>
    <message>
      <source>Total = farmland + 1203 deducted + other land + outside survey; farmland = paddy + irrigated + dry, net of the deduction.</source>
      <translation>合计 = 耕地 + 扣除田坎 + 其他地类 + 调查范围外；耕地 = 水田 + 水浇地 + 旱地，均为扣除田坎后的净面积。</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>行政区</translation>
    </message>
    <message>
      <source>Unit code</source>
      <translation>行政区代码</translation>
    </message>
    <message>
      <source>Unit code field (XZQDM)</source>
      <translation>行政区代码字段（XZQDM）</translation>
    </message>
    <message>
      <source>Unit name field (XZQMC)</source>
      <translation>行政区名称字段（XZQMC）</translation>
    </message>
    <message>
      <source>Units: one page for each</source>
      <translation>行政单元（每单元一页）</translation>
    </message>
    <message>
      <source>Urban development boundary</source>
      <translation>城镇开发边界</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>值</translation>
    </message>
    <message>
      <source>Warning</source>
      <translation>警告</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>处理办法</translation>
    </message>
    <message>
      <source>Which farmland, paddy, grain capacity and permanent basic farmland do these projects take, by project and county? {projects} projects, rules in force on {day}.</source>
      <translation>这些项目占用了哪些耕地、水田、粮食产能和永久基本农田（按项目、按县区）？共 {projects} 个项目，采用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>[not set]</source>
      <translation>[未设置]</translation>
    </message>
    <message>
      <source>a hole lies inside another hole</source>
      <translation>内环嵌套</translation>
    </message>
    <message>
      <source>a hole lies outside its polygon</source>
      <translation>内环在外环之外</translation>
    </message>
    <message>
      <source>a list</source>
      <translation>列表</translation>
    </message>
    <message>
      <source>a number</source>
      <translation>数字</translation>
    </message>
    <message>
      <source>a ring has fewer than three corners</source>
      <translation>边界环不足三个点</translation>
    </message>
    <message>
      <source>a ring occurs twice</source>
      <translation>边界环重复</translation>
    </message>
    <message>
      <source>a ring touches or crosses itself</source>
      <translation>边界环自相接或自相交</translation>
    </message>
    <message>
      <source>a row must be an object with the id of the rule it changes, such as "id": "area.step".</source>
      <translation>每行应为对象，并写明所改规则的编号，如 "id": "area.step"。</translation>
    </message>
    <message>
      <source>as reported</source>
      <translation>报告数</translation>
    </message>
    <message>
      <source>coefficient KCXS of cultivated parcels</source>
      <translation>耕地图斑扣除系数 KCXS</translation>
    </message>
    <message>
      <source>counted once, with the first project by id</source>
      <translation>只计一次，计入编号靠前的项目</translation>
    </message>
    <message>
      <source>custom</source>
      <translation>自定义</translation>
    </message>
    <message>
      <source>custom CRS</source>
      <translation>自定义坐标系</translation>
    </message>
    <message>
      <source>demo,sample,example,test data,Kaifeng,generate</source>
      <translation>示例,演示,样例,测试数据,开封,生成</translation>
    </message>
    <message>
      <source>ellipsoidal area of the drawn coordinates</source>
      <translation>按图形坐标计算的椭球面积</translation>
    </message>
    <message>
      <source>farmland,occupation,requisition,compensation,paddy,grain capacity,permanent basic farmland</source>
      <translation>耕地,占用,占补平衡,水田,粮食产能,永久基本农田</translation>
    </message>
    <message>
      <source>grade must be a whole number from {first} to {last}, not “{value}”.</source>
      <translation>grade 应为 {first} 至 {last} 的整数，不能是“{value}”。</translation>
    </message>
    <message>
      <source>hundredths of a square metre, by largest remainder</source>
      <translation>取到 0.01 平方米，最大余数法</translation>
    </message>
    <message>
      <source>invalid polygons repaired on a copy, features of one id united</source>
      <translation>在副本上修复无效图形，同编号要素合并</translation>
    </message>
    <message>
      <source>is running …</source>
      <translation>正在运行…</translation>
    </message>
    <message>
      <source>its edges cross</source>
      <translation>边界自相交</translation>
    </message>
    <message>
      <source>kg_per_ha must be a number above 0 and at most {most}, not “{value}”.</source>
      <translation>kg_per_ha 应为大于 0 且不超过 {most} 的数，不能是“{value}”。</translation>
    </message>
    <message>
      <source>less land claimed by several projects</source>
      <translation>减：多个项目重复占用</translation>
    </message>
    <message>
      <source>line {line}</source>
      <translation>第 {line} 行</translation>
    </message>
    <message>
      <source>map,print,layout,atlas,PDF,three control lines,permanent farmland,redline,boundary</source>
      <translation>地图,打印,出图,布局,图集,PDF,三条控制线,永久基本农田,生态保护红线,城镇开发边界</translation>
    </message>
    <message>
      <source>mu</source>
      <translation>亩</translation>
    </message>
    <message>
      <source>no parcel there</source>
      <translation>该处没有图斑</translation>
    </message>
    <message>
      <source>no reason given</source>
      <translation>原因不明</translation>
    </message>
    <message>
      <source>no unit</source>
      <translation>无归属</translation>
    </message>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>not valid</source>
      <translation>图形无效</translation>
    </message>
    <message>
      <source>one part lies inside another</source>
      <translation>一个部分位于另一部分之内</translation>
    </message>
    <message>
      <source>only with the area basis TBMJ</source>
      <translation>仅面积基准为 TBMJ 时</translation>
    </message>
    <message>
      <source>parcels of other classes</source>
      <translation>其他地类图斑</translation>
    </message>
    <message>
      <source>projects minus the sum of their pieces</source>
      <translation>项目面积减碎片面积之和</translation>
    </message>
    <message>
      <source>report,HTML,PDF,print,run record,document</source>
      <translation>报告,HTML,PDF,打印,运行记录,文档</translation>
    </message>
    <message>
      <source>residual within tolerance spread in proportion to area</source>
      <translation>容差内残差按面积比例分摊</translation>
    </message>
    <message>
      <source>rings cut it in two</source>
      <translation>内外环把图形割裂</translation>
    </message>
    <message>
      <source>row {number}</source>
      <translation>第 {number} 行</translation>
    </message>
    <message>
      <source>row {number} changes the same rule for the same days; keep one of them.</source>
      <translation>与第 {number} 行修改的是同一规则的同一时段，只保留一行。</translation>
    </message>
    <message>
      <source>text</source>
      <translation>文本</translation>
    </message>
    <message>
      <source>the file cannot be written</source>
      <translation>文件无法写入</translation>
    </message>
    <message>
      <source>the file was not made</source>
      <translation>没有生成文件</translation>
    </message>
    <message>
      <source>the printer driver failed</source>
      <translation>打印驱动出错</translation>
    </message>
    <message>
      <source>there is no key “{key}”.</source>
      <translation>没有名为“{key}”的键。</translation>
    </message>
    <message>
      <source>there is no rule “{id}”.</source>
      <translation>没有编号为“{id}”的规则。</translation>
    </message>
    <message>
      <source>there is not enough memory; lower the resolution</source>
      <translation>内存不足，请降低分辨率</translation>
    </message>
    <message>
      <source>this rule has no threshold “{key}”; it has: {names}.</source>
      <translation>该规则没有阈值“{key}”，可改的阈值有：{names}。</translation>
    </message>
    <message>
      <source>threshold “{key}” must be a number of 0 or more, not {given}.</source>
      <translation>阈值“{key}”应为不小于 0 的数，不能是 {given}。</translation>
    </message>
    <message>
      <source>threshold “{key}” must be {sort}, like the plugin's own value {value}.</source>
      <translation>阈值“{key}”应为{sort}，如本工具的默认值 {value}。</translation>
    </message>
    <message>
      <source>true or false</source>
      <translation>真或假</translation>
    </message>
    <message>
      <source>unit {unit} and grade {grade} stand twice with different values.</source>
      <translation>行政区 {unit} 的 {grade} 等出现两次且取值不同，请只保留一个。</translation>
    </message>
    <message>
      <source>unit_code must be digits or empty, not “{value}”.</source>
      <translation>unit_code 应为数字代码或留空，不能是“{value}”。</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>unknown class</source>
      <translation>未知地类</translation>
    </message>
    <message>
      <source>was cancelled.</source>
      <translation>已取消。</translation>
    </message>
    <message>
      <source>{algorithm}, plugin {plugin}, rules of {day}, run {digest}</source>
      <translation>{algorithm}，插件 {plugin}，{day} 有效的规则，运行 {digest}</translation>
    </message>
    <message>
      <source>{count} geometries have coordinates outside what {crs} can show; check the layer's coordinate reference system.</source>
      <translation>{count} 个图形的坐标超出 {crs} 所能表示的范围；请检查图层的坐标系。</translation>
    </message>
    <message>
      <source>{count} more findings of this kind ({rule}) stand in the findings layer.</source>
      <translation>同类问题（{rule}）另有 {count} 条，见问题图层。</translation>
    </message>
    <message>
      <source>{file} cannot be read: {reason}. Check the path and whether the file is open in another program.</source>
      <translation>无法读取 {file}：{reason}。请检查路径，以及文件是否被其他程序打开。</translation>
    </message>
    <message>
      <source>{file} has no column {columns}. The first line must name: {expected}.</source>
      <translation>{file} 缺少列 {columns}。首行应写明列名：{expected}。</translation>
    </message>
    <message>
      <source>{file} is empty.</source>
      <translation>{file} 是空文件。</translation>
    </message>
    <message>
      <source>{file} is neither UTF-8 nor GB18030 text. Save it as UTF-8.</source>
      <translation>{file} 不是 UTF-8 或 GB18030 编码的文本，请另存为 UTF-8。</translation>
    </message>
    <message>
      <source>{file} is no table: line {line} cannot be split into cells ({reason}). Check the quotation marks there.</source>
      <translation>{file} 不是表格：第 {line} 行无法拆分为单元格（{reason}）。请检查该行的引号。</translation>
    </message>
    <message>
      <source>{file} is not valid JSON (line {line}, column {column}). Check quotes, commas and brackets there.</source>
      <translation>{file} 不是有效的 JSON（第 {line} 行第 {column} 列）。请检查该处的引号、逗号和括号。</translation>
    </message>
    <message>
      <source>{file} must hold a list of objects with: {columns}.</source>
      <translation>{file} 应为对象列表，每个对象含：{columns}。</translation>
    </message>
    <message>
      <source>{file} must hold an object {{value: DLBM}} or a list of rows.</source>
      <translation>{file} 应为 {{value: DLBM}} 形式的对象，或由各行组成的列表。</translation>
    </message>
    <message>
      <source>{file}, {place}: a row must be an object with value and DLBM, or a pair of the two.</source>
      <translation>{file} {place}：每行应为含 value 和 DLBM 的对象，或由二者组成的一对值。</translation>
    </message>
    <message>
      <source>{layer}: {count} rows</source>
      <translation>{layer}：{count} 行</translation>
    </message>
    <message>
      <source>{path} appeared while the demo city was made; nothing was overwritten.</source>
      <translation>生成期间出现了 {path}；未覆盖任何文件。</translation>
    </message>
    <message>
      <source>{path} cannot be written: choose a folder you may write to.</source>
      <translation>无法写入 {path}：请选择有写入权限的文件夹。</translation>
    </message>
    <message>
      <source>{path} cannot be written: {reason}. Choose a folder you may write to.</source>
      <translation>无法写入 {path}：{reason}。请选择有写入权限的文件夹。</translation>
    </message>
    <message>
      <source>{path} is a folder</source>
      <translation>{path} 是文件夹</translation>
    </message>
    <message>
      <source>{path} is not a map template. Save one in QGIS's layout window with “Save as Template” (.qpt).</source>
      <translation>{path} 不是布局模板。请在 QGIS 布局窗口中用“另存为模板”保存（.qpt）。</translation>
    </message>
    <message>
      <source>{path} is not a run record of this plugin. Choose the JSON file that an algorithm wrote as RUN_RECORD.</source>
      <translation>{path} 不是本插件的运行记录。请选择算法输出的运行记录（RUN_RECORD）JSON 文件。</translation>
    </message>
    <message>
      <source>{reason}; area {before} m² before, {after} m² after</source>
      <translation>{reason}；修复前面积 {before} 平方米，修复后 {after} 平方米</translation>
    </message>
    <message>
      <source>{title} ({unit})</source>
      <translation>{title}（{unit}）</translation>
    </message>
    <message>
      <source>“thresholds” must be an object.</source>
      <translation>“thresholds”应为对象。</translation>
    </message>
    <message>
      <source>“{code}” (for “{value}”) is no code of the land survey. Give a survey code such as 0101, with its leading zero.</source>
      <translation>“{code}”（对应“{value}”）不是国土调查地类编码。请填调查地类编码，如 0101，首位 0 不可省略。</translation>
    </message>
    <message>
      <source>“{key}” must be a date such as "2025-01-01", or null.</source>
      <translation>“{key}”应为日期（如 "2025-01-01"）或 null。</translation>
    </message>
    <message>
      <source>“{key}” must be one of: {allowed}.</source>
      <translation>“{key}”只能是：{allowed}。</translation>
    </message>
    <message>
      <source>“{key}” must be text or null.</source>
      <translation>“{key}”应为文本或 null。</translation>
    </message>
    <message>
      <source>“{key}” must be text.</source>
      <translation>“{key}”应为文本。</translation>
    </message>
    <message>
      <source>“{key}” uses {names}, which this rule does not know.</source>
      <translation>“{key}”中的 {names} 不是该规则可用的变量，请改正或删除。</translation>
    </message>
    <message>
      <source>“{parameter}” ({name}) is missing: choose a value.</source>
      <translation>“{parameter}”（{name}）未填：请选择。</translation>
    </message>
    <message>
      <source>“{parameter}” ({name}): {value} cannot be opened as a layer of the kind that is needed. Check the path and what the layer holds.</source>
      <translation>“{parameter}”（{name}）：{value} 无法作为所需类型的图层打开。请检查路径和图层内容。</translation>
    </message>
    <message>
      <source>“{parameter}” ({name}): {value} cannot be used here. Choose another value.</source>
      <translation>“{parameter}”（{name}）：此处不能使用 {value}。请换一个值。</translation>
    </message>
    <message>
      <source>“{value}” already stands for {first}, here for {code}. Keep one of them.</source>
      <translation>“{value}”前面已对应 {first}，此处又对应 {code}，请只保留一个。</translation>
    </message>
  </context>
</TS>
