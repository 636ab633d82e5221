import { day, number } from '../lib/format';
import type { ChartOption, Palette } from './echarts';

const font = '"Inter", system-ui, "Liberation Sans", sans-serif';

function frame(palette: Palette) {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    animation: !still,
    animationDuration: 250,
    textStyle: { fontFamily: font, color: palette.ink2 },
    grid: { left: 8, right: 52, top: 24, bottom: 4, containLabel: true },
    // Rich text is drawn, not written as HTML: the policy of the page allows no inline style.
    tooltip: {
      renderMode: 'richText',
      trigger: 'axis',
      backgroundColor: palette.card,
      borderColor: palette.line,
      textStyle: { color: palette.ink, fontFamily: font, fontSize: 13 },
      axisPointer: { lineStyle: { color: palette.ink3 } },
    },
  };
}

function axes(palette: Palette, categories: string[]) {
  return {
    xAxis: {
      type: 'category',
      data: categories,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.ink2, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.ink2, formatter: (value: number) => number(value, value % 1 ? 1 : 0) },
    },
  };
}

export interface BandPoint {
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  odd?: boolean;
}

/** A line against the band of what was to be expected, with what is out of it marked. */
export function band(palette: Palette, points: BandPoint[], words: { value: string; band: string }, digits = 0): ChartOption {
  const odd = points.map((p) => (p.odd ? p.value : null));
  return {
    ...frame(palette),
    ...axes(palette, points.map((p) => p.label)),
    tooltip: {
      ...frame(palette).tooltip,
      formatter: (items: { dataIndex: number }[]) => {
        const point = points[items[0]?.dataIndex ?? 0];
        if (!point) return '';
        const range = point.low === null ? '' : `\n${words.band}: ${number(point.low, digits)}–${number(point.high, digits)}`;
        return `${point.label}\n${words.value}: ${number(point.value, digits)}${range}`;
      },
    },
    series: [
      { type: 'line', data: points.map((p) => p.low), stack: 'band', lineStyle: { opacity: 0 }, showSymbol: false, silent: true, tooltip: { show: false } },
      {
        type: 'line',
        data: points.map((p) => (p.low === null || p.high === null ? null : p.high - p.low)),
        stack: 'band',
        lineStyle: { opacity: 0 },
        areaStyle: { color: palette.trusted, opacity: 0.2 },
        showSymbol: false,
        silent: true,
      },
      {
        type: 'line',
        data: points.map((p) => p.value),
        showSymbol: points.length < 3,
        symbolSize: 6,
        lineStyle: { width: 2.2, color: palette.accent },
        itemStyle: { color: palette.accent },
        endLabel: { show: true, color: palette.ink, formatter: (p: { value: unknown }) => number(Number(p.value), digits) },
        connectNulls: true,
      },
      // All of them: an axis that labels every fifth day would mark every fifth.
      { type: 'line', data: odd, showAllSymbol: true, lineStyle: { opacity: 0 }, symbol: 'diamond', symbolSize: 11, itemStyle: { color: palette.bad }, silent: true },
    ],
  };
}

export interface Stack {
  name: string;
  values: number[];
}

/** Days as columns, at most five series, each named where it stands. */
export function stacked(palette: Palette, days: string[], stacks: Stack[]): ChartOption {
  const colours = [palette.accent, palette.service, palette.info, palette.ok, palette.trusted];
  return {
    ...frame(palette),
    ...axes(palette, days.map((d) => day(d))),
    grid: { left: 8, right: 24, top: 24, bottom: 4, containLabel: true },
    series: stacks.map((stack, i) => ({
      type: 'bar',
      name: stack.name,
      stack: 'all',
      barMaxWidth: 46,
      data: stack.values,
      itemStyle: { color: colours[i % colours.length], borderColor: palette.card, borderWidth: 1 },
    })),
  };
}

export interface Flow {
  nodes: { name: string; label: string; colour: string; depth: number }[];
  links: { source: string; target: string; value: number; broken: boolean }[];
}

export function sankey(palette: Palette, flow: Flow): ChartOption {
  // On a telephone only the farms are named; the tree beside names the rest.
  const narrow = window.innerWidth < 600;
  const deepest = Math.max(...flow.nodes.map((node) => node.depth));
  const labels = new Map(flow.nodes.map((node) => [node.name, node.label]));
  return {
    ...frame(palette),
    tooltip: {
      ...frame(palette).tooltip,
      trigger: 'item',
      formatter: (item: { name: string; dataType: string; data: { source?: string; target?: string } }) =>
        item.dataType === 'edge'
          ? `${labels.get(item.data.source ?? '') ?? ''} → ${labels.get(item.data.target ?? '') ?? ''}`
          : (labels.get(item.name) ?? ''),
    },
    series: [
      {
        type: 'sankey',
        left: 8,
        right: narrow ? 130 : 190,
        top: 12,
        bottom: 12,
        nodeWidth: 12,
        nodeGap: 12,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        label: { color: palette.ink, fontSize: 12, formatter: (p: { name: string }) => labels.get(p.name) ?? '', width: narrow ? 120 : 180, overflow: 'truncate' },
        data: flow.nodes.map((node) => ({ name: node.name, depth: node.depth, label: { show: !narrow || node.depth === deepest }, itemStyle: { color: node.colour, borderWidth: 0 } })),
        links: flow.links.map((link) => ({
          source: link.source,
          target: link.target,
          value: link.value,
          lineStyle: { color: link.broken ? palette.bad : palette.trusted, opacity: 0.35 },
        })),
      },
    ],
  };
}
