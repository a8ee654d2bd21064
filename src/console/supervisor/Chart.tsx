import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import styles from './Chart.module.css';

use([BarChart, LineChart, GridComponent, TooltipComponent, MarkLineComponent, TitleComponent, CanvasRenderer]);

interface Props {
  /** What is drawn at this width. */
  option: (width: number) => EChartsCoreOption;
  height: number;
  /** What the chart shows, for those who do not see it. */
  name: string;
  /** Place of the bar or column that was pressed. */
  onPick: (index: number) => void;
}

/** One chart; drawn anew when its figures, its width or the colour scheme change. */
export default function Chart({ option, height, name, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const picked = useRef(onPick);
  picked.current = onPick;
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = place.current;
    if (element === null || width === 0) return;
    const chart = init(element, null, { width, height });
    chart.setOption(option(width));
    chart.on('click', ({ dataIndex }) => picked.current(dataIndex));
    return () => chart.dispose();
  }, [option, width, height]);

  return <div ref={place} className={styles.chart} style={{ height }} role="img" aria-label={name} />;
}

const PICTURE = { width: 1_000, title: 56, margin: 20 };

/** The chart as a PNG of its own, with its title; a data URL. */
export function pictureOf(
  browser: Window,
  option: (width: number) => EChartsCoreOption,
  height: number,
  words: { title: string; subtitle: string; text: string; dim: string; background: string },
): string {
  const inner = PICTURE.width - 2 * PICTURE.margin;
  const element = browser.document.createElement('div');
  const chart = init(element, null, { width: PICTURE.width, height: height + PICTURE.title + PICTURE.margin });
  const drawn = option(inner) as EChartsCoreOption & { grid: Record<string, unknown> };
  const left = Number(drawn.grid.left) + PICTURE.margin;
  chart.setOption({
    ...drawn,
    backgroundColor: words.background,
    title: {
      text: words.title,
      subtext: words.subtitle,
      left: PICTURE.margin,
      top: 10,
      itemGap: 6,
      textStyle: { color: words.text, fontSize: 18, fontWeight: 600 },
      subtextStyle: { color: words.dim, fontSize: 13 },
    },
    grid: { ...drawn.grid, left, top: PICTURE.title + 20, bottom: PICTURE.margin },
  });
  const picture = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: words.background });
  chart.dispose();
  return picture;
}
