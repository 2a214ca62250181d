<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.0" language="zh_CN" sourcelanguage="en">
  <context>
    <name>KfClassDialog</name>
    <message>
      <source>&amp;Class</source>
      <translation>地类(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Deduction coefficient</source>
      <translation>扣除系数(&amp;D)</translation>
    </message>
    <message>
      <source>&amp;First-level class</source>
      <translation>一级类(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Planting code</source>
      <translation>种植属性(&amp;P)</translation>
    </message>
    <message>
      <source>&amp;Slope class</source>
      <translation>坡度级别(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Terrace or slope</source>
      <translation>耕地类型(&amp;T)</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Change class</source>
      <translation>改地类</translation>
    </message>
    <message>
      <source>First-level classes of the survey; the list below shows the classes of the one chosen</source>
      <translation>国土调查一级类；下面的列表只列出所选一级类的二级类</translation>
    </message>
    <message>
      <source>GDLX: on slope classes 2 to 5</source>
      <translation>GDLX：坡度 2–5 级填写</translation>
    </message>
    <message>
      <source>GDPDJB: slope class of cultivated land</source>
      <translation>GDPDJB：耕地坡度级别</translation>
    </message>
    <message>
      <source>KCXS: share of the parcel that field ridges take, on slope classes 2 to 5</source>
      <translation>KCXS：田坎占图斑面积的比例，坡度 2–5 级填写</translation>
    </message>
    <message>
      <source>The class that the parcels get</source>
      <translation>图斑改成的地类</translation>
    </message>
    <message>
      <source>ZZSXDM: of cultivated land what is planted, of other land whether it is to be cultivated again</source>
      <translation>ZZSXDM：耕地填种植情况，其他地类填恢复属性</translation>
    </message>
  </context>
  <context>
    <name>KfConfirmDialog</name>
    <message>
      <source>&amp;Do not</source>
      <translation>不执行(&amp;N)</translation>
    </message>
    <message>
      <source>&amp;Operator</source>
      <translation>经办人(&amp;O)</translation>
    </message>
    <message>
      <source>&amp;Reason</source>
      <translation>事由(&amp;R)</translation>
    </message>
    <message>
      <source>Empty: your user name on this computer</source>
      <translation>留空：本机用户名</translation>
    </message>
  </context>
  <context>
    <name>KfControlLinesDock</name>
    <message>
      <source>Advanced settings</source>
      <translation>高级设置</translation>
    </message>
    <message>
      <source>As algorithm…</source>
      <translation>算法对话框…</translation>
    </message>
    <message>
      <source>Compose</source>
      <translation>制图</translation>
    </message>
    <message>
      <source>Compose map</source>
      <translation>制图</translation>
    </message>
    <message>
      <source>Control lines</source>
      <translation>控制线</translation>
    </message>
    <message>
      <source>Drawings for graphics programs</source>
      <translation>供制图软件使用的图形</translation>
    </message>
    <message>
      <source>Edit in QGIS…</source>
      <translation>在 QGIS 中编辑…</translation>
    </message>
    <message>
      <source>Lay the map out and open it in QGIS's layout designer, to go on by hand</source>
      <translation>编排地图并在 QGIS 布局窗口中打开，继续手工编辑</translation>
    </message>
    <message>
      <source>Lay the map out and write it in the formats that are ticked</source>
      <translation>编排地图，并按勾选的格式写出</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>图层</translation>
    </message>
    <message>
      <source>Map sheets to print and to hand in; texts can be searched</source>
      <translation>供打印和上报的图件，文字可检索</translation>
    </message>
    <message>
      <source>Open the same run as a dialog of the toolbox, with these layers and settings</source>
      <translation>用工具箱的对话框打开同一算法，图层和设置照此填好</translation>
    </message>
    <message>
      <source>PDF</source>
      <translation>PDF</translation>
    </message>
    <message>
      <source>PNG</source>
      <translation>PNG</translation>
    </message>
    <message>
      <source>Pictures for documents</source>
      <translation>供文档插图使用的图片</translation>
    </message>
    <message>
      <source>Results to</source>
      <translation>结果存到</translation>
    </message>
    <message>
      <source>SVG</source>
      <translation>SVG</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
  </context>
  <context>
    <name>KfDataDock</name>
    <message>
      <source>Apply style</source>
      <translation>套用样式</translation>
    </message>
    <message>
      <source>Apply survey form</source>
      <translation>套用调查表单</translation>
    </message>
    <message>
      <source>Attribute table</source>
      <translation>属性表</translation>
    </message>
    <message>
      <source>Data</source>
      <translation>数据</translation>
    </message>
    <message>
      <source>Draw the layer as its role is drawn; its own style is replaced</source>
      <translation>按该用途的样式绘制图层，替换图层现有样式</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>字段</translation>
    </message>
    <message>
      <source>Fields of the layer by standard</source>
      <translation>图层字段与标准字段对照</translation>
    </message>
    <message>
      <source>Filter: part of any cell</source>
      <translation>筛选：任一单元格中的文字</translation>
    </message>
    <message>
      <source>Give the layer drop-downs, rules and computed fields after its schema, as a style of its own; data stay as they are</source>
      <translation>按该图层的数据标准设置下拉选项、校验规则和计算字段，存为单独的样式；数据不变</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>图层</translation>
    </message>
    <message>
      <source>Layers and their roles</source>
      <translation>图层及其用途</translation>
    </message>
    <message>
      <source>Open the attribute table of the layer (F6)</source>
      <translation>打开图层的属性表（F6）</translation>
    </message>
    <message>
      <source>Save form…</source>
      <translation>保存表单…</translation>
    </message>
    <message>
      <source>Save style and form of the layer as a QML file</source>
      <translation>把图层的样式和表单保存为 QML 文件</translation>
    </message>
    <message>
      <source>Show the whole layer on the map (Ctrl+Enter)</source>
      <translation>在地图上显示整个图层（Ctrl+Enter）</translation>
    </message>
    <message>
      <source>Zoom to</source>
      <translation>缩放至</translation>
    </message>
  </context>
  <context>
    <name>KfDutyPage</name>
    <message>
      <source>Advanced settings</source>
      <translation>高级设置</translation>
    </message>
    <message>
      <source>Areas in</source>
      <translation>面积单位</translation>
    </message>
    <message>
      <source>As algorithm…</source>
      <translation>算法对话框…</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Findings</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>图层</translation>
    </message>
    <message>
      <source>Map with the results</source>
      <translation>带结果的地图</translation>
    </message>
    <message>
      <source>Map…</source>
      <translation>地图…</translation>
    </message>
    <message>
      <source>Open the same run as a dialog of the toolbox, with these layers and settings</source>
      <translation>用工具箱的对话框打开同一算法，图层和设置照此填好</translation>
    </message>
    <message>
      <source>Report of the run as PDF or HTML</source>
      <translation>本次运行的报告，PDF 或 HTML</translation>
    </message>
    <message>
      <source>Report…</source>
      <translation>报告…</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Results to</source>
      <translation>结果存到</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>运行</translation>
    </message>
    <message>
      <source>Run the algorithm on these layers, in the background</source>
      <translation>在后台用这些图层运行</translation>
    </message>
    <message>
      <source>Save chart…</source>
      <translation>保存图表…</translation>
    </message>
    <message>
      <source>Save the chart as SVG or PNG</source>
      <translation>把图表保存为 SVG 或 PNG</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Stop the run; nothing is written</source>
      <translation>停止运行，不写出任何结果</translation>
    </message>
  </context>
  <context>
    <name>KfFarmlandDock</name>
    <message>
      <source>Add reserve entries from a CSV or XLSX file</source>
      <translation>从 CSV 或 XLSX 文件导入补充耕地指标</translation>
    </message>
    <message>
      <source>Area basis</source>
      <translation>面积基准</translation>
    </message>
    <message>
      <source>Areas in</source>
      <translation>面积单位</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Check the ledger against the head printed on a slip</source>
      <translation>对照核销单上的事件号和校验值检查台账</translation>
    </message>
    <message>
      <source>Class</source>
      <translation>地类</translation>
    </message>
    <message>
      <source>Counties</source>
      <translation>县区</translation>
    </message>
    <message>
      <source>Counties by outline; may stay empty, then the survey tells the county</source>
      <translation>县区界线，可留空，此时按调查数据的坐落代码判断</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>Empty: the rules of today</source>
      <translation>留空：今天有效的规则</translation>
    </message>
    <message>
      <source>Entries drawn on</source>
      <translation>所用指标</translation>
    </message>
    <message>
      <source>Every run makes a folder of its own in it; nothing is overwritten</source>
      <translation>每次试算在其中新建子文件夹，不覆盖任何文件</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Farmland protection</source>
      <translation>耕地保护</translation>
    </message>
    <message>
      <source>Field with the code of the place (ZLDWDM)</source>
      <translation>坐落单位代码字段（ZLDWDM）</translation>
    </message>
    <message>
      <source>Field with the day on which a project takes the land</source>
      <translation>占用日期字段</translation>
    </message>
    <message>
      <source>Field with the id of a project</source>
      <translation>项目编号字段</translation>
    </message>
    <message>
      <source>Field with the land class code</source>
      <translation>地类编码字段</translation>
    </message>
    <message>
      <source>Field with the name of a project</source>
      <translation>项目名称字段</translation>
    </message>
    <message>
      <source>Findings</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>Footprints of the projects; the layer you choose gets this role</source>
      <translation>项目用地范围；所选图层将标记为此用途</translation>
    </message>
    <message>
      <source>History of the ledger</source>
      <translation>台账历史</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>编号</translation>
    </message>
    <message>
      <source>Import entries…</source>
      <translation>导入指标…</translation>
    </message>
    <message>
      <source>Land class system</source>
      <translation>地类体系</translation>
    </message>
    <message>
      <source>Land survey</source>
      <translation>土地调查</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>图层</translation>
    </message>
    <message>
      <source>Ledger</source>
      <translation>台账</translation>
    </message>
    <message>
      <source>Make a new ledger</source>
      <translation>新建台账</translation>
    </message>
    <message>
      <source>Map with the results</source>
      <translation>输出带结果的地图</translation>
    </message>
    <message>
      <source>Map…</source>
      <translation>地图…</translation>
    </message>
    <message>
      <source>Measure what the projects take, then try it out against the reserve; nothing is written off</source>
      <translation>先量算项目占用的耕地，再与补充耕地指标试算；不会核销</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>New…</source>
      <translation>新建…</translation>
    </message>
    <message>
      <source>Permanent basic farmland; may stay empty</source>
      <translation>永久基本农田，可留空</translation>
    </message>
    <message>
      <source>Permanent farmland</source>
      <translation>永久基本农田</translation>
    </message>
    <message>
      <source>Print the write-off slip of the selected event as PDF and XLSX</source>
      <translation>将所选事件的核销单输出为 PDF 和 XLSX</translation>
    </message>
    <message>
      <source>Projects</source>
      <translation>项目</translation>
    </message>
    <message>
      <source>Report of the run as PDF or HTML</source>
      <translation>将本次试算的报告输出为 PDF 或 HTML</translation>
    </message>
    <message>
      <source>Report…</source>
      <translation>报告…</translation>
    </message>
    <message>
      <source>Reserve table</source>
      <translation>指标表</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Results in folder</source>
      <translation>结果文件夹</translation>
    </message>
    <message>
      <source>Reverse…</source>
      <translation>冲销…</translation>
    </message>
    <message>
      <source>Rules in force on</source>
      <translation>规则日期</translation>
    </message>
    <message>
      <source>Rules of the balance</source>
      <translation>占补规则</translation>
    </message>
    <message>
      <source>Run the trial</source>
      <translation>开始试算</translation>
    </message>
    <message>
      <source>Save chart…</source>
      <translation>保存图表…</translation>
    </message>
    <message>
      <source>Save the bars as SVG or PNG</source>
      <translation>将条形图保存为 SVG 或 PNG</translation>
    </message>
    <message>
      <source>Scale of grades</source>
      <translation>等别体系</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Slip…</source>
      <translation>核销单…</translation>
    </message>
    <message>
      <source>Survey parcels (DLTB); the layer you choose gets this role</source>
      <translation>地类图斑（DLTB）；所选图层将标记为此用途</translation>
    </message>
    <message>
      <source>Take the selected event back by an opposite one; asks for the reason</source>
      <translation>另记一笔相反的事件冲销所选事件，须填事由</translation>
    </message>
    <message>
      <source>The file with the reserve and its write-offs (*.kfledger.gpkg)</source>
      <translation>记有补充耕地指标及其核销的文件（*.kfledger.gpkg）</translation>
    </message>
    <message>
      <source>Trial</source>
      <translation>试算</translation>
    </message>
    <message>
      <source>Unit code</source>
      <translation>坐落代码</translation>
    </message>
    <message>
      <source>Verify…</source>
      <translation>校验…</translation>
    </message>
    <message>
      <source>Whose reserve may serve</source>
      <translation>指标范围</translation>
    </message>
    <message>
      <source>Without a ledger: a table of reserve entries to try projects out against</source>
      <translation>没有台账时：用补充耕地指标表试算</translation>
    </message>
    <message>
      <source>Write balances and history to XLSX or JSON</source>
      <translation>将余额和历史导出为 XLSX 或 JSON</translation>
    </message>
    <message>
      <source>Write off the projects that passed; shows first what will be deducted</source>
      <translation>核销已通过的项目；先列出将扣除的数额</translation>
    </message>
    <message>
      <source>Write off…</source>
      <translation>核销…</translation>
    </message>
    <message>
      <source>Write-off</source>
      <translation>核销</translation>
    </message>
    <message>
      <source>Write-off ledger</source>
      <translation>核销台账</translation>
    </message>
  </context>
  <context>
    <name>KfFindingsView</name>
    <message>
      <source>Accept…</source>
      <translation>作为例外…</translation>
    </message>
    <message>
      <source>Export the findings that are shown (XLSX, CSV)</source>
      <translation>导出所列问题（XLSX、CSV）</translation>
    </message>
    <message>
      <source>Filter: part of any cell</source>
      <translation>筛选：输入任意内容</translation>
    </message>
    <message>
      <source>Flash</source>
      <translation>闪烁</translation>
    </message>
    <message>
      <source>Let the place of the finding flash on the map</source>
      <translation>在地图上闪烁问题位置</translation>
    </message>
    <message>
      <source>Mark the selected findings as exceptions, with reason and name</source>
      <translation>将所选问题标为例外，须写明理由和姓名</translation>
    </message>
    <message>
      <source>Open form</source>
      <translation>打开表单</translation>
    </message>
    <message>
      <source>Open the form of the feature that the finding is about</source>
      <translation>打开问题所涉要素的表单</translation>
    </message>
    <message>
      <source>Show only findings in this county</source>
      <translation>只看该县区的问题</translation>
    </message>
    <message>
      <source>Show only findings of this rule</source>
      <translation>只看该规则的问题</translation>
    </message>
    <message>
      <source>Show only findings of this severity</source>
      <translation>只显示此严重程度的问题</translation>
    </message>
    <message>
      <source>Show only findings that are open, or that were accepted as exceptions</source>
      <translation>只看未处理的问题，或已作为例外的问题</translation>
    </message>
    <message>
      <source>Show the place of the finding on the map (Enter)</source>
      <translation>在地图上显示问题位置（回车）</translation>
    </message>
    <message>
      <source>Take the exceptions of the selected findings back</source>
      <translation>撤销所选问题的例外</translation>
    </message>
    <message>
      <source>Withdraw…</source>
      <translation>撤销例外…</translation>
    </message>
    <message>
      <source>Zoom to</source>
      <translation>缩放至</translation>
    </message>
  </context>
  <context>
    <name>KfFloodplainDock</name>
    <message>
      <source>&amp;Name</source>
      <translation>名称(&amp;N)</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>对比</translation>
    </message>
    <message>
      <source>Compare two scenarios side by side: area of each zone, and the land that changes</source>
      <translation>并排对比两个方案：各分区面积，以及分区有变化的土地</translation>
    </message>
    <message>
      <source>Drop</source>
      <translation>移出列表</translation>
    </message>
    <message>
      <source>Floodplain</source>
      <translation>黄河滩区</translation>
    </message>
    <message>
      <source>Flows and return periods are rows of the rules; a rule file of your own changes them.</source>
      <translation>流量和重现期是规则表中的行，可用自己的规则文件修改。</translation>
    </message>
    <message>
      <source>Keep the last zoning</source>
      <translation>保留上次分区结果</translation>
    </message>
    <message>
      <source>Keep the result of the last zoning under this name; its files stay where they are</source>
      <translation>以此名称保留上次分区的结果，文件仍在原处</translation>
    </message>
    <message>
      <source>Name of the scenario</source>
      <translation>方案名称</translation>
    </message>
    <message>
      <source>On the map</source>
      <translation>上图显示</translation>
    </message>
    <message>
      <source>Put the zones of the chosen scenario on the map</source>
      <translation>把所选方案的分区加到地图上</translation>
    </message>
    <message>
      <source>Scenarios of the zoning</source>
      <translation>分区方案</translation>
    </message>
    <message>
      <source>Stages of the river</source>
      <translation>洪水流量级</translation>
    </message>
    <message>
      <source>Take the chosen scenario out of the list; its files stay</source>
      <translation>把所选方案移出列表，文件保留</translation>
    </message>
    <message>
      <source>The scenario to compare with</source>
      <translation>对比方案</translation>
    </message>
    <message>
      <source>The scenario to start from</source>
      <translation>基准方案</translation>
    </message>
    <message>
      <source>against</source>
      <translation>对</translation>
    </message>
  </context>
  <context>
    <name>KfHeritageDock</name>
    <message>
      <source>Heritage</source>
      <translation>历史文化保护</translation>
    </message>
    <message>
      <source>Lines of a site</source>
      <translation>单处文物的保护线</translation>
    </message>
    <message>
      <source>Register of sites</source>
      <translation>文物名录</translation>
    </message>
  </context>
  <context>
    <name>KfLandEditor</name>
    <message>
      <source>&amp;Change class…</source>
      <translation>改地类(&amp;C)…</translation>
    </message>
    <message>
      <source>&amp;Discard…</source>
      <translation>不再提示…</translation>
    </message>
    <message>
      <source>&amp;Layer of parcels</source>
      <translation>图斑图层(&amp;L)</translation>
    </message>
    <message>
      <source>&amp;Map of changes…</source>
      <translation>变化图(&amp;M)…</translation>
    </message>
    <message>
      <source>&amp;Reshape border</source>
      <translation>改公共边(&amp;R)</translation>
    </message>
    <message>
      <source>&amp;Split</source>
      <translation>分割(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Unite selected</source>
      <translation>合并所选(&amp;U)</translation>
    </message>
    <message>
      <source>&amp;Your name</source>
      <translation>操作人(&amp;Y)</translation>
    </message>
    <message>
      <source>Compare the layer as it is edited with what is saved: the dialog of farmland change, filled in</source>
      <translation>把编辑中的图层与已保存的数据相比较：打开已填好图层的耕地变化对话框</translation>
    </message>
    <message>
      <source>Do not offer them again; the file is kept</source>
      <translation>不再提示；文件保留</translation>
    </message>
    <message>
      <source>Do them again in a fresh edit session, as one command that can be undone</source>
      <translation>在新的编辑会话中重做，作为一步操作，可撤销</translation>
    </message>
    <message>
      <source>Draw a line: it becomes the common border of the two parcels it lies in</source>
      <translation>画一条线，作为其所在两个图斑的公共边</translation>
    </message>
    <message>
      <source>Draw a line: the parcels that are selected, without a selection all that it crosses, are cut along it</source>
      <translation>画一条线，沿线分割所选图斑；未选时分割线所穿过的全部图斑</translation>
    </message>
    <message>
      <source>Edits found that were not saved</source>
      <translation>发现未保存的编辑</translation>
    </message>
    <message>
      <source>Give the selected parcels another class, with all that follows from it</source>
      <translation>改所选图斑的地类，并更新随之变化的属性</translation>
    </message>
    <message>
      <source>Re&amp;play</source>
      <translation>重放</translation>
    </message>
    <message>
      <source>Set up snapping</source>
      <translation>设置捕捉</translation>
    </message>
    <message>
      <source>Stands in the history beside what you change; without it the name you are logged in by</source>
      <translation>记入变更历史；不填则用登录名</translation>
    </message>
    <message>
      <source>Survey parcels in role Land use</source>
      <translation>角色为“土地利用现状”的图斑图层</translation>
    </message>
    <message>
      <source>The parcels that are selected become one; the largest stays</source>
      <translation>所选图斑合并为一个，保留最大的图斑</translation>
    </message>
    <message>
      <source>Topological editing, snapping to vertices and edges of this layer, no overlaps; as before when editing ends or the button is pressed again</source>
      <translation>拓扑编辑，捕捉本图层的顶点和线段，避免重叠；结束编辑或再按一次后恢复原设置</translation>
    </message>
    <message>
      <source>Who changed what and when</source>
      <translation>变更历史（何人何时改了什么）</translation>
    </message>
  </context>
  <context>
    <name>KfMergeDialog</name>
    <message>
      <source>All undecided: keep ours</source>
      <translation>未裁定的全部保留内业</translation>
    </message>
    <message>
      <source>All undecided: take the team's</source>
      <translation>未裁定的全部采用外业</translation>
    </message>
    <message>
      <source>Apply</source>
      <translation>应用</translation>
    </message>
    <message>
      <source>Back up the file, then do what is taken as one step; you save or undo</source>
      <translation>先备份文件，再把所采用的编辑一步做完；由您保存或撤销</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Do the team's edit in the layer</source>
      <translation>在图层中采用外业的编辑</translation>
    </message>
    <message>
      <source>Edits of the field team</source>
      <translation>外业编辑</translation>
    </message>
    <message>
      <source>Keep ours</source>
      <translation>保留内业</translation>
    </message>
    <message>
      <source>Leave the layer as it is</source>
      <translation>图层保持不动</translation>
    </message>
    <message>
      <source>Leave the layer as it is in every conflict that is not decided yet</source>
      <translation>凡尚未裁定的冲突一律保持图层现状</translation>
    </message>
    <message>
      <source>Show the edit on the map</source>
      <translation>在地图上显示该编辑</translation>
    </message>
    <message>
      <source>Take the team's</source>
      <translation>采用外业</translation>
    </message>
    <message>
      <source>Take the team's edit in every conflict that is not decided yet</source>
      <translation>凡尚未裁定的冲突一律采用外业的编辑</translation>
    </message>
    <message>
      <source>Zoom to</source>
      <translation>缩放至</translation>
    </message>
  </context>
  <context>
    <name>KfPairsDialog</name>
    <message>
      <source>&amp;Person who decides</source>
      <translation>判定人(&amp;P)</translation>
    </message>
    <message>
      <source>&amp;Reason</source>
      <translation>理由(&amp;R)</translation>
    </message>
    <message>
      <source>Both entries are one site: the next run merges them</source>
      <translation>两个条目为同一处：下次运行时合并</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Entries that may be one site</source>
      <translation>可能为同一处的条目</translation>
    </message>
    <message>
      <source>Leave open</source>
      <translation>待定</translation>
    </message>
    <message>
      <source>Nobody has decided yet; the pair stays on the list</source>
      <translation>尚未判定；该对条目仍留在清单上</translation>
    </message>
    <message>
      <source>One site</source>
      <translation>同一处</translation>
    </message>
    <message>
      <source>The entries are two sites: the next run keeps both</source>
      <translation>两个条目不是同一处：下次运行时都保留</translation>
    </message>
    <message>
      <source>Two sites</source>
      <translation>不是同一处</translation>
    </message>
  </context>
  <context>
    <name>KfParcelList</name>
    <message>
      <source>Age of the parcels that are listed</source>
      <translation>列出哪个年限的地块</translation>
    </message>
    <message>
      <source>Class of the parcels that are listed</source>
      <translation>列出哪一类地块</translation>
    </message>
    <message>
      <source>Open form</source>
      <translation>打开表单</translation>
    </message>
    <message>
      <source>Open the form of the parcel</source>
      <translation>打开该地块的表单</translation>
    </message>
    <message>
      <source>Show all</source>
      <translation>显示全部</translation>
    </message>
    <message>
      <source>Show the parcel on the map</source>
      <translation>在地图上显示该地块</translation>
    </message>
    <message>
      <source>Take every choice and the filter back</source>
      <translation>撤销所有选择和筛选</translation>
    </message>
    <message>
      <source>Way of disposal of the parcels that are listed</source>
      <translation>列出哪种处置方式的地块</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>缩放</translation>
    </message>
  </context>
  <context>
    <name>KfResources</name>
    <message>
      <source> or </source>
      <translation>或</translation>
    </message>
    <message>
      <source>&amp;Duty</source>
      <translation>职责(&amp;D)</translation>
    </message>
    <message>
      <source>(empty)</source>
      <translation>（空）</translation>
    </message>
    <message>
      <source>(pending)</source>
      <translation>（待审）</translation>
    </message>
    <message>
      <source>* mandatory in the standard. Fields with an arrow are asked for by tools and can be chosen; the choice is kept with the layer and filled into their dialogs.</source>
      <translation>* 为标准规定的必填字段。带箭头的字段是工具要用的，可以另选；所选随图层保存，并填入工具对话框。</translation>
    </message>
    <message>
      <source>* mandatory in the standard. Tools find these fields by name.</source>
      <translation>* 为标准规定的必填字段。工具按名称查找这些字段。</translation>
    </message>
    <message>
      <source>+{days} days</source>
      <translation>+{days} 天</translation>
    </message>
    <message>
      <source>, </source>
      <translation>、</translation>
    </message>
    <message>
      <source>, and the channel crosses it</source>
      <translation>，且主槽穿过该线</translation>
    </message>
    <message>
      <source>, then </source>
      <translation>，再</translation>
    </message>
    <message>
      <source>, x and y swapped</source>
      <translation>（X、Y 颠倒）</translation>
    </message>
    <message>
      <source>10,000 CNY</source>
      <translation>万元</translation>
    </message>
    <message>
      <source>10,000 mu</source>
      <translation>万亩</translation>
    </message>
    <message>
      <source>10,000 m³</source>
      <translation>万立方米</translation>
    </message>
    <message>
      <source>1203 deducted</source>
      <translation>扣除田坎 1203</translation>
    </message>
    <message>
      <source>15°</source>
      <translation>15°</translation>
    </message>
    <message>
      <source>25° (statute)</source>
      <translation>25°（法定）</translation>
    </message>
    <message>
      <source>6°</source>
      <translation>6°</translation>
    </message>
    <message>
      <source>; </source>
      <translation>；</translation>
    </message>
    <message>
      <source>A budget limits nothing without a cost: give “{parameter}”.</source>
      <translation>有预算而没有费用，无法限制：请填写“{parameter}”。</translation>
    </message>
    <message>
      <source>A cell of a raster has no area in {crs}; check the raster's coordinate reference system.</source>
      <translation>栅格的一个像元在 {crs} 中算不出面积；请检查栅格的坐标系。</translation>
    </message>
    <message>
      <source>A criterion without any data is left out and its weight shared among the others; where only some units lack data, so it is for these.</source>
      <translation>全部没有数据的指标不计入，权重由其余指标分担；部分单元没有数据的，在这些单元同样处理。</translation>
    </message>
    <message>
      <source>A factor without any data is left out and its weight shared among the others; where only some parcels lack data, so it is for these.</source>
      <translation>完全没有资料的因子不计入，其权重按比例分给其他因子；只有部分图斑没有资料的，仅对这些图斑如此处理。</translation>
    </message>
    <message>
      <source>A filter hides parcels of layer “{layer}”: their borders and numbers could not follow. Save or discard its edits and remove the filter first.</source>
      <translation>图层“{layer}”设有过滤条件，部分图斑被隐藏，其界线和编号无法随之更新。请先保存或放弃编辑，再取消过滤。</translation>
    </message>
    <message>
      <source>A grade of this ledger is a number from {first} to {last}.</source>
      <translation>本台账的等别是 {first} 到 {last} 的数。</translation>
    </message>
    <message>
      <source>A grid needs “{parameter}”: choose the layer that bounds the floodplain.</source>
      <translation>格网需要“{parameter}”：请选择界定滩区的图层。</translation>
    </message>
    <message>
      <source>A grid over layer “{layer}” needs a coordinate system in metres. Save the layer in CGCS2000 / 3-degree Gauss-Kruger first (native:reprojectlayer).</source>
      <translation>在图层“{layer}”上生成格网需要以米为单位的坐标系。请先把图层另存为 CGCS2000 3 度带高斯-克吕格坐标系（native:reprojectlayer）。</translation>
    </message>
    <message>
      <source>A lower grade or slope class is better. What is not known is not proved.</source>
      <translation>等别、坡度级别数值越小越好；未知的视为未能证明。</translation>
    </message>
    <message>
      <source>A picture of {width} × {height} pixels cannot be drawn; lower the resolution.</source>
      <translation>无法绘制 {width} × {height} 像素的图片，请降低分辨率。</translation>
    </message>
    <message>
      <source>A piece has two parents, the earlier and the later parcel: its area is adjusted to neither, and the residuals of both are in the run record.</source>
      <translation>每一块有前后两个图斑，面积不向任何一方平差，两期的残差见运行记录。</translation>
    </message>
    <message>
      <source>A place may be against several rules and counts once in each, so the rows have no sum. A rule without a hit may not have been asked for want of a layer: the findings say which.</source>
      <translation>同一处可能违反多条规则，在每条中各计一次，因此各行不合计。没有命中的规则也可能因缺少图层而未检查，见问题清单。</translation>
    </message>
    <message>
      <source>A place with several problems stands in each of them and once in the total.</source>
      <translation>同一处有多个问题的，各问题中分别列出，合计中只计一次。</translation>
    </message>
    <message>
      <source>A project fails when a rule forbids what it takes, and passes with conditions when rules only set some. Touches of borders and exemptions do not weigh.</source>
      <translation>有规则禁止其占用的为不通过，只有附条件规则的为有条件通过；边界相接和豁免不影响结论。</translation>
    </message>
    <message>
      <source>A stated area agrees when it differs from the ellipsoidal or the plane area of the coordinates by no more than {share} of the area, or {least} m² where that is more, and half of its last digit.</source>
      <translation>写明的面积与由坐标算得的椭球面积或平面面积相差不超过面积的 {share}（至少 {least} 平方米）加末位的一半，为相符。</translation>
    </message>
    <message>
      <source>A trade needs it: fill it in.</source>
      <translation>交易必填。</translation>
    </message>
    <message>
      <source>A unit of zoning that lies in two administrative units is divided between them.</source>
      <translation>跨两个行政区的分区单元按行政区分割。</translation>
    </message>
    <message>
      <source>A3 landscape</source>
      <translation>A3 横版</translation>
    </message>
    <message>
      <source>A3 portrait</source>
      <translation>A3 竖版</translation>
    </message>
    <message>
      <source>A4 landscape</source>
      <translation>A4 横版</translation>
    </message>
    <message>
      <source>A4 portrait</source>
      <translation>A4 竖版</translation>
    </message>
    <message>
      <source>ARR: H1 to H6 by depth and velocity</source>
      <translation>ARR：按水深和流速分 H1 至 H6</translation>
    </message>
    <message>
      <source>Above the plane</source>
      <translation>高出控制面</translation>
    </message>
    <message>
      <source>Accepted</source>
      <translation>已作为例外</translation>
    </message>
    <message>
      <source>Accepted as an exception: {text}</source>
      <translation>已作为例外：{text}</translation>
    </message>
    <message>
      <source>Accepted as restored</source>
      <translation>已验收复垦</translation>
    </message>
    <message>
      <source>Account by county</source>
      <translation>县区账</translation>
    </message>
    <message>
      <source>Account in hectares and mu</source>
      <translation>账户（公顷、亩）</translation>
    </message>
    <message>
      <source>Account of cultivated land by township</source>
      <translation>各乡镇耕地进出账户</translation>
    </message>
    <message>
      <source>Account of cultivated land by township (m²)</source>
      <translation>各乡镇耕地进出账户（平方米）</translation>
    </message>
    <message>
      <source>Account of cultivated land by unit</source>
      <translation>各行政区耕地进出账户</translation>
    </message>
    <message>
      <source>Account of cultivated land by unit (m²)</source>
      <translation>各行政区耕地进出账户（平方米）</translation>
    </message>
    <message>
      <source>Account of the land approved</source>
      <translation>批准土地账目</translation>
    </message>
    <message>
      <source>Account of {indicator} by county ({measure})</source>
      <translation>{indicator}分县区账（{measure}）</translation>
    </message>
    <message>
      <source>Actual</source>
      <translation>实有</translation>
    </message>
    <message>
      <source>Actual − target</source>
      <translation>实有减目标</translation>
    </message>
    <message>
      <source>Add a layer of every stage to the project, and print a map of each into the folder of the run</source>
      <translation>为每个流量级在工程中添加一个图层，并各出一张图，存入本次运行的文件夹</translation>
    </message>
    <message>
      <source>Additive: parts always sum to the whole</source>
      <translation>可加：部分之和恒等于整体</translation>
    </message>
    <message>
      <source>Address of the holder</source>
      <translation>土地使用权人地址</translation>
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
      <source>After</source>
      <translation>变更后</translation>
    </message>
    <message>
      <source>Agricultural facilities</source>
      <translation>设施农用地</translation>
    </message>
    <message>
      <source>Agricultural land</source>
      <translation>农用地</translation>
    </message>
    <message>
      <source>Agricultural land (m²)</source>
      <translation>农用地（平方米）</translation>
    </message>
    <message>
      <source>Agricultural land, with grassland</source>
      <translation>农用地，计入草地</translation>
    </message>
    <message>
      <source>Algorithm</source>
      <translation>算法</translation>
    </message>
    <message>
      <source>All ({count})</source>
      <translation>全部（{count}）</translation>
    </message>
    <message>
      <source>All of these edits were saved already.</source>
      <translation>这些编辑都已保存过。</translation>
    </message>
    <message>
      <source>All projects</source>
      <translation>全部项目</translation>
    </message>
    <message>
      <source>All that decides</source>
      <translation>总体结论</translation>
    </message>
    <message>
      <source>All these projects are written off in the ledger already; there is nothing to try. Reverse their events first, or choose other projects.</source>
      <translation>这些项目在台账中均已核销，没有可试算的项目。请先冲销相应事件，或选择其他项目。</translation>
    </message>
    <message>
      <source>All units</source>
      <translation>全部单元</translation>
    </message>
    <message>
      <source>Allotted</source>
      <translation>已安排</translation>
    </message>
    <message>
      <source>Allowed</source>
      <translation>允许高度</translation>
    </message>
    <message>
      <source>Allowed heights of parcels</source>
      <translation>地块允许高度</translation>
    </message>
    <message>
      <source>Amount</source>
      <translation>数值</translation>
    </message>
    <message>
      <source>Amounts</source>
      <translation>明细</translation>
    </message>
    <message>
      <source>Amounts: what was added to entries and taken from them</source>
      <translation>明细：各指标的增加和扣减</translation>
    </message>
    <message>
      <source>An entry needs the code of its county: at least six digits, such as 410222.</source>
      <translation>须填县区代码：至少 6 位数字，如 410222。</translation>
    </message>
    <message>
      <source>An exception needs a reason and a name.</source>
      <translation>例外须写明理由和姓名。</translation>
    </message>
    <message>
      <source>An indicator stays below what was agreed for the parcel, else below its benchmark in the rules.</source>
      <translation>有一项指标低于该宗约定；没有约定的，低于规则中的基准。</translation>
    </message>
    <message>
      <source>An inner tier may stick out by less than {limit} m² in one place.</source>
      <translation>内层超出外层的一处，小于 {limit} 平方米的不计。</translation>
    </message>
    <message>
      <source>Annual probability of flooding</source>
      <translation>年淹没概率</translation>
    </message>
    <message>
      <source>Apart (m)</source>
      <translation>相距（米）</translation>
    </message>
    <message>
      <source>Approval rate</source>
      <translation>批准率</translation>
    </message>
    <message>
      <source>Approvals (polygons or a table)</source>
      <translation>批准（面图层或表）</translation>
    </message>
    <message>
      <source>Approved</source>
      <translation>已批准</translation>
    </message>
    <message>
      <source>Approved (m²)</source>
      <translation>批准（平方米）</translation>
    </message>
    <message>
      <source>Approved by</source>
      <translation>批准</translation>
    </message>
    <message>
      <source>Approved construction land</source>
      <translation>批准建设用地</translation>
    </message>
    <message>
      <source>Approved {whole} m² = classes {parts} m².</source>
      <translation>批准 {whole} 平方米 = 各类合计 {parts} 平方米。</translation>
    </message>
    <message>
      <source>Approved, not expropriated</source>
      <translation>批而未征</translation>
    </message>
    <message>
      <source>Approved, not supplied</source>
      <translation>批而未供</translation>
    </message>
    <message>
      <source>Approved, not supplied (m²)</source>
      <translation>批而未供（平方米）</translation>
    </message>
    <message>
      <source>Archaeology first</source>
      <translation>考古前置</translation>
    </message>
    <message>
      <source>Area</source>
      <translation>面积</translation>
    </message>
    <message>
      <source>Area (m²)</source>
      <translation>面积（平方米）</translation>
    </message>
    <message>
      <source>Area basis</source>
      <translation>面积基准</translation>
    </message>
    <message>
      <source>Area below tolerance</source>
      <translation>限差内面积</translation>
    </message>
    <message>
      <source>Area by hazard class</source>
      <translation>各危险等级面积</translation>
    </message>
    <message>
      <source>Area by zone</source>
      <translation>各分区面积</translation>
    </message>
    <message>
      <source>Area by zone and scenario</source>
      <translation>各方案分区面积</translation>
    </message>
    <message>
      <source>Area by zone and scenario (m²)</source>
      <translation>各方案分区面积（平方米）</translation>
    </message>
    <message>
      <source>Area by zone and unit</source>
      <translation>分区和行政区面积</translation>
    </message>
    <message>
      <source>Area computed (m²)</source>
      <translation>计算面积（平方米）</translation>
    </message>
    <message>
      <source>Area flooded in the highest stage (m²)</source>
      <translation>最高级淹没面积（平方米）</translation>
    </message>
    <message>
      <source>Area formula</source>
      <translation>面积公式</translation>
    </message>
    <message>
      <source>Area in {unit}</source>
      <translation>{unit}面积</translation>
    </message>
    <message>
      <source>Area layer “{layer}” shows “{kind}”, for which there is no rule here. Take it out, or say in “{parameter}” what it shows. Known are: {kinds}.</source>
      <translation>区域图层“{layer}”表示“{kind}”，本算法没有相应规则。请去掉该图层，或在“{parameter}”中说明其含义。可用的有：{kinds}。</translation>
    </message>
    <message>
      <source>Area layers that rules ask for (redline, river, …)</source>
      <translation>规则涉及的区域图层（生态保护红线、河道等）</translation>
    </message>
    <message>
      <source>Area of buried relics</source>
      <translation>地下文物埋藏区</translation>
    </message>
    <message>
      <source>Area of class 0 (m²)</source>
      <translation>0 级面积（平方米）</translation>
    </message>
    <message>
      <source>Area of class 1 and more (m²)</source>
      <translation>1 级及以上面积（平方米）</translation>
    </message>
    <message>
      <source>Area of each hazard class from 1 on, in hectares</source>
      <translation>1 级及以上各危险等级的面积（公顷）</translation>
    </message>
    <message>
      <source>Area of each zone in both scenarios, in hectares</source>
      <translation>两个方案的各分区面积（公顷）</translation>
    </message>
    <message>
      <source>Area of each zone in hectares</source>
      <translation>各分区面积（公顷）</translation>
    </message>
    <message>
      <source>Area of the stock</source>
      <translation>存量面积</translation>
    </message>
    <message>
      <source>Area or length</source>
      <translation>面积或长度</translation>
    </message>
    <message>
      <source>Area stated (m²)</source>
      <translation>文件所写面积（平方米）</translation>
    </message>
    <message>
      <source>Area table (XLSX)</source>
      <translation>分类面积表（XLSX）</translation>
    </message>
    <message>
      <source>Area table by land class</source>
      <translation>勘测定界分类面积表</translation>
    </message>
    <message>
      <source>Area table by owner and land class</source>
      <translation>勘测定界分类面积表</translation>
    </message>
    <message>
      <source>Area table by owner and land class (ha)</source>
      <translation>分权属单位分类面积表（公顷）</translation>
    </message>
    <message>
      <source>Area within the extent</source>
      <translation>范围内面积</translation>
    </message>
    <message>
      <source>Area, volume and depth by stage</source>
      <translation>各级淹没面积、水量和水深</translation>
    </message>
    <message>
      <source>Areas and lengths are ellipsoidal on CGCS2000, areas by the statutory formula; edges are straight in the coordinate system of the targets ({crs}).</source>
      <translation>面积和长度都在 CGCS2000 椭球上计算，面积用法定公式；边在对象图层的坐标系（{crs}）中为直线。</translation>
    </message>
    <message>
      <source>Areas are counted where they lie; overlaps, holes and gaps in the unit with most of them.</source>
      <translation>面积按所在行政区；重叠、天窗、缝隙的处数计入占面积最大的行政区。</translation>
    </message>
    <message>
      <source>Areas are ellipsoidal areas of cells on CGCS2000 by the statutory formula; cells are straight in the coordinate system of the depth raster ({crs}).</source>
      <translation>面积为像元在 CGCS2000 椭球上的面积（法定公式）；像元边在水深栅格的坐标系（{crs}）中为直线。</translation>
    </message>
    <message>
      <source>Areas are ellipsoidal areas of cells on CGCS2000 by the statutory formula; cells of {width} × {height} m.</source>
      <translation>面积为栅格在 CGCS2000 椭球上的面积（法定公式）；栅格 {width} × {height} 米。</translation>
    </message>
    <message>
      <source>Areas are ellipsoidal areas on CGCS2000 by the statutory formula; edges are straight in the coordinate system of the earlier layer ({crs}), into which the later one was brought.</source>
      <translation>面积为 2000 国家大地坐标系椭球面积，按法定公式计算；边在变更前图层的坐标系（{crs}）中为直线，变更后图层已转换到该坐标系。</translation>
    </message>
    <message>
      <source>Areas are ellipsoidal areas on CGCS2000 by the statutory formula; edges are straight in the coordinate system they are measured in ({crs}).</source>
      <translation>面积为 2000 国家大地坐标系椭球面积，按法定公式计算；边在量算所用坐标系（{crs}）中为直线。</translation>
    </message>
    <message>
      <source>Areas are those of the coordinates as they are written.</source>
      <translation>面积按写出的坐标计算。</translation>
    </message>
    <message>
      <source>Areas by class and way of disposal</source>
      <translation>分类分处置方式面积</translation>
    </message>
    <message>
      <source>Areas of buried relics, summed over sites (m²)</source>
      <translation>地下文物埋藏区，各处之和（平方米）</translation>
    </message>
    <message>
      <source>Areas of heritage sites</source>
      <translation>文物范围</translation>
    </message>
    <message>
      <source>Areas to be renewed</source>
      <translation>规划更新范围</translation>
    </message>
    <message>
      <source>As applied</source>
      <translation>采用</translation>
    </message>
    <message>
      <source>As far as features may neither overlap nor leave gaps: what the edits would overlap or leave bare once they are taken is told from {area} m² on.</source>
      <translation>图斑之间不得重叠、不得有空隙：采用外业编辑后新增的重叠和无图斑覆盖的土地，达到 {area} 平方米的列出。</translation>
    </message>
    <message>
      <source>As much as new plots take is restored and accepted within {years} years of the approval of the project area.</source>
      <translation>项目区批准后{years}年内，验收复垦的面积不少于建新面积。</translation>
    </message>
    <message>
      <source>As recorded</source>
      <translation>与记录一致</translation>
    </message>
    <message>
      <source>As recorded by the end of (empty: as known now)</source>
      <translation>按哪一天结束时的登记（空：按现在所知）</translation>
    </message>
    <message>
      <source>As suits the theme (without one: A4 landscape)</source>
      <translation>按专题（无专题时为 A4 横版）</translation>
    </message>
    <message>
      <source>As the class system of both says</source>
      <translation>与两期共同的分类相同</translation>
    </message>
    <message>
      <source>As written</source>
      <translation>写作</translation>
    </message>
    <message>
      <source>Assessed</source>
      <translation>参评</translation>
    </message>
    <message>
      <source>At least {share} of the stock on 1 January is to be disposed of in the year.</source>
      <translation>本年应处置不少于年初存量的{share}。</translation>
    </message>
    <message>
      <source>Authority (seal)</source>
      <translation>主管部门（盖章）</translation>
    </message>
    <message>
      <source>Available from</source>
      <translation>可用日期</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>返回</translation>
    </message>
    <message>
      <source>Balance of old and new plots</source>
      <translation>增减挂钩核算</translation>
    </message>
    <message>
      <source>Balances</source>
      <translation>余额</translation>
    </message>
    <message>
      <source>Balances of the reserve</source>
      <translation>补充耕地指标余额</translation>
    </message>
    <message>
      <source>Band of the depth (empty: all, each a stage)</source>
      <translation>水深波段（留空：全部，每个为一个流量级）</translation>
    </message>
    <message>
      <source>Band of the depth (empty: the first)</source>
      <translation>水深波段（留空：第一个）</translation>
    </message>
    <message>
      <source>Band of the surface model (empty: the first)</source>
      <translation>地表模型波段（空：第一个）</translation>
    </message>
    <message>
      <source>Band of the terrain (empty: the first)</source>
      <translation>地形波段（留空取第一个）</translation>
    </message>
    <message>
      <source>Band of the velocity (empty: the first)</source>
      <translation>流速波段（留空：第一个）</translation>
    </message>
    <message>
      <source>Bare vertices: reproduces an official TBMJ</source>
      <translation>仅用顶点：可复现调查面积 TBMJ</translation>
    </message>
    <message>
      <source>Base map</source>
      <translation>底图</translation>
    </message>
    <message>
      <source>Base map (raster file)</source>
      <translation>底图（栅格文件）</translation>
    </message>
    <message>
      <source>Base map “{layer}” cannot be opened. Choose a raster that is a file.</source>
      <translation>底图“{layer}”打不开。请选择栅格文件。</translation>
    </message>
    <message>
      <source>Base map “{layer}” is no file: a service cannot be taken along. Export the land around the tasks as GeoTIFF first.</source>
      <translation>底图“{layer}”不是文件，在线服务不能带到外业。请先把任务周围导出为 GeoTIFF。</translation>
    </message>
    <message>
      <source>Base map “{layer}” shows nothing of the land around the tasks. Choose another raster, or check its coordinate system.</source>
      <translation>底图“{layer}”不含任务周围的内容。请换一个栅格，或检查它的坐标系。</translation>
    </message>
    <message>
      <source>Base year</source>
      <translation>基期</translation>
    </message>
    <message>
      <source>Based on</source>
      <translation>检查依据</translation>
    </message>
    <message>
      <source>Batch</source>
      <translation>批次</translation>
    </message>
    <message>
      <source>Became construction land</source>
      <translation>变为建设用地</translation>
    </message>
    <message>
      <source>Became water or unused land</source>
      <translation>变为水面、未利用地</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>变更前</translation>
    </message>
    <message>
      <source>Below tolerance</source>
      <translation>限差内处数</translation>
    </message>
    <message>
      <source>Beyond the first and last level</source>
      <translation>首末水位以外</translation>
    </message>
    <message>
      <source>Blasting band (m²)</source>
      <translation>爆破限制带（平方米）</translation>
    </message>
    <message>
      <source>Block joined</source>
      <translation>可连片面积</translation>
    </message>
    <message>
      <source>Blocks</source>
      <translation>连片数</translation>
    </message>
    <message>
      <source>Blocks by unit and size</source>
      <translation>分行政区分规模连片情况</translation>
    </message>
    <message>
      <source>Board</source>
      <translation>总览</translation>
    </message>
    <message>
      <source>Bought</source>
      <translation>调入</translation>
    </message>
    <message>
      <source>Boundary points</source>
      <translation>界址点</translation>
    </message>
    <message>
      <source>Boundary points (number)</source>
      <translation>界址点数</translation>
    </message>
    <message>
      <source>Boundary points in {crs}; X is the northing, Y the easting.</source>
      <translation>界址点坐标系：{crs}；X 为纵坐标（北），Y 为横坐标（东）。</translation>
    </message>
    <message>
      <source>Boundary points of historic protection lines</source>
      <translation>历史文化保护线界址点成果表</translation>
    </message>
    <message>
      <source>Boundary points: drawn, and their coordinates printed instead of areas</source>
      <translation>界址点：绘出点位，并以坐标表代替面积表</translation>
    </message>
    <message>
      <source>Boundary points: {parcel}</source>
      <translation>界址点成果表：{parcel}</translation>
    </message>
    <message>
      <source>Bring lines to streets</source>
      <translation>边线取整到街道</translation>
    </message>
    <message>
      <source>Budget</source>
      <translation>预算</translation>
    </message>
    <message>
      <source>Budgets of the three years in CNY, separated by commas</source>
      <translation>三个年度的预算，元，用逗号分隔</translation>
    </message>
    <message>
      <source>Buffer zone of the canal</source>
      <translation>大运河缓冲区</translation>
    </message>
    <message>
      <source>Building</source>
      <translation>建筑</translation>
    </message>
    <message>
      <source>Building id field</source>
      <translation>建筑编号字段</translation>
    </message>
    <message>
      <source>Building name field</source>
      <translation>建筑名称字段</translation>
    </message>
    <message>
      <source>Buildings</source>
      <translation>房屋</translation>
    </message>
    <message>
      <source>Buildings are {years} years old or older, or {share} or more of them are dangerous or that old.</source>
      <translation>建筑满{years}年，或危险、满该年限的建筑占{share}以上。</translation>
    </message>
    <message>
      <source>Buildings by verdict</source>
      <translation>建筑检查结论</translation>
    </message>
    <message>
      <source>Buildings take less than {built} of the land, or {idle} or more of the floor is idle.</source>
      <translation>建筑基底不足用地的{built}，或闲置建筑占{idle}以上。</translation>
    </message>
    <message>
      <source>Buildings that are too high</source>
      <translation>超高建筑</translation>
    </message>
    <message>
      <source>Buildings that could not be judged</source>
      <translation>无法判定的建筑数</translation>
    </message>
    <message>
      <source>Buildings to be demolished (polygons or points)</source>
      <translation>拟拆除建筑（面或点）</translation>
    </message>
    <message>
      <source>Built land</source>
      <translation>已建土地</translation>
    </message>
    <message>
      <source>By</source>
      <translation>期限</translation>
    </message>
    <message>
      <source>By batch</source>
      <translation>按批次</translation>
    </message>
    <message>
      <source>By class</source>
      <translation>分类汇总</translation>
    </message>
    <message>
      <source>By county</source>
      <translation>分县区</translation>
    </message>
    <message>
      <source>By flag</source>
      <translation>按情形</translation>
    </message>
    <message>
      <source>By rank</source>
      <translation>排名</translation>
    </message>
    <message>
      <source>By the data at hand this parcel may be idle land; it is investigated.</source>
      <translation>根据现有资料，该地块涉嫌闲置，现进行调查核实。</translation>
    </message>
    <message>
      <source>By the notice of 2025 on large sites: screened, classified, adjusted without loss. Where lines of several large sites overlap, the land stands with each.</source>
      <translation>按 2025 年大遗址通知：排查、分类，调整不减少。几处大遗址的保护线重叠时，土地各计一次。</translation>
    </message>
    <message>
      <source>By use</source>
      <translation>按用途</translation>
    </message>
    <message>
      <source>By year</source>
      <translation>按年度</translation>
    </message>
    <message>
      <source>CGCS2000, longitude and latitude, {code}</source>
      <translation>2000国家大地坐标系 经纬度，{code}</translation>
    </message>
    <message>
      <source>CGCS2000, {width}-degree zone {number}, central meridian {meridian}°, {code}</source>
      <translation>2000国家大地坐标系 {width}度带 第{number}带 中央经线{meridian}°，{code}</translation>
    </message>
    <message>
      <source>CGCS2000, {width}-degree zones, central meridian {meridian}°, {code}</source>
      <translation>2000国家大地坐标系 {width}度带 中央经线{meridian}°，{code}</translation>
    </message>
    <message>
      <source>CNY</source>
      <translation>元</translation>
    </message>
    <message>
      <source>CRS</source>
      <translation>坐标系</translation>
    </message>
    <message>
      <source>Can be written to.</source>
      <translation>可以写入。</translation>
    </message>
    <message>
      <source>Can these projects be written off against the reserve of replenished farmland, by quantity, paddy and grain capacity? {projects} projects, {entries} entries; reserve of the {scope} may serve. A trial: nothing was written off.</source>
      <translation>这些项目能否按补充耕地数量、水田面积、粮食产能三项指标在指标库中核销？共 {projects} 个项目、{entries} 条指标，可用{scope}指标。本报告只是试算，未实际核销。</translation>
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
      <source>Candidates</source>
      <translation>候选图斑</translation>
    </message>
    <message>
      <source>Candidates (m²)</source>
      <translation>候选面积（平方米）</translation>
    </message>
    <message>
      <source>Candidates by rank</source>
      <translation>补划潜力（按排序）</translation>
    </message>
    <message>
      <source>Candidates by unit and grade (mu)</source>
      <translation>各行政区候选面积分级（亩）</translation>
    </message>
    <message>
      <source>Candidates for reclamation</source>
      <translation>候选后备资源</translation>
    </message>
    <message>
      <source>Candidates that the chosen land lies on</source>
      <translation>所选地块涉及的补划潜力</translation>
    </message>
    <message>
      <source>Candidates, net (m²)</source>
      <translation>补划潜力净面积（平方米）</translation>
    </message>
    <message>
      <source>Cannot be told</source>
      <translation>无法判定</translation>
    </message>
    <message>
      <source>Cap or corridor</source>
      <translation>限高分区或通廊</translation>
    </message>
    <message>
      <source>Capacity (households)</source>
      <translation>可安置户数</translation>
    </message>
    <message>
      <source>Capacity demanded</source>
      <translation>占用产能</translation>
    </message>
    <message>
      <source>Capacity in reserve</source>
      <translation>储备产能</translation>
    </message>
    <message>
      <source>Capacity left</source>
      <translation>剩余产能</translation>
    </message>
    <message>
      <source>Capacity short</source>
      <translation>产能缺口</translation>
    </message>
    <message>
      <source>Caps in storeys are compared with storeys: the excess is the storeys too many, each by its height, and no difference of the two heights.</source>
      <translation>以层数规定的限高按层数比较：超高为多出的层数乘以层高，不是两个高度之差。</translation>
    </message>
    <message>
      <source>Caption of the map picture</source>
      <translation>地图说明</translation>
    </message>
    <message>
      <source>Cause of the government or force majeure</source>
      <translation>政府原因或不可抗力</translation>
    </message>
    <message>
      <source>Ceiling</source>
      <translation>上限</translation>
    </message>
    <message>
      <source>Ceiling = max(0, stable − stable in the year before); usable = ceiling − approved. Printed to the hundredth of a square metre, so that rows and columns add up.</source>
      <translation>上限 = max(0, 稳定耕地 − 前一年稳定耕地)；可用 = 上限 − 已批准。精确到 0.01 平方米，各行各列均可相加。</translation>
    </message>
    <message>
      <source>Ceiling of next year's occupation</source>
      <translation>下一年占用上限</translation>
    </message>
    <message>
      <source>Ceiling of next year's occupation (m²)</source>
      <translation>下一年占用上限（平方米）</translation>
    </message>
    <message>
      <source>Cells</source>
      <translation>像元数</translation>
    </message>
    <message>
      <source>Cells of {size} m would be {count} over “{layer}”, more than the {most} that can be zoned at once. Choose larger cells.</source>
      <translation>按 {size} 米的格网，“{layer}”上将有 {count} 个单元，超过一次可分区的 {most} 个。请加大格网尺寸。</translation>
    </message>
    <message>
      <source>Cells with a class</source>
      <translation>有等级的像元数</translation>
    </message>
    <message>
      <source>Cells without data</source>
      <translation>无数据的像元数</translation>
    </message>
    <message>
      <source>Cells without data: {count}.</source>
      <translation>无数据的像元：{count} 个。</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>净变化</translation>
    </message>
    <message>
      <source>Change class</source>
      <translation>改地类</translation>
    </message>
    <message>
      <source>Change them</source>
      <translation>修改</translation>
    </message>
    <message>
      <source>Changed (m²)</source>
      <translation>变化面积（平方米）</translation>
    </message>
    <message>
      <source>Changed on the ground</source>
      <translation>实地已变化</translation>
    </message>
    <message>
      <source>Changed share of what both have</source>
      <translation>变化占共有面积的比例</translation>
    </message>
    <message>
      <source>Changes of class, largest first (m²)</source>
      <translation>地类变化，从大到小（平方米）</translation>
    </message>
    <message>
      <source>Changes of land</source>
      <translation>地类变化</translation>
    </message>
    <message>
      <source>Channel (lines or polygons; empty: the main channel among the area layers)</source>
      <translation>河道（线或面；不给时用范围图层中的主槽）</translation>
    </message>
    <message>
      <source>Channel: centre line or water polygons</source>
      <translation>主槽：中泓线或水面</translation>
    </message>
    <message>
      <source>Charts</source>
      <translation>图表</translation>
    </message>
    <message>
      <source>Charts need Matplotlib, which this QGIS does not bring; the figures are in the table. (Debian and Ubuntu: package python3-matplotlib)</source>
      <translation>图表需要 Matplotlib，此 QGIS 未附带；数字见表格。（Debian 和 Ubuntu：软件包 python3-matplotlib）</translation>
    </message>
    <message>
      <source>Check of a layer</source>
      <translation>图层质量检查</translation>
    </message>
    <message>
      <source>Check of historic protection lines</source>
      <translation>历史文化保护线检查</translation>
    </message>
    <message>
      <source>Check of lines</source>
      <translation>检查保护线</translation>
    </message>
    <message>
      <source>Check the rule of the chosen row on the layer as it is now, edits that are not saved yet included; the other rows stay as they are</source>
      <translation>按图层现状（含尚未保存的编辑）复查所选行的规则，其余各行保持不变</translation>
    </message>
    <message>
      <source>Check this rule again</source>
      <translation>复查该规则</translation>
    </message>
    <message>
      <source>Checked by</source>
      <translation>复核</translation>
    </message>
    <message>
      <source>Checked by (empty: to be signed)</source>
      <translation>审核人（留空手签）</translation>
    </message>
    <message>
      <source>Checked by: {name}</source>
      <translation>审核：{name}</translation>
    </message>
    <message>
      <source>Checked layer</source>
      <translation>被检查图层</translation>
    </message>
    <message>
      <source>Choose a layer: {layer}.</source>
      <translation>请选择图层：{layer}。</translation>
    </message>
    <message>
      <source>Choose a ledger and run the trial against it.</source>
      <translation>请选择台账，并用台账试算。</translation>
    </message>
    <message>
      <source>Choose a ledger, or a table of reserve entries.</source>
      <translation>请选择台账，或补充耕地指标表。</translation>
    </message>
    <message>
      <source>Choose a parcel in the list or on the map.</source>
      <translation>请在清单中或地图上选择地块。</translation>
    </message>
    <message>
      <source>Choose another field, or leave it to the names.</source>
      <translation>请另选字段，或选“自动”按名称查找。</translation>
    </message>
    <message>
      <source>Choose another role.</source>
      <translation>请另选用途。</translation>
    </message>
    <message>
      <source>Choose either a layer in “{units}” or a grid in “{grid}”.</source>
      <translation>请在“{units}”中选择图层，或在“{grid}”中选择格网，二者择一。</translation>
    </message>
    <message>
      <source>Choose the layer of projects.</source>
      <translation>请选择项目图层。</translation>
    </message>
    <message>
      <source>Choose the layer of survey parcels; then they can be edited here.</source>
      <translation>请选择图斑图层，然后在此编辑。</translation>
    </message>
    <message>
      <source>Choose the layer of the land survey.</source>
      <translation>请选择土地调查图层。</translation>
    </message>
    <message>
      <source>Choose the layer of the lines, or run the delimitation; then lines can be drawn here.</source>
      <translation>请选择保护线图层，或先运行保护线划定，然后可在此绘制。</translation>
    </message>
    <message>
      <source>Choose the layer's own fields below; they are kept with the layer.</source>
      <translation>请在下方选择图层中对应的字段，所选随图层保存。</translation>
    </message>
    <message>
      <source>Chosen land on the survey</source>
      <translation>所选地块（有调查图斑部分）</translation>
    </message>
    <message>
      <source>Chosen land: all of it qualifies</source>
      <translation>所选地块：全部符合条件</translation>
    </message>
    <message>
      <source>Chosen replacement (parcel ids, separated by commas)</source>
      <translation>所选补划地块（图斑标识码，用逗号分隔）</translation>
    </message>
    <message>
      <source>Chosen replacement (polygons)</source>
      <translation>所选补划地块（面图层）</translation>
    </message>
    <message>
      <source>City</source>
      <translation>市</translation>
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
      <source>Class field of the status layer</source>
      <translation>状态图层的类别字段</translation>
    </message>
    <message>
      <source>Class map after: table of value and DLBM (CSV, XLSX or JSON)</source>
      <translation>变更后地类对照表：原值与 DLBM 两列（CSV、XLSX 或 JSON）</translation>
    </message>
    <message>
      <source>Class map before: table of value and DLBM (CSV, XLSX or JSON)</source>
      <translation>变更前地类对照表：原值与 DLBM 两列（CSV、XLSX 或 JSON）</translation>
    </message>
    <message>
      <source>Class map of the base year: table of value and DLBM (CSV, XLSX or JSON)</source>
      <translation>基期地类对照表：原值与 DLBM（CSV、XLSX 或 JSON）</translation>
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
      <source>Class map {name}: which columns are meant cannot be told by their heads ({heads}).</source>
      <translation>地类对照表 {name}：按表头（{heads}）不能判断用哪两列。</translation>
    </message>
    <message>
      <source>Class map: table of value and DLBM (CSV, XLSX or JSON)</source>
      <translation>地类对照表：原值与 DLBM 两列（CSV、XLSX 或 JSON）</translation>
    </message>
    <message>
      <source>Class not judged</source>
      <translation>未判断</translation>
    </message>
    <message>
      <source>Class of {parcel} to {code}</source>
      <translation>图斑 {parcel} 改为 {code}</translation>
    </message>
    <message>
      <source>Class or kind</source>
      <translation>类别</translation>
    </message>
    <message>
      <source>Class system before, where it is another</source>
      <translation>变更前的地类分类（与变更后不同时）</translation>
    </message>
    <message>
      <source>Class system of LAND</source>
      <translation>土地图层的地类体系</translation>
    </message>
    <message>
      <source>Class system of both surveys</source>
      <translation>两期的地类分类</translation>
    </message>
    <message>
      <source>Class values were read from column {value}, codes from column {code}.</source>
      <translation>读取时，原地类取自第 {value} 列，地类编码取自第 {code} 列。</translation>
    </message>
    <message>
      <source>Class {word}</source>
      <translation>{word}类</translation>
    </message>
    <message>
      <source>Class: {classes}. Rules of {day}.</source>
      <translation>类别：{classes}。适用规则日期：{day}。</translation>
    </message>
    <message>
      <source>Classes</source>
      <translation>分类</translation>
    </message>
    <message>
      <source>Classes by rank: {shares} of those rated together.</source>
      <translation>按名次分类：占同组主体的{shares}。</translation>
    </message>
    <message>
      <source>Classes of depth by given bounds</source>
      <translation>按给定界限的水深分级</translation>
    </message>
    <message>
      <source>Clause</source>
      <translation>依据条款</translation>
    </message>
    <message>
      <source>Click on the map: why?</source>
      <translation>点击地图查看分区理由</translation>
    </message>
    <message>
      <source>Click the points of the line on the map, and the right button to end it. Undo takes back what one line changed.</source>
      <translation>在地图上逐点点击绘制，右键结束。撤销一次即恢复一条线引起的全部改动。</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Closing</source>
      <translation>期末</translation>
    </message>
    <message>
      <source>Code of the city or county whose reserve it keeps</source>
      <translation>所属市、县（区）代码</translation>
    </message>
    <message>
      <source>Code of the city or county whose stock it keeps</source>
      <translation>登记哪个市或县（区）的存量：行政区代码</translation>
    </message>
    <message>
      <source>Collective</source>
      <translation>集体</translation>
    </message>
    <message>
      <source>Column {column} is missing.</source>
      <translation>缺少列 {column}。</translation>
    </message>
    <message>
      <source>Column “{column}” is in {found}, but areas are to be read in {wanted}. Choose the unit of the file.</source>
      <translation>列“{column}”的单位是 {found}，而所选面积单位是 {wanted}。请选择与文件一致的单位。</translation>
    </message>
    <message>
      <source>Column “{column}” is in {found}. Give it in {wanted}.</source>
      <translation>列“{column}”的单位是 {found}，请改为 {wanted}。</translation>
    </message>
    <message>
      <source>Columns and rows of the raster</source>
      <translation>栅格的列数和行数</translation>
    </message>
    <message>
      <source>Columns that are not read: {columns}.</source>
      <translation>未读取的列：{columns}。</translation>
    </message>
    <message>
      <source>Columns “{first}” and “{second}” mean the same ({field}). Keep one of them.</source>
      <translation>列“{first}”与“{second}”含义相同（{field}），请只保留一列。</translation>
    </message>
    <message>
      <source>Come in</source>
      <translation>进入</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>操作</translation>
    </message>
    <message>
      <source>Common border moved. {areas}</source>
      <translation>公共边已改。{areas}</translation>
    </message>
    <message>
      <source>Compliance review of projects</source>
      <translation>项目合规性审查</translation>
    </message>
    <message>
      <source>Compliance review: {project}</source>
      <translation>合规性审查：{project}</translation>
    </message>
    <message>
      <source>Computed area (m²)</source>
      <translation>计算面积（平方米）</translation>
    </message>
    <message>
      <source>Computed from the geometry</source>
      <translation>按图形计算</translation>
    </message>
    <message>
      <source>Conclusion sheet by project and control</source>
      <translation>审查结论表（按项目和管控要素）</translation>
    </message>
    <message>
      <source>Conditions</source>
      <translation>附条件</translation>
    </message>
    <message>
      <source>Conflicts</source>
      <translation>冲突处数</translation>
    </message>
    <message>
      <source>Conflicts between control lines</source>
      <translation>控制线冲突检查</translation>
    </message>
    <message>
      <source>Conflicts of control lines</source>
      <translation>控制线冲突检查</translation>
    </message>
    <message>
      <source>Conflicts, holes and gaps by unit</source>
      <translation>分行政区冲突、天窗和缝隙</translation>
    </message>
    <message>
      <source>Consistency ratio</source>
      <translation>一致性比率</translation>
    </message>
    <message>
      <source>Consistency ratio {ratio} (at most {most})</source>
      <translation>一致性比率 {ratio}（不大于 {most}）</translation>
    </message>
    <message>
      <source>Consistency ratio {ratio}: more than {most}. Look at the comparisons again.</source>
      <translation>一致性比率 {ratio}，大于 {most}，请重新检查两两比较。</translation>
    </message>
    <message>
      <source>Construction control zone I</source>
      <translation>一类建设控制地带</translation>
    </message>
    <message>
      <source>Construction control zone II</source>
      <translation>二类建设控制地带</translation>
    </message>
    <message>
      <source>Construction control zone III</source>
      <translation>三类建设控制地带</translation>
    </message>
    <message>
      <source>Construction control zones, summed over sites (m²)</source>
      <translation>建设控制地带，各处之和（平方米）</translation>
    </message>
    <message>
      <source>Construction land</source>
      <translation>建设用地</translation>
    </message>
    <message>
      <source>Construction land (m²)</source>
      <translation>建设用地（平方米）</translation>
    </message>
    <message>
      <source>Construction land of the state that is not registered and has no user.</source>
      <translation>未登记、无使用者的国有建设用地。</translation>
    </message>
    <message>
      <source>Construction land, not in out</source>
      <translation>建设用地（不计入流出）</translation>
    </message>
    <message>
      <source>Content</source>
      <translation>内容</translation>
    </message>
    <message>
      <source>Contiguous blocks</source>
      <translation>连片地块</translation>
    </message>
    <message>
      <source>Contiguous blocks by size</source>
      <translation>连片规模</translation>
    </message>
    <message>
      <source>Contract or allocation</source>
      <translation>合同（划拨决定书）编号</translation>
    </message>
    <message>
      <source>Control</source>
      <translation>管控要素</translation>
    </message>
    <message>
      <source>Control areas of villages (CJDCQ or a table)</source>
      <translation>村级控制面积（CJDCQ 或表格）</translation>
    </message>
    <message>
      <source>Control layers (redline, historic lines, floodplain, …)</source>
      <translation>管控图层（生态保护红线、历史文化保护线、滩区等）</translation>
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
      <source>Control zone of a historic district</source>
      <translation>街区建设控制地带</translation>
    </message>
    <message>
      <source>Controls reviewed</source>
      <translation>已审查的管控要素</translation>
    </message>
    <message>
      <source>Conversions that are exempt</source>
      <translation>豁免范围</translation>
    </message>
    <message>
      <source>Coordinate file</source>
      <translation>坐标文件</translation>
    </message>
    <message>
      <source>Coordinate file (TXT)</source>
      <translation>坐标文件（TXT）</translation>
    </message>
    <message>
      <source>Coordinate file of parcels</source>
      <translation>地块界址点坐标文件</translation>
    </message>
    <message>
      <source>Coordinate files (*.txt)</source>
      <translation>坐标文件 (*.txt)</translation>
    </message>
    <message>
      <source>Coordinate files (*.txt);;All files (*)</source>
      <translation>坐标文件 (*.txt);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Coordinate system</source>
      <translation>坐标系</translation>
    </message>
    <message>
      <source>Coordinate system of its shapes</source>
      <translation>图形的坐标系</translation>
    </message>
    <message>
      <source>Coordinate system of the map (empty: that of the layers)</source>
      <translation>地图坐标系（留空取图层的）</translation>
    </message>
    <message>
      <source>Coordinate system, where the file does not say it or is wrong</source>
      <translation>坐标系（文件没有写明或写错时）</translation>
    </message>
    <message>
      <source>Coordinate system: {crs}    Scale 1:{scale}
Data of {data}    Drawn on {date}</source>
      <translation>坐标系：{crs}    比例尺 1:{scale}
数据时点：{data}    制图日期：{date}</translation>
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
      <source>Coordination zone</source>
      <translation>环境协调区</translation>
    </message>
    <message>
      <source>Copy as text</source>
      <translation>复制为文本</translation>
    </message>
    <message>
      <source>Core monitoring zone</source>
      <translation>核心监控区</translation>
    </message>
    <message>
      <source>Core protection area</source>
      <translation>核心保护范围</translation>
    </message>
    <message>
      <source>Correct these rows and run again.</source>
      <translation>请改正这些行后重新运行。</translation>
    </message>
    <message>
      <source>Corrected</source>
      <translation>更正</translation>
    </message>
    <message>
      <source>Corrected copy</source>
      <translation>更正副本</translation>
    </message>
    <message>
      <source>Corridor</source>
      <translation>通廊</translation>
    </message>
    <message>
      <source>Cost</source>
      <translation>费用</translation>
    </message>
    <message>
      <source>Cost (CNY)</source>
      <translation>费用（元）</translation>
    </message>
    <message>
      <source>Cost of taking land into reserve (CNY per m²)</source>
      <translation>入库费用（元/平方米）</translation>
    </message>
    <message>
      <source>Count</source>
      <translation>要素数</translation>
    </message>
    <message>
      <source>Counterparty</source>
      <translation>交易对方</translation>
    </message>
    <message>
      <source>Counties</source>
      <translation>县区</translation>
    </message>
    <message>
      <source>Counties that meet the target</source>
      <translation>达标县区数</translation>
    </message>
    <message>
      <source>Counties that miss the target</source>
      <translation>未达标县区数</translation>
    </message>
    <message>
      <source>Country</source>
      <translation>乡村</translation>
    </message>
    <message>
      <source>County</source>
      <translation>县区</translation>
    </message>
    <message>
      <source>County A</source>
      <translation>县区甲</translation>
    </message>
    <message>
      <source>County B</source>
      <translation>县区乙</translation>
    </message>
    <message>
      <source>County known</source>
      <translation>县区已知</translation>
    </message>
    <message>
      <source>Crest level field (m; empty values: highest terrain beside the line)</source>
      <translation>堤顶高程字段（米；为空时取堤线旁地形最高值）</translation>
    </message>
    <message>
      <source>Criterion</source>
      <translation>指标</translation>
    </message>
    <message>
      <source>Crop field of LAND</source>
      <translation>土地图层的作物字段</translation>
    </message>
    <message>
      <source>Cultivated classes net of the deduction, which stands under 1203.</source>
      <translation>耕地为扣除后净面积，扣除部分列入 1203。</translation>
    </message>
    <message>
      <source>Cultivated land</source>
      <translation>耕地</translation>
    </message>
    <message>
      <source>Cultivated land after</source>
      <translation>变更后耕地</translation>
    </message>
    <message>
      <source>Cultivated land after (m²)</source>
      <translation>变更后耕地（平方米）</translation>
    </message>
    <message>
      <source>Cultivated land approved for occupation (m²), instead of a layer</source>
      <translation>已批准占用耕地（平方米），代替图层</translation>
    </message>
    <message>
      <source>Cultivated land before</source>
      <translation>变更前耕地</translation>
    </message>
    <message>
      <source>Cultivated land before (m²)</source>
      <translation>变更前耕地（平方米）</translation>
    </message>
    <message>
      <source>Cultivated land by township (mu)</source>
      <translation>各乡镇耕地（亩）</translation>
    </message>
    <message>
      <source>Cultivated land by unit (ha)</source>
      <translation>各单元耕地（公顷）</translation>
    </message>
    <message>
      <source>Cultivated land by unit (mu)</source>
      <translation>各单元耕地（亩）</translation>
    </message>
    <message>
      <source>Cultivated land grade field (GDDB)</source>
      <translation>耕地等别字段（GDDB）</translation>
    </message>
    <message>
      <source>Cultivated land grade field after (GDDB)</source>
      <translation>变更后耕地等别字段（GDDB）</translation>
    </message>
    <message>
      <source>Cultivated land grade field before (GDDB)</source>
      <translation>变更前耕地等别字段（GDDB）</translation>
    </message>
    <message>
      <source>Cultivated land kept</source>
      <translation>耕地保有量</translation>
    </message>
    <message>
      <source>Cultivated land of which nothing tells whether it is stable</source>
      <translation>无法判断是否稳定的耕地</translation>
    </message>
    <message>
      <source>Cultivated land taken and given</source>
      <translation>占用与复垦的耕地</translation>
    </message>
    <message>
      <source>Cultivated land that became construction land (m²)</source>
      <translation>耕地变为建设用地（平方米）</translation>
    </message>
    <message>
      <source>Cultivated land that became water or unused land (m²)</source>
      <translation>耕地变为水面、未利用地（平方米）</translation>
    </message>
    <message>
      <source>Cultivated land that went out and came in, by kind of land, in hectares net of field ridges</source>
      <translation>耕地流出、流入的去向和来源（公顷，扣除田坎）</translation>
    </message>
    <message>
      <source>Cultivated land, stable or not</source>
      <translation>稳定与不稳定耕地</translation>
    </message>
    <message>
      <source>Cultivated parcels as drawn</source>
      <translation>耕地图斑图形面积</translation>
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
      <source>Date</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>Date and time</source>
      <translation>日期时间</translation>
    </message>
    <message>
      <source>Date in the signature block</source>
      <translation>图签日期</translation>
    </message>
    <message>
      <source>Date of the data (empty: survey year of the parcels)</source>
      <translation>数据时点（留空取图斑的数据年份）</translation>
    </message>
    <message>
      <source>Date of the data (empty: today)</source>
      <translation>数据产生日期（留空为今天）</translation>
    </message>
    <message>
      <source>Date:</source>
      <translation>日期：</translation>
    </message>
    <message>
      <source>Date: {day}</source>
      <translation>日期：{day}</translation>
    </message>
    <message>
      <source>Dates</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>占用日期</translation>
    </message>
    <message>
      <source>Day of the check (empty: today)</source>
      <translation>认定日期（空为当天）</translation>
    </message>
    <message>
      <source>Day of the status (empty: the day its rows tell)</source>
      <translation>存量状态的日期（空：由各行推算）</translation>
    </message>
    <message>
      <source>Days</source>
      <translation>天数</translation>
    </message>
    <message>
      <source>Days idle</source>
      <translation>闲置天数</translation>
    </message>
    <message>
      <source>Decide from the layer</source>
      <translation>由图层自动判断</translation>
    </message>
    <message>
      <source>Decide on pairs…</source>
      <translation>判定重复条目…</translation>
    </message>
    <message>
      <source>Decides</source>
      <translation>由此决定</translation>
    </message>
    <message>
      <source>Decimals of the coordinates</source>
      <translation>坐标小数位数</translation>
    </message>
    <message>
      <source>Decision</source>
      <translation>判定</translation>
    </message>
    <message>
      <source>Decisions are added to {file}; the next run takes them.</source>
      <translation>判定追加到 {file}；下次运行即采用。</translation>
    </message>
    <message>
      <source>Decisions on entries that may be one site (CSV or XLSX)</source>
      <translation>对可能是同一处的条目的判定（CSV 或 XLSX）</translation>
    </message>
    <message>
      <source>Declared</source>
      <translation>申报面积</translation>
    </message>
    <message>
      <source>Declared and drawn area may differ by {limit} of the drawn one, or by half a unit of the last digit.</source>
      <translation>公布面积与图形面积可相差图形面积的 {limit}，或公布数字末位的半个单位。</translation>
    </message>
    <message>
      <source>Declared area</source>
      <translation>公布面积</translation>
    </message>
    <message>
      <source>Declared area (m²)</source>
      <translation>申报面积（平方米）</translation>
    </message>
    <message>
      <source>Declared area field (YDMJ, m²)</source>
      <translation>申报面积字段（YDMJ，平方米）</translation>
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
      <source>Deduction coefficient field after (KCXS)</source>
      <translation>变更后扣除系数字段（KCXS）</translation>
    </message>
    <message>
      <source>Deduction coefficient field before (KCXS)</source>
      <translation>变更前扣除系数字段（KCXS）</translation>
    </message>
    <message>
      <source>Default of this tool</source>
      <translation>本工具默认值</translation>
    </message>
    <message>
      <source>Demanded</source>
      <translation>需求</translation>
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
      <source>Determination of idle land</source>
      <translation>闲置土地认定书</translation>
    </message>
    <message>
      <source>Dialect of the file</source>
      <translation>文件的方言</translation>
    </message>
    <message>
      <source>Did counties dispose of their stock in {year}? {disposed} of {opening} ha, {rate}; quota earned {quota} ha; rules in force on {day}.</source>
      <translation>{year}年各县区是否完成存量建设用地处置？年初存量{opening}公顷，处置{disposed}公顷，处置率{rate}；可得计划指标{quota}公顷；适用{day}有效的规则。</translation>
    </message>
    <message>
      <source>Difference</source>
      <translation>相差</translation>
    </message>
    <message>
      <source>Difference of parts and polygons (m²)</source>
      <translation>地块与图斑面积差（平方米）</translation>
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
      <source>Dike bodies (m²)</source>
      <translation>堤身（平方米）</translation>
    </message>
    <message>
      <source>Dike bodies and protection land</source>
      <translation>堤身和护堤地</translation>
    </message>
    <message>
      <source>Dike name field</source>
      <translation>堤防名称字段</translation>
    </message>
    <message>
      <source>Dikes</source>
      <translation>堤防</translation>
    </message>
    <message>
      <source>Dikes (lines)</source>
      <translation>堤防（线）</translation>
    </message>
    <message>
      <source>Dikes are</source>
      <translation>堤防漫溢</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>不再提示</translation>
    </message>
    <message>
      <source>Disposal of stock land</source>
      <translation>存量建设用地处置</translation>
    </message>
    <message>
      <source>Disposal rate of stock land</source>
      <translation>存量建设用地处置率</translation>
    </message>
    <message>
      <source>Disposal rate of the year</source>
      <translation>年度处置率</translation>
    </message>
    <message>
      <source>Disposals not taken</source>
      <translation>未登记的处置（条）</translation>
    </message>
    <message>
      <source>Disposals of stock land</source>
      <translation>存量建设用地处置记录</translation>
    </message>
    <message>
      <source>Disposals of the year that do not count</source>
      <translation>本年未计入的处置记录数</translation>
    </message>
    <message>
      <source>Disposals of {year}</source>
      <translation>{year}年的处置</translation>
    </message>
    <message>
      <source>Disposals that count</source>
      <translation>计入的处置记录数</translation>
    </message>
    <message>
      <source>Disposals with what became of them</source>
      <translation>处置记录及核对结果</translation>
    </message>
    <message>
      <source>Disposed of</source>
      <translation>处置</translation>
    </message>
    <message>
      <source>Disposed of (m²)</source>
      <translation>处置面积（平方米）</translation>
    </message>
    <message>
      <source>Disposed of in the year (m²)</source>
      <translation>当年处置（平方米）</translation>
    </message>
    <message>
      <source>Disposed of on</source>
      <translation>处置日期</translation>
    </message>
    <message>
      <source>Disposed of, by the opening</source>
      <translation>处置占期初</translation>
    </message>
    <message>
      <source>Distance</source>
      <translation>距离</translation>
    </message>
    <message>
      <source>Distances along the channel are measured from its upstream end.</source>
      <translation>里程自河道上游端起算。</translation>
    </message>
    <message>
      <source>Distances are measured in the plane of the 3-degree zone in which the candidates lie, for lengths in the coordinates of the land layer are not those on the ground.</source>
      <translation>距离在候选地块所在 3 度带的平面上量算，因为土地图层坐标中的长度不是实地长度。</translation>
    </message>
    <message>
      <source>Distances are measured in the plane of the land layer's coordinate system.</source>
      <translation>距离在土地图层坐标系的平面内量算。</translation>
    </message>
    <message>
      <source>Do cultivated land, stable land and permanent basic farmland reach their targets? {targets} targets judged, {missed} missed; rules in force on {day}.</source>
      <translation>耕地、稳定耕地和永久基本农田是否达到目标？评定 {targets} 项目标，{missed} 项未达到；适用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Do old plots make up for new plots in {count:.0f} project areas on {today}? Old {old} ha, new {new} ha; {failed:.0f} fail; rules in force on {day}.</source>
      <translation>截至{today}，{count:.0f}个项目区拆旧与建新是否平衡？拆旧{old}公顷，建新{new}公顷；{failed:.0f}个不平衡；适用{day}有效的规则。</translation>
    </message>
    <message>
      <source>Do the lines fit the register, each other and their documents? Sites in the register: {sites:.0f}, with lines: {drawn:.0f}; rules in force on {day}.</source>
      <translation>保护线与名录、与彼此、与公布文件是否相符？名录 {sites:.0f} 处，其中 {drawn:.0f} 处有保护线；规则以 {day} 有效者为准。</translation>
    </message>
    <message>
      <source>Document</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>Document and clause</source>
      <translation>文件与条款</translation>
    </message>
    <message>
      <source>Document number</source>
      <translation>文号</translation>
    </message>
    <message>
      <source>Does not qualify</source>
      <translation>不符合条件</translation>
    </message>
    <message>
      <source>Draft, without force until it is signed and sealed</source>
      <translation>草稿，未经签发盖章无效</translation>
    </message>
    <message>
      <source>Drafts of notices and determinations</source>
      <translation>调查通知书和认定书草稿</translation>
    </message>
    <message>
      <source>Draw the blasting band too</source>
      <translation>同时划定爆破限制带</translation>
    </message>
    <message>
      <source>Draw zones of the canal</source>
      <translation>划定大运河管控区</translation>
    </message>
    <message>
      <source>Draw {tier} of {site}</source>
      <translation>绘制{site}的{tier}</translation>
    </message>
    <message>
      <source>Drawing the chart</source>
      <translation>绘制图表</translation>
    </message>
    <message>
      <source>Drawn</source>
      <translation>已划</translation>
    </message>
    <message>
      <source>Drawn by</source>
      <translation>划定方式</translation>
    </message>
    <message>
      <source>Drawn by (empty: to be signed)</source>
      <translation>制图人（留空手签）</translation>
    </message>
    <message>
      <source>Drawn by: {name}</source>
      <translation>制图：{name}</translation>
    </message>
    <message>
      <source>Drawn up by: ______________      Checked by: ______________      Date: ______________</source>
      <translation>制表：______________      审核：______________      日期：______________</translation>
    </message>
    <message>
      <source>Dry</source>
      <translation>旱地</translation>
    </message>
    <message>
      <source>Dry or irrigated land</source>
      <translation>旱地或水浇地</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>用时</translation>
    </message>
    <message>
      <source>Each figure is rounded by itself.</source>
      <translation>各数字单独取位。</translation>
    </message>
    <message>
      <source>Each place counts once, in the polygon that comes first by its shape.</source>
      <translation>每处只计一次，归形状排在前面的图斑。</translation>
    </message>
    <message>
      <source>Each place counts once: members − missing + extra = drawn, but for the residual.</source>
      <translation>每处只计一次：应划 − 缺少 + 多出 = 已划，差额见末列。</translation>
    </message>
    <message>
      <source>Each place once</source>
      <translation>每处只计一次</translation>
    </message>
    <message>
      <source>Each place once, under the first rule that holds.</source>
      <translation>每处只计一次，计入最先符合的规则。</translation>
    </message>
    <message>
      <source>Earlier years (TREND of an earlier run)</source>
      <translation>历年数据（以前运行的 TREND）</translation>
    </message>
    <message>
      <source>Ecological redline</source>
      <translation>生态保护红线</translation>
    </message>
    <message>
      <source>Economics by subject (empty: in the land to be rated)</source>
      <translation>各主体经济数据（空：取参评用地的字段）</translation>
    </message>
    <message>
      <source>Edge length</source>
      <translation>边长</translation>
    </message>
    <message>
      <source>Edited</source>
      <translation>可编辑</translation>
    </message>
    <message>
      <source>Editing of parcels</source>
      <translation>图斑编辑</translation>
    </message>
    <message>
      <source>Edits</source>
      <translation>编辑数</translation>
    </message>
    <message>
      <source>Edits are not saved yet.</source>
      <translation>有尚未保存的编辑。</translation>
    </message>
    <message>
      <source>Edits found that were not saved</source>
      <translation>发现未保存的编辑</translation>
    </message>
    <message>
      <source>Edits of field package</source>
      <translation>外业任务包的编辑</translation>
    </message>
    <message>
      <source>Edits of layer “{layer}” are not safe from a crash: the journal cannot be written ({reason}). Save often.</source>
      <translation>图层“{layer}”的编辑没有崩溃保护：日志无法写入（{reason}）。请经常保存。</translation>
    </message>
    <message>
      <source>Edits of parcels</source>
      <translation>图斑编辑</translation>
    </message>
    <message>
      <source>Edits of the team</source>
      <translation>外业编辑</translation>
    </message>
    <message>
      <source>Edits of the team that are done in layer “{layer}” and not saved yet: {count}. Look at them, then save or undo (Ctrl+Z takes all back). Points of evidence: {points}. Backup: {backup}</source>
      <translation>图层“{layer}”已采用 {count} 处外业编辑，尚未保存：请查看后保存或撤销（Ctrl+Z 全部收回）。举证点：{points}。备份：{backup}</translation>
    </message>
    <message>
      <source>Edits that stand only in the layer of edits: {count}.</source>
      <translation>编辑图层中另有 {count} 处编辑。</translation>
    </message>
    <message>
      <source>Effect</source>
      <translation>作用</translation>
    </message>
    <message>
      <source>Ellipsoidal area</source>
      <translation>椭球面积</translation>
    </message>
    <message>
      <source>Elsewhere</source>
      <translation>永久基本农田外</translation>
    </message>
    <message>
      <source>Empty: a temporary folder, gone when QGIS ends. Choose a folder to keep the results.</source>
      <translation>留空：临时文件夹，退出 QGIS 后删除。要保留结果请选择文件夹。</translation>
    </message>
    <message>
      <source>Empty: {path}</source>
      <translation>留空：{path}</translation>
    </message>
    <message>
      <source>End of the day (empty: today)</source>
      <translation>日期（当日结束时；空：今天）</translation>
    </message>
    <message>
      <source>Entered</source>
      <translation>入库</translation>
    </message>
    <message>
      <source>Enterprises</source>
      <translation>企业</translation>
    </message>
    <message>
      <source>Entries</source>
      <translation>指标明细</translation>
    </message>
    <message>
      <source>Entries drawn on</source>
      <translation>动用的指标</translation>
    </message>
    <message>
      <source>Entries merged into others</source>
      <translation>并入其他条目的条目数</translation>
    </message>
    <message>
      <source>Entries read</source>
      <translation>读入条目数</translation>
    </message>
    <message>
      <source>Entries that may be one site</source>
      <translation>可能是同一处的条目</translation>
    </message>
    <message>
      <source>Entry</source>
      <translation>指标编号</translation>
    </message>
    <message>
      <source>Entry A</source>
      <translation>条目甲</translation>
    </message>
    <message>
      <source>Entry B</source>
      <translation>条目乙</translation>
    </message>
    <message>
      <source>Entry id</source>
      <translation>指标编号</translation>
    </message>
    <message>
      <source>Entry slip of replenished farmland</source>
      <translation>补充耕地指标入库单</translation>
    </message>
    <message>
      <source>Error</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>Errors</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>Event</source>
      <translation>事件号</translation>
    </message>
    <message>
      <source>Event history</source>
      <translation>历史</translation>
    </message>
    <message>
      <source>Event number</source>
      <translation>事件号</translation>
    </message>
    <message>
      <source>Event number (empty: the last one)</source>
      <translation>事件号（空：最后一个）</translation>
    </message>
    <message>
      <source>Event number in a report</source>
      <translation>报告上的事件号</translation>
    </message>
    <message>
      <source>Event number on a slip</source>
      <translation>核销单上的事件号</translation>
    </message>
    <message>
      <source>Event {event} ({kind}, {time}) stays in the history; an opposite event takes its amounts back:</source>
      <translation>事件 {event}（{kind}，{time}）保留在历史中，另记一笔相反的事件，退回其数额：</translation>
    </message>
    <message>
      <source>Event {number} made the ledger; there is nothing to print. Choose the event of a write-off, a reversal, an entry or a trade.</source>
      <translation>第 {number} 号事件是建账，没有可打印的内容。请选择核销、冲销、入库或交易的事件。</translation>
    </message>
    <message>
      <source>Event {number} takes event {origin} back.</source>
      <translation>事件 {number} 冲销了事件 {origin}。</translation>
    </message>
    <message>
      <source>Event {number} undoes event {origin}.</source>
      <translation>事件 {number} 撤销了事件 {origin}。</translation>
    </message>
    <message>
      <source>Event {number}, hash {hash}</source>
      <translation>事件 {number}，哈希值 {hash}</translation>
    </message>
    <message>
      <source>Events</source>
      <translation>事件数</translation>
    </message>
    <message>
      <source>Events by parcel</source>
      <translation>地块事件</translation>
    </message>
    <message>
      <source>Events written</source>
      <translation>写入的事件</translation>
    </message>
    <message>
      <source>Every age</source>
      <translation>全部年限</translation>
    </message>
    <message>
      <source>Every class</source>
      <translation>全部类别</translation>
    </message>
    <message>
      <source>Every county</source>
      <translation>全部县区</translation>
    </message>
    <message>
      <source>Every level</source>
      <translation>全部级别</translation>
    </message>
    <message>
      <source>Every place counts once in each kind. Safety zones begin at the toe and hold the protection land.</source>
      <translation>同类范围每处只计一次。安全保护区自堤脚起算，包含护堤地。</translation>
    </message>
    <message>
      <source>Every stage includes what the lower ones flood, so the rows do not sum. Low land not reached lies below the level, but no water comes to it; it is no part of the flooded area.</source>
      <translation>高一级的淹没范围包含低一级，各行不相加。“低于水位而不连通”的土地没有来水，不计入淹没面积。</translation>
    </message>
    <message>
      <source>Every tier is the band around the tier inside it: its area is that within its outer line less that within its inner line, to {residual} m² at most. Tiers of one site never overlap; where sites overlap both keep their land, so that sums over sites may count a place twice. United lines count every place once.</source>
      <translation>每个层级都是其内侧层级之外的环带，面积等于外边线内面积减内边线内面积，误差最大 {residual} 平方米。同一处文物的各层级互不重叠；不同文物重叠处各自保留，因此各处之和可能重复计算；合成线每处只计一次。</translation>
    </message>
    <message>
      <source>Every way of disposal</source>
      <translation>全部处置方式</translation>
    </message>
    <message>
      <source>Evidence</source>
      <translation>证据</translation>
    </message>
    <message>
      <source>Evidence of each flag</source>
      <translation>各情形证据</translation>
    </message>
    <message>
      <source>Exception</source>
      <translation>例外</translation>
    </message>
    <message>
      <source>Exceptions</source>
      <translation>例外</translation>
    </message>
    <message>
      <source>Exceptions of a project (*{suffix})</source>
      <translation>项目的例外 (*{suffix})</translation>
    </message>
    <message>
      <source>Excess</source>
      <translation>超高</translation>
    </message>
    <message>
      <source>Excluded</source>
      <translation>排除</translation>
    </message>
    <message>
      <source>Excluded (m²)</source>
      <translation>排除面积（平方米）</translation>
    </message>
    <message>
      <source>Excluded land by rule (m²)</source>
      <translation>各规则排除面积（平方米）</translation>
    </message>
    <message>
      <source>Excluded source land</source>
      <translation>排除的来源土地</translation>
    </message>
    <message>
      <source>Exclusions come before what a rule asks for; of several zones asked for the first in order counts.</source>
      <translation>排除优先于划入；同时应划入几类的，按次序取第一类。</translation>
    </message>
    <message>
      <source>Exempt</source>
      <translation>豁免</translation>
    </message>
    <message>
      <source>Exempt part of out (m²)</source>
      <translation>流出中的豁免（平方米）</translation>
    </message>
    <message>
      <source>Exit list</source>
      <translation>退出清单</translation>
    </message>
    <message>
      <source>Expansion factor of the urban boundary</source>
      <translation>城镇开发边界扩展倍数</translation>
    </message>
    <message>
      <source>Expansion of the urban boundary</source>
      <translation>城镇开发边界扩展</translation>
    </message>
    <message>
      <source>Expansion of the urban boundary by unit</source>
      <translation>分行政区城镇开发边界扩展倍数</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出文件</translation>
    </message>
    <message>
      <source>Export a write-off ledger</source>
      <translation>导出核销台账</translation>
    </message>
    <message>
      <source>Export parcels to a coordinate file</source>
      <translation>导出界址点坐标文件</translation>
    </message>
    <message>
      <source>Export table</source>
      <translation>导出表格</translation>
    </message>
    <message>
      <source>Exposed targets</source>
      <translation>受淹对象</translation>
    </message>
    <message>
      <source>Exposure by stage</source>
      <translation>各流量级受淹情况</translation>
    </message>
    <message>
      <source>Exposure by stage, unit and class</source>
      <translation>按流量级、单元和类别的受淹汇总</translation>
    </message>
    <message>
      <source>Exposure by unit and class</source>
      <translation>按单元和类别的受淹情况</translation>
    </message>
    <message>
      <source>Expropriated land</source>
      <translation>征收土地</translation>
    </message>
    <message>
      <source>Expropriated, not supplied</source>
      <translation>征而未供</translation>
    </message>
    <message>
      <source>Extent (empty: all layers)</source>
      <translation>范围（留空为全部图层）</translation>
    </message>
    <message>
      <source>Extra</source>
      <translation>多出</translation>
    </message>
    <message>
      <source>Eye</source>
      <translation>视点高程</translation>
    </message>
    <message>
      <source>FD2320: hazard rating for people</source>
      <translation>FD2320：对人的危险等级</translation>
    </message>
    <message>
      <source>Factor</source>
      <translation>因子</translation>
    </message>
    <message>
      <source>Factor of the tasks</source>
      <translation>系数</translation>
    </message>
    <message>
      <source>Factor: urban boundary over urban construction land of the base year.</source>
      <translation>扩展倍数为城镇开发边界面积除以基期城镇建设用地面积。</translation>
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
      <source>Farmland = stable + not stable; land with several grounds stands under the first of them. Net of the deduction. Rounded as one table: sums are sums of what is printed.</source>
      <translation>耕地 = 稳定 + 不稳定；同时符合几条的，计入排在前面的一条。均为扣除田坎后的净面积。整表统一取位：合计等于表中各数之和。</translation>
    </message>
    <message>
      <source>Farmland against its targets</source>
      <translation>耕地保护目标评分</translation>
    </message>
    <message>
      <source>Farmland balance</source>
      <translation>耕地占补平衡</translation>
    </message>
    <message>
      <source>Farmland balance {folder}</source>
      <translation>占补平衡试算 {folder}</translation>
    </message>
    <message>
      <source>Farmland balance: trial write-off of three indicators</source>
      <translation>占补平衡试算（三项指标）</translation>
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
      <source>Farmland change and balance of in and out</source>
      <translation>耕地变化与进出平衡</translation>
    </message>
    <message>
      <source>Farmland not cultivated</source>
      <translation>永久基本农田中的非耕地</translation>
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
      <source>Farmland of which nothing tells whether it is stable (m²)</source>
      <translation>无法判断是否稳定的耕地（m²）</translation>
    </message>
    <message>
      <source>Farmland of which nothing tells whether it is stable is neither, and stands beside them.</source>
      <translation>无法判断是否稳定的耕地两者都不是，另列一栏。</translation>
    </message>
    <message>
      <source>Farmland quantity</source>
      <translation>耕地数量</translation>
    </message>
    <message>
      <source>Farmland taken, by project and county (table)</source>
      <translation>占用耕地需求（按项目、县区的表）</translation>
    </message>
    <message>
      <source>Farmland taken, projects added up</source>
      <translation>各项目占用耕地</translation>
    </message>
    <message>
      <source>Farmland targets</source>
      <translation>耕地保护目标考核</translation>
    </message>
    <message>
      <source>Farmland that is not stable (m²)</source>
      <translation>不稳定耕地面积（平方米）</translation>
    </message>
    <message>
      <source>Farmland to be claimed</source>
      <translation>拟申报耕地类型</translation>
    </message>
    <message>
      <source>Faults</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>Faults by rule</source>
      <translation>按规则统计的问题</translation>
    </message>
    <message>
      <source>Faulty lines</source>
      <translation>有误的行</translation>
    </message>
    <message>
      <source>Feature</source>
      <translation>要素</translation>
    </message>
    <message>
      <source>Feature {fid} of layer “{layer}” is not valid; repair it with “Fix geometries” before its lines are edited.</source>
      <translation>图层“{layer}”的要素 {fid} 几何无效；请先用“修正几何图形”修复，再编辑其保护线。</translation>
    </message>
    <message>
      <source>Features</source>
      <translation>要素数</translation>
    </message>
    <message>
      <source>Features in the package (number)</source>
      <translation>任务包要素数</translation>
    </message>
    <message>
      <source>Features of the corrected copy that still have such faults</source>
      <translation>更正副本中仍有此类问题的要素数</translation>
    </message>
    <message>
      <source>Features of the layer</source>
      <translation>图层要素数</translation>
    </message>
    <message>
      <source>Fee</source>
      <translation>闲置费</translation>
    </message>
    <message>
      <source>Fee (CNY)</source>
      <translation>闲置费（元）</translation>
    </message>
    <message>
      <source>Fee for former cultivated land: {times} times the mean yearly output of three years.</source>
      <translation>原为耕地的，按前三年平均年产值的{times}倍缴纳闲置费。</translation>
    </message>
    <message>
      <source>Fee of {share} of the price from {years} year on, for land not started only.</source>
      <translation>未动工满{years}年的，按价款的{share}征缴闲置费；仅适用于未动工的。</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>字段</translation>
    </message>
    <message>
      <source>Field of households a site can take</source>
      <translation>候选地可安置户数字段</translation>
    </message>
    <message>
      <source>Field of how a parcel is supplied</source>
      <translation>地块供应方式字段</translation>
    </message>
    <message>
      <source>Field of storeys</source>
      <translation>层数字段</translation>
    </message>
    <message>
      <source>Field of the actual start (SJDGRQ)</source>
      <translation>实际动工日期字段（SJDGRQ）</translation>
    </message>
    <message>
      <source>Field of the agreed start (YDDGRQ)</source>
      <translation>约定动工日期字段（YDDGRQ）</translation>
    </message>
    <message>
      <source>Field of the approval of the project area, new plots (PZRQ)</source>
      <translation>建新地块的项目区批准日期字段（PZRQ）</translation>
    </message>
    <message>
      <source>Field of the approval of the project area, old plots (PZRQ)</source>
      <translation>拆旧地块的项目区批准日期字段（PZRQ）</translation>
    </message>
    <message>
      <source>Field of the building's id</source>
      <translation>建筑编号字段</translation>
    </message>
    <message>
      <source>Field of the cap (m)</source>
      <translation>限高字段（米）</translation>
    </message>
    <message>
      <source>Field of the cap (storeys)</source>
      <translation>限制层数字段</translation>
    </message>
    <message>
      <source>Field of the class (for the sums)</source>
      <translation>类别字段（用于汇总）</translation>
    </message>
    <message>
      <source>Field of the control area in m² (DCMJ)</source>
      <translation>控制面积字段（平方米，DCMJ）</translation>
    </message>
    <message>
      <source>Field of the corridor's name</source>
      <translation>通廊名称字段</translation>
    </message>
    <message>
      <source>Field of the cultivated land restored (FKGDMJ)</source>
      <translation>复垦耕地面积字段（FKGDMJ）</translation>
    </message>
    <message>
      <source>Field of the day a production dike was built</source>
      <translation>生产堤建成日期字段</translation>
    </message>
    <message>
      <source>Field of the day of acceptance as restored (YSRQ)</source>
      <translation>复垦验收日期字段（YSRQ）</translation>
    </message>
    <message>
      <source>Field of the day of the determination</source>
      <translation>认定书日期字段</translation>
    </message>
    <message>
      <source>Field of the day of the notice of investigation</source>
      <translation>调查通知书日期字段</translation>
    </message>
    <message>
      <source>Field of the days not to be counted (delay by government or force majeure)</source>
      <translation>不计天数字段（政府原因或不可抗力造成的迟延）</translation>
    </message>
    <message>
      <source>Field of the declared area (empty: ZDMJ, else measured)</source>
      <translation>申报面积字段（空：ZDMJ，无则量算）</translation>
    </message>
    <message>
      <source>Field of the declared area of the lines</source>
      <translation>保护线公布面积字段</translation>
    </message>
    <message>
      <source>Field of the design flood level (m)</source>
      <translation>设计水位字段（米）</translation>
    </message>
    <message>
      <source>Field of the distance to the land-side toe, where it is another (LAND_TOE)</source>
      <translation>背河堤脚距字段，与半宽不同时用（LAND_TOE）</translation>
    </message>
    <message>
      <source>Field of the distance to the line of spur heads (SPUR_LENGTH)</source>
      <translation>到坝头联线距离字段（SPUR_LENGTH）</translation>
    </message>
    <message>
      <source>Field of the eye's height (m)</source>
      <translation>视点高字段（米）</translation>
    </message>
    <message>
      <source>Field of the government's cause (ZFYY)</source>
      <translation>政府原因字段（ZFYY）</translation>
    </message>
    <message>
      <source>Field of the grade of danger</source>
      <translation>危房等级字段</translation>
    </message>
    <message>
      <source>Field of the grade of the land restored (GDDB)</source>
      <translation>复垦耕地等别字段（GDDB）</translation>
    </message>
    <message>
      <source>Field of the half angle (degrees)</source>
      <translation>半角字段（度）</translation>
    </message>
    <message>
      <source>Field of the height zone's name</source>
      <translation>高度分区名称字段</translation>
    </message>
    <message>
      <source>Field of the industry</source>
      <translation>行业字段</translation>
    </message>
    <message>
      <source>Field of the kind (those of one kind are rated together)</source>
      <translation>类别字段（同一类别一起评价）</translation>
    </message>
    <message>
      <source>Field of the kind of a building</source>
      <translation>建筑类别字段</translation>
    </message>
    <message>
      <source>Field of the kind of exemption</source>
      <translation>豁免类型字段</translation>
    </message>
    <message>
      <source>Field of the layer</source>
      <translation>图层字段</translation>
    </message>
    <message>
      <source>Field of the level of the top (m)</source>
      <translation>台顶高程字段（米）</translation>
    </message>
    <message>
      <source>Field of the mean yearly output of former cultivated land (10,000 CNY)</source>
      <translation>前三年平均年产值字段（原为耕地的，万元）</translation>
    </message>
    <message>
      <source>Field of the number of households</source>
      <translation>户数字段</translation>
    </message>
    <message>
      <source>Field of the number of people</source>
      <translation>人口字段</translation>
    </message>
    <message>
      <source>Field of the number of storeys</source>
      <translation>层数字段</translation>
    </message>
    <message>
      <source>Field of the parcel's id</source>
      <translation>地块编号字段</translation>
    </message>
    <message>
      <source>Field of the planned use in words (YDYHFLMC)</source>
      <translation>规划用途名称字段（YDYHFLMC）</translation>
    </message>
    <message>
      <source>Field of the price in 10,000 CNY (CRJK)</source>
      <translation>价款字段（CRJK，万元）</translation>
    </message>
    <message>
      <source>Field of the site's name</source>
      <translation>文物（街区）名称字段</translation>
    </message>
    <message>
      <source>Field of the suspension (ZZRQ)</source>
      <translation>中止日期字段（ZZRQ）</translation>
    </message>
    <message>
      <source>Field of the target's lowest point to be seen (m)</source>
      <translation>目标须见最低点高字段（米）</translation>
    </message>
    <message>
      <source>Field of the target's top (m)</source>
      <translation>目标顶高字段（米）</translation>
    </message>
    <message>
      <source>Field of the use (for the height of a storey)</source>
      <translation>用途字段（定层高）</translation>
    </message>
    <message>
      <source>Field of the width at the eye (m)</source>
      <translation>视点处宽度字段（米）</translation>
    </message>
    <message>
      <source>Field of the width at the target (m)</source>
      <translation>目标处宽度字段（米）</translation>
    </message>
    <message>
      <source>Field of the year built</source>
      <translation>建成年份字段</translation>
    </message>
    <message>
      <source>Field of their ids (BSM)</source>
      <translation>编号字段（BSM）</translation>
    </message>
    <message>
      <source>Field of their land class (DLBM)</source>
      <translation>地类字段（DLBM）</translation>
    </message>
    <message>
      <source>Field ridge (deducted)</source>
      <translation>田坎（扣除）</translation>
    </message>
    <message>
      <source>Field ridges</source>
      <translation>田坎扣除变化</translation>
    </message>
    <message>
      <source>Field survey</source>
      <translation>外业调查</translation>
    </message>
    <message>
      <source>Field survey package</source>
      <translation>外业调查任务包</translation>
    </message>
    <message>
      <source>Field survey packages (*.zip *.json);;All files (*)</source>
      <translation>外业任务包 (*.zip *.json);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Field that names areas to be renewed</source>
      <translation>更新范围名称字段</translation>
    </message>
    <message>
      <source>Field that says whether a building is idle</source>
      <translation>是否闲置字段</translation>
    </message>
    <message>
      <source>Field “{field}” of table “{table}” names no unit that is known. Known are m², ha (公顷), mu (亩) and 万亩; rename it.</source>
      <translation>表“{table}”的字段“{field}”所写的单位无法识别。可写平方米、公顷、亩或万亩；请改字段名。</translation>
    </message>
    <message>
      <source>Fields of {layer}</source>
      <translation>{layer} 的字段</translation>
    </message>
    <message>
      <source>Fields that the standard demands are missing: {fields}.</source>
      <translation>缺少标准规定的必填字段：{fields}。</translation>
    </message>
    <message>
      <source>Fields that tools ask for are missing: {fields}.</source>
      <translation>缺少工具要用的字段：{fields}。</translation>
    </message>
    <message>
      <source>Fields “{first}” and “{second}” of table “{table}” mean the same. Keep one of them.</source>
      <translation>表“{table}”的字段“{first}”与“{second}”含义相同，请只保留一个。</translation>
    </message>
    <message>
      <source>Finding</source>
      <translation>问题</translation>
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
      <source>Findings accepted as exceptions</source>
      <translation>已作为例外的问题</translation>
    </message>
    <message>
      <source>Findings by rule</source>
      <translation>按规则统计</translation>
    </message>
    <message>
      <source>First at</source>
      <translation>首处里程</translation>
    </message>
    <message>
      <source>First year of the plan (empty: next year)</source>
      <translation>计划起始年度（空为下一年）</translation>
    </message>
    <message>
      <source>Fit for farming (m²)</source>
      <translation>宜农（平方米）</translation>
    </message>
    <message>
      <source>Fit for living (m²)</source>
      <translation>宜居（平方米）</translation>
    </message>
    <message>
      <source>Fit for water (m²)</source>
      <translation>宜水（平方米）</translation>
    </message>
    <message>
      <source>Fit for wetland (m²)</source>
      <translation>宜湿（平方米）</translation>
    </message>
    <message>
      <source>Flag</source>
      <translation>情形</translation>
    </message>
    <message>
      <source>Flags raised / judged</source>
      <translation>触发／可判定</translation>
    </message>
    <message>
      <source>Flood depth (m)</source>
      <translation>淹没水深（m）</translation>
    </message>
    <message>
      <source>Flood depth (m), a band for each stage</source>
      <translation>淹没水深（米），每个流量级一个波段</translation>
    </message>
    <message>
      <source>Flood depth at {flow} m³/s</source>
      <translation>{flow} m³/s 淹没水深图</translation>
    </message>
    <message>
      <source>Flood depth by stage</source>
      <translation>分级淹没水深</translation>
    </message>
    <message>
      <source>Flood depth, a band for each stage (m)</source>
      <translation>淹没水深，每级一个波段（米）</translation>
    </message>
    <message>
      <source>Flood depths by stage</source>
      <translation>分级淹没水深</translation>
    </message>
    <message>
      <source>Flood exposure</source>
      <translation>洪水受淹分析</translation>
    </message>
    <message>
      <source>Flood hazard</source>
      <translation>洪水危险性</translation>
    </message>
    <message>
      <source>Flood hazard classes</source>
      <translation>洪水危险等级</translation>
    </message>
    <message>
      <source>Flooded</source>
      <translation>淹没</translation>
    </message>
    <message>
      <source>Flooded area (polygons)</source>
      <translation>淹没范围（面）</translation>
    </message>
    <message>
      <source>Flooded area by stage</source>
      <translation>各级淹没面积</translation>
    </message>
    <message>
      <source>Flooded in the largest stage (m)</source>
      <translation>最大流量级淹没长度（m）</translation>
    </message>
    <message>
      <source>Flooded in the largest stage (m²)</source>
      <translation>最大流量级淹没面积（平方米）</translation>
    </message>
    <message>
      <source>Floodplain</source>
      <translation>黄河滩区</translation>
    </message>
    <message>
      <source>Floodplain (bounds what is zoned)</source>
      <translation>滩区（界定分区范围）</translation>
    </message>
    <message>
      <source>Flows by county, year and class</source>
      <translation>分县、分年、分类收支</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <source>Folder for photos</source>
      <translation>照片文件夹</translation>
    </message>
    <message>
      <source>Folder for results</source>
      <translation>结果文件夹</translation>
    </message>
    <message>
      <source>Folder of reports, one for each project</source>
      <translation>逐项目报告文件夹</translation>
    </message>
    <message>
      <source>Folder to put the package in</source>
      <translation>任务包存放文件夹</translation>
    </message>
    <message>
      <source>For</source>
      <translation>用于</translation>
    </message>
    <message>
      <source>For example</source>
      <translation>例如</translation>
    </message>
    <message>
      <source>For illustration only, not the legal boundary</source>
      <translation>示意，非法定界线</translation>
    </message>
    <message>
      <source>Forbidden</source>
      <translation>禁止</translation>
    </message>
    <message>
      <source>Forest</source>
      <translation>林地</translation>
    </message>
    <message>
      <source>Found out from the file</source>
      <translation>自动识别</translation>
    </message>
    <message>
      <source>From</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>From geometry to the printed figure</source>
      <translation>从图形面积到结果的对账</translation>
    </message>
    <message>
      <source>From the task before</source>
      <translation>距上一处</translation>
    </message>
    <message>
      <source>Further candidates by rank</source>
      <translation>其余补划潜力（按排序）</translation>
    </message>
    <message>
      <source>Further corridors, not drawn: {count}.</source>
      <translation>另有 {count} 条通廊未绘剖面。</translation>
    </message>
    <message>
      <source>Further lines</source>
      <translation>其他控制线</translation>
    </message>
    <message>
      <source>Further subjects in the layer of pieces: {count}; the report shows those that come first by id.</source>
      <translation>另有 {count} 个对象见保护线内部分图层；报告只列编号在前的。</translation>
    </message>
    <message>
      <source>GB/T 21010-2017</source>
      <translation>《土地利用现状分类》GB/T 21010-2017</translation>
    </message>
    <message>
      <source>Gain</source>
      <translation>净增</translation>
    </message>
    <message>
      <source>Gained</source>
      <translation>转入</translation>
    </message>
    <message>
      <source>Gained and lost are land that both scenarios have; the change includes what only one of them has.</source>
      <translation>转入、转出只计两个方案共有的土地；净变化包括只有一个方案有的土地。</translation>
    </message>
    <message>
      <source>Gaps (m²)</source>
      <translation>空隙（平方米）</translation>
    </message>
    <message>
      <source>Gaps between features</source>
      <translation>要素之间的空隙</translation>
    </message>
    <message>
      <source>Gaps of less than {limit} m² between tiers are let pass.</source>
      <translation>层级之间小于 {limit} 平方米的空隙不计。</translation>
    </message>
    <message>
      <source>Garden</source>
      <translation>园地</translation>
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
      <source>Give both the number of the event and its hash, or neither.</source>
      <translation>事件号和哈希值须同时填写，或都不填。</translation>
    </message>
    <message>
      <source>Give the chosen replacement either as polygons or as parcel ids, not both.</source>
      <translation>所选补划地块请用面图层或图斑标识码给出，不能同时给出两者。</translation>
    </message>
    <message>
      <source>Give what is approved either as “{layer}” or as “{number}”, not both.</source>
      <translation>已批准占用只能用“{layer}”或“{number}”之一给出，不能同时给。</translation>
    </message>
    <message>
      <source>Give “{flood}” or “{depth}”, not both: each tells its own flood.</source>
      <translation>“{flood}”和“{depth}”只能给一个：两者各是一场洪水。</translation>
    </message>
    <message>
      <source>Given back</source>
      <translation>返还</translation>
    </message>
    <message>
      <source>Given by old plots</source>
      <translation>拆旧复垦</translation>
    </message>
    <message>
      <source>Given to projects</source>
      <translation>给出</translation>
    </message>
    <message>
      <source>Gone without a paper (m²)</source>
      <translation>去向不明（平方米）</translation>
    </message>
    <message>
      <source>Grade</source>
      <translation>等别</translation>
    </message>
    <message>
      <source>Grade kept</source>
      <translation>等别不降</translation>
    </message>
    <message>
      <source>Grade table {file} cannot be used:</source>
      <translation>等别产能表 {file} 不能使用：</translation>
    </message>
    <message>
      <source>Grade table {file} has no rows. Enter the capacities, or choose no table: the national ones are taken then.</source>
      <translation>等别产能表 {file} 没有内容。请填写产能，或不选产能表（此时采用全国产能）。</translation>
    </message>
    <message>
      <source>Grain capacity</source>
      <translation>粮食产能</translation>
    </message>
    <message>
      <source>Grain capacity (compared only)</source>
      <translation>粮食产能（只作对比）</translation>
    </message>
    <message>
      <source>Grain capacity (kg)</source>
      <translation>粮食产能（千克）</translation>
    </message>
    <message>
      <source>Grain capacity added (kg)</source>
      <translation>新增粮食产能（千克）</translation>
    </message>
    <message>
      <source>Grain capacity short (kg)</source>
      <translation>粮食产能缺口（千克）</translation>
    </message>
    <message>
      <source>Grass</source>
      <translation>草地</translation>
    </message>
    <message>
      <source>Greatest depth</source>
      <translation>最大水深</translation>
    </message>
    <message>
      <source>Greatest depth of the highest stage (m)</source>
      <translation>最高级最大水深（m）</translation>
    </message>
    <message>
      <source>Grid over the floodplain</source>
      <translation>滩区格网</translation>
    </message>
    <message>
      <source>Gross</source>
      <translation>毛面积</translation>
    </message>
    <message>
      <source>Gross areas; all pairs of classes, unchanged ones too, stand in the transition matrix.</source>
      <translation>毛面积；全部地类组合（含未变的）见转移矩阵。</translation>
    </message>
    <message>
      <source>HTML files (*.html)</source>
      <translation>HTML 文件 (*.html)</translation>
    </message>
    <message>
      <source>Half width field of dikes (HALF_WIDTH)</source>
      <translation>堤防半宽字段（HALF_WIDTH）</translation>
    </message>
    <message>
      <source>Half width field of training works (HALF_WIDTH)</source>
      <translation>河道整治工程半宽字段（HALF_WIDTH）</translation>
    </message>
    <message>
      <source>Half width of dikes: from the line to the toe (m; empty: the line is the toe)</source>
      <translation>堤防半宽：所画的线到堤脚的距离（米；留空表示线即堤脚）</translation>
    </message>
    <message>
      <source>Half width of training works: from the line to the toe (m)</source>
      <translation>河道整治工程半宽：所画的线到坡脚的距离（米）</translation>
    </message>
    <message>
      <source>Handled by</source>
      <translation>经办</translation>
    </message>
    <message>
      <source>Hard rules</source>
      <translation>硬性规则</translation>
    </message>
    <message>
      <source>Has lines</source>
      <translation>有保护线</translation>
    </message>
    <message>
      <source>Hash</source>
      <translation>哈希值</translation>
    </message>
    <message>
      <source>Hash of this event</source>
      <translation>本事件哈希值</translation>
    </message>
    <message>
      <source>Hash of this event in the report</source>
      <translation>报告上该事件的哈希值</translation>
    </message>
    <message>
      <source>Hash of this event on the slip</source>
      <translation>核销单上该事件的哈希值</translation>
    </message>
    <message>
      <source>Hazard in the 20-year flood (ARR classes H1 to H6)</source>
      <translation>20年一遇洪水风险等级（ARR H1 至 H6）</translation>
    </message>
    <message>
      <source>Head: event {event}, hash {hash}…</source>
      <translation>最新事件 {event}，校验值 {hash}…</translation>
    </message>
    <message>
      <source>Hectares</source>
      <translation>公顷</translation>
    </message>
    <message>
      <source>Height</source>
      <translation>高度</translation>
    </message>
    <message>
      <source>Height above bank-full water (m)</source>
      <translation>高出平滩水位（米）</translation>
    </message>
    <message>
      <source>Height above design water (m)</source>
      <translation>高出设防水位（米）</translation>
    </message>
    <message>
      <source>Height above the bank-full water (m)</source>
      <translation>高出平滩水位的高度（米）</translation>
    </message>
    <message>
      <source>Height above the water of the highest stage (m)</source>
      <translation>高出最高一级水面（米）</translation>
    </message>
    <message>
      <source>Height control and view corridors</source>
      <translation>建筑高度与视线通廊检查</translation>
    </message>
    <message>
      <source>Height field (m)</source>
      <translation>高度字段（米）</translation>
    </message>
    <message>
      <source>Height zones with caps</source>
      <translation>高度控制分区</translation>
    </message>
    <message>
      <source>Heights above the ground there</source>
      <translation>当地地面以上高度</translation>
    </message>
    <message>
      <source>Heights and views</source>
      <translation>高度与视线</translation>
    </message>
    <message>
      <source>Heights of buildings</source>
      <translation>建筑高度检查</translation>
    </message>
    <message>
      <source>Heights of eye and target are</source>
      <translation>视点、目标高的起算</translation>
    </message>
    <message>
      <source>Held against what was agreed</source>
      <translation>与约定相比</translation>
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
      <source>Heritage area of the canal</source>
      <translation>大运河遗产区</translation>
    </message>
    <message>
      <source>Heritage site</source>
      <translation>文物</translation>
    </message>
    <message>
      <source>Heritage sites (points or polygons)</source>
      <translation>文物点或面</translation>
    </message>
    <message>
      <source>Hexagons</source>
      <translation>六边形</translation>
    </message>
    <message>
      <source>Hidden</source>
      <translation>须见部分被遮</translation>
    </message>
    <message>
      <source>Highest obstruction</source>
      <translation>最高遮挡建筑</translation>
    </message>
    <message>
      <source>Highest score</source>
      <translation>最高分</translation>
    </message>
    <message>
      <source>Historic building</source>
      <translation>历史建筑</translation>
    </message>
    <message>
      <source>Historic protection line (m²)</source>
      <translation>历史文化保护线（平方米）</translation>
    </message>
    <message>
      <source>Historic protection lines</source>
      <translation>历史文化保护线</translation>
    </message>
    <message>
      <source>Historic protection lines united on one map (LSWHBHX)</source>
      <translation>一张图上的历史文化保护线（LSWHBHX）</translation>
    </message>
    <message>
      <source>Historic protection lines, all tiers in one layer or a layer for each</source>
      <translation>保护线各层级（同一图层，或每个层级一个图层）</translation>
    </message>
    <message>
      <source>Historic protection map</source>
      <translation>历史文化保护图</translation>
    </message>
    <message>
      <source>History of parcels</source>
      <translation>图斑变更历史</translation>
    </message>
    <message>
      <source>History of the ledger</source>
      <translation>台账历史</translation>
    </message>
    <message>
      <source>Holder of the land use right</source>
      <translation>土地使用权人</translation>
    </message>
    <message>
      <source>Holds</source>
      <translation>符合</translation>
    </message>
    <message>
      <source>Holes</source>
      <translation>天窗处数</translation>
    </message>
    <message>
      <source>Holes and narrow gaps</source>
      <translation>天窗与狭长缝隙</translation>
    </message>
    <message>
      <source>Households</source>
      <translation>户数</translation>
    </message>
    <message>
      <source>Households by receiving site</source>
      <translation>安置地分配户数</translation>
    </message>
    <message>
      <source>Households by share</source>
      <translation>按比例折算户数</translation>
    </message>
    <message>
      <source>Households field</source>
      <translation>户数字段</translation>
    </message>
    <message>
      <source>Households that move out</source>
      <translation>外迁户数</translation>
    </message>
    <message>
      <source>Households with a site</source>
      <translation>已安排户数</translation>
    </message>
    <message>
      <source>Households without a site</source>
      <translation>未安排户数</translation>
    </message>
    <message>
      <source>How dangerous is the flood, and how large is the land of each class? {area} ha are of class 1 or more, rules in force on {day}.</source>
      <translation>洪水有多危险，各级土地有多大？1 级及以上 {area} 公顷，采用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>How deep does the water of each stage stand, and which land does it reach? {count} stages, rules in force on {day}.</source>
      <translation>各级洪水淹没哪些土地、水有多深？共 {count} 级，采用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>How far lines may move (m; empty: by the rules)</source>
      <translation>边线最大移动距离（米，空为按规则）</translation>
    </message>
    <message>
      <source>How firm the zones are</source>
      <translation>分区的稳定程度</translation>
    </message>
    <message>
      <source>How much land of each class do these projects take, from whom? {projects} projects, rules in force on {day}.</source>
      <translation>这些项目占用哪些权属单位的哪些地类，各多少？共 {projects} 个项目，规则日期 {day}。</translation>
    </message>
    <message>
      <source>How well do {count:.0f} use their land? A {a:.0f}, B {b:.0f}, C {c:.0f}, D {d:.0f}, undetermined {open:.0f}; rules in force on {day}.</source>
      <translation>{count:.0f}个主体用地效益如何？A类{a:.0f}个，B类{b:.0f}个，C类{c:.0f}个，D类{d:.0f}个，未评定{open:.0f}个；规则日期{day}。</translation>
    </message>
    <message>
      <source>Id field of new plots</source>
      <translation>建新地块编号字段</translation>
    </message>
    <message>
      <source>Id field of old plots</source>
      <translation>拆旧地块编号字段</translation>
    </message>
    <message>
      <source>Id field of the economics</source>
      <translation>经济数据的编号字段</translation>
    </message>
    <message>
      <source>Id field of the land</source>
      <translation>参评用地的编号字段</translation>
    </message>
    <message>
      <source>Id of the site</source>
      <translation>文物编号</translation>
    </message>
    <message>
      <source>Idle</source>
      <translation>闲置</translation>
    </message>
    <message>
      <source>Idle (m²)</source>
      <translation>闲置面积（平方米）</translation>
    </message>
    <message>
      <source>Idle land</source>
      <translation>闲置土地认定</translation>
    </message>
    <message>
      <source>Idle land (IDLE of “Idle land”)</source>
      <translation>闲置土地（“闲置土地认定”的 IDLE）</translation>
    </message>
    <message>
      <source>Idle land and its procedure</source>
      <translation>闲置土地认定与处置</translation>
    </message>
    <message>
      <source>Idle land by county</source>
      <translation>各县区闲置土地</translation>
    </message>
    <message>
      <source>Idle since</source>
      <translation>闲置起始日</translation>
    </message>
    <message>
      <source>Idle where work has not started within {years} year of the agreed day.</source>
      <translation>超过约定动工日期满{years}年未动工的，为闲置土地。</translation>
    </message>
    <message>
      <source>Idle, suspected and undetermined supplies</source>
      <translation>闲置、涉嫌闲置和未认定的供地</translation>
    </message>
    <message>
      <source>Idle: disposed of</source>
      <translation>处置闲置</translation>
    </message>
    <message>
      <source>Idle: not started</source>
      <translation>闲置：未动工</translation>
    </message>
    <message>
      <source>Idle: suspended</source>
      <translation>闲置：中止开发</translation>
    </message>
    <message>
      <source>Impact on heritage</source>
      <translation>文物影响分析</translation>
    </message>
    <message>
      <source>Impact on heritage sites</source>
      <translation>项目对文物的影响</translation>
    </message>
    <message>
      <source>Import parcels from a coordinate file</source>
      <translation>导入界址点坐标文件</translation>
    </message>
    <message>
      <source>Import reserve entries and trades into the ledger</source>
      <translation>导入指标入库和交易</translation>
    </message>
    <message>
      <source>In</source>
      <translation>流入</translation>
    </message>
    <message>
      <source>In (m²)</source>
      <translation>流入（平方米）</translation>
    </message>
    <message>
      <source>In balance</source>
      <translation>平衡</translation>
    </message>
    <message>
      <source>In balance, return still open</source>
      <translation>平衡，归还未到期</translation>
    </message>
    <message>
      <source>In both scenarios (m²)</source>
      <translation>两个方案共有（平方米）</translation>
    </message>
    <message>
      <source>In brackets the number of overlaps of two polygons that are not below the tolerance.</source>
      <translation>括号内为超过限差的图斑重叠处数。</translation>
    </message>
    <message>
      <source>In conflict</source>
      <translation>冲突面积</translation>
    </message>
    <message>
      <source>In stock (m²)</source>
      <translation>存量（平方米）</translation>
    </message>
    <message>
      <source>In the first line, head the column of class values {value}, that of codes {code}.</source>
      <translation>请在第一行写明表头：原地类一列写 {value}，国土调查地类编码一列写 {code}。</translation>
    </message>
    <message>
      <source>In the first scenario only (m²)</source>
      <translation>仅第一方案有（平方米）</translation>
    </message>
    <message>
      <source>In the second scenario only (m²)</source>
      <translation>仅第二方案有（平方米）</translation>
    </message>
    <message>
      <source>In tiers</source>
      <translation>保护线内</translation>
    </message>
    <message>
      <source>In use</source>
      <translation>已用</translation>
    </message>
    <message>
      <source>In which class is the land approved for building on {today}? {approved} ha approved, {how}; rules in force on {day}.</source>
      <translation>{today}批准的建设用地属于哪一类？批准{approved}公顷，{how}；依据{day}有效的规则。</translation>
    </message>
    <message>
      <source>In {crs}; the table of points and the coordinate file hold every point.</source>
      <translation>坐标系：{crs}；全部界址点见坐标表和坐标文件。</translation>
    </message>
    <message>
      <source>Indicator</source>
      <translation>指标类型</translation>
    </message>
    <message>
      <source>Industrial land of which {share} or more is planned for another use.</source>
      <translation>工业用地{share}以上规划为其他用途。</translation>
    </message>
    <message>
      <source>Industry field of the list</source>
      <translation>名录的行业字段</translation>
    </message>
    <message>
      <source>Information</source>
      <translation>提示</translation>
    </message>
    <message>
      <source>Inside</source>
      <translation>范围内</translation>
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
      <source>Is being counted</source>
      <translation>正在统计</translation>
    </message>
    <message>
      <source>It is not known what area layer “{layer}” shows. Say it in “{parameter}”, for example {example}. Known are: {kinds}.</source>
      <translation>无法判断区域图层“{layer}”表示什么。请在“{parameter}”中说明，例如 {example}。可用的有：{kinds}。</translation>
    </message>
    <message>
      <source>It keeps to the limits; that no other plan is worth more is not proven, but none is worth more than {more} more.</source>
      <translation>方案满足各年上限；未能证明最优，但其他任何方案最多只比它高{more}。</translation>
    </message>
    <message>
      <source>It must be from {least} to {most}.</source>
      <translation>应在{least}至{most}之间。</translation>
    </message>
    <message>
      <source>It must be {least} or more.</source>
      <translation>应不小于{least}。</translation>
    </message>
    <message>
      <source>It must be {most} or less.</source>
      <translation>应不大于{most}。</translation>
    </message>
    <message>
      <source>It shows</source>
      <translation>所示内容</translation>
    </message>
    <message>
      <source>Item</source>
      <translation>项</translation>
    </message>
    <message>
      <source>Its hash</source>
      <translation>末号哈希值</translation>
    </message>
    <message>
      <source>JSON files (*.json)</source>
      <translation>JSON 文件 (*.json)</translation>
    </message>
    <message>
      <source>Judged by date, then by id. A project that lacks anything takes nothing. Figures that are unknown are not in the totals.</source>
      <translation>按占用日期、项目编号先后判定。缺任何一项的项目不取用任何指标。未知的数值不计入合计。</translation>
    </message>
    <message>
      <source>Judged by the rules of</source>
      <translation>适用规则日期</translation>
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
      <source>Keep</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>Keep the register</source>
      <translation>登记册管理</translation>
    </message>
    <message>
      <source>Kept. Open pairs: {count}.</source>
      <translation>已保存。还有 {count} 对待定。</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>类型</translation>
    </message>
    <message>
      <source>Land</source>
      <translation>土地</translation>
    </message>
    <message>
      <source>Land against a rule, errors and warnings, each place once (m²)</source>
      <translation>不符合规则的土地（错误和警告，每处计一次，平方米）</translation>
    </message>
    <message>
      <source>Land approved for occupation</source>
      <translation>批准占用范围</translation>
    </message>
    <message>
      <source>Land around each task (m)</source>
      <translation>任务周围范围（米）</translation>
    </message>
    <message>
      <source>Land by class</source>
      <translation>分类土地</translation>
    </message>
    <message>
      <source>Land by county, year and class</source>
      <translation>分县、分年、分类土地</translation>
    </message>
    <message>
      <source>Land by rank</source>
      <translation>按排名的地块</translation>
    </message>
    <message>
      <source>Land by unit and zone (mu)</source>
      <translation>各行政区分区面积（亩）</translation>
    </message>
    <message>
      <source>Land by year</source>
      <translation>各年度地块</translation>
    </message>
    <message>
      <source>Land by zone and what of it is against a rule, in mu</source>
      <translation>各分区的土地及其中不符合规则的面积（亩）</translation>
    </message>
    <message>
      <source>Land claimed by several projects is in each of them and once in the total.</source>
      <translation>多个项目重复占用的土地各项目分别计入，合计只计一次。</translation>
    </message>
    <message>
      <source>Land class</source>
      <translation>地类编码</translation>
    </message>
    <message>
      <source>Land class field</source>
      <translation>地类编码字段</translation>
    </message>
    <message>
      <source>Land class field (DLBM)</source>
      <translation>地类编码字段（DLBM）</translation>
    </message>
    <message>
      <source>Land class field after (DLBM)</source>
      <translation>变更后地类编码字段（DLBM）</translation>
    </message>
    <message>
      <source>Land class field before (DLBM)</source>
      <translation>变更前地类编码字段（DLBM）</translation>
    </message>
    <message>
      <source>Land class field of the base year (DLBM)</source>
      <translation>基期地类字段（DLBM）</translation>
    </message>
    <message>
      <source>Land efficiency</source>
      <translation>用地效益评价</translation>
    </message>
    <message>
      <source>Land in the floodplain or a zone (m²)</source>
      <translation>滩区及分区内土地（平方米）</translation>
    </message>
    <message>
      <source>Land of both epochs (m²)</source>
      <translation>两期共有面积（平方米）</translation>
    </message>
    <message>
      <source>Land of low efficiency</source>
      <translation>低效用地</translation>
    </message>
    <message>
      <source>Land of one epoch only</source>
      <translation>仅一期有的土地</translation>
    </message>
    <message>
      <source>Land of one epoch only may turn a verdict where it is more than {share} % of a unit's land, or where any class is unknown</source>
      <translation>只有一期图斑的土地超过该单元土地的 {share} %，或有地类不明的土地的，计为可能改变结论的土地</translation>
    </message>
    <message>
      <source>Land of projects</source>
      <translation>项目用地</translation>
    </message>
    <message>
      <source>Land of projects (m²)</source>
      <translation>项目用地（平方米）</translation>
    </message>
    <message>
      <source>Land of projects that add farmland (high-standard farmland, land swaps)</source>
      <translation>项目新增耕地范围（高标准农田、增减挂钩等）</translation>
    </message>
    <message>
      <source>Land of which nothing tells whether it is stable is not in the actual; where it can turn a light there is none.</source>
      <translation>无法判断是否稳定的耕地不计入实有数；足以改变灯色的不亮灯。</translation>
    </message>
    <message>
      <source>Land of which {share} or more lies in an area to be renewed.</source>
      <translation>用地{share}以上位于规划更新范围。</translation>
    </message>
    <message>
      <source>Land on the survey by class (m²), each place counted once</source>
      <translation>占用土地按地类（平方米，重叠只计一次）</translation>
    </message>
    <message>
      <source>Land parcel</source>
      <translation>地块</translation>
    </message>
    <message>
      <source>Land reserve by year</source>
      <translation>各年度储备地块</translation>
    </message>
    <message>
      <source>Land survey of the year before (for land fallow two years)</source>
      <translation>上一年度土地调查图斑（用于核查连续两年未耕种）</translation>
    </message>
    <message>
      <source>Land survey parcels (DLTB)</source>
      <translation>土地调查图斑（DLTB）</translation>
    </message>
    <message>
      <source>Land survey parcels (DLTB), for farmland and holes</source>
      <translation>土地调查图斑（DLTB），用于耕地和天窗</translation>
    </message>
    <message>
      <source>Land survey parcels after (DLTB)</source>
      <translation>变更后土地调查图斑（DLTB）</translation>
    </message>
    <message>
      <source>Land survey parcels before (DLTB)</source>
      <translation>变更前土地调查图斑（DLTB）</translation>
    </message>
    <message>
      <source>Land survey parcels of the base year (2020), for the expansion factor</source>
      <translation>基期（2020 年）土地调查图斑，用于扩展倍数</translation>
    </message>
    <message>
      <source>Land survey parcels of the year before (DLTB)</source>
      <translation>前一年土地调查图斑（DLTB）</translation>
    </message>
    <message>
      <source>Land taken is net of ridges; land given is what the layer of old plots declares, else what the land survey shows. The higher grade is the worse land.</source>
      <translation>占用的耕地已扣除田坎；复垦的耕地以拆旧地块图层填写的为准，没有字段的按国土调查图斑。数字越大等别越低。</translation>
    </message>
    <message>
      <source>Land that parcels share</source>
      <translation>图斑重叠部分</translation>
    </message>
    <message>
      <source>Land to be assessed (polygons or a table)</source>
      <translation>待评用地（面图层或表）</translation>
    </message>
    <message>
      <source>Land to be rated (polygons or a table)</source>
      <translation>参评用地（面图层或表）</translation>
    </message>
    <message>
      <source>Land used with low efficiency</source>
      <translation>低效用地识别</translation>
    </message>
    <message>
      <source>Land whose zone changes</source>
      <translation>分区有变化的土地</translation>
    </message>
    <message>
      <source>Land with its flags</source>
      <translation>用地及其情形</translation>
    </message>
    <message>
      <source>Land with its rating</source>
      <translation>用地及评价</translation>
    </message>
    <message>
      <source>Land without a unit</source>
      <translation>无归属的土地</translation>
    </message>
    <message>
      <source>Largest difference between a tier and its lines (m²)</source>
      <translation>层级面积与边线的最大差（平方米）</translation>
    </message>
    <message>
      <source>Largest difference of parts and project (m²)</source>
      <translation>各部分与项目面积的最大残差（平方米）</translation>
    </message>
    <message>
      <source>Largest difference of parts and subject (m²)</source>
      <translation>各部分与对象的最大差值（平方米）</translation>
    </message>
    <message>
      <source>Largest excess (m)</source>
      <translation>最大超高（米）</translation>
    </message>
    <message>
      <source>Largest size (MB)</source>
      <translation>大小上限（MB）</translation>
    </message>
    <message>
      <source>Last at</source>
      <translation>末处里程</translation>
    </message>
    <message>
      <source>Last event</source>
      <translation>最后一个事件</translation>
    </message>
    <message>
      <source>Last event when printed</source>
      <translation>打印时台账末号</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>以后年度</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>图层</translation>
    </message>
    <message>
      <source>Layer it was taken from</source>
      <translation>当初打包的图层</translation>
    </message>
    <message>
      <source>Layer to check</source>
      <translation>待检查图层</translation>
    </message>
    <message>
      <source>Layer {layer} of {path} cannot be opened.</source>
      <translation>无法打开 {path} 中的图层“{layer}”。</translation>
    </message>
    <message>
      <source>Layer “{layer}” cannot be edited now: {reason}.</source>
      <translation>图层“{layer}”现在不能编辑：{reason}。</translation>
    </message>
    <message>
      <source>Layer “{layer}” cannot be edited now; see whether another program holds its file.</source>
      <translation>图层“{layer}”现在无法编辑；请查看其文件是否被其他程序占用。</translation>
    </message>
    <message>
      <source>Layer “{layer}” cannot be edited: it is read-only. Save a copy as GeoPackage and give it the role instead.</source>
      <translation>图层“{layer}”只读，无法编辑。请另存为 GeoPackage 副本，并将角色指定给该副本。</translation>
    </message>
    <message>
      <source>Layer “{layer}” cannot be opened: {source}</source>
      <translation>图层“{layer}”无法打开：{source}</translation>
    </message>
    <message>
      <source>Layer “{layer}” cannot be used, for these are no codes of a city, county or township:</source>
      <translation>图层“{layer}”无法使用，以下取值不是市、县区或乡镇的代码：</translation>
    </message>
    <message>
      <source>Layer “{layer}” cannot be used: a coordinate in it is infinite. Delete that feature or correct its vertices.</source>
      <translation>图层“{layer}”不能使用：其中有坐标为无穷大的要素。请删除该要素或改正其顶点。</translation>
    </message>
    <message>
      <source>Layer “{layer}” could not be opened.</source>
      <translation>图层“{layer}”无法打开。</translation>
    </message>
    <message>
      <source>Layer “{layer}” did not take the change of the {tier}; nothing was changed.</source>
      <translation>图层“{layer}”未接受{tier}的修改；未作任何改动。</translation>
    </message>
    <message>
      <source>Layer “{layer}” did not take the change; nothing was changed.</source>
      <translation>图层“{layer}”不接受该修改，未作任何改动。</translation>
    </message>
    <message>
      <source>Layer “{layer}” did not take the evidence; nothing was changed in it.</source>
      <translation>图层“{layer}”未接受举证点；其中未作任何改动。</translation>
    </message>
    <message>
      <source>Layer “{layer}” does not tell of which day it is: give “{parameter}”.</source>
      <translation>图层“{layer}”看不出是哪一天的状态：请填写“{parameter}”。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has changes that are not saved. Save or discard them first.</source>
      <translation>图层“{layer}”有未保存的修改。请先保存或放弃。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has changes that are not saved. Save or discard them first: the package has to know what it comes from.</source>
      <translation>图层“{layer}”有未保存的修改。请先保存或放弃：任务包须与原数据对得上。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has changes that are not saved. Save or discard them first: what is compared has to stand in its file.</source>
      <translation>图层“{layer}”有未保存的修改。请先保存或放弃：比对以文件中的内容为准。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no caps. Choose “{metres}” or “{storeys}”.</source>
      <translation>图层“{layer}”没有限高字段，请选择“{metres}”或“{storeys}”。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no coordinate reference system, so nobody knows where it lies. Assign it in the layer's properties (for example EPSG:4526 or EPSG:4547 for Kaifeng).</source>
      <translation>图层“{layer}”没有坐标系，无法确定位置。请在图层属性中指定（开封例如 EPSG:4526 或 EPSG:4547）。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no coordinate reference system; assign it one first.</source>
      <translation>图层“{layer}”没有坐标参考系；请先指定。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no feature with a place, so there is nothing to survey. Choose findings or areas with shapes.</source>
      <translation>图层“{layer}”没有带图形的要素，无可调查。请选择有图形的问题图层或范围。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no field of site ids (“{field}”). Its fields are: {fields}. Say in the Data panel which of them it is, or choose one for all layers in “{parameter}”.</source>
      <translation>图层“{layer}”没有文物编号字段（“{field}”）。它的字段有：{fields}。请在“数据”面板中指定其中哪个是文物编号，或者在“{parameter}”中为所有图层统一选择。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no field {fields}: choose it in the panel Data, or add it.</source>
      <translation>图层“{layer}”缺少字段 {fields}：请在“数据”面板中指定，或添加该字段。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no field {fields}: choose the result of “Status of stock land”, or say in the Data panel which field it is.</source>
      <translation>图层“{layer}”没有字段 {fields}：请选择“存量建设用地状况”的结果，或在“数据”面板中指明对应字段。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no field {field}; it tells which land was not cultivated. Add it, or leave the survey of the year before out.</source>
      <translation>图层“{layer}”没有字段 {field}，无法得知哪些地块未耕种。请补充该字段，或不给出上一年度调查。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no field “{field}”. Its fields are: {fields}. Add it, or give the layers that tell the same.</source>
      <translation>图层“{layer}”没有字段“{field}”。现有字段：{fields}。请补充该字段，或给出能说明同一事项的图层。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no field “{field}”. Its fields are: {fields}. Choose the field in “{parameter}”.</source>
      <translation>图层“{layer}”没有字段“{field}”，现有字段：{fields}。请在“{parameter}”中选择字段。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no fields {fields}: choose the boundary points that the delimitation of historic protection lines makes.</source>
      <translation>图层“{layer}”缺少字段 {fields}：请选择保护线划定生成的界址点。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no parcels.</source>
      <translation>图层“{layer}”中没有地块。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no polygons: approvals without a place cannot be laid under other layers. Give polygons, or the approvals alone.</source>
      <translation>图层“{layer}”没有面：没有位置的批准数据不能与其他图层叠加。请给出面图层，或只给批准数据。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no polygons: other layers cannot be laid over a table. Give polygons, or leave these layers out.</source>
      <translation>图层“{layer}”没有面：其他图层不能与表叠加。请给出面图层，或不给这些图层。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no polygons; lines of tiers are the borders of polygons.</source>
      <translation>图层“{layer}”不是面图层；各级保护线是面的边界。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has no units with a shape, so there would be no page. Choose a layer with the boundaries of the units.</source>
      <translation>图层“{layer}”中没有带图形的单元，无法分页。请选择含单元界线的面图层。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has none of the fields of {schema}. Say in panel Data which field is which, or choose another role.</source>
      <translation>图层“{layer}”没有 {schema} 的任何字段。请在“数据”面板中指定对应字段，或改选图层角色。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has the form of {schema}, as a style of its own. Click again to take it off.</source>
      <translation>图层“{layer}”已套用 {schema} 表单（单独的样式）。再次单击可取下。</translation>
    </message>
    <message>
      <source>Layer “{layer}” has the form, but its drop-downs offer all codes, whatever other fields say. {reason}</source>
      <translation>图层“{layer}”已套用表单，但下拉选项列出全部代码，不随其他字段而变。{reason}</translation>
    </message>
    <message>
      <source>Layer “{layer}” holds no line. Draw the main thread of the river in it.</source>
      <translation>图层“{layer}”没有线。请在其中绘出河道主流线（中泓线）。</translation>
    </message>
    <message>
      <source>Layer “{layer}” holds no lines. Choose a line layer; a polygon's outline becomes a line with native:polygonstolines.</source>
      <translation>图层“{layer}”没有线要素。请选择线图层；面的边界可用 native:polygonstolines 转成线。</translation>
    </message>
    <message>
      <source>Layer “{layer}” holds no parcel that could be written.</source>
      <translation>图层“{layer}”没有可以写出的地块。</translation>
    </message>
    <message>
      <source>Layer “{layer}” holds no points. Choose a point layer.</source>
      <translation>图层“{layer}”没有点要素。请选择点图层。</translation>
    </message>
    <message>
      <source>Layer “{layer}” holds no polygons. Choose a polygon layer; make polygons of boundary lines first (native:polygonize).</source>
      <translation>图层“{layer}”不是面图层。请选择面图层；界线图层请先转为面（native:polygonize）。</translation>
    </message>
    <message>
      <source>Layer “{layer}” holds no shapes of one kind. Choose a layer of points, lines or polygons.</source>
      <translation>图层“{layer}”没有单一类型的图形。请选择点、线或面图层。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is a table without shapes: there is nothing to draw. Take it off the map's layers.</source>
      <translation>图层“{layer}”是没有图形的表，无从绘制。请把它从图件的图层中去掉。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is edited in another window, too. What both change, the one who saves last overwrites: let one save, and the other begin anew.</source>
      <translation>另一窗口也在编辑图层“{layer}”。两边都改的图斑以后保存的为准：请先由一方保存，另一方放弃编辑后重新开始。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is empty: there is nothing of it on the map.</source>
      <translation>图层“{layer}”是空的，图上没有它的内容。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is in {crs}; coordinate files are written in a Gauss-Krüger system of CGCS2000. Bring it there first, here to {suggested} (native:reprojectlayer).</source>
      <translation>图层“{layer}”的坐标系是 {crs}；坐标文件用 2000 国家大地坐标系的高斯—克吕格投影。请先转换，此处应为 {suggested}（native:reprojectlayer，重投影图层）。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is not on the map: none of its features lies there or is drawn at this scale.</source>
      <translation>图层“{layer}”不在图上：没有要素落在图面内，或在此比例下不绘制。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is not one line: it falls into {count} pieces, one of which ends near X {x}, Y {y}. Leave only the main thread of the river, its pieces joined end to end (snapped, without side arms).</source>
      <translation>图层“{layer}”不是一条线：共断成 {count} 段，其中一段止于 X {x}、Y {y} 附近。请只保留主流线，各段首尾相接（捕捉到同一点，不含汊流）。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is not what it was when the package was compared: it changed, has a filter, or is another layer. Run the comparison again.</source>
      <translation>图层“{layer}”已不是比对时的样子：内容有改动、加了过滤，或是另一个图层。请重新比对。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is the status of {said}, not of {day}. Give the status of that day, or leave “{parameter}” empty.</source>
      <translation>图层“{layer}”是 {said} 的状态，不是 {day} 的。请提供当日的状态，或把“{parameter}”留空。</translation>
    </message>
    <message>
      <source>Layer “{layer}” is to be edited and only looked at. Take it out of one list.</source>
      <translation>图层“{layer}”既列为可编辑又列为只看。请从其中一项去掉。</translation>
    </message>
    <message>
      <source>Layer “{layer}” takes polygons of one part only.</source>
      <translation>图层“{layer}”只接受单部件多边形。</translation>
    </message>
    <message>
      <source>Layer “{layer}” was given as the earlier and as the later survey: between a survey and itself nothing changes. Give the survey of the earlier year as land before.</source>
      <translation>图层“{layer}”既作为变更前图层，又作为变更后图层：同一期调查之间没有变化。请在“变更前”给出较早年份的调查。</translation>
    </message>
    <message>
      <source>Layer “{layer}”. A backup of its file is made first; what you take is done as one step that undo takes back, and saved by you.</source>
      <translation>图层“{layer}”。先备份其文件；所采用的编辑一步做完，撤销可全部收回，由您保存。</translation>
    </message>
    <message>
      <source>Layer “{layer}”: commands that were not saved: {count}, the last one of {time} by {who}.</source>
      <translation>图层“{layer}”：有 {count} 步操作未保存，最后一步在 {time}，操作人 {who}。</translation>
    </message>
    <message>
      <source>Layer “{layer}”: what stands in brackets is no unit that is known: {fields}. Write m², ha or mu for areas, 元, 万元 or 亿元 for money, 万元/亩 for what is agreed per mu; rename fields with another note, or choose the field where a parameter asks for it.</source>
      <translation>图层“{layer}”：括号中不是可识别的单位：{fields}。面积请写平方米、公顷或亩，金额请写元、万元或亿元，按亩约定的请写万元/亩；括号中另有说明的，请改字段名，或在相应参数中选定该字段。</translation>
    </message>
    <message>
      <source>Layer “{layer}”: {day} has not come yet, so nobody knows its status. Give the status of a day up to today.</source>
      <translation>图层“{layer}”：{day} 尚未到来，无法知道当日的存量状态。请给出截至今天的状态。</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>图层</translation>
    </message>
    <message>
      <source>Layers and roles</source>
      <translation>图层与角色</translation>
    </message>
    <message>
      <source>Layers of single tiers (protection areas, control zones, …)</source>
      <translation>单一层级图层（保护范围、建设控制地带等）</translation>
    </message>
    <message>
      <source>Layers of the map picture, topmost first</source>
      <translation>地图图层（第一个在上）</translation>
    </message>
    <message>
      <source>Layers of the package</source>
      <translation>任务包图层</translation>
    </message>
    <message>
      <source>Layers only to look at</source>
      <translation>只看的图层</translation>
    </message>
    <message>
      <source>Layers to edit in the field</source>
      <translation>外业要编辑的图层</translation>
    </message>
    <message>
      <source>Layout template (empty: ours)</source>
      <translation>布局模板（留空用本工具的）</translation>
    </message>
    <message>
      <source>Layout templates (*.qpt)</source>
      <translation>布局模板 (*.qpt)</translation>
    </message>
    <message>
      <source>Layout to go on with in QGIS</source>
      <translation>可在 QGIS 中继续编辑的布局</translation>
    </message>
    <message>
      <source>Layout: share beside existing permanent farmland</source>
      <translation>布局：邻近现有永久基本农田的比例</translation>
    </message>
    <message>
      <source>Layout: smallest contiguous block</source>
      <translation>布局：最小连片面积</translation>
    </message>
    <message>
      <source>Least depth that counts as flooded (m)</source>
      <translation>计为淹没的最小水深（m）</translation>
    </message>
    <message>
      <source>Leave them</source>
      <translation>不修改</translation>
    </message>
    <message>
      <source>Ledger</source>
      <translation>台账</translation>
    </message>
    <message>
      <source>Ledger is sound (1) or not (0)</source>
      <translation>台账完好（1）或有误（0）</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>剩余</translation>
    </message>
    <message>
      <source>Left of that stock</source>
      <translation>年初存量剩余</translation>
    </message>
    <message>
      <source>Legend</source>
      <translation>图例</translation>
    </message>
    <message>
      <source>Legend: on the sheet attached</source>
      <translation>图例见附页</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>长度</translation>
    </message>
    <message>
      <source>Length is that on the ground. The share is how much of what the line sees of the channel lies on that side.</source>
      <translation>长度为地面长度。比例为沿线看到的主槽中位于该侧的部分。</translation>
    </message>
    <message>
      <source>Length of all lines on the ground (m)</source>
      <translation>线的地面总长（米）</translation>
    </message>
    <message>
      <source>Length of lines whose river side is not known (m)</source>
      <translation>临河侧不明的线长（米）</translation>
    </message>
    <message>
      <source>Level</source>
      <translation>级别</translation>
    </message>
    <message>
      <source>Level A</source>
      <translation>级别甲</translation>
    </message>
    <message>
      <source>Level B</source>
      <translation>级别乙</translation>
    </message>
    <message>
      <source>Level and type</source>
      <translation>级别和类别</translation>
    </message>
    <message>
      <source>Level field (level)</source>
      <translation>级别字段（level）</translation>
    </message>
    <message>
      <source>Level field (m)</source>
      <translation>水位字段（米）</translation>
    </message>
    <message>
      <source>Level field of the register</source>
      <translation>名录的级别字段</translation>
    </message>
    <message>
      <source>Levels of lists that name none (JSON: list and level)</source>
      <translation>没有写级别的各名录的级别（JSON：名录和级别）</translation>
    </message>
    <message>
      <source>Levels of view corridors need “{dem}”, from which heights over the ground follow.</source>
      <translation>视线通廊用高程时须给出“{dem}”，由它换算为地面以上高度。</translation>
    </message>
    <message>
      <source>Levels over the zero of the terrain</source>
      <translation>高程（与地面高程同一基准）</translation>
    </message>
    <message>
      <source>Lies in {places}: {outcome}.</source>
      <translation>位于{places}：{outcome}。</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>红绿灯</translation>
    </message>
    <message>
      <source>Likeness</source>
      <translation>相似度</translation>
    </message>
    <message>
      <source>Limit</source>
      <translation>上限</translation>
    </message>
    <message>
      <source>Limited</source>
      <translation>有限高的比例</translation>
    </message>
    <message>
      <source>Line</source>
      <translation>行</translation>
    </message>
    <message>
      <source>Line {line}</source>
      <translation>第 {line} 行</translation>
    </message>
    <message>
      <source>Line {line} sells from the same entry under this number. Put the two together, or give each its own number.</source>
      <translation>第 {line} 行已用此文号调出同一指标。请合并两行，或分别用各自的文号。</translation>
    </message>
    <message>
      <source>Line {line}, column {column}, “{value}”: {message}</source>
      <translation>第 {line} 行，列“{column}”，值“{value}”：{message}</translation>
    </message>
    <message>
      <source>Line {line}: entry {entry} has more paddy than quantity; this is right only where dry land was made paddy as well.</source>
      <translation>第 {line} 行：指标 {entry} 的水田大于数量，只有同时含旱改水时才正确，请核对。</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>控制线</translation>
    </message>
    <message>
      <source>Lines and their river side</source>
      <translation>堤线及其临河侧</translation>
    </message>
    <message>
      <source>Lines are to be brought to streets, but “{layer}” was not given. Choose the layer, or set “{parameter}” to none.</source>
      <translation>要把边线取整到街道，但没有选“{layer}”。请选图层，或把“{parameter}”设为不取整。</translation>
    </message>
    <message>
      <source>Lines by tier and level</source>
      <translation>各层级、级别的保护线</translation>
    </message>
    <message>
      <source>Lines by unit and tier</source>
      <translation>各行政区、层级的保护线</translation>
    </message>
    <message>
      <source>Lines drawn by rule</source>
      <translation>按规则划定保护线</translation>
    </message>
    <message>
      <source>Lines drawn or published (polygons with site and tier)</source>
      <translation>已划定或公布的保护线（面，含编号和层级）</translation>
    </message>
    <message>
      <source>Lines imported</source>
      <translation>导入行数</translation>
    </message>
    <message>
      <source>Lines made</source>
      <translation>划出的线</translation>
    </message>
    <message>
      <source>Lines of each site</source>
      <translation>各处保护线</translation>
    </message>
    <message>
      <source>Lines of heritage sites with their tiers</source>
      <translation>文物保护线（分级）</translation>
    </message>
    <message>
      <source>Lines of tiers</source>
      <translation>分级保护线</translation>
    </message>
    <message>
      <source>Lines whose river side is not known</source>
      <translation>临河侧不明的线（条）</translation>
    </message>
    <message>
      <source>Lines {lines}</source>
      <translation>第 {lines} 行</translation>
    </message>
    <message>
      <source>Lines {lines} and {more} more</source>
      <translation>第 {lines} 行等，另有 {more} 行</translation>
    </message>
    <message>
      <source>Lines, their width and source</source>
      <translation>各条线的宽度和来源</translation>
    </message>
    <message>
      <source>List</source>
      <translation>名录</translation>
    </message>
    <message>
      <source>List of prohibited industries</source>
      <translation>禁止和淘汰产业名录</translation>
    </message>
    <message>
      <source>List the edits of the team, decide on conflicts and do what is chosen in the layer, after a backup; you save or undo</source>
      <translation>列出外业编辑，逐一裁定冲突，备份后在图层中采用所选编辑；由您保存或撤销</translation>
    </message>
    <message>
      <source>List “{layer}” has no field of names. Its fields are: {fields}. Call one of them “name” or “{name}”.</source>
      <translation>名录“{layer}”没有名称字段。它的字段有：{fields}。把其中一个命名为“name”或“{name}”。</translation>
    </message>
    <message>
      <source>List “{layer}” holds lines, or shapes of several kinds. Give points, polygons or a table; save each kind as a layer of its own.</source>
      <translation>名录“{layer}”是线，或混有几种图形。请用点、面或表格；各种图形分别存为图层。</translation>
    </message>
    <message>
      <source>Lists</source>
      <translation>名录</translation>
    </message>
    <message>
      <source>Lists: tables, points, polygons, CSV and XLSX files</source>
      <translation>名录：表格、点、面、CSV 和 XLSX 文件</translation>
    </message>
    <message>
      <source>Load at least one layer that belongs on the map.</source>
      <translation>请至少加载一个要上图的图层。</translation>
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
      <source>Location unit code field after (ZLDWDM)</source>
      <translation>变更后坐落单位代码字段（ZLDWDM）</translation>
    </message>
    <message>
      <source>Location unit code field before (ZLDWDM)</source>
      <translation>变更前坐落单位代码字段（ZLDWDM）</translation>
    </message>
    <message>
      <source>Location unit code field of the base year (ZLDWDM)</source>
      <translation>基期坐落单位代码字段（ZLDWDM）</translation>
    </message>
    <message>
      <source>Looking at layers</source>
      <translation>正在查看图层</translation>
    </message>
    <message>
      <source>Lost</source>
      <translation>转出</translation>
    </message>
    <message>
      <source>Lost or required</source>
      <translation>占用或要求</translation>
    </message>
    <message>
      <source>Lost permanent basic farmland that is not cultivated (m²)</source>
      <translation>占用永久基本农田中现状不是耕地的面积（平方米）</translation>
    </message>
    <message>
      <source>Lost permanent basic farmland, net (m²)</source>
      <translation>占用永久基本农田净面积（平方米）</translation>
    </message>
    <message>
      <source>Low efficiency</source>
      <translation>低效</translation>
    </message>
    <message>
      <source>Low land not reached</source>
      <translation>低于水位而不连通</translation>
    </message>
    <message>
      <source>Low-efficiency land</source>
      <translation>低效用地</translation>
    </message>
    <message>
      <source>Lower bounds of the classes of depth in m, comma-separated (empty: those of the rules)</source>
      <translation>水深分级下限（m），以逗号分隔（留空：按规则）</translation>
    </message>
    <message>
      <source>Lowest</source>
      <translation>最低</translation>
    </message>
    <message>
      <source>Lowest score</source>
      <translation>最低分</translation>
    </message>
    <message>
      <source>Lowest seen</source>
      <translation>须见最低点高程</translation>
    </message>
    <message>
      <source>Main thread of the river</source>
      <translation>河道主流线（中泓线）</translation>
    </message>
    <message>
      <source>Make a register, write into it, take an event back, or verify it</source>
      <translation>新建、更新、撤销、核验登记册</translation>
    </message>
    <message>
      <source>Make polygons of boundary lines first (native:polygonize).</source>
      <translation>边界线请先转为面（native:polygonize）。</translation>
    </message>
    <message>
      <source>Management range of the canal (line or polygon)</source>
      <translation>大运河河道管理范围（线或面）</translation>
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
      <source>Map (SVG)</source>
      <translation>地图（SVG）</translation>
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
      <source>Map of stock land</source>
      <translation>存量建设用地图</translation>
    </message>
    <message>
      <source>Map sheet field</source>
      <translation>图幅号字段</translation>
    </message>
    <message>
      <source>Maps for reports</source>
      <translation>报告图件</translation>
    </message>
    <message>
      <source>Maps of all stages</source>
      <translation>各流量级成图</translation>
    </message>
    <message>
      <source>Maps of sites</source>
      <translation>文物保护区划图</translation>
    </message>
    <message>
      <source>Maps to hand in</source>
      <translation>成果图件</translation>
    </message>
    <message>
      <source>Mark as exceptions</source>
      <translation>标为例外</translation>
    </message>
    <message>
      <source>Matrix of zones</source>
      <translation>分区矩阵</translation>
    </message>
    <message>
      <source>May be idle where work has been suspended for {years} year and less than {developed} of the area is developed or less than {invested} of the investment is made.</source>
      <translation>中止开发满{years}年，已开发面积不足{developed}或已投资不足{invested}的，可以认定为闲置土地。</translation>
    </message>
    <message>
      <source>May be taken back without payment from {years} years on, land not started only.</source>
      <translation>未动工满{years}年的，可以无偿收回；仅适用于未动工的。</translation>
    </message>
    <message>
      <source>May these projects be built where they are drawn, by every control layer that was given? {projects} projects; each judged by the rules in force on its day, without one on {day}.</source>
      <translation>对照给出的全部管控图层，这些项目能否在所划范围建设？共 {projects} 个项目，各按其日期当时有效的规则判定，没有日期的按 {day}。</translation>
    </message>
    <message>
      <source>May this project be built where it is drawn? Verdict: {verdict}.</source>
      <translation>该项目能否在所划范围建设？结论：{verdict}。</translation>
    </message>
    <message>
      <source>Mean</source>
      <translation>平均</translation>
    </message>
    <message>
      <source>Mean depth</source>
      <translation>平均水深</translation>
    </message>
    <message>
      <source>Mean grade</source>
      <translation>平均等别</translation>
    </message>
    <message>
      <source>Mean grade given</source>
      <translation>复垦平均等别</translation>
    </message>
    <message>
      <source>Mean grade supplied</source>
      <translation>补充平均等别</translation>
    </message>
    <message>
      <source>Mean grade taken</source>
      <translation>占用平均等别</translation>
    </message>
    <message>
      <source>Mean width</source>
      <translation>平均宽度</translation>
    </message>
    <message>
      <source>Meaning</source>
      <translation>含义</translation>
    </message>
    <message>
      <source>Means by area net of field ridges; a lower grade is better. Equal quality is asked for beside equal quantity: it is reported here and does not change the verdict of the account.</source>
      <translation>平均等别按扣除田坎后的面积加权，数值越小越好。除数量相等外还要求质量相当：在此并列报告，不改变账户的平衡结论。</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>单位</translation>
    </message>
    <message>
      <source>Members</source>
      <translation>应划</translation>
    </message>
    <message>
      <source>Merge a field survey package</source>
      <translation>合并外业任务包</translation>
    </message>
    <message>
      <source>Merge registers of heritage sites</source>
      <translation>文物名录合并</translation>
    </message>
    <message>
      <source>Merged register of heritage sites</source>
      <translation>合并后的文物名录</translation>
    </message>
    <message>
      <source>Merged sites</source>
      <translation>合并的文物</translation>
    </message>
    <message>
      <source>Message</source>
      <translation>情况说明</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>方法</translation>
    </message>
    <message>
      <source>Missing</source>
      <translation>缺少</translation>
    </message>
    <message>
      <source>More in the layer: {count}.</source>
      <translation>其余 {count} 个见图层。</translation>
    </message>
    <message>
      <source>More than is left: {left} {unit}. Sell less, or another entry.</source>
      <translation>超过剩余：剩余 {left} {unit}。请减少数量，或改用其他指标。</translation>
    </message>
    <message>
      <source>Most land of the three years in m², separated by commas</source>
      <translation>三个年度的面积上限，平方米，用逗号分隔</translation>
    </message>
    <message>
      <source>Moved in</source>
      <translation>转入</translation>
    </message>
    <message>
      <source>Moved out</source>
      <translation>转出</translation>
    </message>
    <message>
      <source>Mu</source>
      <translation>亩</translation>
    </message>
    <message>
      <source>My own weights</source>
      <translation>自定权重</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>Name field of dikes</source>
      <translation>堤防名称字段</translation>
    </message>
    <message>
      <source>Name field of planned land</source>
      <translation>规划用地名称字段</translation>
    </message>
    <message>
      <source>Name field of production dikes</source>
      <translation>生产堤名称字段</translation>
    </message>
    <message>
      <source>Name field of receiving sites</source>
      <translation>候选地名称字段</translation>
    </message>
    <message>
      <source>Name field of settlements</source>
      <translation>村庄名称字段</translation>
    </message>
    <message>
      <source>Name field of the register</source>
      <translation>名录名称字段</translation>
    </message>
    <message>
      <source>Name field of training works</source>
      <translation>河道整治工程名称字段</translation>
    </message>
    <message>
      <source>Name of the first scenario (empty: its layer's)</source>
      <translation>第一方案的名称（不填用图层名）</translation>
    </message>
    <message>
      <source>Name of the package</source>
      <translation>任务包名称</translation>
    </message>
    <message>
      <source>Name of the second scenario (empty: its layer's)</source>
      <translation>第二方案的名称（不填用图层名）</translation>
    </message>
    <message>
      <source>Names of fields are unreadable, for example “{name}”: they were read in another encoding than the file's.</source>
      <translation>字段名是乱码，例如“{name}”：读取所用的编码与文件不符。</translation>
    </message>
    <message>
      <source>Narrow gaps</source>
      <translation>狭长缝隙处数</translation>
    </message>
    <message>
      <source>Narrow gaps and thin overlaps</source>
      <translation>狭长缝隙和狭长重叠</translation>
    </message>
    <message>
      <source>Nature of tenure field (QSXZ)</source>
      <translation>权属性质字段（QSXZ）</translation>
    </message>
    <message>
      <source>Nearest channel</source>
      <translation>最近主槽</translation>
    </message>
    <message>
      <source>Needed</source>
      <translation>需补充</translation>
    </message>
    <message>
      <source>Neither its name nor its fields tell a role.</source>
      <translation>从名称和字段都看不出该图层的用途。</translation>
    </message>
    <message>
      <source>Net</source>
      <translation>净额</translation>
    </message>
    <message>
      <source>Net = stable part of in − (out − exempt), net of field ridges; balanced where it is not below 0, or by no more than {tolerance} m², by which rounding of either side may differ. The net speaks of what can be compared; open where land of an unknown class or of one epoch only, or what came in without any rule to tell whether it is stable, can turn the verdict. The verdict is on quantity; quality stands in a table of its own.</source>
      <translation>净额 = 稳定的流入 −（流出 − 豁免），扣除田坎；不小于 0 为平衡，小于 0 但不超过 {tolerance} 平方米的是两边分别取整造成的，也为平衡。净额只反映两期可比的土地；地类不明或只有一期图斑的土地，或没有任何判定能够说明是否稳定的流入，足以改变结论的，为待定。平衡与否只看数量，质量另表列出。</translation>
    </message>
    <message>
      <source>Net area</source>
      <translation>净面积</translation>
    </message>
    <message>
      <source>Net farmland expected (m²)</source>
      <translation>预期耕地净面积（平方米）</translation>
    </message>
    <message>
      <source>Net: stable part of in less what is to be matched (m²)</source>
      <translation>净额：流入中的稳定耕地减须补足的流出（平方米）</translation>
    </message>
    <message>
      <source>Never overtopped</source>
      <translation>不漫溢</translation>
    </message>
    <message>
      <source>New ledger</source>
      <translation>新台账</translation>
    </message>
    <message>
      <source>New plots</source>
      <translation>建新地块</translation>
    </message>
    <message>
      <source>New plots (m²)</source>
      <translation>建新地块（平方米）</translation>
    </message>
    <message>
      <source>New plots are no larger than old plots.</source>
      <translation>建新面积不大于拆旧面积。</translation>
    </message>
    <message>
      <source>New plots to be built on</source>
      <translation>建新地块</translation>
    </message>
    <message>
      <source>New register</source>
      <translation>新登记册</translation>
    </message>
    <message>
      <source>New register of stock land</source>
      <translation>新建存量登记册</translation>
    </message>
    <message>
      <source>New write-off ledger</source>
      <translation>新建核销台账</translation>
    </message>
    <message>
      <source>Newly planned urban land, villages and towns</source>
      <translation>新规划的城镇、村镇用地</translation>
    </message>
    <message>
      <source>New…</source>
      <translation>新建…</translation>
    </message>
    <message>
      <source>Next step</source>
      <translation>下一步</translation>
    </message>
    <message>
      <source>No backup of layer “{layer}” could be made: {reason}. Nothing was applied.</source>
      <translation>图层“{layer}”无法备份：{reason}。未采用任何编辑。</translation>
    </message>
    <message>
      <source>No candidate: cultivated land without a grade</source>
      <translation>不能补划：没有等别的耕地</translation>
    </message>
    <message>
      <source>No candidate: in another province than the lost land</source>
      <translation>不能补划：不在占用地块所在省内</translation>
    </message>
    <message>
      <source>No candidate: less than {area} m² of a parcel</source>
      <translation>不能补划：图斑内不足 {area} 平方米的部分</translation>
    </message>
    <message>
      <source>No candidate: not cultivated</source>
      <translation>不能补划：不是耕地</translation>
    </message>
    <message>
      <source>No candidate: not stable cultivated land</source>
      <translation>不能补划：不是稳定耕地</translation>
    </message>
    <message>
      <source>No candidate: permanent basic farmland already</source>
      <translation>不能补划：已是永久基本农田</translation>
    </message>
    <message>
      <source>No candidate: the lost land itself</source>
      <translation>不能补划：位于占用范围内</translation>
    </message>
    <message>
      <source>No candidate: within {areas}</source>
      <translation>不能补划：位于{areas}内</translation>
    </message>
    <message>
      <source>No candidate: within {areas}; not checked: {missing}</source>
      <translation>不能补划：位于{areas}内；未检查：{missing}</translation>
    </message>
    <message>
      <source>No control line was given. Choose at least one of {parameters}.</source>
      <translation>没有给出控制线。请在{parameters}中至少选择一个图层。</translation>
    </message>
    <message>
      <source>No demand has the project ids {ids}. Check the list, or leave it empty for all projects.</source>
      <translation>占用需求中没有项目编号 {ids}。请核对，或留空以核销全部项目。</translation>
    </message>
    <message>
      <source>No feature passes the layer's filter: {filter}</source>
      <translation>没有要素符合图层的过滤条件：{filter}</translation>
    </message>
    <message>
      <source>No font on this computer holds Chinese characters in the forms of the mainland, so the text would print as empty boxes or in foreign forms. Install one, for example WenQuanYi Micro Hei (Debian and Ubuntu: package fonts-wqy-microhei) or Noto Sans CJK (package fonts-noto-cjk), start QGIS again and repeat the run.</source>
      <translation>本机没有大陆字形的中文字体，文字会印成空框或外国字形。请安装一种，例如文泉驿微米黑（Debian、Ubuntu 软件包 fonts-wqy-microhei）或 Noto Sans CJK（软件包 fonts-noto-cjk），重启 QGIS 后重新运行。</translation>
    </message>
    <message>
      <source>No half width was given: zones begin at the lines as drawn. Where these are the axes of dikes, enter half their width, so that zones begin at the toe.</source>
      <translation>没有给出半宽，各类范围从所画的线起划。所画的线为堤轴线的，请填写半宽，使范围从堤脚起划。</translation>
    </message>
    <message>
      <source>No layer of approvals, expropriations or supplies has a date of this parcel.</source>
      <translation>批准、征收、供地图层中没有该地块的日期。</translation>
    </message>
    <message>
      <source>No paper is due.</source>
      <translation>没有应发出的文书。</translation>
    </message>
    <message>
      <source>No plan is worth more: proven (1) or not (0)</source>
      <translation>是否证明为最优（1是，0否）</translation>
    </message>
    <message>
      <source>No plan within the limits is worth more: proven.</source>
      <translation>已证明在上限内没有价值更大的方案。</translation>
    </message>
    <message>
      <source>No problems found.</source>
      <translation>未发现问题。</translation>
    </message>
    <message>
      <source>No project passes.</source>
      <translation>没有通过的项目。</translation>
    </message>
    <message>
      <source>No theme: all layers given</source>
      <translation>不用专题：画出给定的全部图层</translation>
    </message>
    <message>
      <source>No version of rule {rule} is in force on {day}. Choose another day in “Rules in force on”, or take the dates out of your own rule rows.</source>
      <translation>规则 {rule} 在 {day} 没有有效版本。请在“规则日期”中另选日期，或去掉自有规则行中的日期。</translation>
    </message>
    <message>
      <source>No.</source>
      <translation>序号</translation>
    </message>
    <message>
      <source>None of the layers belongs on a map of the theme “{theme}”. Name them as the standard does (YJJBNTTB, STBHHX, CZKFBJ, DLTB, …), or choose no theme.</source>
      <translation>给定的图层都不属于专题“{theme}”。请按标准命名图层（YJJBNTTB、STBHHX、CZKFBJ、DLTB 等），或选择“不用专题”。</translation>
    </message>
    <message>
      <source>None.</source>
      <translation>无。</translation>
    </message>
    <message>
      <source>None: every polygon names its tier</source>
      <translation>无：每个面都写明层级</translation>
    </message>
    <message>
      <source>None: lines as the widths give them</source>
      <translation>不取整：按宽度划定</translation>
    </message>
    <message>
      <source>None: the layer of units</source>
      <translation>无：用单元图层</translation>
    </message>
    <message>
      <source>Not cultivated</source>
      <translation>非耕地</translation>
    </message>
    <message>
      <source>Not determined</source>
      <translation>未判定</translation>
    </message>
    <message>
      <source>Not idle</source>
      <translation>非闲置</translation>
    </message>
    <message>
      <source>Not in balance</source>
      <translation>不平衡</translation>
    </message>
    <message>
      <source>Not in danger: {outcome}.</source>
      <translation>不在危险范围：{outcome}。</translation>
    </message>
    <message>
      <source>Not judged</source>
      <translation>未判定</translation>
    </message>
    <message>
      <source>Not known whether stable</source>
      <translation>是否稳定未知</translation>
    </message>
    <message>
      <source>Not known: the widest standards</source>
      <translation>不明：按最宽的标准</translation>
    </message>
    <message>
      <source>Not on a map of this theme: {layers}</source>
      <translation>本专题图不含以下图层：{layers}</translation>
    </message>
    <message>
      <source>Not raised</source>
      <translation>未触发</translation>
    </message>
    <message>
      <source>Not rated</source>
      <translation>未评定</translation>
    </message>
    <message>
      <source>Not reviewed</source>
      <translation>未审查</translation>
    </message>
    <message>
      <source>Not reviewed for want of a layer, and not to be taken as passed: {roles}.</source>
      <translation>因缺少图层未审查、不得视为通过：{roles}。</translation>
    </message>
    <message>
      <source>Not reviewed: {roles}.</source>
      <translation>未审查：{roles}。</translation>
    </message>
    <message>
      <source>Not stable</source>
      <translation>不稳定</translation>
    </message>
    <message>
      <source>Not supplied: disposed of</source>
      <translation>处置批而未供</translation>
    </message>
    <message>
      <source>Not written off, because they do not pass: {projects}</source>
      <translation>未通过、不核销的项目：{projects}</translation>
    </message>
    <message>
      <source>Not zoned (m²)</source>
      <translation>未分区（平方米）</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>Nothing tells how high the buildings of “{layer}” are. Choose “{height}” or “{storeys}”, or give “{dsm}” and “{dem}”.</source>
      <translation>无从得知“{layer}”的建筑高度，请选择“{height}”或“{storeys}”，或给出“{dsm}”和“{dem}”。</translation>
    </message>
    <message>
      <source>Nothing was chosen: the replacement here is a proposal, not a decision. Candidates were taken by rank until there was enough, from farther away only where nearer land gives no set that does. While the mean grade or slope was worse than what was lost, the worst of them gave way to the next that are no worse; where these ran out, other exchanges and better land beside it were tried. Land of unknown slope gives way where slopes are judged. What was not needed in the end was left out. Whole parcels are proposed: {surplus} m² are more than was lost and may be cut off.</source>
      <translation>没有给出所选补划地块，这里是建议方案，不是决定：按排序选取直到数量足够，近处的耕地没有满足要求的组合时才取远处的；平均等别或坡度差于占用耕地时，以后面不差于占用耕地的地块替换其中最差的地块，不够时再试其他替换和加入更好的耕地；判定坡度时，坡度级别未知的耕地让位；最后去掉不需要的。建议按整图斑给出，超出占用 {surplus} 平方米，可以裁去。</translation>
    </message>
    <message>
      <source>Nothing was imported: {count} faults. Correct them all and import the file again.</source>
      <translation>一行也没有导入：共 {count} 处错误。请全部改正后重新导入。</translation>
    </message>
    <message>
      <source>Notice of investigation of idle land</source>
      <translation>闲置土地调查通知书</translation>
    </message>
    <message>
      <source>Notice on the map</source>
      <translation>图上说明</translation>
    </message>
    <message>
      <source>Number of changed parts</source>
      <translation>变化部分个数</translation>
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
      <source>Number of subjects</source>
      <translation>主体数</translation>
    </message>
    <message>
      <source>Number of the event to reverse</source>
      <translation>要冲销的事件号</translation>
    </message>
    <message>
      <source>Number of the event to undo</source>
      <translation>要撤销的事件号</translation>
    </message>
    <message>
      <source>Number of this event</source>
      <translation>本事件号</translation>
    </message>
    <message>
      <source>Number of units</source>
      <translation>单元数</translation>
    </message>
    <message>
      <source>OK</source>
      <translation>确定</translation>
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
      <source>Of all land</source>
      <translation>全部土地</translation>
    </message>
    <message>
      <source>Of each row the state as it left, as it came back and as it stands in the layer are compared, field by field: what one side alone changed stands, what both changed differently is a conflict for a person to decide.</source>
      <translation>逐字段比较每行带出时、交回时和图层现有的三种状态：只有一方改动的予以保留，双方改得不同的为冲突，由人决定。</translation>
    </message>
    <message>
      <source>Of land approved</source>
      <translation>批准土地</translation>
    </message>
    <message>
      <source>Of these provisional</source>
      <translation>其中暂定</translation>
    </message>
    <message>
      <source>Old and new plots</source>
      <translation>拆旧与建新地块</translation>
    </message>
    <message>
      <source>Old and new plots by project area</source>
      <translation>各项目区拆旧与建新</translation>
    </message>
    <message>
      <source>Old plots</source>
      <translation>拆旧地块</translation>
    </message>
    <message>
      <source>Old plots (m²)</source>
      <translation>拆旧地块（平方米）</translation>
    </message>
    <message>
      <source>Old plots for new</source>
      <translation>增减挂钩平衡</translation>
    </message>
    <message>
      <source>Old plots give no less cultivated land than new plots take.</source>
      <translation>拆旧复垦的耕地不少于建新占用的耕地。</translation>
    </message>
    <message>
      <source>Old plots to be restored</source>
      <translation>拆旧地块</translation>
    </message>
    <message>
      <source>One PDF file for each page</source>
      <translation>每页一个 PDF 文件</translation>
    </message>
    <message>
      <source>One of the values is enough, the others and the benchmarks as they are; blank: it alone is not enough.</source>
      <translation>其他指标和基准不变，达到其中一项即可；空：仅靠该项达不到。</translation>
    </message>
    <message>
      <source>One rule alone</source>
      <translation>只检查一条规则</translation>
    </message>
    <message>
      <source>One zip file</source>
      <translation>一个 zip 文件</translation>
    </message>
    <message>
      <source>Only a part of layer “{layer}” is chosen or shown. Take off its filter, and “selected features only”: rows that are left out would look deleted.</source>
      <translation>图层“{layer}”只选用或显示了一部分。请去掉过滤条件和“仅选中要素”：漏掉的行会被当作已删除。</translation>
    </message>
    <message>
      <source>Only a trade has this. Write trade_in (调入) as the kind, or clear the cell.</source>
      <translation>只有交易才有此项。请把类别改为 调入（trade_in），或清空本格。</translation>
    </message>
    <message>
      <source>Only rows with something reached.</source>
      <translation>只列有受淹对象的行。</translation>
    </message>
    <message>
      <source>Only the first {count} rows are listed of: {tables}. All stand in the layers.</source>
      <translation>下列表格只列出前 {count} 行：{tables}。全部内容见图层。</translation>
    </message>
    <message>
      <source>Only the parcels that are selected are cut.</source>
      <translation>只分割所选的图斑。</translation>
    </message>
    <message>
      <source>Only {done} of {pages} pages of {path} could be drawn.</source>
      <translation>{path} 共 {pages} 页，只画出 {done} 页。</translation>
    </message>
    <message>
      <source>Only {read} of the {count} features of layer “{layer}” can be read: its file is damaged ({reason}). Take a sound copy of the file, or save what can be read as a new one and complete it.</source>
      <translation>图层“{layer}”的 {count} 个要素中只能读出 {read} 个：文件已损坏（{reason}）。请换用完好的文件副本，或把能读出的部分另存为新文件后补全。</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>未处理</translation>
    </message>
    <message>
      <source>Open map layout</source>
      <translation>打开地图布局</translation>
    </message>
    <message>
      <source>Open map layout…</source>
      <translation>打开地图布局…</translation>
    </message>
    <message>
      <source>Opening</source>
      <translation>期初</translation>
    </message>
    <message>
      <source>Opening + entered + moved in − moved out + corrected − disposed of = closing. The share is what was disposed of by the opening; which disposals count for the target is decided by “Disposal rate of stock land”.</source>
      <translation>期初＋进入＋转入−转出＋更正−处置＝期末。占比为处置÷期初；哪些处置计入目标，由“存量建设用地处置率”判定。</translation>
    </message>
    <message>
      <source>Operator</source>
      <translation>经办人</translation>
    </message>
    <message>
      <source>Operator (empty: the user of this computer)</source>
      <translation>经办人（空：本机用户）</translation>
    </message>
    <message>
      <source>Or: level fields with the flow in their names, one for each stage</source>
      <translation>或者：每级一个水位字段，字段名含流量</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>范围</translation>
    </message>
    <message>
      <source>Organisation in the signature block</source>
      <translation>图签单位</translation>
    </message>
    <message>
      <source>Organisation: {name}</source>
      <translation>单位：{name}</translation>
    </message>
    <message>
      <source>Other agricultural land</source>
      <translation>其他农用地</translation>
    </message>
    <message>
      <source>Other dikes</source>
      <translation>其他堤防</translation>
    </message>
    <message>
      <source>Other grassland (0404) counts as</source>
      <translation>其他草地（0404）计入</translation>
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
      <source>Out</source>
      <translation>流出</translation>
    </message>
    <message>
      <source>Out (m²)</source>
      <translation>流出（平方米）</translation>
    </message>
    <message>
      <source>Out less exempt</source>
      <translation>流出减豁免</translation>
    </message>
    <message>
      <source>Outcome</source>
      <translation>处置</translation>
    </message>
    <message>
      <source>Output “{output}” ({path}): the {format} file does not hold {missing} of {rows} rows, so nothing was written. Choose GeoPackage (.gpkg).</source>
      <translation>输出“{output}”（{path}）：{format} 文件中缺少 {rows} 条记录中的 {missing} 条，因此全部结果均未写出。请改用 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
      <source>Output “{output}” ({path}): {format} files do not hold everything; {losses}. Choose GeoPackage (.gpkg) to keep it all.</source>
      <translation>输出“{output}”（{path}）：{format} 格式不能保存全部内容：{losses}。如需完整保存，请改用 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
      <source>Output “{output}” ({path}): {format} files hold no rows without a shape, and this output has such rows; they would be missing. Choose GeoPackage (.gpkg).</source>
      <translation>输出“{output}”（{path}）：{format} 格式不能保存没有图形的记录，而该输出含有此类记录，会丢失。请改用 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
      <source>Output “{output}” could not be written to {path}: {format} files do not take its fields, shapes or values, or the disk is full. Choose GeoPackage (.gpkg).</source>
      <translation>输出“{output}”无法写入 {path}：{format} 格式不能保存其字段、图形或取值，或磁盘已满。请改用 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
      <source>Output “{output}” could not be written: {reason}.</source>
      <translation>输出“{output}”无法写出：{reason}。</translation>
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
      <source>Output “{output}” would replace {path}, and layer “{layer}” of that file has edits that are not saved: they would be lost. Save or discard the edits, or choose another file.</source>
      <translation>输出“{output}”会替换 {path}，而其中的图层“{layer}”有未保存的编辑，这些编辑会丢失。请先保存或放弃编辑，或另选文件。</translation>
    </message>
    <message>
      <source>Output “{output}”: {name} is no name for this kind of file. Choose one that ends in {endings}.</source>
      <translation>输出“{output}”：文件名 {name} 与该输出的文件类型不符。请使用以 {endings} 结尾的文件名。</translation>
    </message>
    <message>
      <source>Output “{output}”: {path} cannot be written, for {file} is a file and no folder. Choose another folder.</source>
      <translation>输出“{output}”：无法写出 {path}，因为 {file} 是文件而不是文件夹。请另选文件夹。</translation>
    </message>
    <message>
      <source>Output “{output}”: {path} cannot be written. Choose a folder you may write to.</source>
      <translation>输出“{output}”：无法写出 {path}。请选择有写入权限的文件夹。</translation>
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
      <source>Outside</source>
      <translation>范围外</translation>
    </message>
    <message>
      <source>Outside survey</source>
      <translation>调查范围外</translation>
    </message>
    <message>
      <source>Outside the floodplain</source>
      <translation>滩区之外</translation>
    </message>
    <message>
      <source>Outside the floodplain (m²)</source>
      <translation>滩区之外（平方米）</translation>
    </message>
    <message>
      <source>Outside the survey</source>
      <translation>调查范围以外</translation>
    </message>
    <message>
      <source>Overlap of lines that exclude each other, each place once (m²)</source>
      <translation>互斥控制线的重叠，每处只计一次（平方米）</translation>
    </message>
    <message>
      <source>Overlap of polygons of one line (m²)</source>
      <translation>同一控制线内图斑重叠（平方米）</translation>
    </message>
    <message>
      <source>Overlaps</source>
      <translation>重叠处数</translation>
    </message>
    <message>
      <source>Overlaps (m²)</source>
      <translation>重叠（平方米）</translation>
    </message>
    <message>
      <source>Overlaps by pair</source>
      <translation>按线对汇总</translation>
    </message>
    <message>
      <source>Overlaps by pair (m²)</source>
      <translation>按线对汇总的重叠（平方米）</translation>
    </message>
    <message>
      <source>Overlaps of every pair of lines (m²)</source>
      <translation>各线对重叠面积（平方米）</translation>
    </message>
    <message>
      <source>Overlaps of lines</source>
      <translation>控制线重叠</translation>
    </message>
    <message>
      <source>Overlaps that are conflicts</source>
      <translation>冲突处数</translation>
    </message>
    <message>
      <source>Overlaps, holes and gaps by unit</source>
      <translation>按行政区汇总的重叠、天窗和缝隙</translation>
    </message>
    <message>
      <source>Overlaps, residual and rounding</source>
      <translation>重叠、残差与取整</translation>
    </message>
    <message>
      <source>Overtopped where the level is above the crest</source>
      <translation>水位高于堤顶处漫溢</translation>
    </message>
    <message>
      <source>Own grain capacity by county and grade (CSV, XLSX or JSON)</source>
      <translation>自定义粮食产能表：县区、等别、千克/公顷（CSV、XLSX 或 JSON）</translation>
    </message>
    <message>
      <source>Own rule rows that replace ours (JSON)</source>
      <translation>自定义规则文件（JSON，替换同编号规则）</translation>
    </message>
    <message>
      <source>Owner</source>
      <translation>权属单位</translation>
    </message>
    <message>
      <source>Owner code field (QSDWDM)</source>
      <translation>权属单位代码字段（QSDWDM）</translation>
    </message>
    <message>
      <source>Owner name field (QSDWMC)</source>
      <translation>权属单位名称字段（QSDWMC）</translation>
    </message>
    <message>
      <source>PDF files (*.pdf)</source>
      <translation>PDF 文件 (*.pdf)</translation>
    </message>
    <message>
      <source>PDF files (*.pdf);;HTML files (*.html)</source>
      <translation>PDF 文件 (*.pdf);;HTML 文件 (*.html)</translation>
    </message>
    <message>
      <source>PNG files (*.png)</source>
      <translation>PNG 文件 (*.png)</translation>
    </message>
    <message>
      <source>PROVISIONAL lines: {count}, drawn by widths that no document sets, or round mere points. They are a proposal, not lines that the authorities have published.</source>
      <translation>有 {count} 条线是暂定线：所依宽度没有文件规定，或只有点位。这些线是建议，不是主管部门公布的界线。</translation>
    </message>
    <message>
      <source>Package as it left, where the office kept it</source>
      <translation>办公室保存的带出任务包</translation>
    </message>
    <message>
      <source>Package that came back (zip, or manifest.json of the folder)</source>
      <translation>交回的任务包（zip，或文件夹中的 manifest.json）</translation>
    </message>
    <message>
      <source>Packed as</source>
      <translation>打包方式</translation>
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
      <source>Paddy area</source>
      <translation>水田面积</translation>
    </message>
    <message>
      <source>Paddy demanded</source>
      <translation>占用水田</translation>
    </message>
    <message>
      <source>Paddy in reserve</source>
      <translation>储备水田</translation>
    </message>
    <message>
      <source>Paddy left</source>
      <translation>剩余水田</translation>
    </message>
    <message>
      <source>Paddy short</source>
      <translation>水田缺口</translation>
    </message>
    <message>
      <source>Paddy short (m²)</source>
      <translation>水田缺口（平方米）</translation>
    </message>
    <message>
      <source>Paddy: only where it can be irrigated</source>
      <translation>水田：仅限有灌溉条件的</translation>
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
      <source>Pairs that wait for a decision</source>
      <translation>等待判定的条目对</translation>
    </message>
    <message>
      <source>Pairwise comparison (AHP)</source>
      <translation>两两比较（层次分析法）</translation>
    </message>
    <message>
      <source>Pairwise comparisons in place of weights (JSON: zone, criteria and matrix)</source>
      <translation>代替权重的判断矩阵（JSON：分区、指标和矩阵）</translation>
    </message>
    <message>
      <source>Panels</source>
      <translation>面板</translation>
    </message>
    <message>
      <source>Paper</source>
      <translation>文书</translation>
    </message>
    <message>
      <source>Papers on idle land</source>
      <translation>闲置土地文书</translation>
    </message>
    <message>
      <source>Papers to be sent</source>
      <translation>应发出的文书</translation>
    </message>
    <message>
      <source>Parameters</source>
      <translation>参数</translation>
    </message>
    <message>
      <source>Parcel</source>
      <translation>图斑</translation>
    </message>
    <message>
      <source>Parcel id field</source>
      <translation>地块编号字段</translation>
    </message>
    <message>
      <source>Parcel name field</source>
      <translation>地块名称字段</translation>
    </message>
    <message>
      <source>Parcel number</source>
      <translation>地块编号</translation>
    </message>
    <message>
      <source>Parcel number field</source>
      <translation>地块编号字段</translation>
    </message>
    <message>
      <source>Parcel {parcel} is not a valid polygon; repair it with “Fix geometries” first.</source>
      <translation>图斑 {parcel} 几何无效，请先用“修复几何图形”修复。</translation>
    </message>
    <message>
      <source>Parcels</source>
      <translation>地块</translation>
    </message>
    <message>
      <source>Parcels (number)</source>
      <translation>地块数</translation>
    </message>
    <message>
      <source>Parcels by class and way of disposal</source>
      <translation>分类分处置方式宗数</translation>
    </message>
    <message>
      <source>Parcels generated</source>
      <translation>生成的图斑数</translation>
    </message>
    <message>
      <source>Parcels gone without a paper</source>
      <translation>去向不明的地块</translation>
    </message>
    <message>
      <source>Parcels in stock</source>
      <translation>存量地块</translation>
    </message>
    <message>
      <source>Parcels of a coordinate file</source>
      <translation>界址点坐标文件的地块</translation>
    </message>
    <message>
      <source>Parcels of layer “{layer}” cannot be edited: {reason}.</source>
      <translation>图层“{layer}”的图斑不能编辑：{reason}。</translation>
    </message>
    <message>
      <source>Parcels of stock land</source>
      <translation>存量建设用地清单</translation>
    </message>
    <message>
      <source>Parcels replayed: {done}. Others by now than before the edits, and left as they are: {count} ({parcels}). The journal is kept in {path}.</source>
      <translation>已重放 {done} 个图斑；{count} 个图斑与编辑前已不一致，保持原样：{parcels}。日志保留在 {path}。</translation>
    </message>
    <message>
      <source>Parcels replayed: {done}; not saved yet.</source>
      <translation>已重放 {done} 个图斑，尚未保存。</translation>
    </message>
    <message>
      <source>Parcels to be supplied or reserved</source>
      <translation>拟供应或者拟储备地块</translation>
    </message>
    <message>
      <source>Parcels whose allowed height is wanted</source>
      <translation>需要允许高度的地块</translation>
    </message>
    <message>
      <source>Parcels whose class changes: {count}; names, deduction and areas follow.</source>
      <translation>{count} 个图斑的地类；名称、扣除和面积随之更新。</translation>
    </message>
    <message>
      <source>Parcels with flags</source>
      <translation>低效地块</translation>
    </message>
    <message>
      <source>Parks</source>
      <translation>开发区</translation>
    </message>
    <message>
      <source>Parts narrower than {limit} m on average are slivers.</source>
      <translation>平均宽度不足 {limit} 米的为细长碎片。</translation>
    </message>
    <message>
      <source>Parts of permanent farmland with their problems</source>
      <translation>永久基本农田核实地块</translation>
    </message>
    <message>
      <source>Parts of projects that rules speak of</source>
      <translation>项目压占部分</translation>
    </message>
    <message>
      <source>Passes</source>
      <translation>通过</translation>
    </message>
    <message>
      <source>People</source>
      <translation>人口</translation>
    </message>
    <message>
      <source>People by share</source>
      <translation>按比例折算人口</translation>
    </message>
    <message>
      <source>People who move out</source>
      <translation>外迁人口</translation>
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
      <source>Permanent basic farmland as drawn before (to tell what is new)</source>
      <translation>此前划定的永久基本农田（用于判断新划定）</translation>
    </message>
    <message>
      <source>Permanent basic farmland by problem (m²)</source>
      <translation>永久基本农田问题面积（平方米）</translation>
    </message>
    <message>
      <source>Permanent basic farmland by unit (mu)</source>
      <translation>分行政区永久基本农田（亩）</translation>
    </message>
    <message>
      <source>Permanent basic farmland in parts</source>
      <translation>永久基本农田地块合计</translation>
    </message>
    <message>
      <source>Permanent basic farmland lost</source>
      <translation>减少的永久基本农田耕地</translation>
    </message>
    <message>
      <source>Permanent basic farmland lost (m²)</source>
      <translation>减少的永久基本农田耕地（平方米）</translation>
    </message>
    <message>
      <source>Permanent basic farmland that is lost</source>
      <translation>拟占用（调出）的永久基本农田范围</translation>
    </message>
    <message>
      <source>Permanent basic farmland that is not cultivated (m²)</source>
      <translation>永久基本农田中的非耕地（平方米）</translation>
    </message>
    <message>
      <source>Permanent basic farmland with problems, each place once (m²)</source>
      <translation>有问题的永久基本农田，每处只计一次（平方米）</translation>
    </message>
    <message>
      <source>Permanent basic farmland without a problem (m²)</source>
      <translation>未发现问题的永久基本农田（平方米）</translation>
    </message>
    <message>
      <source>Permanent basic farmland, grain capacity and grade by project</source>
      <translation>各项目占用永久基本农田、粮食产能与等别</translation>
    </message>
    <message>
      <source>Permanent farmland</source>
      <translation>永久基本农田</translation>
    </message>
    <message>
      <source>Permanent farmland id field (empty: YJJBNTTBBH, else BSM)</source>
      <translation>永久基本农田图斑编号字段（空：YJJBNTTBBH，其次 BSM）</translation>
    </message>
    <message>
      <source>Permanent farmland in large sites</source>
      <translation>大遗址内永久基本农田</translation>
    </message>
    <message>
      <source>Permanent farmland that exits</source>
      <translation>退出的永久基本农田</translation>
    </message>
    <message>
      <source>Permanent farmland that exits (m²)</source>
      <translation>退出的永久基本农田（平方米）</translation>
    </message>
    <message>
      <source>Permanent farmland that exits, by step (m²)</source>
      <translation>永久基本农田分步退出（平方米）</translation>
    </message>
    <message>
      <source>Permanent farmland to be adjusted (m²)</source>
      <translation>需调整的永久基本农田（平方米）</translation>
    </message>
    <message>
      <source>Permanent farmland: replacement</source>
      <translation>永久基本农田补划</translation>
    </message>
    <message>
      <source>Permanent farmland: verification</source>
      <translation>永久基本农田核查</translation>
    </message>
    <message>
      <source>Photo evidence</source>
      <translation>举证</translation>
    </message>
    <message>
      <source>Photos taken over</source>
      <translation>取出的照片</translation>
    </message>
    <message>
      <source>Pieces</source>
      <translation>块数</translation>
    </message>
    <message>
      <source>Pieces of projects on land</source>
      <translation>占用图斑明细</translation>
    </message>
    <message>
      <source>Pieces of subjects in tiers</source>
      <translation>对象在保护线内的部分</translation>
    </message>
    <message>
      <source>Places</source>
      <translation>水位处数</translation>
    </message>
    <message>
      <source>Plane area</source>
      <translation>平面面积</translation>
    </message>
    <message>
      <source>Planes of view corridors</source>
      <translation>视线通廊控制面</translation>
    </message>
    <message>
      <source>Planned (m²)</source>
      <translation>列入计划（平方米）</translation>
    </message>
    <message>
      <source>Planned land use</source>
      <translation>规划用地用海</translation>
    </message>
    <message>
      <source>Planned parcels</source>
      <translation>列入计划地块数</translation>
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
      <source>Plot</source>
      <translation>地块</translation>
    </message>
    <message>
      <source>Plugin version</source>
      <translation>插件版本</translation>
    </message>
    <message>
      <source>Point</source>
      <translation>点号</translation>
    </message>
    <message>
      <source>Points</source>
      <translation>点数</translation>
    </message>
    <message>
      <source>Points of evidence</source>
      <translation>举证点</translation>
    </message>
    <message>
      <source>Polygons</source>
      <translation>图斑数</translation>
    </message>
    <message>
      <source>Polygons as drawn, repaired</source>
      <translation>图斑面积（已修复）</translation>
    </message>
    <message>
      <source>Population field</source>
      <translation>人口字段</translation>
    </message>
    <message>
      <source>Price (yuan)</source>
      <translation>价款（元）</translation>
    </message>
    <message>
      <source>Print the lines, the purple lines with their boundary points, and a page for each site into the folder of the run</source>
      <translation>将保护线图、带界址点的紫线图和每处文物一页的区划图输出到运行结果文件夹</translation>
    </message>
    <message>
      <source>Problem</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>Problems by unit</source>
      <translation>分行政区问题汇总</translation>
    </message>
    <message>
      <source>Problems by unit (m²)</source>
      <translation>分行政区问题面积（平方米）</translation>
    </message>
    <message>
      <source>Problems may lie on one place, so the rows have no sum; all permanent basic farmland is {area} m².</source>
      <translation>同一处可有多个问题，各行不相加；永久基本农田总面积 {area} 平方米。</translation>
    </message>
    <message>
      <source>Producer of the data</source>
      <translation>数据产生单位</translation>
    </message>
    <message>
      <source>Production dikes</source>
      <translation>生产堤</translation>
    </message>
    <message>
      <source>Production dikes to be removed</source>
      <translation>需拆除的生产堤</translation>
    </message>
    <message>
      <source>Production dikes to be removed (m)</source>
      <translation>需拆除的生产堤（米）</translation>
    </message>
    <message>
      <source>Profile of view corridor {name}</source>
      <translation>视线剖面：{name}</translation>
    </message>
    <message>
      <source>Project</source>
      <translation>项目</translation>
    </message>
    <message>
      <source>Project area</source>
      <translation>项目区</translation>
    </message>
    <message>
      <source>Project area field of new plots</source>
      <translation>建新地块的项目区字段</translation>
    </message>
    <message>
      <source>Project area field of old plots</source>
      <translation>拆旧地块的项目区字段</translation>
    </message>
    <message>
      <source>Project area inside permanent basic farmland, also outside the survey</source>
      <translation>永久基本农田范围内项目面积（含调查范围外）</translation>
    </message>
    <message>
      <source>Project areas</source>
      <translation>项目区数</translation>
    </message>
    <message>
      <source>Project class</source>
      <translation>项目类别</translation>
    </message>
    <message>
      <source>Project class field</source>
      <translation>项目类别字段</translation>
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
      <source>Project id</source>
      <translation>项目编号</translation>
    </message>
    <message>
      <source>Project id field</source>
      <translation>项目编号字段</translation>
    </message>
    <message>
      <source>Project ids, separated by commas (empty: all)</source>
      <translation>项目编号，用逗号分隔（留空：全部）</translation>
    </message>
    <message>
      <source>Project name</source>
      <translation>项目名称</translation>
    </message>
    <message>
      <source>Project name field</source>
      <translation>项目名称字段</translation>
    </message>
    <message>
      <source>Project {project}: written off by event {number}, hash {hash}</source>
      <translation>项目 {project}：由事件 {number} 核销，哈希值 {hash}</translation>
    </message>
    <message>
      <source>Projects</source>
      <translation>项目</translation>
    </message>
    <message>
      <source>Projects and verdicts</source>
      <translation>项目及结论</translation>
    </message>
    <message>
      <source>Projects as drawn</source>
      <translation>项目图形面积</translation>
    </message>
    <message>
      <source>Projects in the order of judgement</source>
      <translation>各项目判定（按判定先后）</translation>
    </message>
    <message>
      <source>Projects inside</source>
      <translation>涉及项目数</translation>
    </message>
    <message>
      <source>Projects on the survey's land classes and permanent basic farmland</source>
      <translation>项目范围与地类、永久基本农田</translation>
    </message>
    <message>
      <source>Projects refused</source>
      <translation>未通过项目数</translation>
    </message>
    <message>
      <source>Projects reviewed against every line</source>
      <translation>项目合规审查</translation>
    </message>
    <message>
      <source>Projects that fail</source>
      <translation>不通过的项目数</translation>
    </message>
    <message>
      <source>Projects that pass</source>
      <translation>通过的项目数</translation>
    </message>
    <message>
      <source>Projects that pass with conditions</source>
      <translation>有条件通过的项目数</translation>
    </message>
    <message>
      <source>Projects with their verdicts</source>
      <translation>项目审查结论</translation>
    </message>
    <message>
      <source>Projects without a shape, not reviewed</source>
      <translation>没有图形、未审查的项目数</translation>
    </message>
    <message>
      <source>Projects written off</source>
      <translation>已核销项目数</translation>
    </message>
    <message>
      <source>Projects written off before</source>
      <translation>此前已核销项目数</translation>
    </message>
    <message>
      <source>Proof against changes</source>
      <translation>防改凭据</translation>
    </message>
    <message>
      <source>Proposed land</source>
      <translation>建议补划地块</translation>
    </message>
    <message>
      <source>Protection area</source>
      <translation>保护范围</translation>
    </message>
    <message>
      <source>Protection areas, summed over sites (m²)</source>
      <translation>保护范围，各处之和（平方米）</translation>
    </message>
    <message>
      <source>Protection land (m²)</source>
      <translation>护堤地（平方米）</translation>
    </message>
    <message>
      <source>Protection land of training works (m²)</source>
      <translation>护坝地（平方米）</translation>
    </message>
    <message>
      <source>Provisional lines of sites</source>
      <translation>暂定线</translation>
    </message>
    <message>
      <source>Purchase slip of replenished farmland</source>
      <translation>补充耕地指标调入单</translation>
    </message>
    <message>
      <source>Purple and historic lines (m²)</source>
      <translation>城市紫线和历史文化保护线（平方米）</translation>
    </message>
    <message>
      <source>Purple line (m²)</source>
      <translation>城市紫线（平方米）</translation>
    </message>
    <message>
      <source>Purple line map</source>
      <translation>城市紫线界线图</translation>
    </message>
    <message>
      <source>Purple lines</source>
      <translation>城市紫线</translation>
    </message>
    <message>
      <source>Put the file back or repair the data source of the layer; until then no tool uses it.</source>
      <translation>请恢复文件或修复图层的数据源；在此之前工具不会使用它。</translation>
    </message>
    <message>
      <source>QGIS project</source>
      <translation>QGIS 工程</translation>
    </message>
    <message>
      <source>QGIS styles (*.qml)</source>
      <translation>QGIS 样式 (*.qml)</translation>
    </message>
    <message>
      <source>QGIS version</source>
      <translation>QGIS 版本</translation>
    </message>
    <message>
      <source>Qin River</source>
      <translation>沁河</translation>
    </message>
    <message>
      <source>Quality grades 1–10 (GB/T 33469)</source>
      <translation>质量等级 1–10（GB/T 33469）</translation>
    </message>
    <message>
      <source>Quality of in</source>
      <translation>流入的质量</translation>
    </message>
    <message>
      <source>Quality: grade and grain capacity by unit</source>
      <translation>质量：各行政区的等别与粮食产能</translation>
    </message>
    <message>
      <source>Quality: mean grade not worse</source>
      <translation>质量：平均等别不降低</translation>
    </message>
    <message>
      <source>Quality: mean slope class not worse</source>
      <translation>质量：平均坡度级别不变差</translation>
    </message>
    <message>
      <source>Quantity</source>
      <translation>补充耕地数量</translation>
    </message>
    <message>
      <source>Quantity demanded</source>
      <translation>占用数量</translation>
    </message>
    <message>
      <source>Quantity in reserve</source>
      <translation>储备数量</translation>
    </message>
    <message>
      <source>Quantity left</source>
      <translation>剩余数量</translation>
    </message>
    <message>
      <source>Quantity short</source>
      <translation>数量缺口</translation>
    </message>
    <message>
      <source>Quantity short (m²)</source>
      <translation>补充耕地数量缺口（平方米）</translation>
    </message>
    <message>
      <source>Quantity, quality and layout are kept by what was examined (1) or not (0), NULL where nothing is lost</source>
      <translation>数量、质量、布局按已检查的内容是否满足（1 是，0 否；没有占用时为空）</translation>
    </message>
    <message>
      <source>Quantity: net area not less</source>
      <translation>数量：净面积不减少</translation>
    </message>
    <message>
      <source>Question</source>
      <translation>问题与任务</translation>
    </message>
    <message>
      <source>Quota earned</source>
      <translation>可得指标</translation>
    </message>
    <message>
      <source>Quota earned (m²)</source>
      <translation>可得计划指标（平方米）</translation>
    </message>
    <message>
      <source>Quota earned, {year}</source>
      <translation>{year}年可得计划指标</translation>
    </message>
    <message>
      <source>REVERSED by event {number}: this slip is no longer valid</source>
      <translation>已冲销（由第 {number} 号事件冲销，本单作废）</translation>
    </message>
    <message>
      <source>Raised</source>
      <translation>触发</translation>
    </message>
    <message>
      <source>Rank</source>
      <translation>排名</translation>
    </message>
    <message>
      <source>Ranked by share among units of one level and year that have a target; ties by code. The gap is the difference of what is printed, with more decimals where two would show none.</source>
      <translation>同一级别、同一年份中有目标的单元按完成比例排名，相同的按代码。差额为所列数值之差，两位小数显示不出差额时增加小数位。</translation>
    </message>
    <message>
      <source>Raster “{layer}” cannot be read: {reason}. Take a sound copy of the file, or choose another raster.</source>
      <translation>栅格“{layer}”无法读取：{reason}。请改用完好的文件副本，或另选栅格。</translation>
    </message>
    <message>
      <source>Raster “{layer}” does not lie on the cells of “{other}”: {difference}. Bring it onto them first (gdal:warpreproject with the extent, cell size and coordinate system of “{other}”).</source>
      <translation>栅格“{layer}”与“{other}”的像元不重合：{difference}。请先把它重采样到后者的像元上（gdal:warpreproject，取“{other}”的范围、像元大小和坐标系）。</translation>
    </message>
    <message>
      <source>Raster “{layer}” has no band for the stage {stage}; its bands are: {bands}. Choose the raster that kf:flooddepth made, or describe its bands by their flows.</source>
      <translation>栅格“{layer}”没有流量级 {stage} 的波段；现有波段：{bands}。请选择 kf:flooddepth 生成的栅格，或把波段说明改为流量。</translation>
    </message>
    <message>
      <source>Raster “{layer}” has no band {band}; it has {count}. Choose the band in “{parameter}”.</source>
      <translation>栅格“{layer}”没有第 {band} 波段，共有 {count} 个波段。请在“{parameter}”中选择波段。</translation>
    </message>
    <message>
      <source>Raster “{layer}” has no place on the ground: its file holds no coordinates, or control points alone. Georeference it first (Raster › Georeferencer, or gdal:warpreproject).</source>
      <translation>栅格“{layer}”没有地面位置：文件中没有坐标，或只有控制点。请先配准（栅格 › 地理配准，或 gdal:warpreproject）。</translation>
    </message>
    <message>
      <source>Raster “{layer}” holds complex numbers. Choose a raster of real values.</source>
      <translation>栅格“{layer}”存的是复数。请选实数栅格。</translation>
    </message>
    <message>
      <source>Raster “{layer}” is kept in pieces of {width} × {height} cells, each of which would have to be read whole. Save it in tiles (gdal:translate with the option TILED=YES).</source>
      <translation>栅格“{layer}”按 {width} × {height} 像元的大块存储，每块都须整块读取。请另存为分块文件（gdal:translate，选项 TILED=YES）。</translation>
    </message>
    <message>
      <source>Raster “{layer}” is no file: it comes from “{provider}”. Save it as a GeoTIFF file first (Export › Save As…, raw data) and choose that.</source>
      <translation>栅格“{layer}”不是文件，而是来自“{provider}”。请先另存为 GeoTIFF 文件（导出 › 另存为…，原始数据），再选择该文件。</translation>
    </message>
    <message>
      <source>Raster “{layer}”: the cells have no width or no height. Georeference the file again.</source>
      <translation>栅格“{layer}”：像元没有宽度或高度。请重新配准该文件。</translation>
    </message>
    <message>
      <source>Rate</source>
      <translation>处置率</translation>
    </message>
    <message>
      <source>Rate (0–1)</source>
      <translation>处置率（0–1）</translation>
    </message>
    <message>
      <source>Rate and quota by county</source>
      <translation>各县区处置率和计划指标</translation>
    </message>
    <message>
      <source>Rate by county, {year}</source>
      <translation>{year}年各县区处置率</translation>
    </message>
    <message>
      <source>Rated subjects</source>
      <translation>参评主体</translation>
    </message>
    <message>
      <source>Rated together</source>
      <translation>同组</translation>
    </message>
    <message>
      <source>Rates over the years</source>
      <translation>历年处置率</translation>
    </message>
    <message>
      <source>Rating class</source>
      <translation>评价类别</translation>
    </message>
    <message>
      <source>Reach field (REACH)</source>
      <translation>河段字段（REACH）</translation>
    </message>
    <message>
      <source>Reach of dikes that name none</source>
      <translation>没有写明河段的堤防按</translation>
    </message>
    <message>
      <source>Reached</source>
      <translation>受淹</translation>
    </message>
    <message>
      <source>Reading parcels</source>
      <translation>读取地块</translation>
    </message>
    <message>
      <source>Reading the write-off ledger</source>
      <translation>读取核销台账</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>事由</translation>
    </message>
    <message>
      <source>Reason, document or remark</source>
      <translation>事由（文号或说明）</translation>
    </message>
    <message>
      <source>Reasons</source>
      <translation>原因</translation>
    </message>
    <message>
      <source>Receiving sites</source>
      <translation>安置地</translation>
    </message>
    <message>
      <source>Recorded wrongly</source>
      <translation>记录有误</translation>
    </message>
    <message>
      <source>Recovery from</source>
      <translation>可收回起始日</translation>
    </message>
    <message>
      <source>Reference: trusted boundaries</source>
      <translation>参照：可信界线</translation>
    </message>
    <message>
      <source>Register entries</source>
      <translation>名录条目</translation>
    </message>
    <message>
      <source>Register is sound (1) or not (0)</source>
      <translation>登记册完好（1）或有误（0）</translation>
    </message>
    <message>
      <source>Register of heritage sites</source>
      <translation>文物名录</translation>
    </message>
    <message>
      <source>Register of heritage sites (table, points or polygons)</source>
      <translation>文物与历史文化资源名录（表、点或面）</translation>
    </message>
    <message>
      <source>Register of sites</source>
      <translation>文物名录</translation>
    </message>
    <message>
      <source>Register of stock land</source>
      <translation>存量登记册</translation>
    </message>
    <message>
      <source>Register “{title}”, event {number}, hash {hash}: who holds this report can tell whether the register still has everything it shows.</source>
      <translation>登记册“{title}”，事件 {number}，哈希值 {hash}：凭此报告可以核对登记册是否仍有报告所列的全部事件。</translation>
    </message>
    <message>
      <source>Registered parcels</source>
      <translation>登记宗地</translation>
    </message>
    <message>
      <source>Registers merged</source>
      <translation>合并名录</translation>
    </message>
    <message>
      <source>Registers of stock land (*.kfstock.gpkg)</source>
      <translation>存量登记册 (*.kfstock.gpkg)</translation>
    </message>
    <message>
      <source>Registers of stock land (*.kfstock.gpkg);;All files (*)</source>
      <translation>存量登记册 (*.kfstock.gpkg);;所有文件 (*)</translation>
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
      <source>Replacement</source>
      <translation>补划</translation>
    </message>
    <message>
      <source>Replacement of permanent basic farmland</source>
      <translation>永久基本农田补划</translation>
    </message>
    <message>
      <source>Replacement, net</source>
      <translation>补划净面积</translation>
    </message>
    <message>
      <source>Replacement, net (m²)</source>
      <translation>补划净面积（平方米）</translation>
    </message>
    <message>
      <source>Replay {count} commands</source>
      <translation>重放 {count} 步操作</translation>
    </message>
    <message>
      <source>Replenished first</source>
      <translation>先补后占</translation>
    </message>
    <message>
      <source>Replenished quantity</source>
      <translation>补充耕地数量</translation>
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
      <source>Reserve after</source>
      <translation>试算后指标</translation>
    </message>
    <message>
      <source>Reserve after the trial</source>
      <translation>试算后的指标</translation>
    </message>
    <message>
      <source>Reserve before</source>
      <translation>试算前指标</translation>
    </message>
    <message>
      <source>Reserve before = given + reserve after. Demanded, taken and short are those of the county's own projects, taken also from other counties' reserve where the scope allows.</source>
      <translation>试算前指标 = 给出 + 试算后指标。需求、取得、缺口按项目所在县区统计；来源范围允许时，取得的也可以是其他县区的指标。</translation>
    </message>
    <message>
      <source>Reserve entries for a ledger (CSV)</source>
      <translation>可导入指标库的补充耕地指标（CSV）</translation>
    </message>
    <message>
      <source>Reserve land and its potential</source>
      <translation>耕地后备资源与潜力评价</translation>
    </message>
    <message>
      <source>Reserve land by unit and grade</source>
      <translation>后备资源汇总（按行政区和分级）</translation>
    </message>
    <message>
      <source>Reserve land: potential</source>
      <translation>耕地后备资源潜力</translation>
    </message>
    <message>
      <source>Reserve of replenished farmland (table)</source>
      <translation>补充耕地指标（表）</translation>
    </message>
    <message>
      <source>Reserve of the whole city</source>
      <translation>全市的指标</translation>
    </message>
    <message>
      <source>Reserve of the whole province</source>
      <translation>全省的指标</translation>
    </message>
    <message>
      <source>Reshape the border of {parcel}</source>
      <translation>改图斑 {parcel} 的公共边</translation>
    </message>
    <message>
      <source>Reshape {tier} of {site}</source>
      <translation>修整{site}的{tier}</translation>
    </message>
    <message>
      <source>Residual</source>
      <translation>差额</translation>
    </message>
    <message>
      <source>Residual and rounding</source>
      <translation>残差和舍入</translation>
    </message>
    <message>
      <source>Residual before adjustment (m²)</source>
      <translation>平差前残差（平方米）</translation>
    </message>
    <message>
      <source>Residual of both (m²)</source>
      <translation>两期残差合计（平方米）</translation>
    </message>
    <message>
      <source>Residual of the earlier parcels (m²)</source>
      <translation>变更前图斑残差（平方米）</translation>
    </message>
    <message>
      <source>Residual of the first scenario (m²)</source>
      <translation>第一方案残差（平方米）</translation>
    </message>
    <message>
      <source>Residual of the later parcels (m²)</source>
      <translation>变更后图斑残差（平方米）</translation>
    </message>
    <message>
      <source>Residual of the overlay</source>
      <translation>叠加残差</translation>
    </message>
    <message>
      <source>Residual of the second scenario (m²)</source>
      <translation>第二方案残差（平方米）</translation>
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
      <source>Result table printed instead of areas</source>
      <translation>代替面积表的结果表</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Results of an earlier check are kept where one rule is checked again: choose a rule, or leave “{parameter}” empty.</source>
      <translation>只有复查单条规则时才沿用之前的检查结果：请选择一条规则，或将“{parameter}”留空。</translation>
    </message>
    <message>
      <source>Results of an earlier check, of which that rule is checked again</source>
      <translation>之前的检查结果（在其上复查该规则）</translation>
    </message>
    <message>
      <source>Return by</source>
      <translation>归还期限</translation>
    </message>
    <message>
      <source>Return of a field package</source>
      <translation>外业任务包交回</translation>
    </message>
    <message>
      <source>Return period</source>
      <translation>重现期</translation>
    </message>
    <message>
      <source>Return period (years)</source>
      <translation>重现期（年）</translation>
    </message>
    <message>
      <source>Return period of first flooding (years)</source>
      <translation>首次上水重现期（年）</translation>
    </message>
    <message>
      <source>Return period of the first flooding (years)</source>
      <translation>首次淹没的重现期（年）</translation>
    </message>
    <message>
      <source>Return periods (JSON: flow and years; empty: those of the rules)</source>
      <translation>重现期（JSON：流量和年数；留空按规则）</translation>
    </message>
    <message>
      <source>Reversal slip of replenished farmland</source>
      <translation>补充耕地指标冲销单</translation>
    </message>
    <message>
      <source>Reverse</source>
      <translation>冲销</translation>
    </message>
    <message>
      <source>Reverse an event of the ledger</source>
      <translation>冲销台账事件</translation>
    </message>
    <message>
      <source>Reverse an event of the register of stock land</source>
      <translation>撤销存量登记册事件</translation>
    </message>
    <message>
      <source>Reverse an event…</source>
      <translation>冲销事件…</translation>
    </message>
    <message>
      <source>Reverse event {event}</source>
      <translation>冲销事件 {event}</translation>
    </message>
    <message>
      <source>Reversed by event</source>
      <translation>被冲销（事件号）</translation>
    </message>
    <message>
      <source>Review and apply…</source>
      <translation>审阅并应用…</translation>
    </message>
    <message>
      <source>Ring</source>
      <translation>圈号</translation>
    </message>
    <message>
      <source>River side</source>
      <translation>临河侧</translation>
    </message>
    <message>
      <source>River side field of dikes: left or right of the direction drawn (SIDE)</source>
      <translation>堤防临河侧字段：按画线方向写左或右（SIDE）</translation>
    </message>
    <message>
      <source>River side field of training works (SIDE)</source>
      <translation>河道整治工程临河侧字段（SIDE）</translation>
    </message>
    <message>
      <source>Road centre lines</source>
      <translation>道路中心线</translation>
    </message>
    <message>
      <source>Road centre lines within the tolerance</source>
      <translation>道路中心线，不超过最大移动距离</translation>
    </message>
    <message>
      <source>Roads (empty: roads of the survey)</source>
      <translation>道路（留空：取调查图斑中的道路）</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>图层用途</translation>
    </message>
    <message>
      <source>Role: {role}, known by the fields {fields}.</source>
      <translation>用途：{role}，依据字段 {fields} 判断。</translation>
    </message>
    <message>
      <source>Role: {role}, known by the layer's name.</source>
      <translation>用途：{role}，依据图层名称判断。</translation>
    </message>
    <message>
      <source>Role: {role}, set on the layer.</source>
      <translation>用途：{role}，已在图层上指定。</translation>
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
      <source>Rounding and area basis</source>
      <translation>取位与面积基准</translation>
    </message>
    <message>
      <source>Route in straight lines (m)</source>
      <translation>直线路程（米）</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>行数</translation>
    </message>
    <message>
      <source>Rows accepted</source>
      <translation>可采纳的行</translation>
    </message>
    <message>
      <source>Rows and columns sum to the areas of the scenarios.</source>
      <translation>各行、各列合计为两个方案的面积。</translation>
    </message>
    <message>
      <source>Rows and edits by class</source>
      <translation>各类行数与编辑数</translation>
    </message>
    <message>
      <source>Rows in conflict</source>
      <translation>冲突的行</translation>
    </message>
    <message>
      <source>Rows of the package</source>
      <translation>任务包的行数</translation>
    </message>
    <message>
      <source>Rows of the package by class</source>
      <translation>任务包各行归类</translation>
    </message>
    <message>
      <source>Rows rejected</source>
      <translation>不予采纳的行</translation>
    </message>
    <message>
      <source>Rows unchanged</source>
      <translation>未变的行</translation>
    </message>
    <message>
      <source>Rows: before, columns: after; gross areas of the land both epochs have, slivers included.</source>
      <translation>行为变更前，列为变更后；两期共有土地的毛面积，含碎片。</translation>
    </message>
    <message>
      <source>Rows: {count}</source>
      <translation>{count} 行</translation>
    </message>
    <message>
      <source>Rows: {shown} of {count}</source>
      <translation>{shown} / {count} 行</translation>
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
      <source>Rule balance.mode names the mode “{mode}”; it must be {modes}.</source>
      <translation>规则 balance.mode 写的方式“{mode}”不对，应为 {modes}。</translation>
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
      <source>Rule {rule}: flows and return periods must rise together and be above 0. Correct them in your own rule rows.</source>
      <translation>规则 {rule}：流量与重现期须同时递增且大于 0。请改正自定义规则。</translation>
    </message>
    <message>
      <source>Rule {rule}: flows and return periods of the stages must rise together.</source>
      <translation>规则 {rule}：各流量级的流量和重现期必须同时递增。</translation>
    </message>
    <message>
      <source>Rule {rule}: there is no role, test or project class “{word}”. Roles are those of the layers, tests: {tests}, classes: {classes}.</source>
      <translation>规则 {rule}：没有名为“{word}”的角色、判定方式或项目类别。角色为图层的角色，判定方式有：{tests}，项目类别有：{classes}。</translation>
    </message>
    <message>
      <source>Rule {rule}: there is no subject, effect, tier, level or class “{word}”.</source>
      <translation>规则 {rule}：没有“{word}”这个对象、结论、层级、级别或者类别。</translation>
    </message>
    <message>
      <source>Rule {rule}: “{key}” cannot be used. The values must rise, there must be as many scores as values, and scores go from 0 to 100.</source>
      <translation>规则 {rule}：“{key}”不能使用。数值须递增，分值个数须与数值个数相同，分值须在 0 到 100 之间。</translation>
    </message>
    <message>
      <source>Rule {rule}: “{key}” cannot be used. Weights and benchmarks are four numbers of 0 or more, the shares of the four classes sum to 1, the cap is above 0.</source>
      <translation>规则{rule}：“{key}”不能使用。权重和基准为四个不小于0的数，四类比例之和为1，上限大于0。</translation>
    </message>
    <message>
      <source>Rule {rule}: “{text}” under “{key}” cannot be read. Write conditions as &lt;=5, &gt;5, &lt;0 or 0.5..2, points as “&lt;=5: 100”, land classes as “0102: 100” or “02*: 70”.</source>
      <translation>规则 {rule}：“{key}”中的“{text}”无法识别。条件写作 &lt;=5、&gt;5、&lt;0 或 0.5..2，分值写作“&lt;=5: 100”，地类写作“0102: 100”或“02*: 70”。</translation>
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
      <source>Rules of</source>
      <translation>规则日期</translation>
    </message>
    <message>
      <source>Rules of the balance</source>
      <translation>占补平衡规则</translation>
    </message>
    <message>
      <source>Run a trial first.</source>
      <translation>请先试算。</translation>
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
      <source>Run the page first: there are no lines yet.</source>
      <translation>请先运行本页：还没有保护线。</translation>
    </message>
    <message>
      <source>Run the page first: there are no pairs to decide on.</source>
      <translation>请先运行本页：还没有需要判定的条目。</translation>
    </message>
    <message>
      <source>Run the page first: there is no raster of depths yet.</source>
      <translation>请先运行本页：还没有水深栅格。</translation>
    </message>
    <message>
      <source>Run the page first: there is nothing to apply.</source>
      <translation>请先运行本页：没有可应用的编辑。</translation>
    </message>
    <message>
      <source>Run the zoning first; then its result can be kept here.</source>
      <translation>请先运行滩区分区，再在此保留其结果。</translation>
    </message>
    <message>
      <source>Run “Disposal rate of the year”: its rates are shown here against the target.</source>
      <translation>运行“年度处置率”后，在此对照目标显示各县区处置率。</translation>
    </message>
    <message>
      <source>SVG files (*.svg)</source>
      <translation>SVG 文件 (*.svg)</translation>
    </message>
    <message>
      <source>SVG files (*.svg);;PNG files (*.png)</source>
      <translation>SVG 文件 (*.svg);;PNG 文件 (*.png)</translation>
    </message>
    <message>
      <source>Safety zones (m²)</source>
      <translation>安全保护区（平方米）</translation>
    </message>
    <message>
      <source>Safety zones of dikes</source>
      <translation>堤防安全保护区</translation>
    </message>
    <message>
      <source>Sale slip of replenished farmland</source>
      <translation>补充耕地指标调出单</translation>
    </message>
    <message>
      <source>Save chart</source>
      <translation>保存图表</translation>
    </message>
    <message>
      <source>Save or discard the edits of layer “{layer}” first: they are replayed into a fresh edit session.</source>
      <translation>请先保存或放弃图层“{layer}”的编辑：重放要在新的编辑会话中进行。</translation>
    </message>
    <message>
      <source>Save the project first: decisions are kept beside it.</source>
      <translation>请先保存工程：判定保存在工程旁边。</translation>
    </message>
    <message>
      <source>Save the project first: exceptions are kept in a file beside it.</source>
      <translation>请先保存项目：例外记在项目旁的文件中。</translation>
    </message>
    <message>
      <source>Save them, so that results can be traced to what the file holds.</source>
      <translation>请先保存，使结果能与文件内容对应。</translation>
    </message>
    <message>
      <source>Say of entries that may be one site whether they are; decisions are kept with reason and name, and the next run takes them</source>
      <translation>判定可能重复的条目是否为同一处；判定连同理由和姓名保存，下次运行即采用</translation>
    </message>
    <message>
      <source>Scale of grades</source>
      <translation>等别体系</translation>
    </message>
    <message>
      <source>Scenario</source>
      <translation>方案</translation>
    </message>
    <message>
      <source>Scenarios</source>
      <translation>方案</translation>
    </message>
    <message>
      <source>Scenarios compared</source>
      <translation>方案对比</translation>
    </message>
    <message>
      <source>Scenarios of floodplain zones compared</source>
      <translation>滩区分区方案比较</translation>
    </message>
    <message>
      <source>Schema</source>
      <translation>数据标准</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>得分</translation>
    </message>
    <message>
      <source>Score by unit and indicator</source>
      <translation>各单元各指标评分</translation>
    </message>
    <message>
      <source>Score grade</source>
      <translation>分级</translation>
    </message>
    <message>
      <source>Score: size, full at {full} m² (weight {size}), and nothing built on it (weight {vacant}). A plan is worth the sum of score × area × 3, 2 or 1 for its year.</source>
      <translation>得分：面积满{full}平方米得满（权重{size}），空闲地（权重{vacant}）。方案价值为得分×面积×3、2或1（按年度）之和。</translation>
    </message>
    <message>
      <source>Score: the sum of weight × value ÷ benchmark × 100, a ratio counting {cap} at most. A benchmark is the mean by area of those rated together, where the rules give none.</source>
      <translation>得分＝Σ权重×指标值÷基准×100，比值最高计{cap}。规则未给基准的，取同组按面积加权的平均值。</translation>
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
      <source>Select at least two parcels that adjoin, then unite them.</source>
      <translation>请先选择至少两个相邻的图斑，再合并。</translation>
    </message>
    <message>
      <source>Select the parcels whose class changes.</source>
      <translation>请先选择要改地类的图斑。</translation>
    </message>
    <message>
      <source>Selected parcels: {count}.</source>
      <translation>已选 {count} 个图斑。</translation>
    </message>
    <message>
      <source>Sensitivity to weights</source>
      <translation>权重敏感性</translation>
    </message>
    <message>
      <source>Set the role to “none” where it does not apply.</source>
      <translation>不是该用途的图层，请把用途设为“无”。</translation>
    </message>
    <message>
      <source>Setting of a historic building</source>
      <translation>历史建筑风貌协调区</translation>
    </message>
    <message>
      <source>Settlement</source>
      <translation>村庄</translation>
    </message>
    <message>
      <source>Settlements</source>
      <translation>村庄居民点</translation>
    </message>
    <message>
      <source>Settlements and what becomes of them</source>
      <translation>村庄及其处置</translation>
    </message>
    <message>
      <source>Settlements to be resettled</source>
      <translation>迁建清单</translation>
    </message>
    <message>
      <source>Several layers have this role. Where a tool takes one, “{layer}” is filled in: what you set goes first, then the usual name, then the topmost.</source>
      <translation>有多个图层是该用途。工具只取一个图层时填入“{layer}”：先取您指定的，再取名称规范的，再取最上面的。</translation>
    </message>
    <message>
      <source>Severity</source>
      <translation>严重程度</translation>
    </message>
    <message>
      <source>Shapes before</source>
      <translation>原图形</translation>
    </message>
    <message>
      <source>Share</source>
      <translation>完成比例</translation>
    </message>
    <message>
      <source>Share of project</source>
      <translation>占项目比例</translation>
    </message>
    <message>
      <source>Share of subject</source>
      <translation>占对象的比例</translation>
    </message>
    <message>
      <source>Share of the stock of 1 January that was disposed of in the year, and the target</source>
      <translation>各年处置面积占年初存量的比例及目标</translation>
    </message>
    <message>
      <source>Share of units stable under ±20 % of any weight</source>
      <translation>任一权重 ±20 % 内稳定的单元比例</translation>
    </message>
    <message>
      <source>Sheet</source>
      <translation>图幅</translation>
    </message>
    <message>
      <source>Sheet “{sheet}” is read.</source>
      <translation>读取工作表“{sheet}”。</translation>
    </message>
    <message>
      <source>Sheet “{sheet}” would have {rows} rows, more than a spreadsheet holds. Choose a format without that limit.</source>
      <translation>工作表“{sheet}”有 {rows} 行，超出电子表格的上限。请改用没有行数限制的格式。</translation>
    </message>
    <message>
      <source>Short</source>
      <translation>缺口</translation>
    </message>
    <message>
      <source>Short of the target</source>
      <translation>还差</translation>
    </message>
    <message>
      <source>Side</source>
      <translation>边长</translation>
    </message>
    <message>
      <source>Signatures</source>
      <translation>签字</translation>
    </message>
    <message>
      <source>Site</source>
      <translation>候选地</translation>
    </message>
    <message>
      <source>Site id</source>
      <translation>编号</translation>
    </message>
    <message>
      <source>Site id field (site_id)</source>
      <translation>编号字段（site_id）</translation>
    </message>
    <message>
      <source>Site id field of drawn lines (site_id)</source>
      <translation>已划定的线的编号字段（site_id）</translation>
    </message>
    <message>
      <source>Site id field of lines</source>
      <translation>保护线的文物编号字段</translation>
    </message>
    <message>
      <source>Site id field of the lines</source>
      <translation>保护线编号字段</translation>
    </message>
    <message>
      <source>Site id field of the register</source>
      <translation>名录的文物编号字段</translation>
    </message>
    <message>
      <source>Site level field of lines</source>
      <translation>保护线的文物级别字段</translation>
    </message>
    <message>
      <source>Site name field (name)</source>
      <translation>名称字段（name）</translation>
    </message>
    <message>
      <source>Site name field of lines</source>
      <translation>保护线的文物名称字段</translation>
    </message>
    <message>
      <source>Sites</source>
      <translation>处数</translation>
    </message>
    <message>
      <source>Sites and lines</source>
      <translation>名录与保护线</translation>
    </message>
    <message>
      <source>Sites by county</source>
      <translation>按县区</translation>
    </message>
    <message>
      <source>Sites by level</source>
      <translation>按级别</translation>
    </message>
    <message>
      <source>Sites by level and batch</source>
      <translation>按级别和批次</translation>
    </message>
    <message>
      <source>Sites by level, batch, type and county</source>
      <translation>按级别、批次、类别和县区汇总</translation>
    </message>
    <message>
      <source>Sites by type</source>
      <translation>按类别</translation>
    </message>
    <message>
      <source>Sites of the merged register</source>
      <translation>合并后名录的处数</translation>
    </message>
    <message>
      <source>Sites of the register</source>
      <translation>名录中的处数</translation>
    </message>
    <message>
      <source>Sites of the register that have lines</source>
      <translation>名录中有保护线的处数</translation>
    </message>
    <message>
      <source>Sites that may receive settlements</source>
      <translation>安置候选地</translation>
    </message>
    <message>
      <source>Sites with a place</source>
      <translation>有位置的处数</translation>
    </message>
    <message>
      <source>Sites with their tiers, areas and faults</source>
      <translation>各处的层级、面积和问题</translation>
    </message>
    <message>
      <source>Sites without any line</source>
      <translation>没有保护线的文物</translation>
    </message>
    <message>
      <source>Size (mu)</source>
      <translation>规模（亩）</translation>
    </message>
    <message>
      <source>Size of a cell (m)</source>
      <translation>格网尺寸（米）</translation>
    </message>
    <message>
      <source>Size of the package (MB)</source>
      <translation>任务包大小（MB）</translation>
    </message>
    <message>
      <source>Slip (PDF)</source>
      <translation>核销单（PDF）</translation>
    </message>
    <message>
      <source>Slip (XLSX)</source>
      <translation>核销单（XLSX）</translation>
    </message>
    <message>
      <source>Slivers</source>
      <translation>碎片</translation>
    </message>
    <message>
      <source>Slivers (m²)</source>
      <translation>碎片（平方米）</translation>
    </message>
    <message>
      <source>Smallest change</source>
      <translation>最小变化</translation>
    </message>
    <message>
      <source>Smooth zones, join small patches</source>
      <translation>平滑分区并归并过小的连片</translation>
    </message>
    <message>
      <source>Sold</source>
      <translation>调出</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>Source land</source>
      <translation>来源土地</translation>
    </message>
    <message>
      <source>Source land (m²)</source>
      <translation>来源土地（平方米）</translation>
    </message>
    <message>
      <source>Source land = candidates + excluded land.</source>
      <translation>来源土地 = 候选 + 排除。</translation>
    </message>
    <message>
      <source>Source land by source (m²)</source>
      <translation>各类来源土地（平方米）</translation>
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
      <source>Split parcel {parcel}</source>
      <translation>分割图斑 {parcel}</translation>
    </message>
    <message>
      <source>Split {tier} of {site}</source>
      <translation>分割{site}的{tier}</translation>
    </message>
    <message>
      <source>Spreadsheets (*.xlsx)</source>
      <translation>电子表格 (*.xlsx)</translation>
    </message>
    <message>
      <source>Spreadsheets (*.xlsx);;JSON files (*.json)</source>
      <translation>电子表格 (*.xlsx);;JSON 文件 (*.json)</translation>
    </message>
    <message>
      <source>Square metres</source>
      <translation>平方米</translation>
    </message>
    <message>
      <source>Squares</source>
      <translation>正方形</translation>
    </message>
    <message>
      <source>Stable</source>
      <translation>稳定</translation>
    </message>
    <message>
      <source>Stable cultivated land</source>
      <translation>稳定耕地</translation>
    </message>
    <message>
      <source>Stable farmland</source>
      <translation>稳定耕地</translation>
    </message>
    <message>
      <source>Stable farmland (m²)</source>
      <translation>稳定耕地面积（平方米）</translation>
    </message>
    <message>
      <source>Stable land by township</source>
      <translation>各乡镇稳定耕地</translation>
    </message>
    <message>
      <source>Stable land by unit</source>
      <translation>各单元稳定耕地</translation>
    </message>
    <message>
      <source>Stable land of {year} less that of {before}.</source>
      <translation>{year} 年稳定耕地减去 {before} 年稳定耕地。</translation>
    </message>
    <message>
      <source>Stable part of in</source>
      <translation>流入中的稳定耕地</translation>
    </message>
    <message>
      <source>Stable part of in (m²)</source>
      <translation>流入中的稳定耕地（平方米）</translation>
    </message>
    <message>
      <source>Stable, year before</source>
      <translation>前一年稳定耕地</translation>
    </message>
    <message>
      <source>Stage</source>
      <translation>流量级</translation>
    </message>
    <message>
      <source>Stage (flow at Huayuankou, m³/s)</source>
      <translation>流量级（花园口流量，m³/s）</translation>
    </message>
    <message>
      <source>Stage field (flow at Huayuankou, m³/s)</source>
      <translation>级别字段（花园口流量，m³/s）</translation>
    </message>
    <message>
      <source>Stage field of the flooded area (empty: one stage)</source>
      <translation>淹没范围的流量级字段（留空：一个流量级）</translation>
    </message>
    <message>
      <source>Stage whose depth counts (m³/s at Huayuankou)</source>
      <translation>采用哪个流量级的水深（花园口，立方米/秒）</translation>
    </message>
    <message>
      <source>Stage {higher} has a return period of {years} years, no more than the lower stage {lower}. Correct “Return periods”.</source>
      <translation>{higher} 级的重现期为 {years} 年，不大于低一级 {lower}。请改正“重现期”。</translation>
    </message>
    <message>
      <source>Stages</source>
      <translation>流量级数</translation>
    </message>
    <message>
      <source>Stages and scenarios</source>
      <translation>流量级与方案</translation>
    </message>
    <message>
      <source>Stages of the river</source>
      <translation>洪水流量级</translation>
    </message>
    <message>
      <source>Stages repeat each other: do not add them up. “Touched only” is part of “reached”.</source>
      <translation>各流量级互相重复，不要相加。“只触及边界”包含在“受淹”中。</translation>
    </message>
    <message>
      <source>Standard field</source>
      <translation>标准字段</translation>
    </message>
    <message>
      <source>Standard land</source>
      <translation>标准地</translation>
    </message>
    <message>
      <source>Standard land: parcels that do not keep what was agreed</source>
      <translation>标准地：未达到约定的地块</translation>
    </message>
    <message>
      <source>Standard layer</source>
      <translation>标准图层</translation>
    </message>
    <message>
      <source>Start agreed for</source>
      <translation>约定动工日期</translation>
    </message>
    <message>
      <source>Started</source>
      <translation>开始时间</translation>
    </message>
    <message>
      <source>Started on</source>
      <translation>实际动工日期</translation>
    </message>
    <message>
      <source>State</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>State land without a user (m²)</source>
      <translation>无使用者的国有建设用地（平方米）</translation>
    </message>
    <message>
      <source>State land without a user: parcels</source>
      <translation>无使用者的国有建设用地地块数</translation>
    </message>
    <message>
      <source>State of stock land on 1 January (STATUS)</source>
      <translation>1月1日的存量建设用地状态（STATUS）</translation>
    </message>
    <message>
      <source>State-owned</source>
      <translation>国有</translation>
    </message>
    <message>
      <source>Stated area</source>
      <translation>文件所写面积</translation>
    </message>
    <message>
      <source>Stated area as in the file; difference to the nearer of ellipsoidal and plane area.</source>
      <translation>文件所写面积照原样；相差为与椭球面积、平面面积中较近者之差。</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>性质</translation>
    </message>
    <message>
      <source>Status of stock land</source>
      <translation>存量建设用地状况</translation>
    </message>
    <message>
      <source>Status of stock land (STATUS)</source>
      <translation>存量状态（STATUS）</translation>
    </message>
    <message>
      <source>Statute</source>
      <translation>法定</translation>
    </message>
    <message>
      <source>Statutory ellipsoidal area of a polygon in m² on CGCS2000, edges straight in the coordinate system of the layer. Example: kf_area($geometry)</source>
      <translation>多边形的法定椭球面积（平方米，CGCS2000），边在图层坐标系中为直线。例：kf_area($geometry)</translation>
    </message>
    <message>
      <source>Steepest slope</source>
      <translation>坡度上限</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>步骤</translation>
    </message>
    <message>
      <source>Still to be returned</source>
      <translation>尚应归还</translation>
    </message>
    <message>
      <source>Still usable of the ceiling (m²)</source>
      <translation>上限中尚可占用（平方米）</translation>
    </message>
    <message>
      <source>Still water is no hydraulic model: velocities, the time a flood takes, and the volume that passes over a dike are not looked at.</source>
      <translation>本结果为静水连通，不是水力学模型：没有计算流速、洪水历时和漫堤水量。</translation>
    </message>
    <message>
      <source>Stock class</source>
      <translation>存量分类</translation>
    </message>
    <message>
      <source>Stock land</source>
      <translation>存量建设用地</translation>
    </message>
    <message>
      <source>Stock land by county and year</source>
      <translation>分县、分年存量</translation>
    </message>
    <message>
      <source>Stock land of a day from the register</source>
      <translation>按日查询存量登记册</translation>
    </message>
    <message>
      <source>Stock land of the day</source>
      <translation>当日存量</translation>
    </message>
    <message>
      <source>Stock land of {unit} over the years</source>
      <translation>{unit}历年存量</translation>
    </message>
    <message>
      <source>Stock on 1 January</source>
      <translation>年初存量</translation>
    </message>
    <message>
      <source>Stock on 1 January (m²)</source>
      <translation>年初存量（平方米）</translation>
    </message>
    <message>
      <source>Stock when the year began (m²)</source>
      <translation>年初存量（平方米）</translation>
    </message>
    <message>
      <source>Storeys: has / allowed</source>
      <translation>层数：现有 / 允许</translation>
    </message>
    <message>
      <source>Street blocks</source>
      <translation>街坊</translation>
    </message>
    <message>
      <source>Street blocks: whole or not at all</source>
      <translation>街坊：整块划入或不划入</translation>
    </message>
    <message>
      <source>Subject</source>
      <translation>对象名称</translation>
    </message>
    <message>
      <source>Subject id</source>
      <translation>主体编号</translation>
    </message>
    <message>
      <source>Subjects</source>
      <translation>对象数</translation>
    </message>
    <message>
      <source>Subjects free of heritage lines</source>
      <translation>不涉及保护线的对象</translation>
    </message>
    <message>
      <source>Subjects that are forbidden</source>
      <translation>禁止的对象</translation>
    </message>
    <message>
      <source>Subjects that could not be judged</source>
      <translation>未能判定的对象</translation>
    </message>
    <message>
      <source>Subjects that need consent</source>
      <translation>须经同意的对象</translation>
    </message>
    <message>
      <source>Subjects where only archaeology comes first</source>
      <translation>只须先考古的对象</translation>
    </message>
    <message>
      <source>Subjects with their verdicts</source>
      <translation>对象及其结论</translation>
    </message>
    <message>
      <source>Sum</source>
      <translation>小计</translation>
    </message>
    <message>
      <source>Sum over all problems, a place with several counted in each (m²)</source>
      <translation>各问题面积之和，同一处有多个问题的分别计入（平方米）</translation>
    </message>
    <message>
      <source>Sum over pairs</source>
      <translation>各线对之和</translation>
    </message>
    <message>
      <source>Sum over pairs, a place in several pairs counted in each (m²)</source>
      <translation>各线对之和，落入几对的各计一次（平方米）</translation>
    </message>
    <message>
      <source>Supplied land</source>
      <translation>供应土地</translation>
    </message>
    <message>
      <source>Supplied land (polygons or a table)</source>
      <translation>供应的土地（面图层或表）</translation>
    </message>
    <message>
      <source>Supplied or used without a paper (m²)</source>
      <translation>无文件而供、用（平方米）</translation>
    </message>
    <message>
      <source>Supplied, not used</source>
      <translation>供而未用</translation>
    </message>
    <message>
      <source>Supplies</source>
      <translation>供地宗数</translation>
    </message>
    <message>
      <source>Supplies with their verdicts</source>
      <translation>供地及判断结果</translation>
    </message>
    <message>
      <source>Supply rate</source>
      <translation>供地率</translation>
    </message>
    <message>
      <source>Surface model (heights of buildings less DEM)</source>
      <translation>地表模型（减地面高程得建筑高度）</translation>
    </message>
    <message>
      <source>Surface of the old town (GeoTIFF)</source>
      <translation>老城表面模型（GeoTIFF）</translation>
    </message>
    <message>
      <source>Surplus</source>
      <translation>节余</translation>
    </message>
    <message>
      <source>Surplus (m²)</source>
      <translation>节余（平方米）</translation>
    </message>
    <message>
      <source>Surroundings (debris factor of FD2320)</source>
      <translation>所处环境（FD2320 漂浮物系数）</translation>
    </message>
    <message>
      <source>Survey form</source>
      <translation>调查表单</translation>
    </message>
    <message>
      <source>Suspected idle</source>
      <translation>涉嫌闲置</translation>
    </message>
    <message>
      <source>Suspected is cultivated land that became, outside the approvals: {kinds}</source>
      <translation>批准范围以外的耕地变为下列地类的，列为疑似：{kinds}</translation>
    </message>
    <message>
      <source>Suspected loss without approval</source>
      <translation>疑似未经批准占用</translation>
    </message>
    <message>
      <source>Suspected loss without approval (m²)</source>
      <translation>疑似未经批准占用（平方米）</translation>
    </message>
    <message>
      <source>Suspended on</source>
      <translation>中止日期</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>表</translation>
    </message>
    <message>
      <source>Table of areas</source>
      <translation>面积表</translation>
    </message>
    <message>
      <source>Table of boundary points</source>
      <translation>界址点坐标表</translation>
    </message>
    <message>
      <source>Table of entries and trades (XLSX or CSV)</source>
      <translation>入库和交易表（XLSX 或 CSV）</translation>
    </message>
    <message>
      <source>Table of the package, where several fit</source>
      <translation>任务包的表（有几张相符时）</translation>
    </message>
    <message>
      <source>Table “{layer}” cannot be used:</source>
      <translation>表“{layer}”不能使用：</translation>
    </message>
    <message>
      <source>Table “{layer}” has no field {missing}. Its fields are: {fields}. Rename its fields, for instance with “Refactor fields”.</source>
      <translation>表“{layer}”没有字段 {missing}。它的字段有：{fields}。请改字段名，例如用“重构字段”。</translation>
    </message>
    <message>
      <source>Table “{layer}” has no field {missing}. Its fields are: {fields}. The heads have to be the first row of the table, without a title above; rename them, for instance with “Refactor fields”.</source>
      <translation>表“{layer}”没有字段 {missing}。它的字段有：{fields}。表头必须是表的第一行，上面不能有标题行；请改字段名，例如用“重构字段”。</translation>
    </message>
    <message>
      <source>Table “{layer}” has no rows. Enter the targets and check its filter, or choose no table: the city's targets of the plan are taken then.</source>
      <translation>表“{layer}”没有行。请填写目标并检查其过滤条件；也可不选目标表，届时按规划中的全市目标。</translation>
    </message>
    <message>
      <source>Tables (*.csv *.xlsx *.txt *.json);;All files (*)</source>
      <translation>表格 (*.csv *.xlsx *.txt *.json);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Tables (*.xlsx *.csv *.txt);;All files (*)</source>
      <translation>表格 (*.xlsx *.csv *.txt);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Taken</source>
      <translation>取得</translation>
    </message>
    <message>
      <source>Taken by new plots</source>
      <translation>建新占用</translation>
    </message>
    <message>
      <source>Taken out</source>
      <translation>扣回</translation>
    </message>
    <message>
      <source>Takes back</source>
      <translation>冲销对象</translation>
    </message>
    <message>
      <source>Target</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Target (0–1)</source>
      <translation>目标（0–1）</translation>
    </message>
    <message>
      <source>Target hidden</source>
      <translation>目标被遮比例</translation>
    </message>
    <message>
      <source>Target met</source>
      <translation>达标</translation>
    </message>
    <message>
      <source>Targets</source>
      <translation>对象数</translation>
    </message>
    <message>
      <source>Targets (empty: the city's of the plan's table 1)</source>
      <translation>目标表（留空：规划表1 的全市目标）</translation>
    </message>
    <message>
      <source>Targets reached in some stage</source>
      <translation>任一流量级受淹的对象数</translation>
    </message>
    <message>
      <source>Tasks</source>
      <translation>任务数</translation>
    </message>
    <message>
      <source>Tasks (number)</source>
      <translation>任务数</translation>
    </message>
    <message>
      <source>Tasks are visited from the nearest to the next nearest; then stretches of the route are turned round as long as it gets shorter (2-opt), with up to {most} tasks.</source>
      <translation>任务按最近邻依次排列；任务不超过 {most} 项时，再反复掉转路线中的区段，直到不能缩短为止（2-opt）。</translation>
    </message>
    <message>
      <source>Tasks by state</source>
      <translation>各状态任务数</translation>
    </message>
    <message>
      <source>Tasks in the order of visits</source>
      <translation>任务顺序</translation>
    </message>
    <message>
      <source>Tasks, layers and base map cannot be brought into one coordinate system: {reason}. Check the coordinate systems in panel Data.</source>
      <translation>任务、图层和底图不能转到同一坐标系：{reason}。请在“数据”面板检查坐标系。</translation>
    </message>
    <message>
      <source>Tasks: findings, a selection or areas</source>
      <translation>任务：检查问题、选中的要素或范围</translation>
    </message>
    <message>
      <source>Tenure</source>
      <translation>权属性质</translation>
    </message>
    <message>
      <source>Terrain (DEM)</source>
      <translation>地面高程（DEM）</translation>
    </message>
    <message>
      <source>Terrain (DEM, m)</source>
      <translation>地形（DEM，米）</translation>
    </message>
    <message>
      <source>Terrain of the Yellow River's reach (GeoTIFF)</source>
      <translation>黄河河段地形（GeoTIFF）</translation>
    </message>
    <message>
      <source>Texts in field “{field}” are unreadable, for example “{text}”: they were read in another encoding than the file's.</source>
      <translation>字段“{field}”中的文字是乱码，例如“{text}”：读取所用的编码与文件不符。</translation>
    </message>
    <message>
      <source>That line would leave no land to the {tier} of {site}. Draw it round the line of that tier, or delete that tier first.</source>
      <translation>该线会使{site}的{tier}不剩任何用地。请将线画在该层级之外，或先删除该层级。</translation>
    </message>
    <message>
      <source>The CRS differs from that of the land survey “{layer}” ({crs}); tools bring the layer there.</source>
      <translation>坐标系与土地利用现状“{layer}”（{crs}）不同，工具会把该图层转换过去。</translation>
    </message>
    <message>
      <source>The algorithm {algorithm} is not there. Switch the plugin off and on again.</source>
      <translation>找不到算法 {algorithm}。请在插件管理器中停用本插件后重新启用。</translation>
    </message>
    <message>
      <source>The amount is larger than any reserve. Check the number and the unit.</source>
      <translation>数值过大。请核对数字和单位。</translation>
    </message>
    <message>
      <source>The amount is negative. Give what is added or sold as a number above 0; the kind says the direction.</source>
      <translation>数值为负。入库和调出都填大于 0 的数，方向由类别表示。</translation>
    </message>
    <message>
      <source>The amounts of event {number} cannot be printed: {reason}.</source>
      <translation>第 {number} 号事件的数值无法打印：{reason}。</translation>
    </message>
    <message>
      <source>The area counts each place once; declared areas are those of the tiers together, and the difference is taken tier by tier.</source>
      <translation>面积每处只计一次；公布面积为各层级公布面积之和，相差按层级逐一比较后求和。</translation>
    </message>
    <message>
      <source>The area is everything that both lines cover, what is below the tolerance too; the total counts a place in several pairs once, and only lines that exclude each other.</source>
      <translation>面积为两线共有的全部，含限差以内的；合计只计互斥的线对，同一处落入几对的只计一次。</translation>
    </message>
    <message>
      <source>The base map could not be written: {reason}.</source>
      <translation>底图写不出来：{reason}。</translation>
    </message>
    <message>
      <source>The base map is turned against its coordinate system; warp it first (gdal:warpreproject).</source>
      <translation>底图相对坐标系有旋转，请先纠正（gdal:warpreproject）。</translation>
    </message>
    <message>
      <source>The base map “{layer}” around the tasks has {cells} cells, which do not fit into {most} MB. Choose fewer tasks, a coarser raster or a higher limit.</source>
      <translation>底图“{layer}”在任务周围有 {cells} 个像元，{most} MB 装不下。请减少任务、换较粗的栅格，或提高上限。</translation>
    </message>
    <message>
      <source>The best candidates</source>
      <translation>名次靠前的候选图斑</translation>
    </message>
    <message>
      <source>The channel “{channel}” does not lie on the terrain “{dem}”. Check that both show the same reach and that their coordinate systems are right.</source>
      <translation>河道“{channel}”不在地形“{dem}”范围内。请检查两者是否为同一河段、坐标系是否正确。</translation>
    </message>
    <message>
      <source>The coordinate reference system {crs} has no longitude and latitude; assign the layer a projected or a geographic one.</source>
      <translation>坐标系 {crs} 没有经纬度；请为图层指定投影坐标系或地理坐标系。</translation>
    </message>
    <message>
      <source>The coordinate system of the layer is another one than when it was checked. Check everything again.</source>
      <translation>图层的坐标系与之前检查时不同，请重新完整检查。</translation>
    </message>
    <message>
      <source>The coordinate system of the register is not known: choose one, such as EPSG:4547.</source>
      <translation>登记册的坐标系无法识别：请选择一个，例如 EPSG:4547。</translation>
    </message>
    <message>
      <source>The core of a historic district has {limit} m² or more.</source>
      <translation>历史文化街区核心保护范围不小于 {limit} 平方米。</translation>
    </message>
    <message>
      <source>The county's own reserve</source>
      <translation>本县区的指标</translation>
    </message>
    <message>
      <source>The day is missing: an entry serves only from the day it is available.</source>
      <translation>缺少日期：指标自可用日期起才能使用。</translation>
    </message>
    <message>
      <source>The decisions in {file} cannot be written: {reason}. Choose a folder you may write to and close programs that have the file open.</source>
      <translation>无法写入判定表 {file}：{reason}。请选择可写的文件夹，并关闭打开该文件的程序。</translation>
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
      <source>The entry belongs to unit {unit}. Correct the code or the id.</source>
      <translation>该指标属于 {unit}。请更正县区代码或编号。</translation>
    </message>
    <message>
      <source>The entry has no id. Give every line one; of merged cells only the first holds the value, and totals are no entries.</source>
      <translation>没有指标编号。每行都要填；合并单元格只有第一格有值，合计行不是指标。</translation>
    </message>
    <message>
      <source>The entry is in the ledger already. Take the line out; to correct an entry, reverse its event and enter it under another id.</source>
      <translation>该指标已在台账中。请删去本行；要更正，先冲销原事件，再用新编号入库。</translation>
    </message>
    <message>
      <source>The entry stands in line {line} already. Keep one of the two.</source>
      <translation>该指标在第 {line} 行已有，请只保留一行。</translation>
    </message>
    <message>
      <source>The event was reversed.</source>
      <translation>该事件已冲销。</translation>
    </message>
    <message>
      <source>The exceptions in {path} cannot be read or written: {reason}. Check that the folder can be written and that no other program holds the file.</source>
      <translation>无法读写 {path} 中的例外：{reason}。请检查文件夹是否可写、文件是否被其他程序占用。</translation>
    </message>
    <message>
      <source>The extent of layer “{layer}” cannot be brought into {crs}: check the layer's coordinate reference system.</source>
      <translation>图层“{layer}”的范围无法转换到 {crs}，请检查该图层的坐标系。</translation>
    </message>
    <message>
      <source>The factor belongs to the quota by factors; it is not applied to the area disposed of unless the rule row says so. The total is the sum of the counties.</source>
      <translation>系数用于因素法核算的指标，规则行没有另行规定时不乘处置面积。合计为各县区之和。</translation>
    </message>
    <message>
      <source>The field “{field}” that you set for {standard} is not in the layer any more.</source>
      <translation>您为 {standard} 指定的字段“{field}”已不在图层中。</translation>
    </message>
    <message>
      <source>The file</source>
      <translation>文件</translation>
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
      <source>The files of scenario “{name}” are not there any more.</source>
      <translation>方案“{name}”的文件已不存在。</translation>
    </message>
    <message>
      <source>The first {count} of {total}; all stand in the candidates layer.</source>
      <translation>共 {total} 个，列出前 {count} 个；全部见候选图层。</translation>
    </message>
    <message>
      <source>The first {count} of {total}; all stand in the exit layer.</source>
      <translation>列出 {total} 块中的前 {count} 块，全部见退出图层。</translation>
    </message>
    <message>
      <source>The first {count} of {total}; all stand in the relocation layer. Sites are followed by the households they receive.</source>
      <translation>列出 {total} 个中的前 {count} 个，全部见迁建图层。安置地后为安置户数。</translation>
    </message>
    <message>
      <source>The first {count} of {total}; the layer holds all of them.</source>
      <translation>共 {total} 条，列出前 {count} 条；全部见图层。</translation>
    </message>
    <message>
      <source>The first {shown} of {count}; the layers have them all.</source>
      <translation>共 {count} 条，这里是前 {shown} 条；图层里是全部。</translation>
    </message>
    <message>
      <source>The folder already holds a demo city, which stays as it is. The new one is called {name}.</source>
      <translation>文件夹里已有示例城市，保持不变；新的取名 {name}。</translation>
    </message>
    <message>
      <source>The formula in this cell ends in an error, so its value is not known. Mend it, or write the value.</source>
      <translation>该单元格的公式出错，数值未知。请改正公式，或直接填写数值。</translation>
    </message>
    <message>
      <source>The formula in this cell was saved without its value. Open the file in a spreadsheet program, check the cell and save it.</source>
      <translation>该单元格的公式没有保存计算结果。请用电子表格软件打开文件，核对该单元格后保存。</translation>
    </message>
    <message>
      <source>The highest obstruction is the building that reaches highest up the target. Hidden: above the lowest point that must stay visible; the share is of the whole target from its foot. Where the top itself must stay visible nothing is above it, and nothing is printed there.</source>
      <translation>最高遮挡建筑为视线上遮到目标最高处的建筑。“须见部分被遮”自须见最低点以上起算；比例按目标自地面至顶的全高计。须见的只是目标顶端时，其上已无可遮部分，该栏留空。</translation>
    </message>
    <message>
      <source>The history of edits cannot be written to {path}: {reason}. Close other programs that hold the file.</source>
      <translation>变更历史无法写入 {path}：{reason}。请关闭占用该文件的程序。</translation>
    </message>
    <message>
      <source>The industry is in a class of the catalogue that is to be given up, or on the list of prohibited ones.</source>
      <translation>产业目录类别为淘汰、禁止等，或行业在禁止淘汰产业名录中。</translation>
    </message>
    <message>
      <source>The journal is kept in {path}.</source>
      <translation>日志保留在 {path}。</translation>
    </message>
    <message>
      <source>The journal {path} cannot be deleted: {reason}.</source>
      <translation>日志 {path} 无法删除：{reason}。</translation>
    </message>
    <message>
      <source>The land around the tasks has no place in {crs}. Check the coordinate systems in panel Data.</source>
      <translation>任务周围的范围在 {crs} 中没有位置。请在“数据”面板检查坐标系。</translation>
    </message>
    <message>
      <source>The layer has no features.</source>
      <translation>图层没有要素。</translation>
    </message>
    <message>
      <source>The layer is in memory and the project is not saved: save the project, then take the form off and put it on again.</source>
      <translation>该图层在内存中，工程也未保存：请先保存工程，再取下表单重新套用。</translation>
    </message>
    <message>
      <source>The layer is not drawn by tier, so tiers cannot be switched on and off here.</source>
      <translation>该图层未按层级显示，因此不能在此开关各层级。</translation>
    </message>
    <message>
      <source>The layer is the result of a run: no tool takes it unless you set a role.</source>
      <translation>该图层是运行结果：除非您指定用途，工具不会取用。</translation>
    </message>
    <message>
      <source>The layer was set to play no role.</source>
      <translation>该图层已指定为无用途。</translation>
    </message>
    <message>
      <source>The layout window shows page 1 of {pages}. For the others choose “As algorithm…”, the output “Layout to go on with in QGIS”, and then “Open map layout…” in the menu.</source>
      <translation>布局窗口中打开的是第 1 页（共 {pages} 页）。其余各页请用“算法对话框…”输出“可在 QGIS 中继续编辑的布局”，再用菜单“打开地图布局…”打开。</translation>
    </message>
    <message>
      <source>The ledger cannot be read; see above.</source>
      <translation>台账无法读取，原因见上。</translation>
    </message>
    <message>
      <source>The ledger cannot be written to; see above.</source>
      <translation>台账不能写入，原因见上。</translation>
    </message>
    <message>
      <source>The ledger has a sale from this entry under this number already. Take the line out.</source>
      <translation>台账中已有该指标在此文号下的调出。请删去本行。</translation>
    </message>
    <message>
      <source>The ledger has been written (events {events}) and stays so; do not repeat it. Only the outputs are missing: {reason}</source>
      <translation>台账已经写入（事件 {events}），保持有效，请勿重复操作；只是输出没有写成：{reason}</translation>
    </message>
    <message>
      <source>The ledger has changed since the trial. Run it again.</source>
      <translation>试算之后台账有变动，请重新试算。</translation>
    </message>
    <message>
      <source>The ledger is being read …</source>
      <translation>正在读取台账…</translation>
    </message>
    <message>
      <source>The ledger is not sound.</source>
      <translation>台账有误。</translation>
    </message>
    <message>
      <source>The ledger is sound.</source>
      <translation>台账完好。</translation>
    </message>
    <message>
      <source>The ledger keeps grades of a scale that this version does not know ({scale}). Update the plugin.</source>
      <translation>本版本不认识台账的等别体系（{scale}）。请更新插件。</translation>
    </message>
    <message>
      <source>The ledger keeps grades of the scale {scale}, and the two are never mixed. Leave grade and scale empty.</source>
      <translation>台账的等别体系是 {scale}，两种体系不能混用。请把等别和等别体系留空。</translation>
    </message>
    <message>
      <source>The ledger lies in a temporary folder and will be gone when QGIS ends: {path}. Move it to a folder that is backed up before you use it.</source>
      <translation>台账位于临时文件夹，QGIS 关闭后即会消失：{path}。使用前请先移到有备份的文件夹。</translation>
    </message>
    <message>
      <source>The ledger was not read to its end. Choose it again; when it stays so, see QGIS's log messages.</source>
      <translation>台账未能读完。请重新选择台账；仍然如此的，请查看 QGIS 日志消息。</translation>
    </message>
    <message>
      <source>The legend of page “{page}” has more entries than a whole sheet holds; use a bigger sheet or fewer layers.</source>
      <translation>“{page}”页的图例条目一整页也容纳不下；请用更大的图幅或减少图层。</translation>
    </message>
    <message>
      <source>The legend of page “{page}” has more entries than its place holds: it stands on a sheet of its own.</source>
      <translation>“{page}”页的图例条目多于图例位置所能容纳，已放在附页上。</translation>
    </message>
    <message>
      <source>The line crosses or touches itself near X {x}, Y {y}; draw it without crossing.</source>
      <translation>所画的线在 X {x}、Y {y} 附近自相交或自接触；请重新绘制，不要交叉。</translation>
    </message>
    <message>
      <source>The line cuts no parcel in two; begin and end it outside the parcel.</source>
      <translation>所画的线没有把图斑分成两块，请从图斑外画到图斑外。</translation>
    </message>
    <message>
      <source>The line does not meet the border twice; begin and end it on the border, or beyond it.</source>
      <translation>所画的线与边界没有两个交点，请在边界上或边界外起止。</translation>
    </message>
    <message>
      <source>The line has more cells than the head names. Take separators out of the numbers (1234, not 1,234) and those at the end of the line; name every column in the head, or clear it.</source>
      <translation>该行的单元格多于表头的列。请去掉数字中的千分位（写 1234，不写 1,234）和行末多余的分隔符；表头要给每一列命名，或清空多余的列。</translation>
    </message>
    <message>
      <source>The line has neither quantity nor paddy nor capacity. Give at least one amount above 0.</source>
      <translation>数量、水田、产能都没有。请至少填一项大于 0 的数值。</translation>
    </message>
    <message>
      <source>The line leaves the two parcels whose border it is to be: it crosses a third parcel, or a border of them elsewhere. Draw it inside the two.</source>
      <translation>所画的线超出了公共边两侧的图斑：穿过了第三个图斑，或穿过了它们的其他边界。请在两个图斑之内画。</translation>
    </message>
    <message>
      <source>The line runs so close along a border that it is not clear what it cuts; draw it further away, or snap it to the vertices of the border.</source>
      <translation>所画的线紧贴边界，无法判断如何分割；请离边界远一些，或捕捉到边界的顶点。</translation>
    </message>
    <message>
      <source>The line runs there already; nothing was changed.</source>
      <translation>界线本来就在这里，没有改动。</translation>
    </message>
    <message>
      <source>The line that was drawn crosses itself; draw it without crossing.</source>
      <translation>所画的线自相交，请重画。</translation>
    </message>
    <message>
      <source>The line that was drawn cuts nothing of the tier in two; begin and end it outside.</source>
      <translation>所画的线没有把该层级切成两部分；请在范围之外起止。</translation>
    </message>
    <message>
      <source>The line that was drawn does not meet the outer line of the tier twice; begin and end it on the other side of the outer line.</source>
      <translation>所画的线没有与该层级的外边线相交两次；请在外边线的另一侧起止。</translation>
    </message>
    <message>
      <source>The line that was drawn encloses no land; draw it through at least three points.</source>
      <translation>所画的线没有围成用地；请至少画三个点。</translation>
    </message>
    <message>
      <source>The lines cannot be put together ({reason}). Check the geometry of sites, drawn lines and streets and run again.</source>
      <translation>保护线无法拼合（{reason}）。请检查文物、已划定的线和街道的图形后重新运行。</translation>
    </message>
    <message>
      <source>The lines of site “{site}” cannot be united or cut ({reason}). Check their geometry and run again.</source>
      <translation>“{site}”的保护线无法合并或切割（{reason}）。请检查图形后重新运行。</translation>
    </message>
    <message>
      <source>The lines of the site cannot be put together ({reason}); repair the geometries of the site with “Fix geometries” first.</source>
      <translation>该文物的各级线无法拼合（{reason}）；请先用“修正几何图形”修复其几何。</translation>
    </message>
    <message>
      <source>The map does not show the {tier}: it is switched off.</source>
      <translation>地图上没有显示{tier}：它已被关闭。</translation>
    </message>
    <message>
      <source>The map does not show this layer: it, or its group, is switched off.</source>
      <translation>地图上没有显示这个图层：图层本身或它所在的图层组已被关闭。</translation>
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
      <source>The mean grade of the cultivated land given is no worse than that of the land taken.</source>
      <translation>复垦耕地的平均等别不低于被占用的耕地。</translation>
    </message>
    <message>
      <source>The mean is of the part that is limited.</source>
      <translation>平均值只计有限高的部分。</translation>
    </message>
    <message>
      <source>The outermost level goes on</source>
      <translation>保持最外一处水位</translation>
    </message>
    <message>
      <source>The package could not be read: {reason}. Choose a folder for results that you may write to, with enough room.</source>
      <translation>任务包无法读取：{reason}。请选择可写且空间足够的结果文件夹。</translation>
    </message>
    <message>
      <source>The package could not be written: {reason}. Choose a folder you may write to, with enough room.</source>
      <translation>任务包写不出来：{reason}。请选择可写且空间足够的文件夹。</translation>
    </message>
    <message>
      <source>The parcel has no identifier (BSM), by which its history is found.</source>
      <translation>该图斑没有标识码（BSM），无法查找变更历史。</translation>
    </message>
    <message>
      <source>The parcels chosen do not all share a border with each other, vertex for vertex. Choose parcels that adjoin; where there is a gap between them, close it first.</source>
      <translation>所选图斑并非都有逐点一致的公共边。请选择相邻的图斑；之间有缝隙的，请先消除。</translation>
    </message>
    <message>
      <source>The parcels chosen overlap; check the layer (panel Data, Check of a layer) and mend that first.</source>
      <translation>所选图斑有重叠，请先在“数据”面板“图层质量检查”中检查并改正。</translation>
    </message>
    <message>
      <source>The parcels have that class already; nothing was changed.</source>
      <translation>图斑已是该地类，未作改动。</translation>
    </message>
    <message>
      <source>The parcels of layer “{layer}” are being read …</source>
      <translation>正在读取图层“{layer}”的地块…</translation>
    </message>
    <message>
      <source>The parts miss {first} m² of the first scenario and {second} m² of the second.</source>
      <translation>各部分之和与第一方案总面积相差 {first} 平方米，与第二方案相差 {second} 平方米。</translation>
    </message>
    <message>
      <source>The parts of project {project} in layer “{layer}” cannot be united ({reason}). Check the geometry of features {fids} and run again.</source>
      <translation>图层“{layer}”中项目 {project} 的各部分无法合并（{reason}）。请检查要素 {fids} 的几何后重新运行。</translation>
    </message>
    <message>
      <source>The photo “{photo}” cannot be read: {reason}.</source>
      <translation>照片“{photo}”无法读取：{reason}。</translation>
    </message>
    <message>
      <source>The photo “{photo}” is missing: it is not in {folders}.</source>
      <translation>缺少照片“{photo}”：{folders} 中没有。</translation>
    </message>
    <message>
      <source>The photo “{photo}” lies outside the folders of project and register; it is not shown.</source>
      <translation>照片“{photo}”不在工程和名录所在文件夹之内，不予显示。</translation>
    </message>
    <message>
      <source>The picture of the report is damaged.</source>
      <translation>报告中的图片已损坏。</translation>
    </message>
    <message>
      <source>The plan takes land by rank into the first year with room.</source>
      <translation>方案按排名放入第一个有余量的年度。</translation>
    </message>
    <message>
      <source>The plan was found by an integer programme (SciPy, HiGHS).</source>
      <translation>方案由整数规划求得（SciPy，HiGHS）。</translation>
    </message>
    <message>
      <source>The plan was found by trying all plans that could be better.</source>
      <translation>方案由逐一比较可能更优的方案求得。</translation>
    </message>
    <message>
      <source>The points of {count} more parcels are not printed; they stand in the file.</source>
      <translation>另有 {count} 个地块的界址点未列出，见坐标文件。</translation>
    </message>
    <message>
      <source>The polygons of “{layer}” cannot be united ({reason}). Check the geometry of the layer and run again.</source>
      <translation>图层“{layer}”的面无法合并（{reason}）。请检查该图层的图形后重新运行。</translation>
    </message>
    <message>
      <source>The register has been written (events {first} to {last}) and stays so. Only the outputs are missing: {reason}</source>
      <translation>登记册已经写入（事件 {first} 至 {last}），继续有效。只是没有写出结果：{reason}</translation>
    </message>
    <message>
      <source>The register is not sound.</source>
      <translation>登记册有误。</translation>
    </message>
    <message>
      <source>The register is sound.</source>
      <translation>登记册完好。</translation>
    </message>
    <message>
      <source>The register lies in a temporary folder and will be gone when QGIS ends: {path}. Move it to a folder that is backed up before you use it.</source>
      <translation>登记册在临时文件夹中，QGIS 关闭后即消失：{path}。请先移到有备份的文件夹再使用。</translation>
    </message>
    <message>
      <source>The results could not be put in their place: {reason}. Everything was left as it was. Choose a folder you may write to and close programs that have the files open.</source>
      <translation>结果无法放到指定位置：{reason}。原有内容均未改动。请选择有写入权限的文件夹，并关闭正在使用这些文件的程序。</translation>
    </message>
    <message>
      <source>The results in {path} cannot be read.</source>
      <translation>无法读取 {path} 中的结果。</translation>
    </message>
    <message>
      <source>The roads of “{layer}” cannot be cut at their crossings ({reason}). Check the geometry of the layer and run again.</source>
      <translation>图层“{layer}”的道路无法在交叉口打断（{reason}）。请检查图形后重新运行。</translation>
    </message>
    <message>
      <source>The rows are of units of several levels: each has all land of its unit, that of the units within it too, and the total counts each place once.</source>
      <translation>表中单元分属多级：每一行包含该单元的全部土地，其下级单元的土地也计入；合计每处只计一次。</translation>
    </message>
    <message>
      <source>The rules in force on the day of each project</source>
      <translation>各项目占用日期当日的规则</translation>
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
      <source>The slope of the outermost two goes on</source>
      <translation>按最外两处水位的比降外延</translation>
    </message>
    <message>
      <source>The smallest relative change of a weight, the others scaled to the same sum, that changes the zone of any unit, and the units that ±{change} changes; before smoothing.</source>
      <translation>某项权重变动、其余按比例调整而合计不变时，使任一单元分区改变的最小相对变化，以及 ±{change} 改变的单元；按平滑之前计算。</translation>
    </message>
    <message>
      <source>The source does not tell how many</source>
      <translation>数据源不提供要素数</translation>
    </message>
    <message>
      <source>The source of the layer cannot be opened: {source}.</source>
      <translation>无法打开图层的数据源：{source}。</translation>
    </message>
    <message>
      <source>The statute names least widths of protection land; where more was set aside, that counts.</source>
      <translation>条例规定的护堤地宽度是下限；已划定更宽的，以已划定的为准。</translation>
    </message>
    <message>
      <source>The survey form is off; layer “{layer}” looks as before.</source>
      <translation>已取下调查表单，图层“{layer}”恢复原样。</translation>
    </message>
    <message>
      <source>The table of control areas lacks its fields.</source>
      <translation>控制面积表缺少所需字段。</translation>
    </message>
    <message>
      <source>The table of page “{page}” has more rows than its place holds; use a bigger sheet or a template with a bigger table.</source>
      <translation>“{page}”页的表格行数超出位置，请改用更大的图幅或表格位置更大的模板。</translation>
    </message>
    <message>
      <source>The text is that of the first finding; the layer of findings lists each rule up to a limit, the count is of all faults.</source>
      <translation>“问题”为该规则的第一个问题；问题图层中每条规则列到上限为止，次数为全部。</translation>
    </message>
    <message>
      <source>The trial was run against another reserve. Run it again.</source>
      <translation>试算用的不是当前台账，请重新试算。</translation>
    </message>
    <message>
      <source>The two places where the line begins and ends are not on one common border of two parcels. Redraw the border of two parcels at a time, from corner to corner at most.</source>
      <translation>线的起止点不在同两个图斑的同一段公共边上。请一次只改两个图斑的公共边，最长从结点到结点。</translation>
    </message>
    <message>
      <source>The verdict holds only for what was examined. Not checked, for want of layers or fields: {missing}.</source>
      <translation>判定只对已检查的内容有效。因缺少图层或字段未检查：{missing}。</translation>
    </message>
    <message>
      <source>The weights must be a JSON object of zones, each an object of criteria and numbers. Write for example {example}.</source>
      <translation>权重应为按分区的 JSON 对象，每个分区是指标和数字的对象。例如写作 {example}。</translation>
    </message>
    <message>
      <source>The weights name the zone “{zone}”, which there is not. The zones are: {zones}.</source>
      <translation>权重中的分区“{zone}”不存在。分区有：{zones}。</translation>
    </message>
    <message>
      <source>The weights name “{value}” twice. Keep one of them.</source>
      <translation>权重中“{value}”出现两次。请保留一个。</translation>
    </message>
    <message>
      <source>The weights or comparisons are no JSON text. Write the text itself, not the path of a file, for example {example}, or {pairs} for comparisons.</source>
      <translation>权重或判断矩阵不是 JSON 文本。请直接填写文本，不要填文件路径，例如 {example}；判断矩阵例如 {pairs}。</translation>
    </message>
    <message>
      <source>The worst of what lines ask for decides; archaeology may come first beside a consent. Where lines of several sites overlap, land in tiers counts once.</source>
      <translation>结论取最重的要求；须经同意的也可能要先考古。几处文物的保护线重叠时，保护线内面积只计一次。</translation>
    </message>
    <message>
      <source>The {tier} is united from other lines and not drawn itself; change those, and run the delimitation again.</source>
      <translation>{tier}由其他保护线合并而成，不单独绘制；请修改那些线，再运行保护线划定。</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>专题</translation>
    </message>
    <message>
      <source>There are no lines to judge by. Choose “{zones}” or “{layers}”.</source>
      <translation>没有保护线，无法判定。请选择“{zones}”或者“{layers}”。</translation>
    </message>
    <message>
      <source>There is no column with an amount. Give at least one of: {columns}.</source>
      <translation>没有指标数值列。至少要有其中一列：{columns}。</translation>
    </message>
    <message>
      <source>There is no file {path}.</source>
      <translation>文件 {path} 不存在。</translation>
    </message>
    <message>
      <source>There is no flood: give “{flood}” or “{depth}”.</source>
      <translation>没有洪水数据：请给出“{flood}”或“{depth}”。</translation>
    </message>
    <message>
      <source>There is no layer to draw. Give at least one: a control line, the land survey, projects, results or another layer.</source>
      <translation>没有可绘制的图层。请至少给出一个：控制线、土地调查图斑、项目、结果或其他图层。</translation>
    </message>
    <message>
      <source>There is no layer with the classes of stock land: run “Status of stock land”, or choose one.</source>
      <translation>没有存量建设用地分类图层：请运行“存量建设用地状况”，或选择一个图层。</translation>
    </message>
    <message>
      <source>There is no return period for the stages {stages}. Give it in “Return periods”, for example {example}; known are the stages {known}.</source>
      <translation>{stages} 级没有重现期。请在“重现期”中给出，例如 {example}；已知的级别有 {known}。</translation>
    </message>
    <message>
      <source>There is no site yet: load the register, or a layer of lines with their site_id.</source>
      <translation>还没有文物：请加载名录，或带有编号（site_id）的保护线图层。</translation>
    </message>
    <message>
      <source>There is no such entry to take from, neither in the ledger nor in a line above. Check the id.</source>
      <translation>台账和上面各行中都没有这个指标可供调出。请核对编号。</translation>
    </message>
    <message>
      <source>There is nothing to draw: the layers have no extent.</source>
      <translation>没有可绘制的内容：图层没有范围。</translation>
    </message>
    <message>
      <source>There is nothing to judge. Choose one of: {layers}.</source>
      <translation>没有要判定的对象。请至少选择一个：{layers}。</translation>
    </message>
    <message>
      <source>There is nothing to review the projects against. Choose “{controls}” or “{land}”.</source>
      <translation>没有可供审查的图层。请选择“{controls}”或“{land}”。</translation>
    </message>
    <message>
      <source>There is nothing to test heights against: give “{limits}”, “{zones}” or “{views}”.</source>
      <translation>没有可对照的限高：请给出“{limits}”、“{zones}”或“{views}”。</translation>
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
      <source>These findings are open again. What was accepted stays in the file, with who withdrew it and why.</source>
      <translation>这些问题恢复为未处理。原例外仍留在文件中，并记下何人因何撤销。</translation>
    </message>
    <message>
      <source>These findings stay in every list and report; beside them stands that they were accepted, why, by whom and when.</source>
      <translation>这些问题仍列在各清单和报告中，并注明已作为例外、理由、何人、何日。</translation>
    </message>
    <message>
      <source>These lines are published: {tiers}; in brackets the land that each gains or loses.

A line that is changed is marked provisional; what was declared stays beside it.</source>
      <translation>以下保护线已经公布：{tiers}；括号内为各自增减的用地。

改动后的线标为暂定；公布的面积等仍保留在旁。</translation>
    </message>
    <message>
      <source>They are offered in panel Data, page Editing of parcels.</source>
      <translation>可在“数据”面板的“图斑编辑”页重放。</translation>
    </message>
    <message>
      <source>Third national land survey</source>
      <translation>第三次全国国土调查</translation>
    </message>
    <message>
      <source>This is a screening of the data, no determination: limits and shares are defaults of this tool, and a flag that could not be judged counts neither way.</source>
      <translation>本结果为数据筛查，不是认定：限值和比例为本工具默认，未能判定的情形不计入得分。</translation>
    </message>
    <message>
      <source>This is a screening of the data, no determination: what is idle is determined by the authority after its investigation.</source>
      <translation>本表为数据筛查，不是认定；是否闲置由主管部门调查后认定。</translation>
    </message>
    <message>
      <source>This is no date. Write it as 2024-05-20.</source>
      <translation>不是日期。请写成 2024-05-20。</translation>
    </message>
    <message>
      <source>This is no kind. Write entry (新增), trade_in (调入) or trade_out (调出), or leave it empty for a new entry.</source>
      <translation>类别不认识。请填 新增（entry）、调入（trade_in）或 调出（trade_out）；新增也可留空。</translation>
    </message>
    <message>
      <source>This is no number. Write digits only, without a unit.</source>
      <translation>不是数字。只填数字，不带单位。</translation>
    </message>
    <message>
      <source>This is no price. Write yuan as a number with at most two decimals, without a unit.</source>
      <translation>价款有误。请填以元为单位、至多两位小数的数字，不带单位。</translation>
    </message>
    <message>
      <source>This layer is in memory: nothing of it outlives QGIS. Save it as GeoPackage first.</source>
      <translation>该图层是临时图层，程序关闭后就没有了，请先存为文件。</translation>
    </message>
    <message>
      <source>This version knows no role “{role}”.</source>
      <translation>本版本没有“{role}”这一用途。</translation>
    </message>
    <message>
      <source>This was kept as a number and has lost digits. Format the column as text and enter it again.</source>
      <translation>该值被存成数字，已丢失位数。请把该列设为文本格式后重新填写。</translation>
    </message>
    <message>
      <source>Those of the rules</source>
      <translation>规则中的权重</translation>
    </message>
    <message>
      <source>Three indicators (2017)</source>
      <translation>三项指标（2017）</translation>
    </message>
    <message>
      <source>Three-year plan of land reserve</source>
      <translation>土地储备三年滚动计划</translation>
    </message>
    <message>
      <source>Three-year reserve plan</source>
      <translation>三年储备计划</translation>
    </message>
    <message>
      <source>Tier</source>
      <translation>层级</translation>
    </message>
    <message>
      <source>Tier field</source>
      <translation>层级字段</translation>
    </message>
    <message>
      <source>Tier field of drawn lines (tier)</source>
      <translation>已划定的线的层级字段（tier）</translation>
    </message>
    <message>
      <source>Tier field of lines</source>
      <translation>保护线的层级字段</translation>
    </message>
    <message>
      <source>Tier field of the lines</source>
      <translation>保护线层级字段</translation>
    </message>
    <message>
      <source>Tier of drawn polygons that name none</source>
      <translation>未写层级的面属于</translation>
    </message>
    <message>
      <source>Tiers</source>
      <translation>层级</translation>
    </message>
    <message>
      <source>Tiers of historic protection lines (caps by rule)</source>
      <translation>历史文化保护线分级（按规则限高）</translation>
    </message>
    <message>
      <source>Tiers to make, separated by commas (empty: the usual ones)</source>
      <translation>要划的层级，用逗号分开（空为常用层级）</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>时间</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>时间线</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
    <message>
      <source>To be done: {taken}. Undecided, which stay as they are: {open}.</source>
      <translation>将采用：{taken}。未裁定（保持不动）：{open}。</translation>
    </message>
    <message>
      <source>To judge it is needed</source>
      <translation>判定需要</translation>
    </message>
    <message>
      <source>To verify: run “Verify a write-off ledger” (kf:ledgerverify) on the ledger with the event number and hash printed here. If they do not fit, the ledger was changed or is another one.</source>
      <translation>核验方法：对台账运行“核验核销台账”（kf:ledgerverify），填入此处印出的事件号和哈希值；不相符，说明台账被改动过，或不是同一本台账。</translation>
    </message>
    <message>
      <source>Together: {quantity}, of it {paddy} paddy; {capacity}</source>
      <translation>合计：{quantity}，其中水田 {paddy}；产能 {capacity}</translation>
    </message>
    <message>
      <source>Tolerance of vertices, overlaps and gaps (m)</source>
      <translation>结点、重叠和空隙的容差（米）</translation>
    </message>
    <message>
      <source>Too high</source>
      <translation>超高</translation>
    </message>
    <message>
      <source>Too small</source>
      <translation>面积过小</translation>
    </message>
    <message>
      <source>Tools ask for this field; what you choose is kept with the layer and filled into their dialogs</source>
      <translation>工具要用该字段；所选随图层保存，并填入工具对话框</translation>
    </message>
    <message>
      <source>Tools find this field by its name alone</source>
      <translation>工具只按名称查找该字段</translation>
    </message>
    <message>
      <source>Tools run without them; a delivery to the database does not pass.</source>
      <translation>工具没有这些字段也能运行，但数据汇交不能通过。</translation>
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
      <source>Total that moves out</source>
      <translation>外迁合计</translation>
    </message>
    <message>
      <source>Total, each place once</source>
      <translation>合计（每处只计一次）</translation>
    </message>
    <message>
      <source>Totals by county and flag</source>
      <translation>按县区和情形汇总</translation>
    </message>
    <message>
      <source>Totals by county, batch, use and year</source>
      <translation>按县区、批次、用途和年度汇总</translation>
    </message>
    <message>
      <source>Touched only</source>
      <translation>只触及边界</translation>
    </message>
    <message>
      <source>Town</source>
      <translation>城镇</translation>
    </message>
    <message>
      <source>Township</source>
      <translation>乡镇</translation>
    </message>
    <message>
      <source>Townships where nothing went out or came in are left out unless their verdict is open; all of them stand in the output.</source>
      <translation>没有流出、流入且结论不是待定的乡镇略去，全部乡镇见输出表。</translation>
    </message>
    <message>
      <source>Trade, or event taken back</source>
      <translation>交易内容或被冲销的事件</translation>
    </message>
    <message>
      <source>Training works (lines)</source>
      <translation>河道整治工程（线）</translation>
    </message>
    <message>
      <source>Transition matrix</source>
      <translation>地类转移矩阵</translation>
    </message>
    <message>
      <source>Transition matrix by kind of land (m²)</source>
      <translation>地类转移矩阵（按类别，平方米）</translation>
    </message>
    <message>
      <source>Treatment</source>
      <translation>处理</translation>
    </message>
    <message>
      <source>Trial write-off of farmland indicators</source>
      <translation>占补平衡试算报告</translation>
    </message>
    <message>
      <source>Trusted layer</source>
      <translation>参照图层</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>类别</translation>
    </message>
    <message>
      <source>Type field (site_type)</source>
      <translation>类别字段（site_type）</translation>
    </message>
    <message>
      <source>Type field of the register</source>
      <translation>名录的类别字段</translation>
    </message>
    <message>
      <source>Undetermined</source>
      <translation>未认定</translation>
    </message>
    <message>
      <source>Unified balance (2024)</source>
      <translation>统一占补平衡（2024）</translation>
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
      <source>Unit code field of the control areas (ZLDWDM)</source>
      <translation>控制面积的单位代码字段（ZLDWDM）</translation>
    </message>
    <message>
      <source>Unit name field (XZQMC)</source>
      <translation>行政区名称字段（XZQMC）</translation>
    </message>
    <message>
      <source>Unit of area</source>
      <translation>面积单位</translation>
    </message>
    <message>
      <source>Unit of areas in the data</source>
      <translation>数据中的面积单位</translation>
    </message>
    <message>
      <source>Unit of declared areas</source>
      <translation>公布面积单位</translation>
    </message>
    <message>
      <source>Unit of measure</source>
      <translation>计量单位</translation>
    </message>
    <message>
      <source>Unit of the areas in the table</source>
      <translation>表中面积的单位</translation>
    </message>
    <message>
      <source>Unite parcels to {parcel}</source>
      <translation>合并图斑为 {parcel}</translation>
    </message>
    <message>
      <source>United line</source>
      <translation>合成线</translation>
    </message>
    <message>
      <source>Units</source>
      <translation>单元</translation>
    </message>
    <message>
      <source>Units changed</source>
      <translation>改变的单元</translation>
    </message>
    <message>
      <source>Units it decides</source>
      <translation>决定的单元</translation>
    </message>
    <message>
      <source>Units it holds for</source>
      <translation>符合的单元</translation>
    </message>
    <message>
      <source>Units to be zoned (parcels; empty: a grid)</source>
      <translation>分区单元（图斑；不给时用格网）</translation>
    </message>
    <message>
      <source>Units with their lights</source>
      <translation>各单元红绿灯</translation>
    </message>
    <message>
      <source>Units without a target are left out; all of them stand in the output.</source>
      <translation>没有目标的单元不打印，全部列在输出表中。</translation>
    </message>
    <message>
      <source>Units: one page for each</source>
      <translation>行政单元（每单元一页）</translation>
    </message>
    <message>
      <source>Unknown class</source>
      <translation>未知地类</translation>
    </message>
    <message>
      <source>Unused land (m²)</source>
      <translation>未利用地（平方米）</translation>
    </message>
    <message>
      <source>Unused land, as GB/T 21010-2017</source>
      <translation>未利用地（按 GB/T 21010-2017）</translation>
    </message>
    <message>
      <source>Update from a status…</source>
      <translation>按状况更新…</translation>
    </message>
    <message>
      <source>Update the register of stock land</source>
      <translation>更新存量登记册</translation>
    </message>
    <message>
      <source>Urban boundary</source>
      <translation>城镇开发边界</translation>
    </message>
    <message>
      <source>Urban boundary by zone</source>
      <translation>城镇开发边界按规划分区</translation>
    </message>
    <message>
      <source>Urban construction land of the base year (m²), instead of its survey</source>
      <translation>基期城镇建设用地面积（平方米），代替基期调查</translation>
    </message>
    <message>
      <source>Urban development boundary</source>
      <translation>城镇开发边界</translation>
    </message>
    <message>
      <source>Urban development boundary (m²)</source>
      <translation>城镇开发边界面积（平方米）</translation>
    </message>
    <message>
      <source>Usable</source>
      <translation>可用</translation>
    </message>
    <message>
      <source>Use</source>
      <translation>用途</translation>
    </message>
    <message>
      <source>Use by unit, zone and rule</source>
      <translation>按行政区、分区和规则汇总</translation>
    </message>
    <message>
      <source>Use control and resettlement</source>
      <translation>用途管制与迁建</translation>
    </message>
    <message>
      <source>Use control and resettlement in the floodplain</source>
      <translation>滩区用途管制与迁建</translation>
    </message>
    <message>
      <source>Use field</source>
      <translation>用途字段</translation>
    </message>
    <message>
      <source>Use rate</source>
      <translation>用地率</translation>
    </message>
    <message>
      <source>Used with low efficiency</source>
      <translation>低效地块数</translation>
    </message>
    <message>
      <source>Used with low efficiency (m²)</source>
      <translation>低效用地面积（平方米）</translation>
    </message>
    <message>
      <source>Used without approval</source>
      <translation>未批即用</translation>
    </message>
    <message>
      <source>Used without supply</source>
      <translation>未供即用</translation>
    </message>
    <message>
      <source>Used, not finished</source>
      <translation>用而未尽</translation>
    </message>
    <message>
      <source>Utilisation grades 1–15</source>
      <translation>利用等 1–15</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>值</translation>
    </message>
    <message>
      <source>Values and points</source>
      <translation>数值与分值</translation>
    </message>
    <message>
      <source>Velocity (m/s), on the cells of the depth</source>
      <translation>流速（m/s），与水深像元重合</translation>
    </message>
    <message>
      <source>Verdict</source>
      <translation>判定</translation>
    </message>
    <message>
      <source>Verdict on quantity, quality and layout</source>
      <translation>数量、质量、布局判定</translation>
    </message>
    <message>
      <source>Verdicts</source>
      <translation>判定结果</translation>
    </message>
    <message>
      <source>Verdicts by rule</source>
      <translation>各规则检查结果</translation>
    </message>
    <message>
      <source>Verification of permanent basic farmland</source>
      <translation>永久基本农田核实整改</translation>
    </message>
    <message>
      <source>Verify a register of stock land</source>
      <translation>核验存量登记册</translation>
    </message>
    <message>
      <source>Verify a write-off ledger</source>
      <translation>核验核销台账</translation>
    </message>
    <message>
      <source>Verify…</source>
      <translation>核验…</translation>
    </message>
    <message>
      <source>View corridors</source>
      <translation>视线通廊</translation>
    </message>
    <message>
      <source>View corridors (lines from the eye to the target)</source>
      <translation>视线通廊（自视点至目标的线）</translation>
    </message>
    <message>
      <source>View corridors into which buildings rise</source>
      <translation>有建筑突破的视线通廊数</translation>
    </message>
    <message>
      <source>View corridors tested</source>
      <translation>已检查的视线通廊数</translation>
    </message>
    <message>
      <source>Village</source>
      <translation>村</translation>
    </message>
    <message>
      <source>Village platforms</source>
      <translation>村台、避水台</translation>
    </message>
    <message>
      <source>Volume</source>
      <translation>水量</translation>
    </message>
    <message>
      <source>Volume of the highest stage (m³)</source>
      <translation>最高级水量（m³）</translation>
    </message>
    <message>
      <source>Warning</source>
      <translation>警告</translation>
    </message>
    <message>
      <source>Warnings</source>
      <translation>警告</translation>
    </message>
    <message>
      <source>Water (empty: water of the survey)</source>
      <translation>水域（留空：取调查图斑中的水域）</translation>
    </message>
    <message>
      <source>Water and unused land</source>
      <translation>水面和未利用地</translation>
    </message>
    <message>
      <source>Water and unused land, exempt</source>
      <translation>水面和未利用地（豁免）</translation>
    </message>
    <message>
      <source>Water and unused land, not in out</source>
      <translation>水面和未利用地（不计入流出）</translation>
    </message>
    <message>
      <source>Water level where flooded, a band for each stage (m)</source>
      <translation>淹没处水位，每级一个波段（米）</translation>
    </message>
    <message>
      <source>Water levels (points or cross-sections)</source>
      <translation>水位（点或断面线）</translation>
    </message>
    <message>
      <source>Water levels along the channel</source>
      <translation>沿程水位</translation>
    </message>
    <message>
      <source>Waterfront ecological space</source>
      <translation>滨河生态空间</translation>
    </message>
    <message>
      <source>Way of disposal</source>
      <translation>处置方式</translation>
    </message>
    <message>
      <source>Ways in straight lines, not along roads.</source>
      <translation>路程为直线距离，不是道路里程。</translation>
    </message>
    <message>
      <source>Ways of disposal</source>
      <translation>处置方式</translation>
    </message>
    <message>
      <source>Weigh the criteria of each zone yourself, or compare them in pairs (AHP)</source>
      <translation>自行给各分区的指标赋权，或两两比较（层次分析法）</translation>
    </message>
    <message>
      <source>Weight</source>
      <translation>权重</translation>
    </message>
    <message>
      <source>Weights (JSON: criterion and number; empty: those of the rules)</source>
      <translation>权重（JSON：因子与数值；留空：按规则）</translation>
    </message>
    <message>
      <source>Weights (JSON: zone, criterion and number; empty: those of the rules)</source>
      <translation>权重（JSON：分区、指标和数字；不填用规则的权重）</translation>
    </message>
    <message>
      <source>Weights and benchmarks</source>
      <translation>权重和基准</translation>
    </message>
    <message>
      <source>Weights and points</source>
      <translation>权重和分值</translation>
    </message>
    <message>
      <source>Weights of the criteria…</source>
      <translation>指标权重…</translation>
    </message>
    <message>
      <source>Weights of the factors</source>
      <translation>因子权重</translation>
    </message>
    <message>
      <source>Weights used</source>
      <translation>所用权重</translation>
    </message>
    <message>
      <source>Weights, shares of classes and, where no benchmark is set, the mean as benchmark are defaults of this tool: the figures rank, they decide nothing.</source>
      <translation>权重、分类比例，以及未设基准时以平均值为基准，均为本工具默认：结果用于排名，不作为决定。</translation>
    </message>
    <message>
      <source>What area layers show, where their role or name does not tell (JSON: layer and role)</source>
      <translation>区域图层的含义（图层角色或名称不能说明时填写，JSON：图层名和角色）</translation>
    </message>
    <message>
      <source>What became of the land of “{before}” by “{after}”, which cultivated land went out and came in, and is every unit balanced? Rules in force on {day}.</source>
      <translation>从“{before}”到“{after}”土地发生了什么变化，耕地流出、流入多少，各行政区是否平衡？规则日期 {day}。</translation>
    </message>
    <message>
      <source>What control layers show, where their role or name does not tell (JSON: layer and role)</source>
      <translation>管控图层显示什么（角色和名称看不出时；JSON：图层与角色）</translation>
    </message>
    <message>
      <source>What counts as stable is a default of this tool; each ground is a row of the rules that can be switched off.</source>
      <translation>何为稳定耕地按本工具默认值判定；每一条都是规则表中的一行，可以关闭。</translation>
    </message>
    <message>
      <source>What did the team edit, and what of it can be taken over? Table {table}, package of {made}.</source>
      <translation>外业改了什么，哪些可以采纳？表 {table}，任务包制作于 {made}。</translation>
    </message>
    <message>
      <source>What does each stage of the flood reach? Of {targets} targets {exposed} are reached in some stage; rules in force on {day}.</source>
      <translation>各流量级洪水淹到什么？{targets} 个对象中有 {exposed} 个在某一流量级受淹；采用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>What does not count of the chosen land: {reasons}</source>
      <translation>所选地块中不计入补划的：{reasons}</translation>
    </message>
    <message>
      <source>What does the team take to the field? Tasks: {tasks}, features: {features}, {size} MB: {name}.</source>
      <translation>外业带什么？任务 {tasks} 项，要素 {features} 个，{size} MB：{name}。</translation>
    </message>
    <message>
      <source>What each stage floods</source>
      <translation>各级淹没情况</translation>
    </message>
    <message>
      <source>What each stage of the flood reaches</source>
      <translation>各流量级洪水的淹没情况</translation>
    </message>
    <message>
      <source>What is left of parcel {parcel} could not be put together: {reason}. Check its geometry and that of the area layers there.</source>
      <translation>图斑 {parcel} 的剩余部分无法合并：{reason}。请检查该图斑和该处范围图层的图形。</translation>
    </message>
    <message>
      <source>What is needed and was not written off needs no replenishment by the rule applied.</source>
      <translation>需补充而未核销的部分，按所依据的规则不需补充。</translation>
    </message>
    <message>
      <source>What is not saved yet is listed. Select one parcel to see what was saved, too: it stands in a table beside the project, {files}.</source>
      <translation>下表列出尚未保存的变更。选中一个图斑还可查看已保存的变更，记在工程旁的表中：{files}。</translation>
    </message>
    <message>
      <source>What is the matter</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>What is wrong with “{layer}” ({count:.0f} features, checked as {schema})? Errors: {errors:.0f}, warnings: {warnings:.0f}; rules in force on {day}.</source>
      <translation>图层“{layer}”（{count:.0f} 个要素，按{schema}检查）有哪些问题？错误 {errors:.0f} 个，警告 {warnings:.0f} 个；采用 {day} 施行的规则。</translation>
    </message>
    <message>
      <source>What it is</source>
      <translation>说明</translation>
    </message>
    <message>
      <source>What layers of single tiers show, where their role or name does not tell (JSON: layer and role)</source>
      <translation>单一层级图层表示什么（角色和名称不能说明时；JSON：图层和角色）</translation>
    </message>
    <message>
      <source>What most of it is</source>
      <translation>主要内容</translation>
    </message>
    <message>
      <source>What raises one class</source>
      <translation>怎样升一档</translation>
    </message>
    <message>
      <source>What several polygons of one role cover counts once; inside and outside sum to the projects.</source>
      <translation>同一要素多个图形重叠的只计一次；范围内与范围外之和等于项目面积。</translation>
    </message>
    <message>
      <source>What stock land was there on {day}, {known}? {stock} ha in stock; rules in force on {rules}.</source>
      <translation>{day} 有哪些存量建设用地（{known}）？存量 {stock} 公顷；适用 {rules} 有效的规则。</translation>
    </message>
    <message>
      <source>What the chosen layer shows; the layer gets this role</source>
      <translation>所选图层表示什么；该图层即获得这一角色</translation>
    </message>
    <message>
      <source>What the flood may reach (parcels, buildings, settlements, crops, roads)</source>
      <translation>可能受淹的对象（图斑、房屋、村庄、作物、道路）</translation>
    </message>
    <message>
      <source>What the panel is for now; every duty keeps its layers, settings and results</source>
      <translation>面板当前办理的职责；每项职责各自记住图层、设置和结果</translation>
    </message>
    <message>
      <source>What to check</source>
      <translation>检查内容</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>处理办法</translation>
    </message>
    <message>
      <source>What was changed is kept in {path}.</source>
      <translation>改动内容保留在 {path}。</translation>
    </message>
    <message>
      <source>What was found, by rule</source>
      <translation>按规则统计的问题</translation>
    </message>
    <message>
      <source>Where</source>
      <translation>位置</translation>
    </message>
    <message>
      <source>Where cultivated land went, by unit (m²)</source>
      <translation>各行政区耕地去向（平方米）</translation>
    </message>
    <message>
      <source>Where do control lines overlap, what do they leave open, and how far may the town grow? {lines}; rules in force on {day}.</source>
      <translation>控制线在哪里重叠、留下哪些空白、城镇可以扩展多少？{lines}；规则日期 {day}。</translation>
    </message>
    <message>
      <source>Where several rules hold the first of them decides; only what is decided adds up. Not checked: what the rule looks at was not given, or the rule is for paddy and none is claimed. Checked in part: a layer or slope classes of some land were missing, see the findings.</source>
      <translation>同时符合多条规则时由第一条决定；只有“由此决定”一列可以相加。未检查：没有提供该规则所需的数据，或该规则只用于水田而本次未按水田申报。部分检查：缺少其中一个图层或部分土地的坡度级别，见问题。</translation>
    </message>
    <message>
      <source>Where the team sets out</source>
      <translation>出发地点</translation>
    </message>
    <message>
      <source>Which buildings are too high? Buildings: {count}; above a cap or in a view corridor: {exceeding}; rules in force on {day}.</source>
      <translation>哪些建筑超高？{count} 栋建筑中有 {exceeding} 栋超过限高或突破视线通廊；依据 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which cultivated land is stable, and on which ground is the rest not? {parcels} cultivated parcels, rules in force on {day}.</source>
      <translation>哪些耕地是稳定耕地，其余的因哪一条不稳定？共 {parcels} 个耕地图斑，适用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which farmland, paddy, grain capacity and permanent basic farmland do these projects take, by project and county? {projects} projects, rules in force on {day}.</source>
      <translation>这些项目占用了哪些耕地、水田、粮食产能和永久基本农田（按项目、按县区）？共 {projects} 个项目，采用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which field of a layer is which, you set for each in the Data panel</source>
      <translation>各图层的字段对应关系，请在“数据”面板中逐层指定</translation>
    </message>
    <message>
      <source>Which land along dikes and training works is protection land, which lies in their safety zones? {count} lines, rules in force on {day}.</source>
      <translation>堤防和河道整治工程沿线，哪些土地是护堤地、护坝地，哪些在安全保护区内？共 {count} 条线，按 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which land can take the place of the lost permanent basic farmland, and are quantity, quality and layout kept? Rules in force on {day}.</source>
      <translation>哪些耕地可以补划为永久基本农田，数量、质量、布局是否满足？适用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which land could be reclaimed for farming, what excludes the rest, and which parcels are the best? {count} candidates, rules in force on {day}.</source>
      <translation>哪些土地可以开垦为耕地，其余因何排除，哪些图斑最优？候选图斑 {count} 个，规则日期 {day}。</translation>
    </message>
    <message>
      <source>Which land has another zone in “{second}” than in “{first}”? {area} ha, rules in force on {day}.</source>
      <translation>“{second}”与“{first}”相比，哪些土地的分区不同？共 {area} 公顷，按 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which land is fit for water, wetland, farming or living, and why? {count} units, rules in force on {day}.</source>
      <translation>哪些土地宜水、宜湿、宜农、宜居，为什么？共 {count} 个单元，按 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which land lies within protection lines? Sites: {count}; rules in force on {day}.</source>
      <translation>{count} 处文物的保护线内有哪些土地（规则日期 {day}）？</translation>
    </message>
    <message>
      <source>Which of {count:.0f} parcels are used with low efficiency? {low:.0f} with {area} ha raise a flag, of {open:.0f} nothing can be judged, {small:.0f} are too small; rules in force on {day}.</source>
      <translation>{count:.0f}个地块中哪些低效？{low:.0f}个触发情形，面积{area}公顷；{open:.0f}个无法判定，{small:.0f}个面积过小；规则日期{day}。</translation>
    </message>
    <message>
      <source>Which of {count:.0f} supplies are idle on {today}? {idle} ha, fee {fee:.2f} (10,000 CNY); rules in force on {day}.</source>
      <translation>{count:.0f}宗供地中，{today}哪些为闲置？闲置{idle}公顷，闲置费{fee:.2f}万元；采用{day}有效的规则。</translation>
    </message>
    <message>
      <source>Which parcels does the file {file} hold, and do their coordinates agree with what it states? Dialect {dialect} ({title}).</source>
      <translation>文件 {file} 有哪些地块，坐标与文件所写是否相符？方言 {dialect}（{title}）。</translation>
    </message>
    <message>
      <source>Which parcels stand in the coordinate file? Dialect {dialect} ({title}), {decimals} decimals.</source>
      <translation>坐标文件中有哪些地块？方言 {dialect}（{title}），{decimals} 位小数。</translation>
    </message>
    <message>
      <source>Which permanent basic farmland is no longer what it has to be, and how does it hang together? {patches} polygons, rules in force on {day}.</source>
      <translation>哪些永久基本农田已不符合要求，连片情况如何？图斑 {patches} 个，适用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which projects, parcels and demolitions do historic lines forbid, which need consent and whose, and where does archaeology come first? Rules in force on {day}; a project with a date is judged by those of its day.</source>
      <translation>历史文化保护线禁止哪些项目、地块和拆除，哪些须经同意、由谁同意，哪里须先考古？规则日期 {day}；有日期的项目按其日期的规则判定。</translation>
    </message>
    <message>
      <source>Which sites do the lists hold, each once? Lists: {lists}; entries: {read}; sites: {entries}; pairs that wait for a decision: {pairs}; rules in force on {day}.</source>
      <translation>各名录共有哪些文物，每处只列一次？{lists} 份名录的 {read} 条合为 {entries} 处；{pairs} 对等待判定；采用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Which state land without a user is taken into reserve in which year? {planned} of {all} ha from {year} on; rules in force on {day}.</source>
      <translation>无使用者的国有建设用地各在哪一年入库？自{year}年起列入{planned}公顷，共{all}公顷；适用{day}有效的规则。</translation>
    </message>
    <message>
      <source>Which use of the floodplain is against the law or its zone, who has to move and whereto, and which permanent farmland exits? Zones of “{zones}”, rules in force on {day}.</source>
      <translation>滩区哪些用途不符合法律或者分区，哪些村庄需要迁建、迁往何处，哪些永久基本农田需要退出？分区图层“{zones}”，采用 {day} 有效的规则。</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>操作人</translation>
    </message>
    <message>
      <source>Who consents</source>
      <translation>由谁同意</translation>
    </message>
    <message>
      <source>Who is rated</source>
      <translation>评价对象</translation>
    </message>
    <message>
      <source>Who must act</source>
      <translation>责任主体</translation>
    </message>
    <message>
      <source>Whose reserve may serve</source>
      <translation>指标来源范围</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>依据</translation>
    </message>
    <message>
      <source>Width</source>
      <translation>宽度</translation>
    </message>
    <message>
      <source>With a place</source>
      <translation>有位置</translation>
    </message>
    <message>
      <source>With problems</source>
      <translation>有问题</translation>
    </message>
    <message>
      <source>Withdraw</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Withdraw exceptions</source>
      <translation>撤销例外</translation>
    </message>
    <message>
      <source>Without a class</source>
      <translation>无地类</translation>
    </message>
    <message>
      <source>Without a site</source>
      <translation>未安排</translation>
    </message>
    <message>
      <source>Without problem</source>
      <translation>未发现问题</translation>
    </message>
    <message>
      <source>Write codes as 410222 (county) or 410222101 (township), or empty them where a unit has only a name; or choose another field in “Unit code field”. Then run again.</source>
      <translation>请将代码改为 410222（县区）或 410222101（乡镇）这样的形式，只有名称的单位请把代码清空；或者在“行政区代码字段”中选择其他字段，然后重新运行。</translation>
    </message>
    <message>
      <source>Write off</source>
      <translation>核销</translation>
    </message>
    <message>
      <source>Write off only while the ledger's last event is this (number and hash)</source>
      <translation>仅当台账最后事件为此时核销（事件号和哈希值）</translation>
    </message>
    <message>
      <source>Write projects off in the ledger</source>
      <translation>项目核销（记入台账）</translation>
    </message>
    <message>
      <source>Write who decides; the name is kept with every decision.</source>
      <translation>请填写判定人；姓名随每次判定保存。</translation>
    </message>
    <message>
      <source>Write-off ledger</source>
      <translation>核销台账</translation>
    </message>
    <message>
      <source>Write-off ledgers (*.kfledger.gpkg)</source>
      <translation>核销台账 (*.kfledger.gpkg)</translation>
    </message>
    <message>
      <source>Write-off ledgers (*.kfledger.gpkg);;All files (*)</source>
      <translation>核销台账 (*.kfledger.gpkg);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Write-off slip</source>
      <translation>核销单</translation>
    </message>
    <message>
      <source>Write-off slip of replenished farmland</source>
      <translation>补充耕地指标核销单</translation>
    </message>
    <message>
      <source>Written off</source>
      <translation>核销</translation>
    </message>
    <message>
      <source>Written off in event</source>
      <translation>已核销（事件号）</translation>
    </message>
    <message>
      <source>X (m)</source>
      <translation>X（米）</translation>
    </message>
    <message>
      <source>X (north)</source>
      <translation>X（北）</translation>
    </message>
    <message>
      <source>X is the northing, Y the easting; side: to the next point, in the projection.</source>
      <translation>X 为纵坐标，Y 为横坐标；边长为到下一点的平面距离。</translation>
    </message>
    <message>
      <source>XLSX files (*.xlsx);;CSV files (*.csv)</source>
      <translation>XLSX 文件 (*.xlsx);;CSV 文件 (*.csv)</translation>
    </message>
    <message>
      <source>XLSX files cannot be written: XlsxWriter, which the plugin brings, is missing. Install the plugin again from its zip.</source>
      <translation>无法写 XLSX 文件：缺少插件自带的 XlsxWriter。请用插件的 zip 重新安装。</translation>
    </message>
    <message>
      <source>Y (east)</source>
      <translation>Y（东）</translation>
    </message>
    <message>
      <source>Y (m)</source>
      <translation>Y（米）</translation>
    </message>
    <message>
      <source>Year</source>
      <translation>年份</translation>
    </message>
    <message>
      <source>Year (empty: last year)</source>
      <translation>年份（留空为上一年）</translation>
    </message>
    <message>
      <source>Year of the economics (empty: the last one)</source>
      <translation>经济数据年度（空：最近一年）</translation>
    </message>
    <message>
      <source>Yearly change: farmland in and out</source>
      <translation>耕地年度变化与进出平衡</translation>
    </message>
    <message>
      <source>Years of the surveys (SJNF): {before} before, {after} after.</source>
      <translation>两期调查的数据年份（SJNF）：变更前 {before}，变更后 {after}。</translation>
    </message>
    <message>
      <source>Yellow River above Dongbatou</source>
      <translation>黄河东坝头以上</translation>
    </message>
    <message>
      <source>Yellow River below Dongbatou</source>
      <translation>黄河东坝头以下</translation>
    </message>
    <message>
      <source>Yellow River,floodplain,use control,resettlement,relocation,production dike,flood passage,permanent basic farmland,exit</source>
      <translation>黄河,滩区,用途管制,迁建,移民,生产堤,行洪区,永久基本农田,退出</translation>
    </message>
    <message>
      <source>Zone</source>
      <translation>规划分区</translation>
    </message>
    <message>
      <source>Zone code</source>
      <translation>规划分区代码</translation>
    </message>
    <message>
      <source>Zone field (S, SD, N, J)</source>
      <translation>分区字段（S、SD、N、J）</translation>
    </message>
    <message>
      <source>Zone field of the first scenario</source>
      <translation>第一方案的分区字段</translation>
    </message>
    <message>
      <source>Zone field of the second scenario</source>
      <translation>第二方案的分区字段</translation>
    </message>
    <message>
      <source>Zone {zone} has weights and comparisons. Keep one of them.</source>
      <translation>分区 {zone} 同时给了权重和判断矩阵。请保留一种。</translation>
    </message>
    <message>
      <source>Zone {zone}: a criterion compared with itself is 1.</source>
      <translation>分区 {zone}：指标与自身比较应为 1。</translation>
    </message>
    <message>
      <source>Zone {zone}: all comparisons must be greater than 0.</source>
      <translation>分区 {zone}：判断矩阵的值都必须大于 0。</translation>
    </message>
    <message>
      <source>Zone {zone}: all weights are 0. At least one must be greater.</source>
      <translation>分区 {zone}：权重全为 0。至少一个应大于 0。</translation>
    </message>
    <message>
      <source>Zone {zone}: comparisons need “criteria”, each once, and “matrix”, and nothing else. Write for example {pairs}.</source>
      <translation>分区 {zone}：判断矩阵需要“criteria”（每个指标一次）和“matrix”，不能有其他内容。例如写作 {pairs}。</translation>
    </message>
    <message>
      <source>Zone {zone}: the comparisons of the criteria number {value} must be reciprocals, such as 3 and "1/3".</source>
      <translation>分区 {zone}：第 {value} 个指标之间的比较必须互为倒数，如 3 和 "1/3"。</translation>
    </message>
    <message>
      <source>Zone {zone}: the matrix needs a row and a column for each of its criteria.</source>
      <translation>分区 {zone}：矩阵的行数和列数必须与指标个数相同。</translation>
    </message>
    <message>
      <source>Zone {zone}: the number for “{value}” must be 0 or more; comparisons may be fractions such as "1/3".</source>
      <translation>分区 {zone}：“{value}”的数字必须不小于 0；判断矩阵可写分数，如 "1/3"。</translation>
    </message>
    <message>
      <source>Zone {zone}: the weights are too large. Write numbers near 1.</source>
      <translation>分区 {zone}：权重过大。请写接近 1 的数字。</translation>
    </message>
    <message>
      <source>Zone {zone}: there is no criterion “{value}”. The criteria are: {criteria}.</source>
      <translation>分区 {zone}：没有指标“{value}”。指标有：{criteria}。</translation>
    </message>
    <message>
      <source>Zone {zone}: there is no random index for {value} criteria in rule zoning.consistency. Compare fewer, or add it.</source>
      <translation>分区 {zone}：规则 zoning.consistency 中没有 {value} 个指标的随机指标。请减少比较的指标，或补充该值。</translation>
    </message>
    <message>
      <source>Zones along dikes</source>
      <translation>堤防管理和保护范围</translation>
    </message>
    <message>
      <source>Zones are the widths of the rules drawn from the lines given. They are a proposal for delimitation, not the boundaries that the authorities have set.</source>
      <translation>各类范围按规则宽度由所给的线划出，是划界建议，不是主管部门公布的界线。</translation>
    </message>
    <message>
      <source>Zones by kind and side</source>
      <translation>各类范围分侧面积</translation>
    </message>
    <message>
      <source>Zones by kind, side and unit</source>
      <translation>各类范围分侧、分单元汇总</translation>
    </message>
    <message>
      <source>Zones by unit (m²)</source>
      <translation>各行政区分区面积（平方米）</translation>
    </message>
    <message>
      <source>Zones of heritage sites</source>
      <translation>文物保护线</translation>
    </message>
    <message>
      <source>Zones of the Yellow River floodplain</source>
      <translation>黄河滩区分区</translation>
    </message>
    <message>
      <source>Zones of the canal are to be drawn, but “{layer}” was not given.</source>
      <translation>要划定大运河管控区，但没有选“{layer}”。请选图层，或取消勾选。</translation>
    </message>
    <message>
      <source>Zones of the first scenario</source>
      <translation>第一方案的分区</translation>
    </message>
    <message>
      <source>Zones of the floodplain</source>
      <translation>滩区四宜分区</translation>
    </message>
    <message>
      <source>Zones of the second scenario</source>
      <translation>第二方案的分区</translation>
    </message>
    <message>
      <source>Zones of “{first}” (down) by zones of “{second}” (across), m²</source>
      <translation>“{first}”（纵）与“{second}”（横）的分区矩阵（平方米）</translation>
    </message>
    <message>
      <source>Zones sum to the area of all units.</source>
      <translation>各分区合计等于全部单元面积。</translation>
    </message>
    <message>
      <source>Zoning of the floodplain</source>
      <translation>滩区分区</translation>
    </message>
    <message>
      <source>[not set]</source>
      <translation>[未设置]</translation>
    </message>
    <message>
      <source>a code of the list</source>
      <translation>取值须在代码表内</translation>
    </message>
    <message>
      <source>a hole is explained where other lines cover {limit} of it</source>
      <translation>其他控制线覆盖天窗面积达到 {limit} 的视为已说明</translation>
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
      <source>a line of any tier</source>
      <translation>任一层级的保护线</translation>
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
      <source>a raster</source>
      <translation>栅格</translation>
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
      <source>a table</source>
      <translation>表格</translation>
    </message>
    <message>
      <source>accepted</source>
      <translation>可采纳</translation>
    </message>
    <message>
      <source>accepted as an exception</source>
      <translation>已作为例外</translation>
    </message>
    <message>
      <source>adjust without loss</source>
      <translation>调整，不减少</translation>
    </message>
    <message>
      <source>age of the buildings in years</source>
      <translation>房龄（年）</translation>
    </message>
    <message>
      <source>age unknown</source>
      <translation>年限不明</translation>
    </message>
    <message>
      <source>agree on a way of disposal</source>
      <translation>商定处置方式</translation>
    </message>
    <message>
      <source>all</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>all plots</source>
      <translation>全部地块</translation>
    </message>
    <message>
      <source>all, as “What to check” says</source>
      <translation>全部（按“检查内容”）</translation>
    </message>
    <message>
      <source>along the canal</source>
      <translation>沿大运河</translation>
    </message>
    <message>
      <source>amber</source>
      <translation>黄</translation>
    </message>
    <message>
      <source>amber: a little below</source>
      <translation>黄：略低于目标</translation>
    </message>
    <message>
      <source>anew in each ring</source>
      <translation>每圈重新编号</translation>
    </message>
    <message>
      <source>another kind of shape, or coordinates that are no numbers</source>
      <translation>图形类型不同，或坐标不是数字</translation>
    </message>
    <message>
      <source>another program holds its file</source>
      <translation>其他程序正占用其文件</translation>
    </message>
    <message>
      <source>any of them</source>
      <translation>任一情形</translation>
    </message>
    <message>
      <source>archaeology first</source>
      <translation>考古前置</translation>
    </message>
    <message>
      <source>are faults</source>
      <translation>算作问题</translation>
    </message>
    <message>
      <source>are none</source>
      <translation>不算问题</translation>
    </message>
    <message>
      <source>area</source>
      <translation>面积</translation>
    </message>
    <message>
      <source>area of the shape (m²)</source>
      <translation>图形面积（平方米）</translation>
    </message>
    <message>
      <source>area to be renewed</source>
      <translation>规划更新范围</translation>
    </message>
    <message>
      <source>areas</source>
      <translation>面积</translation>
    </message>
    <message>
      <source>as agreed</source>
      <translation>达到</translation>
    </message>
    <message>
      <source>as field names say, else m²</source>
      <translation>按字段名所注，未注明的为平方米</translation>
    </message>
    <message>
      <source>as given</source>
      <translation>原始数据</translation>
    </message>
    <message>
      <source>as known now</source>
      <translation>按现在所知</translation>
    </message>
    <message>
      <source>as recorded by {day}</source>
      <translation>按 {day} 为止的登记</translation>
    </message>
    <message>
      <source>as reported</source>
      <translation>报告数</translation>
    </message>
    <message>
      <source>as role, name and fields tell</source>
      <translation>按角色、名称和字段判断</translation>
    </message>
    <message>
      <source>as the standard layer asks</source>
      <translation>按标准图层要求</translation>
    </message>
    <message>
      <source>asks for</source>
      <translation>划入</translation>
    </message>
    <message>
      <source>at least {area}</source>
      <translation>至少 {area}</translation>
    </message>
    <message>
      <source>at least {limit}</source>
      <translation>不小于 {limit}</translation>
    </message>
    <message>
      <source>at most {area}</source>
      <translation>至多 {area}</translation>
    </message>
    <message>
      <source>at most {limit}</source>
      <translation>不大于 {limit}</translation>
    </message>
    <message>
      <source>attribute</source>
      <translation>属性</translation>
    </message>
    <message>
      <source>automatic: {field}</source>
      <translation>自动：{field}</translation>
    </message>
    <message>
      <source>automatic: {role}</source>
      <translation>自动：{role}</translation>
    </message>
    <message>
      <source>available {amount}</source>
      <translation>可用 {amount}</translation>
    </message>
    <message>
      <source>await the holder's reply</source>
      <translation>等待使用权人答复</translation>
    </message>
    <message>
      <source>balance,write-off,quantity,paddy,grain capacity,reserve,requisition,compensation,replenishment</source>
      <translation>占补平衡,核销,补充耕地,水田,粮食产能,指标,先补后占,占优补优</translation>
    </message>
    <message>
      <source>balanced</source>
      <translation>平衡</translation>
    </message>
    <message>
      <source>became cultivated land</source>
      <translation>变为耕地</translation>
    </message>
    <message>
      <source>became other agricultural land, or is exempt</source>
      <translation>变为其他农用地，或属豁免</translation>
    </message>
    <message>
      <source>below {limit}</source>
      <translation>小于 {limit}</translation>
    </message>
    <message>
      <source>both sides</source>
      <translation>两侧</translation>
    </message>
    <message>
      <source>bought in</source>
      <translation>调入</translation>
    </message>
    <message>
      <source>brackets of sections</source>
      <translation>节名括号</translation>
    </message>
    <message>
      <source>building</source>
      <translation>建筑</translation>
    </message>
    <message>
      <source>building begun</source>
      <translation>动工</translation>
    </message>
    <message>
      <source>building density</source>
      <translation>建筑密度</translation>
    </message>
    <message>
      <source>building to be demolished</source>
      <translation>拟拆除建筑</translation>
    </message>
    <message>
      <source>by batch</source>
      <translation>按批次</translation>
    </message>
    <message>
      <source>by county</source>
      <translation>按县区</translation>
    </message>
    <message>
      <source>by county, city, province</source>
      <translation>按县、市、省的先后</translation>
    </message>
    <message>
      <source>by layers laid over one another</source>
      <translation>由图层叠加得出</translation>
    </message>
    <message>
      <source>by level</source>
      <translation>按级别</translation>
    </message>
    <message>
      <source>by score</source>
      <translation>按得分</translation>
    </message>
    <message>
      <source>by the level of the site, which is not known</source>
      <translation>按文物级别确定，级别不明</translation>
    </message>
    <message>
      <source>by the register alone</source>
      <translation>仅按台账</translation>
    </message>
    <message>
      <source>by type</source>
      <translation>按类别</translation>
    </message>
    <message>
      <source>by use</source>
      <translation>按用途</translation>
    </message>
    <message>
      <source>by width</source>
      <translation>按宽度</translation>
    </message>
    <message>
      <source>by year</source>
      <translation>按年度</translation>
    </message>
    <message>
      <source>cannot be read</source>
      <translation>无法读取</translation>
    </message>
    <message>
      <source>check,quality,topology,gap,overlap,schema,domain,area,CRS,GCJ-02,duplicate,sliver</source>
      <translation>检查,质检,质量,拓扑,空隙,重叠,标准,值域,面积,坐标系,火星坐标,重复,碎条</translation>
    </message>
    <message>
      <source>city</source>
      <translation>市</translation>
    </message>
    <message>
      <source>class changed</source>
      <translation>类别变化</translation>
    </message>
    <message>
      <source>class in the industry catalogue</source>
      <translation>产业目录类别</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>闭合</translation>
    </message>
    <message>
      <source>coefficient KCXS of cultivated parcels</source>
      <translation>耕地图斑扣除系数 KCXS</translation>
    </message>
    <message>
      <source>collect the fee</source>
      <translation>征缴闲置费</translation>
    </message>
    <message>
      <source>comparison with the reference</source>
      <translation>与参照比较</translation>
    </message>
    <message>
      <source>compliance,review,siting,three lines,redline,permanent basic farmland,urban boundary,heritage,floodplain,conflict,pre-examination</source>
      <translation>合规性审查,审查,选址,三条控制线,生态保护红线,永久基本农田,城镇开发边界,历史文化保护,滩区,压占,用地预审</translation>
    </message>
    <message>
      <source>conflict</source>
      <translation>冲突</translation>
    </message>
    <message>
      <source>consent needed</source>
      <translation>须经同意</translation>
    </message>
    <message>
      <source>continued</source>
      <translation>连续编号</translation>
    </message>
    <message>
      <source>control lines,three lines,conflict,overlap,hole,sliver,gap,redline,urban boundary,expansion factor</source>
      <translation>控制线,三条控制线,三线,冲突,重叠,天窗,缝隙,碎片,生态保护红线,城镇开发边界,扩展倍数</translation>
    </message>
    <message>
      <source>correct the data</source>
      <translation>改正数据</translation>
    </message>
    <message>
      <source>corrected</source>
      <translation>更正</translation>
    </message>
    <message>
      <source>corridor</source>
      <translation>廊道</translation>
    </message>
    <message>
      <source>corridor {name}</source>
      <translation>视线通廊{name}</translation>
    </message>
    <message>
      <source>counted</source>
      <translation>计入</translation>
    </message>
    <message>
      <source>counted once, with the first project by id</source>
      <translation>只计一次，计入编号靠前的项目</translation>
    </message>
    <message>
      <source>counted with several sites</source>
      <translation>几处文物重复计算</translation>
    </message>
    <message>
      <source>counts once, with the parcel whose id comes first</source>
      <translation>只计一次，归入编号在前的图斑</translation>
    </message>
    <message>
      <source>county</source>
      <translation>县区</translation>
    </message>
    <message>
      <source>county government</source>
      <translation>县区政府</translation>
    </message>
    <message>
      <source>cultivated land</source>
      <translation>耕地</translation>
    </message>
    <message>
      <source>custom CRS</source>
      <translation>自定义坐标系</translation>
    </message>
    <message>
      <source>dangerous buildings</source>
      <translation>危房比例</translation>
    </message>
    <message>
      <source>dangerous or old buildings</source>
      <translation>建筑危旧</translation>
    </message>
    <message>
      <source>date</source>
      <translation>日期</translation>
    </message>
    <message>
      <source>date of publication</source>
      <translation>公布日期</translation>
    </message>
    <message>
      <source>day of the check</source>
      <translation>检查日期</translation>
    </message>
    <message>
      <source>declared area</source>
      <translation>申报面积</translation>
    </message>
    <message>
      <source>deleted</source>
      <translation>删除</translation>
    </message>
    <message>
      <source>demanded {amount}</source>
      <translation>占用 {amount}</translation>
    </message>
    <message>
      <source>demo,sample,example,test data,Kaifeng,generate</source>
      <translation>示例,演示,样例,测试数据,开封,生成</translation>
    </message>
    <message>
      <source>depth in the 20-year flood</source>
      <translation>20年一遇水深</translation>
    </message>
    <message>
      <source>determine</source>
      <translation>认定</translation>
    </message>
    <message>
      <source>determined on</source>
      <translation>认定日期</translation>
    </message>
    <message>
      <source>dike body</source>
      <translation>堤身</translation>
    </message>
    <message>
      <source>dike,levee,protection land,safety zone,training works,spur,blasting,buffer,one-sided,Yellow River</source>
      <translation>堤防,大堤,护堤地,安全保护区,护坝地,控导工程,丁坝,爆破,缓冲区,单侧,黄河</translation>
    </message>
    <message>
      <source>disposed of</source>
      <translation>处置</translation>
    </message>
    <message>
      <source>distance from the eye (m)</source>
      <translation>距视点（米）</translation>
    </message>
    <message>
      <source>distance to the channel</source>
      <translation>距河道</translation>
    </message>
    <message>
      <source>document</source>
      <translation>公布文件</translation>
    </message>
    <message>
      <source>drawn</source>
      <translation>已划定</translation>
    </message>
    <message>
      <source>dry, or below the first class</source>
      <translation>无水，或低于第一级</translation>
    </message>
    <message>
      <source>each parcel rounded to 0.01 m²; with the area basis TBMJ the difference to it</source>
      <translation>各图斑取至 0.01 平方米；面积基准为 TBMJ 时含与其之差</translation>
    </message>
    <message>
      <source>easting first</source>
      <translation>横坐标在前</translation>
    </message>
    <message>
      <source>eastings</source>
      <translation>Y 坐标</translation>
    </message>
    <message>
      <source>economics, and what was agreed (BZTZQD, BZMJSS, HTRJL) or benchmarks in the rules</source>
      <translation>经济数据，以及约定值（BZTZQD、BZMJSS、HTRJL）或规则中的基准</translation>
    </message>
    <message>
      <source>ellipsoidal area</source>
      <translation>椭球面积</translation>
    </message>
    <message>
      <source>ellipsoidal area of the drawn coordinates</source>
      <translation>按图形坐标计算的椭球面积</translation>
    </message>
    <message>
      <source>ellipsoidal area of the polygons</source>
      <translation>图斑的椭球面积</translation>
    </message>
    <message>
      <source>elsewhere</source>
      <translation>其他</translation>
    </message>
    <message>
      <source>encoding</source>
      <translation>编码</translation>
    </message>
    <message>
      <source>entered</source>
      <translation>进入</translation>
    </message>
    <message>
      <source>entry</source>
      <translation>入库</translation>
    </message>
    <message>
      <source>environmental standard</source>
      <translation>环境标准</translation>
    </message>
    <message>
      <source>error</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>event taken back</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>event {number}</source>
      <translation>第 {number} 号事件</translation>
    </message>
    <message>
      <source>event {number}, {kind}, of {day}</source>
      <translation>第 {number} 号事件（{kind}，{day}）</translation>
    </message>
    <message>
      <source>excluded</source>
      <translation>排除</translation>
    </message>
    <message>
      <source>excludes</source>
      <translation>排除</translation>
    </message>
    <message>
      <source>exempt</source>
      <translation>豁免</translation>
    </message>
    <message>
      <source>export,TXT,coordinates,boundary points,parcels,submission,land consolidation,Gauss-Krüger</source>
      <translation>导出,TXT,坐标,界址点,地块,报批坐标,电子报盘,土地整治,高斯克吕格,勘测定界</translation>
    </message>
    <message>
      <source>fails</source>
      <translation>不通过</translation>
    </message>
    <message>
      <source>farmland,change,transition matrix,conversion,balance of in and out,monitoring,unapproved,slivers</source>
      <translation>耕地,变化,变更,转移矩阵,进出平衡,非农化,监测,未批先建,碎片</translation>
    </message>
    <message>
      <source>farmland,occupation,requisition,compensation,paddy,grain capacity,permanent basic farmland</source>
      <translation>耕地,占用,占补平衡,水田,粮食产能,永久基本农田</translation>
    </message>
    <message>
      <source>feature {fid}: field “{field}” has “{code}”.</source>
      <translation>要素 {fid}：字段“{field}”为“{code}”。</translation>
    </message>
    <message>
      <source>field survey,package,QField,Mergin Maps,offline,photo,evidence,task,route</source>
      <translation>外业,调查,任务包,打包,离线,照片,举证,核查,路线,QField,Mergin Maps</translation>
    </message>
    <message>
      <source>field survey,package,merge,conflict,QField,Mergin Maps,photo,evidence,three-way</source>
      <translation>外业调查,任务包,合并,冲突,QField,Mergin Maps,照片,举证,三方比对</translation>
    </message>
    <message>
      <source>field “{field}” is negative ({value})</source>
      <translation>的字段“{field}”为负数（{value}）</translation>
    </message>
    <message>
      <source>field “{field}” is too large ({value})</source>
      <translation>的字段“{field}”数值过大（{value}）</translation>
    </message>
    <message>
      <source>field “{field}”: “{value}” is no area</source>
      <translation>字段“{field}”：“{value}”不是面积</translation>
    </message>
    <message>
      <source>field “{field}”: “{value}” is no date. Write it as 2024-05-20</source>
      <translation>的字段“{field}”：“{value}”不是日期，应写成 2024-05-20</translation>
    </message>
    <message>
      <source>field “{field}”: “{value}” is no number</source>
      <translation>的字段“{field}”：“{value}”不是数字</translation>
    </message>
    <message>
      <source>field “{field}”: “{value}” is no year</source>
      <translation>字段“{field}”：“{value}”不是年份</translation>
    </message>
    <message>
      <source>field “{field}”: “{value}” was read in the wrong encoding; save the table as UTF-8, or set the encoding of the layer</source>
      <translation>的字段“{field}”：“{value}”是按错误的编码读取的；请把表另存为 UTF-8，或设置图层的编码</translation>
    </message>
    <message>
      <source>fields</source>
      <translation>字段</translation>
    </message>
    <message>
      <source>fields are missing: {names}</source>
      <translation>缺少字段（{names}）</translation>
    </message>
    <message>
      <source>fields hold another kind of values: {fields}</source>
      <translation>字段类型不同：{fields}</translation>
    </message>
    <message>
      <source>first step</source>
      <translation>第一步</translation>
    </message>
    <message>
      <source>first year</source>
      <translation>第一年</translation>
    </message>
    <message>
      <source>fit for farming</source>
      <translation>宜农</translation>
    </message>
    <message>
      <source>fit for living</source>
      <translation>宜居</translation>
    </message>
    <message>
      <source>fit for water</source>
      <translation>宜水</translation>
    </message>
    <message>
      <source>fit for wetland</source>
      <translation>宜湿</translation>
    </message>
    <message>
      <source>flood,depth,water level,stage,return period,dike,overtopping,inundation,floodplain,Yellow River</source>
      <translation>洪水,淹没,水深,水位,级别,重现期,堤防,漫溢,滩区,黄河</translation>
    </message>
    <message>
      <source>flood,exposure,affected,inundation,parcels,buildings,settlements,roads,people,depth,floodplain</source>
      <translation>洪水,受淹,影响,淹没,图斑,房屋,村庄,道路,人口,水深,滩区</translation>
    </message>
    <message>
      <source>flood,hazard,depth,velocity,classes,ARR,FD2320,raster,floodplain</source>
      <translation>洪水,危险,水深,流速,分级,ARR,FD2320,栅格,滩区</translation>
    </message>
    <message>
      <source>floodplain,Yellow River,zoning,water,wetland,farming,living,suitability,AHP,weights,sensitivity,grid,hexagon</source>
      <translation>滩区,黄河,分区,宜水,宜湿,宜农,宜居,适宜性,层次分析法,AHP,权重,敏感性,格网,六边形</translation>
    </message>
    <message>
      <source>floodplain,zones,scenario,compare,change,matrix</source>
      <translation>滩区,分区,方案,比较,变化,转移矩阵</translation>
    </message>
    <message>
      <source>floor area ratio</source>
      <translation>容积率</translation>
    </message>
    <message>
      <source>follows from others</source>
      <translation>由其他判定推出</translation>
    </message>
    <message>
      <source>for information</source>
      <translation>提示</translation>
    </message>
    <message>
      <source>forbidden</source>
      <translation>禁止</translation>
    </message>
    <message>
      <source>forbids</source>
      <translation>禁止</translation>
    </message>
    <message>
      <source>free of heritage lines</source>
      <translation>不涉及保护线</translation>
    </message>
    <message>
      <source>gap</source>
      <translation>缝隙</translation>
    </message>
    <message>
      <source>gaps and holes narrower than {limit} m on average are slivers</source>
      <translation>平均宽度不足 {limit} 米的缝隙和天窗为狭长缝隙</translation>
    </message>
    <message>
      <source>gaps are no faults of it. Say in “Gaps between features” that they are, where they should be.</source>
      <translation>该图层的空隙不算问题；如应检查，请在“要素之间的空隙”中指定。</translation>
    </message>
    <message>
      <source>given twice</source>
      <translation>重复登记</translation>
    </message>
    <message>
      <source>gives its target in several columns that differ</source>
      <translation>在几列中给出的目标不一致</translation>
    </message>
    <message>
      <source>grade</source>
      <translation>等别</translation>
    </message>
    <message>
      <source>grade must be a whole number from {first} to {last}, not “{value}”.</source>
      <translation>grade 应为 {first} 至 {last} 的整数，不能是“{value}”。</translation>
    </message>
    <message>
      <source>grade {grade}</source>
      <translation>{grade} 等</translation>
    </message>
    <message>
      <source>grain capacity</source>
      <translation>粮食产能</translation>
    </message>
    <message>
      <source>grazed only</source>
      <translation>仅擦边</translation>
    </message>
    <message>
      <source>green</source>
      <translation>绿</translation>
    </message>
    <message>
      <source>green: met</source>
      <translation>绿：达到</translation>
    </message>
    <message>
      <source>gross, each place once</source>
      <translation>毛面积，每处只计一次</translation>
    </message>
    <message>
      <source>ground</source>
      <translation>地面</translation>
    </message>
    <message>
      <source>ha</source>
      <translation>公顷</translation>
    </message>
    <message>
      <source>has neither unit code nor name; delete it where it is a total</source>
      <translation>既没有行政区代码，也没有名称；如是合计行，请删除</translation>
    </message>
    <message>
      <source>has no entry id</source>
      <translation>没有指标编号</translation>
    </message>
    <message>
      <source>has no project id</source>
      <translation>没有项目编号</translation>
    </message>
    <message>
      <source>has the id “{id}” of an earlier entry</source>
      <translation>的编号“{id}”与前面的指标重复</translation>
    </message>
    <message>
      <source>has the indicator “{word}”; known are: {words}</source>
      <translation>的指标为“{word}”；可用的有：{words}</translation>
    </message>
    <message>
      <source>has the unit code “{code}” and the unit name “{name}”, which is that of another unit ({others}); correct one of them, or leave the name empty</source>
      <translation>单元代码为“{code}”，单元名称“{name}”却是另一单元（{others}）的名称；请改正其中之一，或将名称留空</translation>
    </message>
    <message>
      <source>has the unit code “{code}”, which is none of a city, county or township</source>
      <translation>的单元代码“{code}”不是市、县区或乡镇的代码</translation>
    </message>
    <message>
      <source>has the unit “{unit}”; write m², ha, mu (亩) or 万亩</source>
      <translation>的单位为“{unit}”；请写平方米、公顷、亩或万亩</translation>
    </message>
    <message>
      <source>hazard in the 20-year flood</source>
      <translation>20年一遇洪水危险等级</translation>
    </message>
    <message>
      <source>hectares</source>
      <translation>公顷</translation>
    </message>
    <message>
      <source>height above the water</source>
      <translation>高出水位</translation>
    </message>
    <message>
      <source>height field</source>
      <translation>高度字段</translation>
    </message>
    <message>
      <source>height,cap,storeys,buildings,view corridor,sight line,heritage,tower,platform,historic district</source>
      <translation>高度,限高,层数,建筑,视线通廊,视廊,文物,塔,观景台,历史文化街区</translation>
    </message>
    <message>
      <source>heritage,historic protection line,purple line,register,protection area,construction control zone,declared area,nesting,historic district</source>
      <translation>文物,历史文化保护线,城市紫线,名录,保护范围,建设控制地带,公布面积,嵌套,历史文化街区</translation>
    </message>
    <message>
      <source>heritage,register,list,sites,protected,merge,duplicates,level,batch,historic,monument</source>
      <translation>文物,名录,清单,文保单位,保护单位,合并,重复,级别,批次,历史文化</translation>
    </message>
    <message>
      <source>heritage,relics,historic lines,protection area,control zone,archaeology,demolition,land supply,city wall,purple line,large site</source>
      <translation>文物,历史文化保护线,保护范围,建设控制地带,考古前置,拆除,供地,储备,城墙,紫线,大遗址</translation>
    </message>
    <message>
      <source>heritage,relics,protection area,construction control zone,purple line,historic district,boundary points,buffer,canal,city wall</source>
      <translation>文物,历史文化,保护范围,建设控制地带,城市紫线,紫线,历史文化街区,界址点,缓冲区,大运河,城墙,历史文化保护线</translation>
    </message>
    <message>
      <source>holder of the land use right</source>
      <translation>土地使用权人</translation>
    </message>
    <message>
      <source>hole</source>
      <translation>天窗</translation>
    </message>
    <message>
      <source>hundredths of a square metre, by largest remainder</source>
      <translation>取到 0.01 平方米，最大余数法</translation>
    </message>
    <message>
      <source>idle floor</source>
      <translation>闲置比例</translation>
    </message>
    <message>
      <source>idle land,stock land,supply,construction land,fee,recovery,start,suspension,notice</source>
      <translation>闲置土地,存量建设用地,供地,建设用地,闲置费,收回,动工,中止,调查通知书</translation>
    </message>
    <message>
      <source>import,TXT,coordinates,boundary points,parcels,submission,land consolidation,Gauss-Krüger</source>
      <translation>导入,TXT,坐标,界址点,地块,报批坐标,电子报盘,土地整治,高斯克吕格,勘测定界</translation>
    </message>
    <message>
      <source>in</source>
      <translation>流入</translation>
    </message>
    <message>
      <source>in a reserve zone</source>
      <translation>在永久基本农田储备区内</translation>
    </message>
    <message>
      <source>in all</source>
      <translation>合计</translation>
    </message>
    <message>
      <source>in an area to be renewed</source>
      <translation>位于规划更新范围</translation>
    </message>
    <message>
      <source>in part: {basis}</source>
      <translation>部分检查：{basis}</translation>
    </message>
    <message>
      <source>in the city</source>
      <translation>本市</translation>
    </message>
    <message>
      <source>in the county</source>
      <translation>本县</translation>
    </message>
    <message>
      <source>in the province</source>
      <translation>本省</translation>
    </message>
    <message>
      <source>industry</source>
      <translation>行业</translation>
    </message>
    <message>
      <source>industry to leave by plan</source>
      <translation>退二进三</translation>
    </message>
    <message>
      <source>information</source>
      <translation>提示</translation>
    </message>
    <message>
      <source>informs</source>
      <translation>告知</translation>
    </message>
    <message>
      <source>inside</source>
      <translation>内侧</translation>
    </message>
    <message>
      <source>invalid polygons repaired on a copy, features of one id united</source>
      <translation>在副本上修复无效图形，同编号要素合并</translation>
    </message>
    <message>
      <source>investigate and send the notice</source>
      <translation>调查并发出通知书</translation>
    </message>
    <message>
      <source>investment of the year per mu</source>
      <translation>亩均本年新增投资</translation>
    </message>
    <message>
      <source>investment per mu</source>
      <translation>亩均投资</translation>
    </message>
    <message>
      <source>is running …</source>
      <translation>正在运行…</translation>
    </message>
    <message>
      <source>it has no coordinate reference system; assign it one first</source>
      <translation>没有坐标参照系，请先指定</translation>
    </message>
    <message>
      <source>it has no polygons</source>
      <translation>不是面图层</translation>
    </message>
    <message>
      <source>it has {columns} × {rows} cells, not {wanted_columns} × {wanted_rows}</source>
      <translation>其像元数为 {columns} × {rows}，而不是 {wanted_columns} × {wanted_rows}</translation>
    </message>
    <message>
      <source>it holds several rasters, of which one has to be chosen</source>
      <translation>其中有多个栅格，须选定一个</translation>
    </message>
    <message>
      <source>it holds shapes of another kind</source>
      <translation>图形类型不同</translation>
    </message>
    <message>
      <source>it is in {crs}, not in {wanted}</source>
      <translation>其坐标系为 {crs}，而不是 {wanted}</translation>
    </message>
    <message>
      <source>it is read-only; save a copy as GeoPackage and give it the role</source>
      <translation>只读，请另存为 GeoPackage 并指定角色</translation>
    </message>
    <message>
      <source>its cells lie elsewhere or have another size</source>
      <translation>其像元位置或大小不同</translation>
    </message>
    <message>
      <source>its coordinate system is {crs}</source>
      <translation>其坐标系为 {crs}</translation>
    </message>
    <message>
      <source>its edges cross</source>
      <translation>边界自相交</translation>
    </message>
    <message>
      <source>its edges cross at about {count} places; from {most} on they are not taken apart</source>
      <translation>边线约有 {count} 处相交，超过 {most} 处的不予拆分</translation>
    </message>
    <message>
      <source>its lines cross, or its rings lie wrongly</source>
      <translation>边线相交，或环的位置不对</translation>
    </message>
    <message>
      <source>its lines cross, or its rings lie wrongly, at {x}, {y}</source>
      <translation>边线相交，或环的位置不对，位于 {x}, {y}</translation>
    </message>
    <message>
      <source>its polygons have curves, heights or measures, which the survey does not have; save a copy without them</source>
      <translation>含曲线、高程或度量值，国土调查数据中没有，请另存不含它们的副本</translation>
    </message>
    <message>
      <source>joins blocks of {area} mu</source>
      <translation>与 {area} 亩永久基本农田连片</translation>
    </message>
    <message>
      <source>joins no permanent farmland</source>
      <translation>不与永久基本农田连片</translation>
    </message>
    <message>
      <source>keep</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>keep ours</source>
      <translation>保留内业</translation>
    </message>
    <message>
      <source>keeper of the register</source>
      <translation>台账管理人员</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>kg</source>
      <translation>千克</translation>
    </message>
    <message>
      <source>km</source>
      <translation>千米</translation>
    </message>
    <message>
      <source>land class</source>
      <translation>地类</translation>
    </message>
    <message>
      <source>land class,area table,survey,demarcation,ownership,project,hectares,XLSX</source>
      <translation>地类,分类面积表,勘测定界,权属,项目,公顷,表格</translation>
    </message>
    <message>
      <source>land efficiency,output per mu,tax per mu,benchmark,ranking,class,enterprise,park,standard land</source>
      <translation>用地效益,亩均论英雄,亩均税收,基准,排名,分类,企业,开发区,标准地</translation>
    </message>
    <message>
      <source>land reserve agency</source>
      <translation>土地储备机构</translation>
    </message>
    <message>
      <source>land reserve,rolling plan,state land,registered parcels,budget,ranking,stock land</source>
      <translation>土地储备,三年滚动计划,国有建设用地,登记宗地,预算,排序,存量建设用地</translation>
    </message>
    <message>
      <source>land side</source>
      <translation>背河</translation>
    </message>
    <message>
      <source>land that is not cultivated</source>
      <translation>非耕地</translation>
    </message>
    <message>
      <source>large</source>
      <translation>大</translation>
    </message>
    <message>
      <source>later</source>
      <translation>以后年度</translation>
    </message>
    <message>
      <source>law enforcement</source>
      <translation>执法部门</translation>
    </message>
    <message>
      <source>ledger made</source>
      <translation>建账</translation>
    </message>
    <message>
      <source>ledger,export,spreadsheet,Excel,XLSX,JSON,balances,history,archive</source>
      <translation>台账,导出,表格,Excel,XLSX,JSON,余额,历史,归档</translation>
    </message>
    <message>
      <source>ledger,import,reserve,entries,spreadsheet,Excel,XLSX,CSV,trade,quota</source>
      <translation>台账,导入,指标,入库,储备库,表格,Excel,XLSX,CSV,调入,调出,交易</translation>
    </message>
    <message>
      <source>ledger,new,create,reserve,write-off,account</source>
      <translation>台账,新建,建账,储备库,核销,指标</translation>
    </message>
    <message>
      <source>ledger,reverse,cancel,undo,write-off,give back</source>
      <translation>台账,冲销,撤销,取消,退回,核销</translation>
    </message>
    <message>
      <source>ledger,slip,write-off,print,PDF,XLSX,quota,sign,hash</source>
      <translation>台账,核销单,核销,打印,PDF,XLSX,指标,签字,哈希</translation>
    </message>
    <message>
      <source>ledger,verify,check,audit,hash,chain,slip,tampering</source>
      <translation>台账,核验,检查,审计,哈希,链,核销单,篡改</translation>
    </message>
    <message>
      <source>ledger,write-off,commit,deduct,quantity,paddy,grain capacity,reserve,quota</source>
      <translation>台账,核销,扣减,数量,水田,产能,储备库,指标,占补平衡</translation>
    </message>
    <message>
      <source>left, seen from its western end</source>
      <translation>左侧（自西端看）</translation>
    </message>
    <message>
      <source>less land claimed by several projects</source>
      <translation>减：多个项目重复占用</translation>
    </message>
    <message>
      <source>less what has several problems</source>
      <translation>减：多个问题重复部分</translation>
    </message>
    <message>
      <source>less what lies in several pairs</source>
      <translation>减去落入几对的</translation>
    </message>
    <message>
      <source>letter of point ids</source>
      <translation>点号字母</translation>
    </message>
    <message>
      <source>level (m)</source>
      <translation>高程（米）</translation>
    </message>
    <message>
      <source>line {line}</source>
      <translation>第 {line} 行</translation>
    </message>
    <message>
      <source>lines</source>
      <translation>线</translation>
    </message>
    <message>
      <source>look again</source>
      <translation>届时再看</translation>
    </message>
    <message>
      <source>low efficiency</source>
      <translation>低效</translation>
    </message>
    <message>
      <source>low efficiency,redevelopment,renewal,industry,plan,investment,density,idle,dangerous buildings</source>
      <translation>低效用地,再开发,城市更新,退二进三,淘汰产业,投资强度,容积率,建筑密度,闲置厂房,危旧房</translation>
    </message>
    <message>
      <source>m</source>
      <translation>米</translation>
    </message>
    <message>
      <source>mandatory in the standard</source>
      <translation>标准规定的必填字段</translation>
    </message>
    <message>
      <source>map,print,layout,atlas,PDF,three control lines,permanent farmland,redline,boundary</source>
      <translation>地图,打印,出图,布局,图集,PDF,三条控制线,永久基本农田,生态保护红线,城镇开发边界</translation>
    </message>
    <message>
      <source>may overlap</source>
      <translation>可以重叠</translation>
    </message>
    <message>
      <source>may receive</source>
      <translation>可安置</translation>
    </message>
    <message>
      <source>met</source>
      <translation>满足</translation>
    </message>
    <message>
      <source>met by what was examined</source>
      <translation>满足（按已检查的内容）</translation>
    </message>
    <message>
      <source>missing</source>
      <translation>缺失</translation>
    </message>
    <message>
      <source>more stand in the layer of findings only</source>
      <translation>其余仅见于检查结果图层</translation>
    </message>
    <message>
      <source>more than there was</source>
      <translation>超出存量</translation>
    </message>
    <message>
      <source>move out</source>
      <translation>外迁</translation>
    </message>
    <message>
      <source>mu</source>
      <translation>亩</translation>
    </message>
    <message>
      <source>must be filled in</source>
      <translation>必填</translation>
    </message>
    <message>
      <source>m²</source>
      <translation>平方米</translation>
    </message>
    <message>
      <source>name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>name cut short</source>
      <translation>名称被截断</translation>
    </message>
    <message>
      <source>name, other case</source>
      <translation>名称（大小写不同）</translation>
    </message>
    <message>
      <source>names of fields were cut: {names}</source>
      <translation>字段名被截短（{names}）</translation>
    </message>
    <message>
      <source>names the unit “{name}”, as which there are several ({codes}); give its code</source>
      <translation>的单元名称“{name}”对应多个单元（{codes}），请填写代码</translation>
    </message>
    <message>
      <source>names the unit “{name}”, which is neither the city, one of its counties nor a unit of the units layer; give its code</source>
      <translation>的单元名称“{name}”既不是本市或其区县，也不在行政单元图层中，请填写代码</translation>
    </message>
    <message>
      <source>narrow gap</source>
      <translation>狭长缝隙</translation>
    </message>
    <message>
      <source>needed</source>
      <translation>需说明</translation>
    </message>
    <message>
      <source>net of field ridges, all of the earlier layer</source>
      <translation>扣除田坎，变更前图层全部</translation>
    </message>
    <message>
      <source>net of field ridges, all of the later layer</source>
      <translation>扣除田坎，变更后图层全部</translation>
    </message>
    <message>
      <source>new</source>
      <translation>新增</translation>
    </message>
    <message>
      <source>new plot</source>
      <translation>建新地块</translation>
    </message>
    <message>
      <source>no</source>
      <translation>否</translation>
    </message>
    <message>
      <source>no control areas were given.</source>
      <translation>未提供控制面积。</translation>
    </message>
    <message>
      <source>no county</source>
      <translation>不在任何县区</translation>
    </message>
    <message>
      <source>no data</source>
      <translation>无资料</translation>
    </message>
    <message>
      <source>no flag raised</source>
      <translation>未触发</translation>
    </message>
    <message>
      <source>no land</source>
      <translation>无此土地</translation>
    </message>
    <message>
      <source>no limit</source>
      <translation>无限高</translation>
    </message>
    <message>
      <source>no line</source>
      <translation>无保护线</translation>
    </message>
    <message>
      <source>no line, land not known</source>
      <translation>没有控制线，地类不明</translation>
    </message>
    <message>
      <source>no overlap</source>
      <translation>没有重叠</translation>
    </message>
    <message>
      <source>no owner named</source>
      <translation>无权属单位</translation>
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
      <source>no reference was given.</source>
      <translation>未提供参照图层。</translation>
    </message>
    <message>
      <source>no score</source>
      <translation>未评分</translation>
    </message>
    <message>
      <source>no shape</source>
      <translation>没有图形</translation>
    </message>
    <message>
      <source>no standard</source>
      <translation>无标准</translation>
    </message>
    <message>
      <source>no standard layer is known for it. Choose one.</source>
      <translation>不知按哪个标准图层检查，请选择。</translation>
    </message>
    <message>
      <source>no stated date</source>
      <translation>未注明</translation>
    </message>
    <message>
      <source>no target</source>
      <translation>无目标</translation>
    </message>
    <message>
      <source>no unit</source>
      <translation>无归属</translation>
    </message>
    <message>
      <source>no way of disposal</source>
      <translation>无处置方式</translation>
    </message>
    <message>
      <source>no zone</source>
      <translation>未分区</translation>
    </message>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>none needed</source>
      <translation>无须说明</translation>
    </message>
    <message>
      <source>none of these</source>
      <translation>都不是</translation>
    </message>
    <message>
      <source>none: shapes and CRS only</source>
      <translation>无：只查图形和坐标系</translation>
    </message>
    <message>
      <source>northing first</source>
      <translation>纵坐标在前</translation>
    </message>
    <message>
      <source>not checked</source>
      <translation>未检查</translation>
    </message>
    <message>
      <source>not closed</source>
      <translation>不闭合</translation>
    </message>
    <message>
      <source>not cultivated</source>
      <translation>非耕地变化</translation>
    </message>
    <message>
      <source>not examined</source>
      <translation>未检查</translation>
    </message>
    <message>
      <source>not in out</source>
      <translation>不计入流出</translation>
    </message>
    <message>
      <source>not in the account</source>
      <translation>不计入账户</translation>
    </message>
    <message>
      <source>not in the stock</source>
      <translation>不在存量中</translation>
    </message>
    <message>
      <source>not judged</source>
      <translation>未判定</translation>
    </message>
    <message>
      <source>not judged: nothing is lost</source>
      <translation>不作判定：没有占用</translation>
    </message>
    <message>
      <source>not known</source>
      <translation>不明</translation>
    </message>
    <message>
      <source>not met</source>
      <translation>不满足</translation>
    </message>
    <message>
      <source>not possible</source>
      <translation>不可采用</translation>
    </message>
    <message>
      <source>not provisional</source>
      <translation>非暂定</translation>
    </message>
    <message>
      <source>not raised</source>
      <translation>未触发</translation>
    </message>
    <message>
      <source>not reviewed</source>
      <translation>未审查</translation>
    </message>
    <message>
      <source>not saved yet</source>
      <translation>尚未保存</translation>
    </message>
    <message>
      <source>not set</source>
      <translation>未设</translation>
    </message>
    <message>
      <source>not stable ({rule})</source>
      <translation>不稳定（{rule}）</translation>
    </message>
    <message>
      <source>not stated</source>
      <translation>未填</translation>
    </message>
    <message>
      <source>not touched</source>
      <translation>不涉及</translation>
    </message>
    <message>
      <source>not valid</source>
      <translation>图形无效</translation>
    </message>
    <message>
      <source>not worse</source>
      <translation>不劣于流出</translation>
    </message>
    <message>
      <source>not zoned</source>
      <translation>未分区</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>无</translation>
    </message>
    <message>
      <source>nothing can be made at {path}</source>
      <translation>{path} 处无法新建文件</translation>
    </message>
    <message>
      <source>nothing more asked for</source>
      <translation>无另外要求</translation>
    </message>
    <message>
      <source>notice of</source>
      <translation>通知书日期</translation>
    </message>
    <message>
      <source>number</source>
      <translation>数值</translation>
    </message>
    <message>
      <source>numbering of points</source>
      <translation>界址点编号</translation>
    </message>
    <message>
      <source>of another year</source>
      <translation>其他年度</translation>
    </message>
    <message>
      <source>of it against a rule</source>
      <translation>其中不符合规则</translation>
    </message>
    <message>
      <source>of it paddy</source>
      <translation>其中水田</translation>
    </message>
    <message>
      <source>of it slivers</source>
      <translation>其中碎片</translation>
    </message>
    <message>
      <source>of them slivers</source>
      <translation>其中狭长</translation>
    </message>
    <message>
      <source>of which {area} m² outside the survey</source>
      <translation>其中无调查图斑 {area} 平方米</translation>
    </message>
    <message>
      <source>old buildings</source>
      <translation>老旧房屋比例</translation>
    </message>
    <message>
      <source>old plot</source>
      <translation>拆旧地块</translation>
    </message>
    <message>
      <source>old plots,new plots,increase and decrease,restored land,project area,surplus,deadline,stock land</source>
      <translation>拆旧,建新,增减挂钩,复垦,项目区,节余,归还期限,存量建设用地</translation>
    </message>
    <message>
      <source>on no parcel</source>
      <translation>没有调查图斑</translation>
    </message>
    <message>
      <source>one part lies inside another</source>
      <translation>一个部分位于另一部分之内</translation>
    </message>
    <message>
      <source>one site</source>
      <translation>同一处</translation>
    </message>
    <message>
      <source>one site by the rules</source>
      <translation>按规则为同一处</translation>
    </message>
    <message>
      <source>only touches</source>
      <translation>只相接</translation>
    </message>
    <message>
      <source>only with the area basis TBMJ</source>
      <translation>仅面积基准为 TBMJ 时</translation>
    </message>
    <message>
      <source>open</source>
      <translation>待定</translation>
    </message>
    <message>
      <source>order of coordinates</source>
      <translation>坐标顺序</translation>
    </message>
    <message>
      <source>other coefficients on land cultivated in both epochs, and rounding</source>
      <translation>两期均为耕地的图斑田坎系数不同，以及取位</translation>
    </message>
    <message>
      <source>other land</source>
      <translation>其他地类</translation>
    </message>
    <message>
      <source>other name</source>
      <translation>别名</translation>
    </message>
    <message>
      <source>out</source>
      <translation>流出</translation>
    </message>
    <message>
      <source>output below agreement or benchmark</source>
      <translation>低于约定或基准</translation>
    </message>
    <message>
      <source>outside</source>
      <translation>范围外</translation>
    </message>
    <message>
      <source>overdue, days: {days}</source>
      <translation>已逾期 {days} 天</translation>
    </message>
    <message>
      <source>overlap</source>
      <translation>重叠</translation>
    </message>
    <message>
      <source>overlap with another project</source>
      <translation>与其他项目重叠</translation>
    </message>
    <message>
      <source>overlap within the line</source>
      <translation>线内重叠</translation>
    </message>
    <message>
      <source>overlapping polygons</source>
      <translation>图斑重叠</translation>
    </message>
    <message>
      <source>overlaps and gaps</source>
      <translation>重叠与空隙</translation>
    </message>
    <message>
      <source>overlaps narrower than {limit} m on average are slivers</source>
      <translation>平均宽度不足 {limit} 米的重叠为狭长重叠</translation>
    </message>
    <message>
      <source>overlaps of less than {limit} m² are no conflict</source>
      <translation>不足 {limit} 平方米的重叠不算冲突</translation>
    </message>
    <message>
      <source>own</source>
      <translation>自定</translation>
    </message>
    <message>
      <source>paddy</source>
      <translation>水田面积</translation>
    </message>
    <message>
      <source>pairwise comparison</source>
      <translation>两两比较</translation>
    </message>
    <message>
      <source>parcel</source>
      <translation>地块</translation>
    </message>
    <message>
      <source>parcel to be supplied</source>
      <translation>拟供应地块</translation>
    </message>
    <message>
      <source>parcel “{parcel}”</source>
      <translation>图斑“{parcel}”</translation>
    </message>
    <message>
      <source>parcel “{parcel}”, {count} in all</source>
      <translation>图斑“{parcel}”等 {count} 个</translation>
    </message>
    <message>
      <source>parcels of other classes</source>
      <translation>其他地类图斑</translation>
    </message>
    <message>
      <source>parts of parcels of the allowed sources</source>
      <translation>属于允许来源的图斑部分</translation>
    </message>
    <message>
      <source>passes</source>
      <translation>通过</translation>
    </message>
    <message>
      <source>passes with conditions</source>
      <translation>有条件通过</translation>
    </message>
    <message>
      <source>permanent basic farmland</source>
      <translation>永久基本农田</translation>
    </message>
    <message>
      <source>permanent basic farmland,replacement,candidates,reserve zone,grade,contiguity,quantity,layout</source>
      <translation>永久基本农田,补划,补划潜力,储备区,等别,连片,数量,布局</translation>
    </message>
    <message>
      <source>permanent basic farmland,verification,not cultivated,fallow,contiguity,blocks,redline,river</source>
      <translation>永久基本农田,核实整改,非耕地,撂荒,连片,集中连片,红线,河道</translation>
    </message>
    <message>
      <source>permanent farmland</source>
      <translation>永久基本农田</translation>
    </message>
    <message>
      <source>permanent farmland not cultivated</source>
      <translation>永久基本农田中的非耕地</translation>
    </message>
    <message>
      <source>plane</source>
      <translation>控制面</translation>
    </message>
    <message>
      <source>planned for another use</source>
      <translation>规划为其他用途</translation>
    </message>
    <message>
      <source>points</source>
      <translation>点</translation>
    </message>
    <message>
      <source>polygons</source>
      <translation>面</translation>
    </message>
    <message>
      <source>prohibited industry</source>
      <translation>禁止淘汰产业</translation>
    </message>
    <message>
      <source>project</source>
      <translation>项目</translation>
    </message>
    <message>
      <source>projects minus the sum of their pieces</source>
      <translation>项目面积减碎片面积之和</translation>
    </message>
    <message>
      <source>provisional</source>
      <translation>暂定</translation>
    </message>
    <message>
      <source>purchase</source>
      <translation>调入</translation>
    </message>
    <message>
      <source>put off the start or dispose otherwise</source>
      <translation>延长动工期限或另行处置</translation>
    </message>
    <message>
      <source>quantity</source>
      <translation>补充耕地数量</translation>
    </message>
    <message>
      <source>raised</source>
      <translation>触发</translation>
    </message>
    <message>
      <source>red</source>
      <translation>红</translation>
    </message>
    <message>
      <source>red: missed</source>
      <translation>红：未达到</translation>
    </message>
    <message>
      <source>redrawn borders, not in the account</source>
      <translation>界线重画，不计入账户</translation>
    </message>
    <message>
      <source>register</source>
      <translation>名录</translation>
    </message>
    <message>
      <source>register made</source>
      <translation>建册</translation>
    </message>
    <message>
      <source>rejected</source>
      <translation>不予采纳</translation>
    </message>
    <message>
      <source>report,HTML,PDF,print,run record,document</source>
      <translation>报告,HTML,PDF,打印,运行记录,文档</translation>
    </message>
    <message>
      <source>reserve land,reclamation,replenishment,potential,suitability,exclusion,weights,rank</source>
      <translation>后备资源,开垦,补充耕地,潜力评价,适宜性,排除,权重,排名</translation>
    </message>
    <message>
      <source>reserve zones first</source>
      <translation>永久基本农田储备区在先</translation>
    </message>
    <message>
      <source>residual within tolerance spread in proportion to area</source>
      <translation>容差内残差按面积比例分摊</translation>
    </message>
    <message>
      <source>result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>return period of first flooding</source>
      <translation>首次淹没重现期</translation>
    </message>
    <message>
      <source>revenue</source>
      <translation>营业收入</translation>
    </message>
    <message>
      <source>reversal</source>
      <translation>冲销</translation>
    </message>
    <message>
      <source>right, seen from its western end</source>
      <translation>右侧（自西端看）</translation>
    </message>
    <message>
      <source>rings</source>
      <translation>圈</translation>
    </message>
    <message>
      <source>rings cut it in two</source>
      <translation>内外环把图形割裂</translation>
    </message>
    <message>
      <source>river side</source>
      <translation>临河</translation>
    </message>
    <message>
      <source>row {fid} {what}.</source>
      <translation>第 {fid} 行{what}。</translation>
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
      <source>rules</source>
      <translation>规则</translation>
    </message>
    <message>
      <source>safe in place on a platform</source>
      <translation>就地避洪</translation>
    </message>
    <message>
      <source>sale</source>
      <translation>调出</translation>
    </message>
    <message>
      <source>same city</source>
      <translation>全市</translation>
    </message>
    <message>
      <source>same county</source>
      <translation>本县区</translation>
    </message>
    <message>
      <source>same province</source>
      <translation>全省</translation>
    </message>
    <message>
      <source>says the same as row {first}; the land would be counted twice</source>
      <translation>与第 {first} 行完全相同，会重复计算</translation>
    </message>
    <message>
      <source>second step</source>
      <translation>第二步</translation>
    </message>
    <message>
      <source>second year</source>
      <translation>第二年</translation>
    </message>
    <message>
      <source>see the findings</source>
      <translation>见问题清单</translation>
    </message>
    <message>
      <source>set</source>
      <translation>指定</translation>
    </message>
    <message>
      <source>sets conditions</source>
      <translation>附条件</translation>
    </message>
    <message>
      <source>sets the same target as row {first}; keep one of them</source>
      <translation>与第 {first} 行是同一目标；请只保留一行</translation>
    </message>
    <message>
      <source>shape</source>
      <translation>图形</translation>
    </message>
    <message>
      <source>shape of each feature</source>
      <translation>单个图形</translation>
    </message>
    <message>
      <source>shapes are missing</source>
      <translation>未保存图形</translation>
    </message>
    <message>
      <source>share of 1</source>
      <translation>比例</translation>
    </message>
    <message>
      <source>short</source>
      <translation>短缺</translation>
    </message>
    <message>
      <source>short of it</source>
      <translation>未达到</translation>
    </message>
    <message>
      <source>short: {amount}</source>
      <translation>缺口：{amount}</translation>
    </message>
    <message>
      <source>slope class</source>
      <translation>坡度级别</translation>
    </message>
    <message>
      <source>small</source>
      <translation>小</translation>
    </message>
    <message>
      <source>sold</source>
      <translation>调出</translation>
    </message>
    <message>
      <source>something else</source>
      <translation>其他类型</translation>
    </message>
    <message>
      <source>stable cultivated land</source>
      <translation>稳定耕地</translation>
    </message>
    <message>
      <source>stable,cultivated land,farmland,slope,flood,polluted,long-term use</source>
      <translation>稳定耕地,长期稳定利用耕地,耕地,坡度,淹没,严格管控,以补定占</translation>
    </message>
    <message>
      <source>start agreed for</source>
      <translation>约定动工日期</translation>
    </message>
    <message>
      <source>started on</source>
      <translation>实际动工日期</translation>
    </message>
    <message>
      <source>states its target in {unit} by the head “{field}” and in “{other}” in field “{said}”; correct one of them</source>
      <translation>的目标按表头“{field}”是 {unit}，按字段“{said}”却是“{other}”；请改正其中一个</translation>
    </message>
    <message>
      <source>stock land,approval,expropriation,supply,use,construction land,disposal,age,rate,batch</source>
      <translation>存量建设用地,四未,批而未供,批而未征,征而未供,供而未用,用而未尽,未批即用,未供即用,供地率,处置,批次</translation>
    </message>
    <message>
      <source>stock land,disposal,rate,target,quota,idle land,approved not supplied,year,trend</source>
      <translation>存量建设用地,处置,处置率,盘活率,目标,指标,增存挂钩,闲置土地,批而未供,年度,趋势</translation>
    </message>
    <message>
      <source>stock land,register,new,create,events,account</source>
      <translation>存量,登记册,新建,事件,台账</translation>
    </message>
    <message>
      <source>stock land,register,reverse,cancel,undo,mistake</source>
      <translation>存量,登记册,撤销,更正,误登</translation>
    </message>
    <message>
      <source>stock land,register,state,day,history,last year,dashboard,county,year,timeline</source>
      <translation>存量,登记册,状态,日期,历史,上年,看板,县区,年度,时间线</translation>
    </message>
    <message>
      <source>stock land,register,update,append,events,disposal,status,year</source>
      <translation>存量,登记册,更新,追加,事件,处置,状态,年度</translation>
    </message>
    <message>
      <source>stock land,register,verify,check,audit,hash,chain,tampering</source>
      <translation>存量,登记册,核验,检查,哈希,篡改</translation>
    </message>
    <message>
      <source>storeys</source>
      <translation>层数</translation>
    </message>
    <message>
      <source>supplied on</source>
      <translation>供地日期</translation>
    </message>
    <message>
      <source>surface model</source>
      <translation>数字表面模型</translation>
    </message>
    <message>
      <source>surface model less terrain</source>
      <translation>地表模型减地面高程</translation>
    </message>
    <message>
      <source>suspended on</source>
      <translation>中止日期</translation>
    </message>
    <message>
      <source>table</source>
      <translation>表格</translation>
    </message>
    <message>
      <source>take back without payment</source>
      <translation>无偿收回</translation>
    </message>
    <message>
      <source>take the team's</source>
      <translation>采用外业</translation>
    </message>
    <message>
      <source>target</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>target,cultivated land kept,permanent basic farmland,stable,score,responsibility,ceiling</source>
      <translation>目标,耕地保有量,永久基本农田,稳定耕地,责任考核,评分,以补定占,占用上限</translation>
    </message>
    <message>
      <source>tax per mu</source>
      <translation>亩均税收</translation>
    </message>
    <message>
      <source>text</source>
      <translation>文本</translation>
    </message>
    <message>
      <source>texts were cut or changed: {names}</source>
      <translation>文本被截断或改变（{names}）</translation>
    </message>
    <message>
      <source>the chosen replacement</source>
      <translation>所选补划地块</translation>
    </message>
    <message>
      <source>the copy is not sound</source>
      <translation>副本不完好</translation>
    </message>
    <message>
      <source>the disk of {path} is full</source>
      <translation>{path} 所在磁盘已满</translation>
    </message>
    <message>
      <source>the field CYML (class in the industry catalogue), or the kind of industry and a list of prohibited ones</source>
      <translation>字段CYML（产业目录类别），或行业及禁止淘汰产业名录</translation>
    </message>
    <message>
      <source>the field GXLX (kind of renewal), or the layer of areas to be renewed</source>
      <translation>字段GXLX（更新类型），或规划更新范围图层</translation>
    </message>
    <message>
      <source>the field JCND (year built), or WFMJ (dangerous floor) and JZMJ (floor), or buildings with year built or grade of danger</source>
      <translation>字段JCND（建成年份），或WFMJ（危房面积）和JZMJ（建筑面积），或带建成年份、危房等级的房屋图层</translation>
    </message>
    <message>
      <source>the field JDMJ (footprint), or XZMJ (idle floor) and JZMJ (floor), or buildings</source>
      <translation>字段JDMJ（基底面积），或XZMJ（闲置面积）和JZMJ（建筑面积），或房屋图层</translation>
    </message>
    <message>
      <source>the field TDYT (use), and GHYT (planned use) or the layer of planned use</source>
      <translation>字段TDYT（土地用途），以及GHYT（规划用途）或规划用途图层</translation>
    </message>
    <message>
      <source>the file</source>
      <translation>该文件</translation>
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
      <source>the flood</source>
      <translation>洪水</translation>
    </message>
    <message>
      <source>the layer has no field {fields}</source>
      <translation>图层没有字段 {fields}</translation>
    </message>
    <message>
      <source>the layer holds no points.</source>
      <translation>该图层不是点图层。</translation>
    </message>
    <message>
      <source>the layer holds no polygons.</source>
      <translation>该图层不是面图层。</translation>
    </message>
    <message>
      <source>the layer lacks: {fields}.</source>
      <translation>图层缺少字段：{fields}。</translation>
    </message>
    <message>
      <source>the lost land</source>
      <translation>占用范围</translation>
    </message>
    <message>
      <source>the lost permanent basic farmland</source>
      <translation>占用范围内的永久基本农田</translation>
    </message>
    <message>
      <source>the name {path} is too long</source>
      <translation>名称 {path} 过长</translation>
    </message>
    <message>
      <source>the parts cannot be united</source>
      <translation>各部分无法合并</translation>
    </message>
    <message>
      <source>the parts do not sum to the whole</source>
      <translation>各部分之和与整体不符</translation>
    </message>
    <message>
      <source>the piece was lost</source>
      <translation>切出的部分丢失</translation>
    </message>
    <message>
      <source>the unit code is {code}, but “{name}” is another unit. Correct one of them.</source>
      <translation>行政区代码是 {code}，而“{name}”是另一个单元。请改正其中一个。</translation>
    </message>
    <message>
      <source>the unit must be a code of digits, the name of a county of Kaifeng, or empty for everywhere, not “{value}”. Codes stand in field XZQDM of the layer of units, or begin ZLDWDM of the parcels.</source>
      <translation>行政区应为数字代码、开封市所辖县区的名称，或留空（各县通用），不能是“{value}”。代码见行政单元图层的 XZQDM 字段，或图斑坐落单位代码（ZLDWDM）的开头几位。</translation>
    </message>
    <message>
      <source>the urban boundary holds at most {limit} times the urban construction land of the base year</source>
      <translation>城镇开发边界不超过基期城镇建设用地的 {limit} 倍</translation>
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
      <source>there is no such file</source>
      <translation>没有这个文件</translation>
    </message>
    <message>
      <source>there is not enough memory; lower the resolution</source>
      <translation>内存不足，请降低分辨率</translation>
    </message>
    <message>
      <source>thin overlap</source>
      <translation>狭长重叠</translation>
    </message>
    <message>
      <source>thinly built or idle</source>
      <translation>密度低或闲置</translation>
    </message>
    <message>
      <source>third step</source>
      <translation>第三步</translation>
    </message>
    <message>
      <source>third year</source>
      <translation>第三年</translation>
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
      <source>threshold “{key}”: each value of the list must be {sort}, not {given}.</source>
      <translation>阈值“{key}”：列表中的每个值都应为{sort}，不能是 {given}。</translation>
    </message>
    <message>
      <source>to be adjusted</source>
      <translation>须调出</translation>
    </message>
    <message>
      <source>to be collected</source>
      <translation>应收</translation>
    </message>
    <message>
      <source>to be dealt with</source>
      <translation>需处理</translation>
    </message>
    <message>
      <source>to be redeveloped</source>
      <translation>再开发</translation>
    </message>
    <message>
      <source>to be reserved</source>
      <translation>应储</translation>
    </message>
    <message>
      <source>to be supplied</source>
      <translation>应供</translation>
    </message>
    <message>
      <source>to be transferred</source>
      <translation>应转</translation>
    </message>
    <message>
      <source>to be “{name}”</source>
      <translation>应为“{name}”</translation>
    </message>
    <message>
      <source>to or from a class that no system knows, not in the account</source>
      <translation>另一期地类编码不在地类表中，不计入账户</translation>
    </message>
    <message>
      <source>today</source>
      <translation>今天</translation>
    </message>
    <message>
      <source>too high</source>
      <translation>超高</translation>
    </message>
    <message>
      <source>too small</source>
      <translation>面积过小未评</translation>
    </message>
    <message>
      <source>touched</source>
      <translation>涉及</translation>
    </message>
    <message>
      <source>township</source>
      <translation>乡镇</translation>
    </message>
    <message>
      <source>true or false</source>
      <translation>真或假</translation>
    </message>
    <message>
      <source>two sites</source>
      <translation>不是同一处</translation>
    </message>
    <message>
      <source>unchanged</source>
      <translation>未变</translation>
    </message>
    <message>
      <source>undecided</source>
      <translation>未裁定</translation>
    </message>
    <message>
      <source>under no limit</source>
      <translation>无限高</translation>
    </message>
    <message>
      <source>unit of areas</source>
      <translation>面积单位</translation>
    </message>
    <message>
      <source>unit {unit} and grade {grade} stand twice with different values.</source>
      <translation>行政区 {unit} 的 {grade} 等出现两次且取值不同，请只保留一个。</translation>
    </message>
    <message>
      <source>united from others</source>
      <translation>由其他线合并</translation>
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
      <source>unknown – {remedy}</source>
      <translation>未知：{remedy}</translation>
    </message>
    <message>
      <source>value added per mu</source>
      <translation>亩均增加值</translation>
    </message>
    <message>
      <source>values and codes</source>
      <translation>值与代码</translation>
    </message>
    <message>
      <source>village</source>
      <translation>村</translation>
    </message>
    <message>
      <source>violation</source>
      <translation>违反</translation>
    </message>
    <message>
      <source>warning</source>
      <translation>警告</translation>
    </message>
    <message>
      <source>was cancelled.</source>
      <translation>已取消。</translation>
    </message>
    <message>
      <source>what several polygons cover counts once; hundredths of a square metre</source>
      <translation>多个图斑重叠处只计一次；取至 0.01 平方米</translation>
    </message>
    <message>
      <source>wherever it lies</source>
      <translation>不论位置</translation>
    </message>
    <message>
      <source>with zone number</source>
      <translation>带带号</translation>
    </message>
    <message>
      <source>within all limits</source>
      <translation>符合限高</translation>
    </message>
    <message>
      <source>within tolerance</source>
      <translation>容差以内</translation>
    </message>
    <message>
      <source>without data: {factors}</source>
      <translation>无资料：{factors}</translation>
    </message>
    <message>
      <source>without zone number</source>
      <translation>不带带号</translation>
    </message>
    <message>
      <source>worse</source>
      <translation>劣于流出</translation>
    </message>
    <message>
      <source>write-off</source>
      <translation>核销</translation>
    </message>
    <message>
      <source>years</source>
      <translation>年</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>是</translation>
    </message>
    <message>
      <source>you may not write to {path}, or to its folder</source>
      <translation>您没有写入 {path} 或其所在文件夹的权限</translation>
    </message>
    <message>
      <source>{algorithm}, plugin {plugin}, rules of {day}, run {digest}</source>
      <translation>{algorithm}，插件 {plugin}，{day} 有效的规则，运行 {digest}</translation>
    </message>
    <message>
      <source>{amount:.2f} (10,000 CNY)</source>
      <translation>{amount:.2f}万元</translation>
    </message>
    <message>
      <source>{areas}; not saved yet</source>
      <translation>{areas}；尚未保存</translation>
    </message>
    <message>
      <source>{area} mu</source>
      <translation>{area} 亩</translation>
    </message>
    <message>
      <source>{area} m² of the lost permanent farmland are not cultivated: quantity is met for certain only with them.</source>
      <translation>占用的永久基本农田中有 {area} 平方米现状不是耕地：数量须连同这部分在内才能确定满足。</translation>
    </message>
    <message>
      <source>{a} – {b}</source>
      <translation>{a} — {b}</translation>
    </message>
    <message>
      <source>{before} → {after} {unit}</source>
      <translation>{before} → {after} {unit}</translation>
    </message>
    <message>
      <source>{column} must be a number above 0 and at most {most}, not “{value}”.</source>
      <translation>{column} 应为大于 0 且不超过 {most} 的数，不能是“{value}”。</translation>
    </message>
    <message>
      <source>{committed} projects written off, {already} were already, {refused} refused.</source>
      <translation>已核销 {committed} 个项目，此前已核销 {already} 个，未通过 {refused} 个。</translation>
    </message>
    <message>
      <source>{count} amounts were rounded to hundredths, by at most {most}.</source>
      <translation>{count} 个数值四舍五入到百分位，最多相差 {most}。</translation>
    </message>
    <message>
      <source>{count} entries hold {quantity}, of it {paddy} paddy, and {capacity}</source>
      <translation>{count} 条指标，余额 {quantity}，其中水田 {paddy}，产能 {capacity}</translation>
    </message>
    <message>
      <source>{count} events; the last is {number}, hash {hash}</source>
      <translation>共 {count} 个事件，最后一个是 {number}，哈希值 {hash}</translation>
    </message>
    <message>
      <source>{count} geometries have coordinates outside what {crs} can show; check the layer's coordinate reference system.</source>
      <translation>{count} 个图形的坐标超出 {crs} 所能表示的范围；请检查图层的坐标系。</translation>
    </message>
    <message>
      <source>{count} in all; the layer has the rest.</source>
      <translation>共{count}宗，其余见图层。</translation>
    </message>
    <message>
      <source>{count} in all; the layer of holes and gaps has the rest.</source>
      <translation>共 {count} 处，其余见天窗与缝隙图层。</translation>
    </message>
    <message>
      <source>{count} in all; the table of sites has the rest.</source>
      <translation>共 {count} 处，其余见各处情况表。</translation>
    </message>
    <message>
      <source>{count} layers, {playing} with a role</source>
      <translation>{count} 个图层，其中 {playing} 个有用途</translation>
    </message>
    <message>
      <source>{count} lists are called “{name}”. Give each a name of its own: entries are named by their list.</source>
      <translation>有 {count} 份名录都叫“{name}”。请给每份不同的名称：条目以名录命名。</translation>
    </message>
    <message>
      <source>{count} more findings of this kind ({rule}) stand in the findings layer.</source>
      <translation>同类问题（{rule}）另有 {count} 条，见问题图层。</translation>
    </message>
    <message>
      <source>{count} more pairs</source>
      <translation>另有 {count} 种组合</translation>
    </message>
    <message>
      <source>{count} parcels are one now: {parcel}, {area} m²</source>
      <translation>{count} 个图斑合并为 {parcel}，{area} 平方米</translation>
    </message>
    <message>
      <source>{count} polygons of layer “{layer}” could not be cut at the units' boundaries; the table of areas lacks them.</source>
      <translation>图层“{layer}”有 {count} 个面无法按单元界线切分，面积表未计入。</translation>
    </message>
    <message>
      <source>{count} projects pass and can be written off.</source>
      <translation>{count} 个项目通过，可以核销。</translation>
    </message>
    <message>
      <source>{count} projects will be written off in “{ledger}”. This is deducted from its entries:</source>
      <translation>将在“{ledger}”中核销 {count} 个项目，从下列指标中扣除：</translation>
    </message>
    <message>
      <source>{count} rules of this report cite documents of a day after {day}, and no day is recorded from which they are in force. They were applied all the same: {rules}.</source>
      <translation>本报告有 {count} 条规则所依据的文件晚于 {day}，且未记录施行日期，仍按现有内容适用：{rules}。</translation>
    </message>
    <message>
      <source>{criterion}: {weight}</source>
      <translation>{criterion}：{weight}</translation>
    </message>
    <message>
      <source>{crs} is no national system for coordinate files.</source>
      <translation>{crs} 不是坐标文件可用的国家坐标系。</translation>
    </message>
    <message>
      <source>{day} cannot be right. Correct the year.</source>
      <translation>{day} 不合理，请更正年份。</translation>
    </message>
    <message>
      <source>{distance} m from the lost land</source>
      <translation>距占用地块 {distance} 米</translation>
    </message>
    <message>
      <source>{event}: {text}</source>
      <translation>{event}：{text}</translation>
    </message>
    <message>
      <source>{factor}: {points} points</source>
      <translation>{factor}：{points} 分</translation>
    </message>
    <message>
      <source>{field} (gone)</source>
      <translation>{field}（已不存在）</translation>
    </message>
    <message>
      <source>{field} in {count} rows</source>
      <translation>{field}：{count} 条记录</translation>
    </message>
    <message>
      <source>{field} of the largest parcel stays; gone: {values}.</source>
      <translation>{field} 保留最大图斑的值；舍去：{values}。</translation>
    </message>
    <message>
      <source>{file} cannot be imported:</source>
      <translation>{file} 不能导入：</translation>
    </message>
    <message>
      <source>{file} cannot be read: {reason}. Check the path and whether the file is open in another program.</source>
      <translation>无法读取 {file}：{reason}。请检查路径，以及文件是否被其他程序打开。</translation>
    </message>
    <message>
      <source>{file} counts days from 1904, so dates would be read four years off. Switch “1904 date system” off in its options, check the dates and save it.</source>
      <translation>{file} 使用 1904 年日期系统，日期会差四年。请在表格选项中关闭“1904 年日期系统”，核对日期后保存。</translation>
    </message>
    <message>
      <source>{file} has a head but no lines below it.</source>
      <translation>{file} 只有列名，下面没有数据行。</translation>
    </message>
    <message>
      <source>{file} has no column {columns}. The first line must name: {expected}.</source>
      <translation>{file} 缺少列 {columns}。首行应写明列名：{expected}。</translation>
    </message>
    <message>
      <source>{file} has no line that names the columns. A list needs at least a name column ({names}) and one more of: {columns}.</source>
      <translation>{file} 没有列名行。名录至少要有名称列（{names}）和下列之一：{columns}。</translation>
    </message>
    <message>
      <source>{file} has no line that names the columns. It needs at least: {columns}.</source>
      <translation>{file} 中没有列名行。至少需要：{columns}。</translation>
    </message>
    <message>
      <source>{file} has several sheets with entries: {sheets}. Only one is imported at a time. Keep one, and delete or hide the others.</source>
      <translation>{file} 中有多个工作表含有指标：{sheets}。一次只能导入一个，请保留一个，删除或隐藏其余的。</translation>
    </message>
    <message>
      <source>{file} is damaged or protected and cannot be read as a spreadsheet. Open it in a spreadsheet program and save it anew as XLSX.</source>
      <translation>{file} 已损坏或受保护，不能作为电子表格读取。请用表格软件打开，重新存为 XLSX。</translation>
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
      <source>{file} is nested too deeply: lists and objects stand more than {most} deep in one another. Check its brackets.</source>
      <translation>{file} 嵌套过深：列表和对象相互嵌套超过 {most} 层。请检查括号。</translation>
    </message>
    <message>
      <source>{file} is no XLSX file. Save the table as XLSX or CSV.</source>
      <translation>{file} 不是 XLSX 文件。请把表另存为 XLSX 或 CSV。</translation>
    </message>
    <message>
      <source>{file} is no table of decisions. It needs the columns {columns}; the desktop adds to CSV files whose first line names them.</source>
      <translation>{file} 不是判定表。它要有 {columns} 各列；桌面面板只向首行为列名的 CSV 文件添加。</translation>
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
      <source>{file} is protected by a password or in the old format XLS. Open it, take the password off and save it as XLSX.</source>
      <translation>{file} 设有密码，或是旧的 XLS 格式。请打开后取消密码，另存为 XLSX。</translation>
    </message>
    <message>
      <source>{file} is too large for a coordinate file: {size} MB, at most {most} MB are read. Split it by parcels.</source>
      <translation>{file} 作为坐标文件太大：{size} MB，最多读取 {most} MB。请按地块分成几个文件。</translation>
    </message>
    <message>
      <source>{file} is too large unpacked. Save only the sheet with the table, as XLSX or CSV.</source>
      <translation>{file} 解压后过大。请只把所需的工作表另存为 XLSX 或 CSV。</translation>
    </message>
    <message>
      <source>{file} looks like UTF-16 text, and is not: it breaks off or is damaged. Save it as UTF-8.</source>
      <translation>{file} 看似 UTF-16 文本，但不完整或已损坏。请另存为 UTF-8。</translation>
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
      <source>{file} was not imported, not a single line:</source>
      <translation>{file} 没有导入，一行也没有：</translation>
    </message>
    <message>
      <source>{file}, line {line}: the line is longer than {most} characters, so this is no coordinate file, or its line ends were lost. Save it anew as text.</source>
      <translation>{file} 第 {line} 行超过 {most} 个字符，不是坐标文件，或换行已丢失。请重新另存为文本。</translation>
    </message>
    <message>
      <source>{file}, line {line}: this is no text but binary data. Choose the coordinate file (TXT) itself, no spreadsheet, drawing or archive.</source>
      <translation>{file} 第 {line} 行不是文本而是二进制数据。请选坐标文件（TXT）本身，不要选表格、图形或压缩包。</translation>
    </message>
    <message>
      <source>{file}, row {number}: there is no key {keys}; the keys are: {expected}.</source>
      <translation>{file} 第 {number} 行：没有键 {keys}；应为：{expected}。</translation>
    </message>
    <message>
      <source>{file}, {place}: a row must be an object with value and DLBM, or a pair of the two.</source>
      <translation>{file} {place}：每行应为含 value 和 DLBM 的对象，或由二者组成的一对值。</translation>
    </message>
    <message>
      <source>{file}: columns “{first}” and “{second}” mean the same. Keep one of them.</source>
      <translation>{file}：“{first}”列与“{second}”列含义相同，请只保留一列。</translation>
    </message>
    <message>
      <source>{first} and {count} more</source>
      <translation>{first} 等另 {count} 个</translation>
    </message>
    <message>
      <source>{first}–{last} years</source>
      <translation>{first}–{last} 年</translation>
    </message>
    <message>
      <source>{flow} m³/s</source>
      <translation>{flow} m³/s</translation>
    </message>
    <message>
      <source>{flow} m³/s ({name})</source>
      <translation>{flow} m³/s（{name}）</translation>
    </message>
    <message>
      <source>{group} ({count})</source>
      <translation>{group}（{count} 宗）</translation>
    </message>
    <message>
      <source>{ha} ha = {mu} mu</source>
      <translation>{ha} 公顷 = {mu} 亩</translation>
    </message>
    <message>
      <source>{imported} lines imported, {faulty} faulty.</source>
      <translation>导入 {imported} 行，有误 {faulty} 行。</translation>
    </message>
    <message>
      <source>{indicator}, by {level}</source>
      <translation>{indicator}（按{level}）</translation>
    </message>
    <message>
      <source>{kg} kg</source>
      <translation>{kg} 千克</translation>
    </message>
    <message>
      <source>{kind} (only by rule file {file})</source>
      <translation>{kind}（仅由规则文件 {file} 增列）</translation>
    </message>
    <message>
      <source>{kind} from {area} m² on</source>
      <translation>{kind}（{area} 平方米起）</translation>
    </message>
    <message>
      <source>{kind} {subject}: {verdict}</source>
      <translation>{kind} {subject}：{verdict}</translation>
    </message>
    <message>
      <source>{layer} (earlier survey)</source>
      <translation>{layer}（变更前）</translation>
    </message>
    <message>
      <source>{layer} (later survey)</source>
      <translation>{layer}（变更后）</translation>
    </message>
    <message>
      <source>{layer} as saved</source>
      <translation>{layer}（已保存）</translation>
    </message>
    <message>
      <source>{layer}, feature {fid}</source>
      <translation>{layer}第 {fid} 号要素</translation>
    </message>
    <message>
      <source>{layer}: {count} rows</source>
      <translation>{layer}：{count} 行</translation>
    </message>
    <message>
      <source>{layer}: {kind}</source>
      <translation>{layer}：{kind}</translation>
    </message>
    <message>
      <source>{layer}; the layer you choose gets this role</source>
      <translation>{layer}；所选图层即获得这一角色</translation>
    </message>
    <message>
      <source>{least} to {most}</source>
      <translation>{least} 至 {most}</translation>
    </message>
    <message>
      <source>{level}, batch {batch}</source>
      <translation>{level}第{batch}批</translation>
    </message>
    <message>
      <source>{line} with itself</source>
      <translation>{line}内部</translation>
    </message>
    <message>
      <source>{m2} m²</source>
      <translation>{m2} 平方米</translation>
    </message>
    <message>
      <source>{m2} m² ({ha} ha, {mu} mu)</source>
      <translation>{m2} 平方米（{ha} 公顷，{mu} 亩）</translation>
    </message>
    <message>
      <source>{names} and {count} more</source>
      <translation>{names} 等另 {count} 个</translation>
    </message>
    <message>
      <source>{name} marked this finding as an exception on {date} already: {message}</source>
      <translation>该问题已由 {name} 于 {date} 标为例外：{message}</translation>
    </message>
    <message>
      <source>{name} {value}, limit {limit}</source>
      <translation>{name} {value}（限值{limit}）</translation>
    </message>
    <message>
      <source>{name}: {effect}</source>
      <translation>{name}：{effect}</translation>
    </message>
    <message>
      <source>{parcel} cut into {count} parts</source>
      <translation>{parcel} 分为 {count} 块</translation>
    </message>
    <message>
      <source>{parcel}: {before} → {after} m²</source>
      <translation>{parcel}：{before} → {after} 平方米</translation>
    </message>
    <message>
      <source>{parcel}: {name}</source>
      <translation>{parcel}：{name}</translation>
    </message>
    <message>
      <source>{passed} pass, {failed} fail</source>
      <translation>{passed} 个通过，{failed} 个未通过</translation>
    </message>
    <message>
      <source>{path} appeared while the demo city was made; nothing was overwritten.</source>
      <translation>生成期间出现了 {path}；未覆盖任何文件。</translation>
    </message>
    <message>
      <source>{path} cannot be read: {reason}.</source>
      <translation>{path} 无法读取：{reason}。</translation>
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
      <source>{path} cannot hold the codes: {reason}. Put what is there away, or save the project in a folder you may write to.</source>
      <translation>{path} 不能存放代码表：{reason}。请移走原有文件，或把工程保存到可写的文件夹。</translation>
    </message>
    <message>
      <source>{path} is a file, not a folder</source>
      <translation>{path} 是文件，不是文件夹</translation>
    </message>
    <message>
      <source>{path} is a folder</source>
      <translation>{path} 是文件夹</translation>
    </message>
    <message>
      <source>{path} is no journal of edits, or one of another version of the plugin.</source>
      <translation>{path} 不是编辑日志，或属于插件的其他版本。</translation>
    </message>
    <message>
      <source>{path} is no table of exceptions. Move it, or save the project under another name.</source>
      <translation>{path} 不是例外表。请移走该文件，或将项目另存为其他名称。</translation>
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
      <source>{path} is open in another program, or you may not write there</source>
      <translation>{path} 正被其他程序使用，或没有写入权限</translation>
    </message>
    <message>
      <source>{path} is there already and stays as it is. Give the package another name.</source>
      <translation>{path} 已经存在，不会覆盖。请给任务包换个名称。</translation>
    </message>
    <message>
      <source>{path} is there already and stays as it is. Try again in a second.</source>
      <translation>{path} 已存在，保持不动。请稍后再试。</translation>
    </message>
    <message>
      <source>{path} was written by another version of the plugin. Update the plugin.</source>
      <translation>{path} 由本插件的其他版本写成。请更新插件。</translation>
    </message>
    <message>
      <source>{person}, {date}: {reason}</source>
      <translation>{person}，{date}：{reason}</translation>
    </message>
    <message>
      <source>{project}: {verdict}</source>
      <translation>{project}：{verdict}</translation>
    </message>
    <message>
      <source>{read} of {all}</source>
      <translation>{all} 个中的 {read} 个</translation>
    </message>
    <message>
      <source>{reason}; area {before} m² before, {after} m² after</source>
      <translation>{reason}；修复前面积 {before} 平方米，修复后 {after} 平方米</translation>
    </message>
    <message>
      <source>{remedy} By whom: {who}.</source>
      <translation>{remedy}由谁：{who}。</translation>
    </message>
    <message>
      <source>{rule} (checked {basis})</source>
      <translation>{rule}（{basis}）</translation>
    </message>
    <message>
      <source>{severity} ({count})</source>
      <translation>{severity}（{count}）</translation>
    </message>
    <message>
      <source>{share} of the zoned units keep their zone whatever single weight moves by ±{change}.</source>
      <translation>任一权重变动 ±{change} 而分区不变的单元占已分区单元的 {share}。</translation>
    </message>
    <message>
      <source>{shown} of {count} are printed; all stand in the layer of candidates.</source>
      <translation>共 {count} 个，列出 {shown} 个；全部见补划潜力图层。</translation>
    </message>
    <message>
      <source>{site} has no line of the {tier} yet; draw it first.</source>
      <translation>{site}还没有{tier}的线；请先绘制。</translation>
    </message>
    <message>
      <source>{size} ({more})</source>
      <translation>{size}（{more}）</translation>
    </message>
    <message>
      <source>{size} mu</source>
      <translation>{size} 亩</translation>
    </message>
    <message>
      <source>{size}, drawn otherwise</source>
      <translation>{size}，图形有改动</translation>
    </message>
    <message>
      <source>{tier} ({area})</source>
      <translation>{tier}（{area}）</translation>
    </message>
    <message>
      <source>{tier}: {areas}</source>
      <translation>{tier}：{areas}</translation>
    </message>
    <message>
      <source>{title} (ha): {project}</source>
      <translation>{title}（单位：公顷）：{project}</translation>
    </message>
    <message>
      <source>{title} (m²)</source>
      <translation>{title}（平方米）</translation>
    </message>
    <message>
      <source>{title} ({unit})</source>
      <translation>{title}（{unit}）</translation>
    </message>
    <message>
      <source>{title} is running …</source>
      <translation>{title}：正在运行…</translation>
    </message>
    <message>
      <source>{title} was cancelled.</source>
      <translation>{title}：已取消。</translation>
    </message>
    <message>
      <source>{title} – boundary points, sheet {number} of {count}</source>
      <translation>{title} — 界址点坐标表，第 {number} 张，共 {count} 张</translation>
    </message>
    <message>
      <source>{title} – legend</source>
      <translation>{title} – 图例</translation>
    </message>
    <message>
      <source>{title}: {figure}</source>
      <translation>{title}：{figure}</translation>
    </message>
    <message>
      <source>{told}; not saved yet</source>
      <translation>{told}；尚未保存</translation>
    </message>
    <message>
      <source>{unit}, sum</source>
      <translation>{unit}小计</translation>
    </message>
    <message>
      <source>{verdict} (exempt: {project_class})</source>
      <translation>{verdict}（豁免：{project_class}）</translation>
    </message>
    <message>
      <source>{verdict}, archaeology first</source>
      <translation>{verdict}，须先考古</translation>
    </message>
    <message>
      <source>{verdict}, wherever it lies</source>
      <translation>{verdict}（不论位置）</translation>
    </message>
    <message>
      <source>{words}

Do not offer them again? Their file is kept under another name.</source>
      <translation>{words}

不再提示这些编辑？其文件将改名保留。</translation>
    </message>
    <message>
      <source>{years} years and more</source>
      <translation>{years} 年以上</translation>
    </message>
    <message>
      <source>“Height above the bank-full water” needs levels of the bank-full stage, and there are none. Add them, or leave this output out.</source>
      <translation>“高出平滩水位的高度”需要平滩级的水位，而图层中没有。请补充，或不输出该项。</translation>
    </message>
    <message>
      <source>“Lower bounds” ({text}): “{value}” does not exceed the bound before it. Write them from the least to the greatest.</source>
      <translation>“水深分级下限”（{text}）：“{value}”不大于前一个界限。请从小到大书写。</translation>
    </message>
    <message>
      <source>“Lower bounds” ({text}): “{value}” is no depth in metres. Write numbers of 0 or more with commas between, for example 0.5, 1.0, 2.0.</source>
      <translation>“水深分级下限”（{text}）：“{value}”不是以米为单位的水深。请写不小于 0 的数并以逗号分隔，例如 0.5, 1.0, 2.0。</translation>
    </message>
    <message>
      <source>“Lower bounds”: {value} classes are more than the {most} that a map can tell apart. Take some out.</source>
      <translation>“水深分级下限”：{value} 级超过地图能区分的 {most} 级。请减少。</translation>
    </message>
    <message>
      <source>“Return periods” must be a JSON object of flows in m³/s and years, both above 0, not {text}. Write for example {example}.</source>
      <translation>“重现期”须为流量（m³/s）和年数的 JSON 对象，都大于 0，不能是 {text}。例如 {example}。</translation>
    </message>
    <message>
      <source>“Weights” is no JSON text: {text}. Write the weights themselves, not the path of a file, for example {example}.</source>
      <translation>“权重”不是 JSON 文本：{text}。请直接填写权重，不要填文件路径，例如 {example}。</translation>
    </message>
    <message>
      <source>“Weights” must be a JSON object of criteria and numbers, not {text}. Write for example {example}.</source>
      <translation>“权重”须为因子与数值的 JSON 对象，而不是 {text}。例如 {example}。</translation>
    </message>
    <message>
      <source>“Weights” names the criterion “{value}” twice. Keep one of them.</source>
      <translation>“权重”中因子“{value}”出现两次，请保留一个。</translation>
    </message>
    <message>
      <source>“Weights” names the criterion “{value}”, which there is not. The criteria are: {names}.</source>
      <translation>“权重”中的因子“{value}”不存在。可用的因子：{names}。</translation>
    </message>
    <message>
      <source>“Weights”: all weights are 0. At least one must be greater.</source>
      <translation>“权重”全部为 0，至少应有一个大于 0。</translation>
    </message>
    <message>
      <source>“Weights”: the weight of “{value}” must be a number of 0 or more.</source>
      <translation>“权重”：因子“{value}”的权重须为不小于 0 的数。</translation>
    </message>
    <message>
      <source>“Weights”: the weights are too large. Write numbers near 1.</source>
      <translation>“权重”的数值过大，请填写 1 左右的数。</translation>
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
      <source>“{dsm}” needs “{dem}”: a height is the surface less the ground.</source>
      <translation>“{dsm}”须与“{dem}”同时给出：高度为地表减地面。</translation>
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
      <source>“{layer}” holds hazard classes by another method ({method}). Zones need the classes H1 to H6: run kf:floodhazard by ARR.</source>
      <translation>“{layer}”是按其他方法（{method}）划分的危险等级。分区需要 H1 至 H6 级：请在 kf:floodhazard 中选用 ARR 方法重新计算。</translation>
    </message>
    <message>
      <source>“{layer}” holds the hazard of the stage {stage}, but {wanted} counts. Run kf:floodhazard on the band of {wanted}, or choose the other stage.</source>
      <translation>“{layer}”是 {stage} 流量级的危险等级，而分区采用 {wanted} 流量级。请用 {wanted} 的波段运行 kf:floodhazard，或改选流量级。</translation>
    </message>
    <message>
      <source>“{layer}” holds the height above the water of the stage {stage}, not of the design flood ({wanted}). Run kf:flooddepth with levels of {wanted}, or leave it out.</source>
      <translation>“{layer}”是高出 {stage} 流量级水位的高度，不是高出设防水位（{wanted}）的高度。请用含 {wanted} 流量级的水位运行 kf:flooddepth，或不选此图层。</translation>
    </message>
    <message>
      <source>“{layer}” is no result of a check: it lacks the fields of findings.</source>
      <translation>“{layer}”不是检查结果：缺少检查结果的字段。</translation>
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
      <source>“{parameter}” ({name}): {value} cannot be used here. Choose one of these: {words}.</source>
      <translation>“{parameter}”（{name}）：此处不能使用 {value}。请从这些值中选一个：{words}。</translation>
    </message>
    <message>
      <source>“{parameter}” ({name}): {value} is no number that can be used here. Write another one in digits, with a point before decimals.</source>
      <translation>“{parameter}”（{name}）：{value} 不是此处可用的数字。请改用阿拉伯数字填写，小数用点号。</translation>
    </message>
    <message>
      <source>“{parameter}” chooses rows of “{table}”, which was not given.</source>
      <translation>“{parameter}”用于选取“{table}”的行，但未给出该表。</translation>
    </message>
    <message>
      <source>“{parameter}” has to be a layer of the project or of a file.</source>
      <translation>“{parameter}”须是工程中的图层或文件图层。</translation>
    </message>
    <message>
      <source>“{parameter}” is empty: choose at least one layer that is to be edited in the field.</source>
      <translation>“{parameter}”为空：请至少选择一个外业要编辑的图层。</translation>
    </message>
    <message>
      <source>“{parameter}” is no JSON object of layer names and roles: {text}. Write it like {example}.</source>
      <translation>“{parameter}”不是由图层名和角色组成的 JSON 对象：{text}。请按此格式填写：{example}。</translation>
    </message>
    <message>
      <source>“{parameter}” is no JSON object of list names and levels: {text}. Write it like {example}.</source>
      <translation>“{parameter}”不是名录名与级别的 JSON 对象：{text}。请写成 {example} 的样子。</translation>
    </message>
    <message>
      <source>“{parameter}” must be greater than 0.</source>
      <translation>“{parameter}”必须大于 0。</translation>
    </message>
    <message>
      <source>“{parameter}” must be {count} numbers, 0 or more, without separators of thousands, one after the other as in “10000; 20000; 5000”: “{value}”.</source>
      <translation>“{parameter}”应为{count}个不小于0的数，不写千位分隔符，依次写成“10000；20000；5000”的样子，现为“{value}”。</translation>
    </message>
    <message>
      <source>“{parameter}” names a layer “{layer}” that is not among “{masks}”. Use the layer's name as the layer tree shows it.</source>
      <translation>“{parameter}”中的图层“{layer}”不在“{masks}”中。请使用图层面板中显示的图层名。</translation>
    </message>
    <message>
      <source>“{parameter}”: the field “{field}” cannot be used. Choose fields of “{layer}” whose names hold one flow each, for example h7200 and h12370.</source>
      <translation>“{parameter}”：字段“{field}”不能用。请选择“{layer}”中名称各含一个流量的字段，例如 h7200、h12370。</translation>
    </message>
    <message>
      <source>“{parameter}”: there are no lines to check. Choose at least one polygon layer.</source>
      <translation>“{parameter}”：没有可检查的保护线，请至少选择一个面图层。</translation>
    </message>
    <message>
      <source>“{parameter}”: there is no file {path}.</source>
      <translation>“{parameter}”：没有文件 {path}。</translation>
    </message>
    <message>
      <source>“{parameter}”: {crs} is in degrees, coordinate files are in metres. Choose a Gauss-Krüger system.</source>
      <translation>“{parameter}”：{crs} 以度为单位，坐标文件以米为单位。请选高斯—克吕格坐标系。</translation>
    </message>
    <message>
      <source>“{parameter}”: “{level}” of list “{name}” is no level. Known are: {levels}.</source>
      <translation>“{parameter}”：名录“{name}”的“{level}”不是级别。已知的有：{levels}。</translation>
    </message>
    <message>
      <source>“{role}” needs {kinds}; the layer is of another kind.</source>
      <translation>“{role}”须为{kinds}图层，该图层不是。</translation>
    </message>
    <message>
      <source>“{text}” is no last event of a ledger: give its number and its hash of 64 digits, as “12 0f3a…”.</source>
      <translation>“{text}”不是台账的最后事件：请填写事件号和 64 位哈希值，如“12 0f3a…”。</translation>
    </message>
    <message>
      <source>“{value}” already stands for {first}, here for {code}. Keep one of them.</source>
      <translation>“{value}”前面已对应 {first}，此处又对应 {code}，请只保留一个。</translation>
    </message>
    <message>
      <source>“{value}” is no unit code: give 2 to 12 digits, such as 410222, or nothing.</source>
      <translation>“{value}”不是行政区代码：请填 2 到 12 位数字，如 410222，或留空。</translation>
    </message>
    <message>
      <source>“{word}” in “{parameter}” is no tier. Tiers are: {tiers}.</source>
      <translation>“{parameter}”中的“{word}”不是层级。层级有：{tiers}。</translation>
    </message>
    <message>
      <source>… and {count} more</source>
      <translation>……另有 {count} 行</translation>
    </message>
    <message>
      <source>… and {count} more, on sheets attached</source>
      <translation>……另有 {count} 行，见附页</translation>
    </message>
    <message>
      <source>… and {count} more.</source>
      <translation>……另有 {count} 处。</translation>
    </message>
    <message>
      <source>… and {count} more; ask for the output “Faulty lines” to see all.</source>
      <translation>……另有 {count} 处；选择输出“有误的行”可看到全部。</translation>
    </message>
  </context>
  <context>
    <name>KfResultTable</name>
    <message>
      <source>Export the rows that are shown as XLSX or CSV</source>
      <translation>把当前显示的行导出为 XLSX 或 CSV</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Filter: part of any cell</source>
      <translation>筛选：输入任意内容</translation>
    </message>
  </context>
  <context>
    <name>KfSiteList</name>
    <message>
      <source>&amp;Register</source>
      <translation>名录(&amp;R)</translation>
    </message>
    <message>
      <source>Add site…</source>
      <translation>新增文物…</translation>
    </message>
    <message>
      <source>County of the sites that are shown</source>
      <translation>所列文物所在县区</translation>
    </message>
    <message>
      <source>Fill in the form of a new site without a place; with QGIS's own tool that adds points it gets one in the same form</source>
      <translation>填写一处尚无位置的新文物；用 QGIS 的“添加点要素”工具，可在同一表单中填写有位置的文物</translation>
    </message>
    <message>
      <source>Level of the sites that are shown</source>
      <translation>所列文物的级别</translation>
    </message>
    <message>
      <source>Only sites without lines</source>
      <translation>只列没有保护线的文物</translation>
    </message>
    <message>
      <source>Open form</source>
      <translation>打开表单</translation>
    </message>
    <message>
      <source>Open the form of the site in the register</source>
      <translation>打开名录中该文物的表单</translation>
    </message>
    <message>
      <source>Show the site, and its lines where it has some, on the map</source>
      <translation>在地图上显示该文物，有保护线的一并显示</translation>
    </message>
    <message>
      <source>Sites of the register for which the layer of lines has no line</source>
      <translation>名录中在保护线图层里没有线的文物</translation>
    </message>
    <message>
      <source>The register of heritage sites: points, polygons or a table</source>
      <translation>文物名录：点、面或无几何的表</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>缩放至</translation>
    </message>
  </context>
  <context>
    <name>KfStockBoard</name>
    <message>
      <source>&amp;County</source>
      <translation>县区(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Status</source>
      <translation>状况(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Unit of area</source>
      <translation>面积单位(&amp;U)</translation>
    </message>
    <message>
      <source>Ages of the stock</source>
      <translation>存量年限</translation>
    </message>
    <message>
      <source>Areas</source>
      <translation>面积</translation>
    </message>
    <message>
      <source>Classes and ways of disposal</source>
      <translation>类别与处置方式</translation>
    </message>
    <message>
      <source>County whose parcels are counted and listed</source>
      <translation>统计和列出哪个县区的地块</translation>
    </message>
    <message>
      <source>List of parcels</source>
      <translation>地块清单</translation>
    </message>
    <message>
      <source>Map…</source>
      <translation>出图…</translation>
    </message>
    <message>
      <source>Parcel sheet</source>
      <translation>地块档案</translation>
    </message>
    <message>
      <source>Parcels</source>
      <translation>宗数</translation>
    </message>
    <message>
      <source>Print the parcels by class on a map</source>
      <translation>按类别打印地块图</translation>
    </message>
    <message>
      <source>Print the report of the run that the status comes from</source>
      <translation>打印该状况所属运行的报告</translation>
    </message>
    <message>
      <source>Report…</source>
      <translation>报告…</translation>
    </message>
    <message>
      <source>Save chart…</source>
      <translation>保存图表…</translation>
    </message>
    <message>
      <source>Save the chart as SVG or PNG</source>
      <translation>把图表保存为 SVG 或 PNG</translation>
    </message>
    <message>
      <source>The result of “Status of stock land”, or another layer with its fields</source>
      <translation>“存量建设用地状况”的结果，或有相同字段的其他图层</translation>
    </message>
    <message>
      <source>Unit of areas in the panel and in what it exports</source>
      <translation>面板及其导出文件中的面积单位</translation>
    </message>
  </context>
  <context>
    <name>KfStockLandDock</name>
    <message>
      <source>Disposal rate of the year</source>
      <translation>年度处置率</translation>
    </message>
    <message>
      <source>Stock land</source>
      <translation>存量建设用地</translation>
    </message>
  </context>
  <context>
    <name>KfTierEditor</name>
    <message>
      <source>&amp;Layer of the lines</source>
      <translation>保护线图层(&amp;L)</translation>
    </message>
    <message>
      <source>&amp;Site</source>
      <translation>文物(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Tier</source>
      <translation>层级(&amp;T)</translation>
    </message>
    <message>
      <source>Add land</source>
      <translation>增补</translation>
    </message>
    <message>
      <source>Draw</source>
      <translation>绘制</translation>
    </message>
    <message>
      <source>Draw a line across this tier: both parts keep what is written of it</source>
      <translation>画一条横穿该层级的线：两部分都保留原有属性</translation>
    </message>
    <message>
      <source>Draw a line that begins and ends across the outer line of this tier: the part between runs along it</source>
      <translation>画一条在该层级外边线另一侧起止的线：两交点之间的边线改走此线</translation>
    </message>
    <message>
      <source>Draw it by tier</source>
      <translation>按层级显示</translation>
    </message>
    <message>
      <source>Draw land that the tier has besides what it has already</source>
      <translation>为该层级增补一块用地，原有用地不变</translation>
    </message>
    <message>
      <source>Draw the outer line of this tier: what you draw wins, tiers outside it grow to contain it, tiers inside shrink to it</source>
      <translation>绘制该层级的外边线：以所画为准，外侧层级随之扩大以包住它，内侧层级随之收缩到它以内</translation>
    </message>
    <message>
      <source>Give the layer the style that draws each tier in its own colour</source>
      <translation>为图层套用分层级着色的样式</translation>
    </message>
    <message>
      <source>Reshape</source>
      <translation>修整</translation>
    </message>
    <message>
      <source>Show it on the map</source>
      <translation>在地图上显示</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>分割</translation>
    </message>
    <message>
      <source>Switch the layer on in the layer tree, with the groups it stands in, and the tier in its style</source>
      <translation>在图层树中打开这个图层及其所在的图层组，并在样式中打开该层级</translation>
    </message>
    <message>
      <source>The layer with the tiers of all sites: one feature for each tier of a site</source>
      <translation>包含所有文物各层级的图层：每处文物的每个层级为一个要素</translation>
    </message>
    <message>
      <source>The site whose lines are drawn</source>
      <translation>要绘制其保护线的文物</translation>
    </message>
    <message>
      <source>The tier whose line is drawn</source>
      <translation>要绘制的层级</translation>
    </message>
    <message>
      <source>Tiers that are drawn on the map; the data stay as they are</source>
      <translation>地图上显示的层级；数据不变</translation>
    </message>
  </context>
  <context>
    <name>KfZoneWeightsDialog</name>
    <message>
      <source>&amp;Weights</source>
      <translation>权重(&amp;W)</translation>
    </message>
    <message>
      <source>&amp;Zone</source>
      <translation>分区(&amp;Z)</translation>
    </message>
    <message>
      <source>How much more does the criterion of the row count than that of the column? From 9 (far more) to 1/9 (far less).</source>
      <translation>行指标比列指标重要多少？从 9（重要得多）到 1/9（次要得多）。</translation>
    </message>
    <message>
      <source>Weights of the criteria</source>
      <translation>指标权重</translation>
    </message>
    <message>
      <source>Weights of this zone (their sum is 1)</source>
      <translation>本分区的权重（合计为 1）</translation>
    </message>
  </context>
</TS>
