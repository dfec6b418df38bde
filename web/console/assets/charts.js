// Pictures: an element with `data-chart` holds the option of an ECharts picture. Pages that draw load this file.
import { BarChart, GraphChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

echarts.use([BarChart, GraphChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

const INK = '#1F2328'
const FONT = getComputedStyle(document.body).fontFamily

const drawn = new Set()

/** Draw what is on the page and not drawn yet; forget pictures that have left it. */
window.drawCharts = () => {
  for (const chart of drawn) {
    if (document.contains(chart.getDom())) continue
    chart.dispose()
    drawn.delete(chart)
  }
  for (const figure of document.querySelectorAll('[data-chart]')) {
    if (!echarts.getInstanceByDom(figure)) drawn.add(draw(figure))
  }
}

function draw(figure) {
  const option = JSON.parse(figure.dataset.chart)
  const chart = echarts.init(figure)
  // Rich text: a tooltip made of HTML would need inline styles, which the page's policy refuses.
  if (option.tooltip) option.tooltip.renderMode = 'richText'
  chart.setOption({ animation: false, textStyle: { color: INK, fontFamily: FONT }, ...option })
  chart.on('click', ({ data }) => data?.url && location.assign(data.url))
  return chart
}

window.drawCharts()
addEventListener('resize', () => drawn.forEach((chart) => chart.resize()))
