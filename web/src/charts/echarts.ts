// The parts of ECharts that the pages use, and nothing else: the rest stays out of the bundle.
import { BarChart, LineChart, SankeyChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, SankeyChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export type ChartOption = EChartsCoreOption;

/** Colours of the page, as they are now. */
export interface Palette {
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  card: string;
  accent: string;
  ok: string;
  warn: string;
  bad: string;
  info: string;
  raw: string;
  trusted: string;
  service: string;
}

export function create(element: HTMLElement): ECharts {
  return init(element, null, { renderer: 'svg' });
}
