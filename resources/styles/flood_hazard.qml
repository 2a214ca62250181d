<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis hasScaleBasedVisibilityFlag="0" maxScale="0" minScale="100000000" styleCategories="Symbology|Rendering" version="3.22.16-Białowieża">
  <pipe>
    <provider>
      <resampling enabled="false" maxOversampling="2" zoomedInResamplingMethod="nearestNeighbour" zoomedOutResamplingMethod="nearestNeighbour" />
    </provider>
    <rasterrenderer alphaBand="-1" band="1" nodataColor="" opacity="1" type="paletted">
      <rasterTransparency />
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <colorPalette>
      <paletteEntry alpha="0" color="#ffffff" label="0" value="0" />
      <paletteEntry alpha="210" color="#c6dbef" label="1" value="1" />
      <paletteEntry alpha="210" color="#9ecae1" label="2" value="2" />
      <paletteEntry alpha="210" color="#ffe08a" label="3" value="3" />
      <paletteEntry alpha="210" color="#fdae61" label="4" value="4" />
      <paletteEntry alpha="210" color="#f46d43" label="5" value="5" />
      <paletteEntry alpha="210" color="#d73027" label="6" value="6" />
      <paletteEntry alpha="210" color="#a50026" label="7" value="7" />
      <paletteEntry alpha="210" color="#7a0177" label="8" value="8" />
      <paletteEntry alpha="210" color="#54278f" label="9" value="9" />
      <paletteEntry alpha="210" color="#3f007d" label="10" value="10" />
      <paletteEntry alpha="210" color="#2b0057" label="11" value="11" />
      <paletteEntry alpha="210" color="#1a0033" label="12" value="12" />
      </colorPalette>
    </rasterrenderer>
    <brightnesscontrast brightness="0" contrast="0" gamma="1" />
    <huesaturation colorizeBlue="128" colorizeGreen="128" colorizeOn="0" colorizeRed="255" colorizeStrength="100" grayscaleMode="0" invertColors="0" saturation="0" />
    <rasterresampler maxOversampling="2" />
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
