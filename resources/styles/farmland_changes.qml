<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis hasScaleBasedVisibilityFlag="0" labelsEnabled="0" maxScale="0" minScale="100000000" simplifyAlgorithm="0" simplifyDrawingHints="1" simplifyDrawingTol="1" simplifyLocal="1" simplifyMaxScale="1" styleCategories="Symbology|Labeling|Rendering" symbologyReferenceScale="-1" version="3.22.16-Białowieża">
  <renderer-v2 enableorderby="0" forceraster="0" referencescale="-1" symbollevels="0" type="RuleRenderer">
    <rules key="{42a00403-ce80-44b0-a404-2bb3d4341aad}">
      <rule key="{2a318785-3184-4f27-8591-42deccea2645}" label="change">
        <rule filter="(&quot;sliver&quot; = 1)" key="{b8a1abcd-1a69-46c7-8da4-f9fc3c6da5d7}" label="sliver" symbol="0" />
        <rule filter="(&quot;direction&quot; = 'out' AND &quot;exempt&quot; = 1) AND NOT coalesce((&quot;sliver&quot; = 1), false)" key="{1710cf53-27ac-435a-ba97-c643656412a9}" label="exempt" symbol="1" />
        <rule filter="(&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'construction') AND NOT coalesce((&quot;sliver&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;exempt&quot; = 1), false)" key="{8ca59966-66ce-4b36-8512-bd1311072231}" label="construction" symbol="2" />
        <rule filter="(&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'other') AND NOT coalesce((&quot;sliver&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;exempt&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'construction'), false)" key="{fd724452-ccea-41ff-8a14-876aeaff1a09}" label="other" symbol="3" />
        <rule filter="(&quot;direction&quot; = 'out') AND NOT coalesce((&quot;sliver&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;exempt&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'construction'), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'other'), false)" key="{8534f457-38d0-48ec-8f10-99c6c3e1b258}" label="out" symbol="4" />
        <rule filter="(&quot;direction&quot; = 'in' AND &quot;stable&quot; = 1) AND NOT coalesce((&quot;sliver&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;exempt&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'construction'), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'other'), false) AND NOT coalesce((&quot;direction&quot; = 'out'), false)" key="{c79d6793-46d4-4c7a-9c39-02b38963dc6e}" label="in_stable" symbol="5" />
        <rule filter="(&quot;direction&quot; = 'in' AND &quot;stable&quot; IS NULL) AND NOT coalesce((&quot;sliver&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;exempt&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'construction'), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'other'), false) AND NOT coalesce((&quot;direction&quot; = 'out'), false) AND NOT coalesce((&quot;direction&quot; = 'in' AND &quot;stable&quot; = 1), false)" key="{5d0c1a52-7f0e-4f43-9d3c-6c9f1d0b7a10}" label="in_unknown" symbol="10" />
        <rule filter="(&quot;direction&quot; = 'in') AND NOT coalesce((&quot;sliver&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;exempt&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'construction'), false) AND NOT coalesce((&quot;direction&quot; = 'out' AND &quot;land_kind&quot; = 'other'), false) AND NOT coalesce((&quot;direction&quot; = 'out'), false) AND NOT coalesce((&quot;direction&quot; = 'in' AND &quot;stable&quot; = 1), false) AND NOT coalesce((&quot;direction&quot; = 'in' AND &quot;stable&quot; IS NULL), false)" key="{43000de0-1b2e-440e-93ad-dccb2c33be0a}" label="in_unstable" symbol="6" />
        <rule filter="ELSE" key="{06905269-ed6f-4b09-b165-c8ce36e2f24b}" label="none" symbol="7" />
      </rule>
      <rule filter="&quot;permanent&quot; = 1" key="{de08caa1-a081-4910-8a25-e4664f5253a0}" label="permanent" symbol="8" />
      <rule filter="&quot;suspected&quot; = 1" key="{d93936e1-daca-4c06-b5ff-0c03bb5d7385}" label="suspected" symbol="9" />
    </rules>
    <symbols>
      <symbol name="0" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="150,150,150,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
      <symbol name="1" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="196,178,208,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
      <symbol name="2" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="214,78,68,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
      <symbol name="3" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="140,150,160,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
      <symbol name="4" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="240,160,60,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
      <symbol name="5" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="76,160,80,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
      <symbol name="6" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="178,214,140,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
      <symbol name="7" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="235,235,230,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
      <symbol name="8" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="angle" type="QString" value="135" />
            <Option name="color" type="QString" value="0,0,0,255" />
            <Option name="distance" type="QString" value="1.4" />
            <Option name="distance_unit" type="QString" value="MM" />
            <Option name="line_width" type="QString" value="0" />
            <Option name="line_width_unit" type="QString" value="MM" />
            <Option name="offset" type="QString" value="0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_width_unit" type="QString" value="MM" />
          </Option>
          <symbol name="@8@0" alpha="1" clip_to_extent="1" force_rhr="0" type="line">
            <layer class="SimpleLine" enabled="1" locked="0" pass="0">
              <Option type="Map">
                <Option name="align_dash_pattern" type="QString" value="0" />
                <Option name="capstyle" type="QString" value="flat" />
                <Option name="customdash" type="QString" value="5;2" />
                <Option name="customdash_unit" type="QString" value="MM" />
                <Option name="dash_pattern_offset" type="QString" value="0" />
                <Option name="dash_pattern_offset_unit" type="QString" value="MM" />
                <Option name="draw_inside_polygon" type="QString" value="0" />
                <Option name="joinstyle" type="QString" value="round" />
                <Option name="line_color" type="QString" value="200,60,0,255" />
                <Option name="line_style" type="QString" value="solid" />
                <Option name="line_width" type="QString" value="0.22" />
                <Option name="line_width_unit" type="QString" value="MM" />
                <Option name="offset" type="QString" value="0" />
                <Option name="offset_unit" type="QString" value="MM" />
                <Option name="ring_filter" type="QString" value="0" />
                <Option name="trim_distance_end" type="QString" value="0" />
                <Option name="trim_distance_end_unit" type="QString" value="MM" />
                <Option name="trim_distance_start" type="QString" value="0" />
                <Option name="trim_distance_start_unit" type="QString" value="MM" />
                <Option name="tweak_dash_pattern_on_corners" type="QString" value="0" />
                <Option name="use_custom_dash" type="QString" value="0" />
              </Option>
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol name="9" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="0,0,0,0" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="170,0,60,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.7" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="no" />
          </Option>
        </layer>
      </symbol>
      <symbol name="10" alpha="1" clip_to_extent="1" force_rhr="0" type="fill">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" type="QString" value="200,200,160,255" />
            <Option name="joinstyle" type="QString" value="round" />
            <Option name="offset" type="QString" value="0,0" />
            <Option name="offset_unit" type="QString" value="MM" />
            <Option name="outline_color" type="QString" value="90,90,90,255" />
            <Option name="outline_style" type="QString" value="solid" />
            <Option name="outline_width" type="QString" value="0.12" />
            <Option name="outline_width_unit" type="QString" value="MM" />
            <Option name="style" type="QString" value="solid" />
          </Option>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
  <layerGeometryType>2</layerGeometryType>
</qgis>
