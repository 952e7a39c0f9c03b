import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactElement } from 'react';
import { isDark, useLook } from '../core/preferences';

register([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface ChartSeries {
  name: string;
  values: number[];
}

/** A bar chart over months or units. People who cannot see it read the table beside it. */
export function Chart({
  label,
  categories,
  series,
}: {
  label: string;
  categories: string[];
  series: ChartSeries[];
}): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const look = useLook();
  const dark = isDark(look);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const chart = init(element);
    const style = getComputedStyle(document.documentElement);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const text = { color: color('--ink-soft'), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
    chart.setOption({
      animation: false,
      color: [color('--red'), color('--jade'), color('--amber')],
      textStyle: text,
      grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, textStyle: text, itemGap: 16 },
      // Drawn on the canvas: the content policy forbids inline styles in markup.
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      xAxis: { type: 'category', data: categories, axisLabel: text, axisTick: { show: false } },
      yAxis: { type: 'value', axisLabel: text, splitLine: { lineStyle: { color: color('--line') } }, minInterval: 1 },
      series: series.map(({ name, values }) => ({
        type: 'bar',
        name,
        data: values,
        barMaxWidth: 26,
        itemStyle: { borderRadius: [5, 5, 0, 0] },
      })),
    });
    const resize = (): void => chart.resize();
    window.addEventListener('resize', resize);
    return () => {
      window.removeEventListener('resize', resize);
      chart.dispose();
    };
    // `dark`: the colours are read from the page.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [categories, series, dark]);
  return <div ref={box} className="chart" role="img" aria-label={label} />;
}
